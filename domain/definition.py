"""The process definition: the rules as data, frozen and checked; each case pins one by its content hash."""

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field

from domain.asking.parts import Disagreement, Enough, Group, Without
from domain.condition import Condition
from domain.deadline import UNITS as UNITS
from domain.deadline import Days as Days
from domain.deadline import Deadline as Deadline
from domain.deadline import Escalation as Escalation
from domain.part import Code as Code
from domain.part import Level as Level
from domain.part import Part as Part
from domain.part import Words as Words
from domain.round_rules import RoundSeries as RoundSeries
from domain.round_rules import RoundStart as RoundStart
from domain.round_rules import Weighed as Weighed
from domain.signing.rules import SignOffRules as SignOffRules
from domain.signing.rules import SignRule as SignRule
from domain.words import EventKind, Stage, TaskKind

Digest = bool | Literal["chosen"]


class Theme(Part):
    """A field of the city's work, and the department that knows it best."""

    id: Code
    title: Words
    department: Code


class Titled(Part):
    """Something with an id and a title: a department, a spatial level."""

    id: Code
    title: Words


class Goal(Part):
    """An overall goal of the city; `under` names its parent."""

    id: Code
    title: Words
    under: Code | None = None


class Criterion(Part):
    """What reviewers score, on a scale with anchors in words."""

    id: Code
    title: Words
    question: Words
    scale_from: int = 0
    scale_to: int = 10
    lowest: Words  # what the lowest score means
    highest: Words
    better: Literal["higher", "lower"] = "higher"
    weight: Annotated[int, Field(ge=0, le=100)]  # percent; all weights add up to 100
    knock_out_below: int | None = None  # a mean below this is shown as knocked out
    abstention: bool = True

    @property
    def points(self) -> tuple[int, ...]:
        """The steps of its scale, lowest first."""
        return tuple(range(self.scale_from, self.scale_to + 1))


class Objection(Part):
    """How long whoever answered may take it back; what cannot be taken back waits for so long."""

    minutes: Annotated[int, Field(ge=1, le=100_000)] | None = None
    hours: Annotated[int, Field(ge=1, le=10_000)] | None = None
    working_days: Days | None = None

    @property
    def lengths(self) -> tuple[tuple[str, int], ...]:
        """The units it is given in; one, once it is checked."""
        given = (("minutes", self.minutes), ("hours", self.hours), ("working_days", self.working_days))
        return tuple((unit, count) for unit, count in given if count is not None)

    @property
    def deadline(self) -> Deadline:
        """The same as a length that begins with an answer."""
        return Deadline(minutes=self.minutes, hours=self.hours, working_days=self.working_days)


class IntakeStage(Part):
    """Triage by the office, questions to the submitter."""

    then: Stage
    triage: Deadline
    reply: Deadline
    benefit_required: bool = True


Most = Annotated[int, Field(ge=1, le=20)]


class Rework(Part):
    """An idea that is to change goes back to its submitter, instead of to the office."""

    deadline: Deadline
    again: Literal["nobody", "those_who_asked", "all"] = "those_who_asked"  # who is asked about what was changed


class ReviewStage(Part):
    """Several reviewers, each once, a quorum of answers."""

    then: Stage
    ask: Annotated[int, Field(ge=1, le=20)] = 2
    quorum: Annotated[int, Field(ge=1, le=20)] = 2
    deadline: Deadline
    changes: Deadline  # for the office, when a reviewer asks for changes
    who: Annotated[tuple[Group, ...], Field(max_length=20)] = ()  # instead of `ask`, which means reviewers
    without: Without = Without()
    enough: Enough | None = None  # instead of `quorum`, which counts answers
    disagreement: Disagreement | None = None
    questions: Deadline | None = None  # for the answer to a reviewer; None: reviewers ask nothing
    questions_at_most: Most = 5  # of one person, one after the other, before their review
    rework: Rework | None = None  # None: the office sees to changes
    bulk: bool = False  # whether a reviewer may say the same of several ideas at once
    assurance: Level = "L0"  # of reviews and second looks


class PrioritisationStage(Part):
    """The office weighs: put forward, defer, decline."""

    then: Stage
    deadline: Deadline
    method: Literal["weighted_utility"] = "weighted_utility"
    sleeps_at_most: Annotated[int, Field(ge=1, le=3650)] = 365  # days a deferral lasts where no date is given
    budget_lead: Annotated[int, Field(ge=0, le=250)] = 0  # working days before a budget year that an idea wakes
    round: RoundStart | None = None
    series: Annotated[tuple[RoundSeries, ...], Field(max_length=20)] = ()  # rounds that come by themselves


class DecisionStage(Part):
    """A person decides, or the office records what a body decided."""

    then: Stage
    deadline: Deadline
    bodies: tuple[Titled, ...] = ()
    sign_off: SignOffRules | None = None  # who co-signs before it is decided, where the office says so
    questions: Deadline | None = None  # for the answer to whoever decides or signs; None: they ask nothing
    questions_at_most: Most = 5  # likewise, before their decision or their signature
    assurance: Level = "L0"


class FollowUpStage(Part):
    """Commitments, asked about when due."""

    plan: Deadline
    answer: Deadline  # after a commitment's owner was asked
    assurance: Level = "L0"  # of what they say then


class Stages(Part):
    """The course of an idea; `intake` is first, `follow_up` last, `then` leads on."""

    intake: IntakeStage
    review: ReviewStage | None = None
    prioritisation: PrioritisationStage | None = None
    decision: DecisionStage
    follow_up: FollowUpStage


Told = Literal["submitter", "office", "assignee", "assignees", "reviewers", "owners", "former_assignee", "escalated"]


class Notice(Part):
    """When this is recorded, these are told by this mail."""

    on: EventKind
    task: TaskKind | None = None  # only when the event is about such a task
    tell: tuple[Told, ...]
    mail: Code
    digest: Digest = False  # whether it may wait for the daily mail: for all who do not object, or who chose so


class MailHours(Part):
    """Between which hours of a working day mails to people in the house leave."""

    model_config = ConfigDict(populate_by_name=True)

    from_: Annotated[str, Field(alias="from", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    to: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Absences(Part):
    """What becomes of the tasks of somebody who is away."""

    open_after: Annotated[int, Field(ge=0, le=60)] = 1  # working days after their first day away


class SurveyRule(Part):
    """What the result of a survey about an idea sets off, once the wave that asked is evaluated."""

    id: Code
    title: Words  # what the record says of it
    question: Code  # its key in the questionnaire
    options: tuple[Annotated[str, Field(pattern=r"^[A-Za-z0-9_:.-]{1,80}$")], ...] = ()  # `share` is theirs together
    least: Annotated[int, Field(ge=5, le=10_000)] = 5  # with fewer answers to the question it says nothing
    when: Condition
    then: Literal["review", "note"]


def by_event(notices: Iterable[Notice]) -> Mapping[EventKind, tuple[Notice, ...]]:
    """The notices of each event, in their order."""
    found: dict[EventKind, tuple[Notice, ...]] = {}
    for notice in notices:
        found[notice.on] = (*found.get(notice.on, ()), notice)
    return found


class ProcessDefinition(Part):
    """The whole process of one city."""

    format: Literal["umlauf/1"]
    id: Code
    title: Words
    note: Words | None = None
    region: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "SH"
    timezone: str = "Europe/Berlin"
    departments: tuple[Titled, ...]
    functions: tuple[Titled, ...] = ()  # what somebody may be in the house besides the four roles
    themes: tuple[Theme, ...]
    levels: tuple[Titled, ...]
    goals: tuple[Goal, ...]
    criteria: tuple[Criterion, ...]
    stages: Stages
    objection: Objection | None = None  # None: an answer cannot be taken back
    survey_rules: Annotated[tuple[SurveyRule, ...], Field(max_length=40)] = ()
    digest_at: Annotated[str, Field(pattern=r"^(0\d|1[0-7]):[0-5]\d$")] = "07:30"  # local, on working days
    look_again_after: Days = 20  # working days after which what still waits is noted again
    absence: Absences = Absences()
    mail_hours: MailHours | None = None  # None: mails leave at once
    notices: tuple[Notice, ...]

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The definition that `text` gave, for whatever keeps it."""
        return cls.model_validate_json(text)

    @property
    def text(self) -> str:
        """The definition in one canonical form: without comments, order of keys, or what is the default anyway."""
        given = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return json.dumps(given, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def content_hash(self) -> str:
        """Names exactly these rules; a case is pinned to it."""
        return sha256(self.text.encode()).hexdigest()

    @cached_property
    def notices_by_event(self) -> Mapping[EventKind, tuple[Notice, ...]]:
        """The notices, by what they tell of; asked at every line of the record."""
        return by_event(self.notices)

    def __copy__(self) -> Self:
        """As pydantic copies, without what was worked out of fields that the copy may have otherwise."""
        copied = super().__copy__()
        copied.__dict__.pop("notices_by_event", None)
        return copied

    def criterion(self, criterion_id: str) -> Criterion | None:
        """The criterion with this id."""
        return next((c for c in self.criteria if c.id == criterion_id), None)

    def theme(self, theme_id: str) -> Theme | None:
        """The theme with this id."""
        return next((t for t in self.themes if t.id == theme_id), None)

    def survey_rule(self, rule_id: str) -> SurveyRule | None:
        """The rule with this id."""
        return next((r for r in self.survey_rules if r.id == rule_id), None)

    def after(self, stage: Stage) -> Stage:
        """The stage that follows; follow-up is followed by itself."""
        rules = getattr(self.stages, stage.value)
        return stage if rules is None else getattr(rules, "then", stage)
