"""What makes a key unsafe."""

from kit.i18n import N_

SHORTEST = 32
FEWEST_DIFFERENT = 10
PLACEHOLDERS = ("change", "secret", "example", "default", "password", "replace")


def weakness(key: str) -> str | None:
    """Why nobody should rely on this key, or None."""
    if len(key) < SHORTEST:
        return N_("a key has fewer than 32 characters")
    if any(word in key.lower() for word in PLACEHOLDERS):
        return N_("a key is a placeholder")
    if len(set(key)) < FEWEST_DIFFERENT:
        return N_("a key repeats the same few characters")
    return None
