"""What mails of assurance say: the code before an answer, the receipt after it, and that somebody objects."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from contracts.idea_mails import OfIdea
from contracts.mail import Kind, Mail, Opens
from domain.words import Assurance, TaskKind


@dataclass(frozen=True, kw_only=True)
class AnswerCode(Mail):
    """The code for one answer: to which idea, and which answer it is for."""

    number: str
    chosen: str  # code of the verdict, the outcome, or what became of a commitment; "" for scores
    code: str
    minutes: int
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class AnswerReceipt(OfIdea):
    """To whoever answered: what was recorded in their name, and the way to say that it was not them."""

    task: TaskKind
    chosen: str
    answered_at: datetime
    level: Assurance
    objection_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class ObjectionNote(OfIdea):
    """To the office: somebody says that an answer in their name is not theirs."""

    undone: bool  # in time: it is asked for again


OF_ASSURANCE: Mapping[str, Kind] = {
    "answer_code": Kind(AnswerCode, Opens.NOTHING, once=True),
    "answer_receipt": Kind(AnswerReceipt, Opens.OBJECTION),
    "objection_note": Kind(ObjectionNote, Opens.OFFICE),
}
