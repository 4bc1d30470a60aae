"""What was received and could then not be taken: kept behind the person's own link, told, and typed in again.

Choices are told but never made again: pressing the buttons of a page must not answer, whatever the page remembers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.errors import sentence
from api.idea_form import fields_of
from api.links.opened import PAUSED, Opened
from api.telling import in_words
from domain.happenings import (
    AdviceAsked,
    AdviceGiven,
    Answered,
    AskedBack,
    BiasDeclared,
    Decided,
    Edited,
    HandedIn,
    HandedOver,
    Happening,
    Objected,
    Reconsidered,
    Replied,
    Settled,
    Signed,
    Withdrawn,
)
from domain.happenings.base import HappeningBase
from domain.words import CommitmentAnswer, Outcome, Verdict
from kit.i18n import N_, Translator

Row = tuple[str, str]
SIGNED: Mapping[str, str] = {
    "sign": N_("Sign"),
    "remark": N_("Sign with a remark"),
    "refuse": N_("Refuse"),
    "send_back": N_("Send it back"),
}

CHOSEN: Mapping[str, str] = {
    Verdict.APPROVE: N_("In favour"),
    Verdict.CHANGES: N_("Changes are needed first"),
    Verdict.REJECT: N_("Against"),
    Verdict.ABSTAIN: N_("I abstain"),
    Verdict.NOT_MY_FIELD: N_("Not my field"),
    Outcome.ACCEPTED: N_("Accept"),
    Outcome.REJECTED: N_("Reject"),
    CommitmentAnswer.DONE: N_("Done"),
    CommitmentAnswer.LATE: N_("Later than promised"),
    CommitmentAnswer.DROPPED: N_("Dropped"),
}


@dataclass(frozen=True)
class Kept:
    """What the page says of it."""

    kind: str
    received_at: datetime
    why: str
    rows: list[Row]
    paused: bool = False  # the case was paused when it was sent


def kept(say: Translator, opened: Opened) -> Kept | None:
    """What this person sent that rules refused unseen; None once they have said something since."""
    late, happening = opened.refused_later, opened.kept
    if late is None or happening is None:
        return None
    try:
        why = say.gettext(sentence((late.verdict or "").partition(":")[2])).format(**in_words(say, late.error or {}))
    except (KeyError, IndexError):
        why = ""
    rows = [(say.gettext(label), text) for label, text in _rows(happening, opened, say) if text]
    return Kept(happening.kind, happening.at, why, rows, paused=late.verdict in PAUSED)


def _rows(happening: Happening, opened: Opened, say: Translator) -> Iterator[Row]:
    """The words, with their labels."""
    match happening:
        case Answered():
            yield N_("Your view"), say.gettext(CHOSEN[happening.verdict])
            yield from _scores(happening.scores, opened, say)
            yield N_("What is to be changed"), "\n".join(happening.points)
            yield N_("Your reasons"), happening.reason
        case Decided():
            yield N_("Decision"), say.gettext(CHOSEN[happening.outcome])
            yield N_("Published reasons"), happening.public_reason
            yield N_("Internal reasons"), happening.internal_reason
        case Signed():
            yield N_("Your signature"), say.gettext(SIGNED[happening.said])
            yield N_("Remark or reason"), happening.remark
        case Settled():
            yield N_("State"), say.gettext(CHOSEN[happening.answer])
            yield N_("Your reasons"), happening.reason
            yield N_("New date"), "" if happening.new_due_on is None else say.date(happening.new_due_on)
        case Replied():
            yield N_("Your answer"), happening.reply
        case AskedBack():
            yield N_("Your question"), happening.question
        case HandedIn():
            yield N_("What was done"), "\n".join(text for text in happening.done.values() if text)
        case Reconsidered():
            yield from _scores(happening.scores, opened, say)
            yield N_("Your reasons"), happening.reason
        case HandedOver() | Withdrawn() | BiasDeclared() | Objected():
            yield N_("Reason"), happening.reason
        case AdviceAsked():
            yield N_("What do you want to know?"), happening.question
        case AdviceGiven():
            yield N_("Your advice"), happening.text
        case Edited():
            yield N_("Title"), happening.text.title
            yield N_("What is it about?"), happening.text.summary
            yield N_("What exactly do you propose?"), happening.text.description


def _scores(scores: Mapping[str, int | None], opened: Opened, say: Translator) -> Iterator[Row]:
    titles = {c.id: c.title.in_(say.language) for c in opened.definition.criteria}
    for name, score in scores.items():
        yield titles.get(name, name), say.gettext(N_("not stated")) if score is None else str(score)


def typed_again(opened: Opened, kind: type[HappeningBase]) -> dict[str, Any] | None:
    """The fields of a form of this kind as they were sent, without the choice that would decide."""
    happening = opened.kept
    if not isinstance(happening, kind):
        return None
    match happening:
        case Answered(scores=scores):
            given = {f"scores.{name}": "none" if score is None else str(score) for name, score in scores.items()}
            points = "\n".join(happening.points)
            return given | {"reason": happening.reason, "points": points, "stated_name": happening.stated_name}
        case Decided():
            return {name: getattr(happening, name) for name in ("public_reason", "internal_reason", "stated_name")}
        case Signed():
            return {"remark": happening.remark, "stated_name": happening.stated_name}
        case Settled(new_due_on=day):
            return {"reason": happening.reason, "new_due_on": f"{day:%d.%m.%Y}" if day is not None else ""}
        case Edited():
            return fields_of(happening.text)
        case AskedBack():
            return {"question": happening.question}
        case HandedIn():
            return {f"done.{point}": text for point, text in happening.done.items()}
        case Reconsidered():
            return {"reason": happening.reason, "stated_name": happening.stated_name}
        case HandedOver() | Withdrawn() | BiasDeclared() | Objected():
            return {"reason": happening.reason}
        case AdviceAsked():
            return {"question": happening.question}
        case AdviceGiven():
            return {"advice": happening.text}
    return None
