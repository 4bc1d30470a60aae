"""What others may see of an idea."""

from typing import Literal

from domain.happenings.base import HappeningBase, Id, Sentence


class Published(HappeningBase):
    """The office makes the case public."""

    kind: Literal["published"] = "published"


class Hidden(HappeningBase):
    """The office takes the case off the public pages, with a reason."""

    kind: Literal["hidden"] = "hidden"
    reason: Sentence


class Reported(HappeningBase):
    """Somebody reports what a public page shows."""

    kind: Literal["reported"] = "reported"
    reason: Sentence


class Redacted(HappeningBase):
    """The office blanks what somebody wrote, where it must go; the line in the record stays."""

    kind: Literal["redacted"] = "redacted"
    item: Id  # of a text, answer, question, reason, deferral, decision or commitment
    reason: Sentence
