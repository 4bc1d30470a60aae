"""What whoever keeps an address of a calendar and whoever reads it agree on: under which name it is sealed."""


def sealed_feed(person_id: str) -> str:
    """Context of the sealed address, so that it opens in its own row only."""
    return f"calendar:{person_id}"
