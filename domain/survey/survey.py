"""What an installation decides about one survey, apart from what is asked and of whom."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from domain.definition import Part
from domain.happenings.base import Id
from domain.survey.modes import Mode, Settings
from domain.survey.protection import FIGURES, FREE_TEXT, Thresholds
from domain.survey.questionnaire import Questionnaire
from domain.survey.questions import LongText, ShortText, Text
from domain.survey.recipients import Selection
from domain.survey.respond import Respond

Working = Annotated[int, Field(ge=1, le=200)]


class Cycle(Part):
    """A wave again and again, on the morning of this day of these months; closed days move it to the next open one."""

    months: Annotated[tuple[Annotated[int, Field(ge=1, le=12)], ...], Field(min_length=1, max_length=12)]
    day: Annotated[int, Field(ge=1, le=28)] = 1
    catch_up_days: Annotated[int, Field(ge=0, le=14)] = 2  # a wave missed for longer is left out, not sent late
    until: Annotated[date, Field(strict=False)] | None = None  # nothing after this day


class Trigger(Part):
    """A wave so many days after something happened to an idea; below nought, before it is to go live."""

    event: Literal["in_review", "decided", "live"]
    days: Annotated[int, Field(ge=-365, le=1_100)] = 0
    same_people: bool = False  # those whom the survey's first wave about the idea asked


class SurveyPlan(Part):
    """Every wave of the survey is made by this."""

    title: Text  # as the office and the results call it; respondents read the questionnaire's
    selection: Selection = Selection()
    open_days: Working = 10  # working days from the start to the close
    remind_after: Annotated[tuple[Working, ...], Field(max_length=5)] = (5,)
    enough: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    respond: Respond = Respond(working_days=15, remind_before=5)
    figures: Annotated[int, Field(ge=FIGURES, le=1_000)] = FIGURES
    free_text: Annotated[int, Field(ge=FREE_TEXT, le=1_000)] = FREE_TEXT
    priority: Annotated[int, Field(ge=0, le=9)] = 5  # in the contact budget, highest first
    resumable: bool = True
    resolvers: str = ""  # who may find out whose answers they are, in words; confidential only
    resolver_ids: Annotated[tuple[Id, ...], Field(max_length=20)] = ()  # they themselves; none: nobody can
    readers: str = ""  # who reads answers with names, in words; named only
    cycle: Cycle | None = None
    triggers: Annotated[tuple[Trigger, ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _reminders_in_order(self) -> Self:
        if list(self.remind_after) != sorted(set(self.remind_after)):
            raise ValueError("reminders_in_order")
        return self

    @model_validator(mode="after")
    def _triggers_once(self) -> Self:
        if len({(one.event, one.days) for one in self.triggers}) < len(self.triggers):
            raise ValueError("triggers_once")  # an event begins one wave on a day, whoever it asks
        return self

    @model_validator(mode="after")
    def _two_resolvers(self) -> Self:
        if len(set(self.resolver_ids)) != len(self.resolver_ids) or len(self.resolver_ids) == 1:
            raise ValueError("two_resolvers")
        return self

    @property
    def thresholds(self) -> Thresholds:
        """From how many people on figures, and from how many texts on texts are shown."""
        return Thresholds(self.figures, self.free_text)

    @property
    def pairs(self) -> bool:
        """Whether the same people are asked before and after."""
        return any(one.same_people for one in self.triggers)

    def settings(
        self,
        mode: Mode,
        questionnaire: Questionnaire,
        results_on: date | None = None,
        *,
        entered: bool = False,
        pairs: bool | None = None,
        reminders: int | None = None,
    ) -> Settings:
        """All the promise speaks of; `pairs` and `reminders` as the wave has them, else as the plan is now."""
        return Settings(
            mode=mode,
            thresholds=self.thresholds,
            reminders=len(self.remind_after) if reminders is None else reminders,
            free_text=any(isinstance(q, ShortText | LongText) for q in questionnaire.questions),
            resumable=self.resumable,
            resolvers=self.resolvers,
            readers=self.readers,
            results_on=results_on,
            entered=entered,
            pairs=self.pairs if pairs is None else pairs,
        )
