"""Time: more of it, none of it for now, and the clock itself; and a mail that does not arrive."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from domain.happenings.base import HappeningBase, Id, MaybeSentence, Sentence
from domain.words import Via


class Extended(HappeningBase):
    """The office gives more time for a task, until the end of a day, and says why."""

    kind: Literal["extended"] = "extended"
    task: Id
    until: Annotated[date, Field(strict=False)]
    reason: Sentence


class DocumentsComplete(HappeningBase):
    """The office says that the documents are complete: clocks that wait for it begin."""

    kind: Literal["documents_complete"] = "documents_complete"
    reason: MaybeSentence = ""


class Paused(HappeningBase):
    """The office lets the whole case rest, and says why."""

    kind: Literal["paused"] = "paused"
    public_reason: Sentence
    internal_reason: MaybeSentence = ""


class Resumed(HappeningBase):
    """The office lets the case go on."""

    kind: Literal["resumed"] = "resumed"
    reason: MaybeSentence = ""


class Bounced(HappeningBase):
    """A mail could not be delivered for good."""

    kind: Literal["bounced"] = "bounced"
    mail: Id  # outbox id
    person: Id
    code: int = 0  # SMTP reply code, 0 when there was none
    assignment: Id | Literal[""] = ""


class Woken(HappeningBase):
    """The clock rang."""

    kind: Literal["woken"] = "woken"


def woken(case_id: str, seq: int, at: datetime) -> Woken:
    """The wake-up of a case at its next step; the id is the step's, so that derived ids stay unique."""
    return Woken(id=f"wake:{seq + 1}", by="clock", via=Via.CLOCK, at=at)
