"""What the command line cannot do, in a sentence that says what to do about it."""

from domain.errors import UmlaufError


class Impossible(UmlaufError):  # noqa: N818 - reads as what happened
    """What was asked for cannot be done; the sentence says why and what to do."""
