"""Anything that can happen to a case; one module for each part of its course."""

from typing import Annotated

from pydantic import Field, TypeAdapter

from domain.happenings.absence import AbsenceNoted, TakenBack
from domain.happenings.advice import AdviceAsked, AdviceGiven
from domain.happenings.asking_back import AskedBack, HandedIn
from domain.happenings.beside import BarIn, FigureIn, MissedRound, NamedInSurvey, Ranked, Surveyed
from domain.happenings.clock import Bounced, DocumentsComplete, Extended, Paused, Resumed, Woken, woken
from domain.happenings.decision import CameAbout, ConditionIn, Conditions, Decided, Deferred, Lifted, PutForward
from domain.happenings.follow_up import MeasureMoved, Promised, Settled
from domain.happenings.idea import (
    BenefitIn,
    Edited,
    IdeaText,
    PromiseIn,
    QuestionAsked,
    Replied,
    Submitted,
    TakenOver,
    Withdrawn,
)
from domain.happenings.joining import Heard, LetGo, Merged, Parted, Split, TookIn
from domain.happenings.objection import Objected
from domain.happenings.review import (
    Accepted,
    Answered,
    BiasDeclared,
    Declined,
    HandedOver,
    Reconsidered,
    ReviewedAgain,
    ReviewerNamed,
)
from domain.happenings.showing import Hidden, Published, Redacted, Reported
from domain.happenings.sign_off import Signed, SignOffChanged

Happening = (
    Submitted
    | TakenOver
    | Edited
    | QuestionAsked
    | Replied
    | Accepted
    | Declined
    | Withdrawn
    | Merged
    | TookIn
    | Parted
    | LetGo
    | Heard
    | Split
    | Published
    | Hidden
    | Reported
    | Answered
    | HandedOver
    | AbsenceNoted
    | AdviceAsked
    | AdviceGiven
    | TakenBack
    | ReviewerNamed
    | BiasDeclared
    | Reconsidered
    | AskedBack
    | HandedIn
    | ReviewedAgain
    | Objected
    | PutForward
    | Deferred
    | CameAbout
    | Lifted
    | Signed
    | SignOffChanged
    | Decided
    | Promised
    | Settled
    | MeasureMoved
    | Extended
    | DocumentsComplete
    | Paused
    | Resumed
    | Redacted
    | Surveyed
    | NamedInSurvey
    | Ranked
    | MissedRound
    | Bounced
    | Woken
)


HAPPENING: TypeAdapter[Happening] = TypeAdapter(Annotated[Happening, Field(discriminator="kind")])


__all__ = [
    "HAPPENING",
    "AbsenceNoted",
    "Accepted",
    "AdviceAsked",
    "AdviceGiven",
    "Answered",
    "AskedBack",
    "BarIn",
    "BenefitIn",
    "BiasDeclared",
    "Bounced",
    "CameAbout",
    "ConditionIn",
    "Conditions",
    "Decided",
    "Declined",
    "Deferred",
    "DocumentsComplete",
    "Edited",
    "Extended",
    "FigureIn",
    "HandedIn",
    "HandedOver",
    "Happening",
    "Heard",
    "Hidden",
    "IdeaText",
    "LetGo",
    "Lifted",
    "MeasureMoved",
    "Merged",
    "MissedRound",
    "NamedInSurvey",
    "Objected",
    "Parted",
    "Paused",
    "PromiseIn",
    "Promised",
    "Published",
    "PutForward",
    "QuestionAsked",
    "Ranked",
    "Reconsidered",
    "Redacted",
    "Replied",
    "Reported",
    "Resumed",
    "ReviewedAgain",
    "ReviewerNamed",
    "Settled",
    "SignOffChanged",
    "Signed",
    "Split",
    "Submitted",
    "Surveyed",
    "TakenBack",
    "TakenOver",
    "TookIn",
    "Withdrawn",
    "Woken",
    "woken",
]
