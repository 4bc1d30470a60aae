"""The plan of a round in a form: every slip is told at once, each at its field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from api.errors import FieldError, Invalid
from api.forms import Form, date_field, field_errors, number_field
from api.office.door import Desk
from api.office.rounds import methods
from domain.definition import Criterion
from domain.ranking.method import LEAST_RATERS
from domain.rounds.ballots import Ask, RoundCriterion
from domain.rounds.happenings import RoundPlan
from domain.world import Person
from kit import round_scales
from storage.queries.lines import CaseLine

LEAST = 2  # ideas


@dataclass(frozen=True)
class Offered:
    """What can be chosen: ideas that wait, the criteria in force, and the people of each role."""

    ideas: list[CaseLine]
    criteria: tuple[Criterion, ...]
    people: tuple[Person, ...]

    @property
    def able(self) -> list[Person]:
        """Who can be asked; a mailbox that several people read rates nothing."""
        return [p for p in self.people if p.active and not p.shared]

    def holding(self, roles: tuple[str, ...], named: tuple[str, ...] = ()) -> list[Person]:
        """Who would be asked: by a role, or by name."""
        return [p for p in self.able if p.id in named or not p.roles.isdisjoint(roles)]


def plan_of(desk: Desk, form: Form, offered: Offered) -> RoundPlan:
    """The plan in a form; raises Invalid with everything that is wrong."""
    ask = methods.ask_of(form.one("ask"))
    if not offered.criteria and ask is Ask.SCORES:
        raise Invalid([FieldError("", "round.no_criteria")])
    wrong: list[FieldError] = []
    opens_on, closes_on = (_day(form, name, wrong) for name in ("opens_on", "closes_on"))
    roles, named = form.many("roles"), form.many("people")
    if not offered.holding(roles, named):
        wrong.append(FieldError("roles", "round.nobody_to_ask" if roles else "input.choice"))
    if set(named) - {p.id for p in offered.able}:
        wrong.append(FieldError("people", "input.choice"))
    criteria = _criteria(desk, form, ask, offered, wrong)
    method, beside, settings = methods.read(form, ask, wrong)
    if not wrong:
        wrong += methods.misfits(ask, (method, *beside), criteria, settings)
        wrong += _enough(settings, len(offered.holding(roles, named)))
    remind = _number(form, "remind_after", wrong)
    data = {
        "title": form.one("title"),
        "opens_on": opens_on or desk.today,
        "closes_on": closes_on or desk.today,
        "ideas": _ideas(form, wrong),
        "roles": roles,
        "people": named,
        "ask": ask,
        "criteria": criteria,
        "method": method,
        "beside": beside,
        "settings": settings,
        "take": 0 if ask is Ask.APPROVALS else _number(form, "take", wrong) or 0,  # there the budget decides
        "remind_after": (remind,) if remind else (),
        "when_complete": form.one("when_complete") == "yes",
    }
    if ask is Ask.PAIRS and (each := _number(form, "pairs_each", wrong)) is not None:
        data["pairs_each"] = each
    return _built(desk, data, wrong)


def _built(desk: Desk, data: Mapping[str, Any], wrong: list[FieldError]) -> RoundPlan:
    try:
        plan = RoundPlan.model_validate(data)
    except ValidationError as broken:
        known = {error.field for error in wrong}
        raise Invalid([*(e for e in field_errors(broken) if e.field not in known), *wrong]) from None
    if not wrong:
        wrong += _days(desk, plan)
    if wrong:
        raise Invalid(wrong)
    return plan


def _enough(settings: Mapping[str, float | str], panel: int) -> Iterator[FieldError]:
    """Where more have to rate an idea than are asked, none would be determined."""
    if isinstance(least := settings.get(LEAST_RATERS.name), float) and least > panel:
        yield FieldError(f"set.{LEAST_RATERS.name}", "round.least_raters", {"panel": panel})


def _days(desk: Desk, plan: RoundPlan) -> Iterator[FieldError]:
    if plan.opens_on < desk.today:
        yield FieldError("opens_on", "round.opens_in_the_past")
    elif plan.closes_on < plan.opens_on:
        yield FieldError("closes_on", "round.closes_in_the_past")


def _ideas(form: Form, wrong: list[FieldError]) -> tuple[str, ...]:
    which, ideas = form.one("which"), form.many("ideas")
    if which not in ("all", "chosen"):
        wrong.append(FieldError("which", "input.choice"))
    elif which == "chosen" and len(ideas) < LEAST:
        wrong.append(FieldError("ideas", "round.too_few_ideas"))
    return ideas if which == "chosen" else ()


def _criteria(
    desk: Desk, form: Form, ask: Ask, offered: Offered, wrong: list[FieldError]
) -> tuple[RoundCriterion, ...]:
    """What is scored, by its weight in this round; what has none is left out, and all weights add up to 100."""
    if ask is Ask.PAIRS:
        return ()
    if ask is not Ask.SCORES:
        return (round_scales.single(desk.services.templates.catalogues, ask),)
    slips: list[FieldError] = []
    weights = {c.id: _number(form, f"weight.{c.id}", slips) or 0 for c in offered.criteria}
    if slips:  # a sum with what cannot be read in it would only mislead
        wrong += slips
        return ()
    total = sum(weights.values())
    if total != 100:
        wrong.append(FieldError(f"weight.{offered.criteria[0].id}", "round.weights", {"total": total}))
        return ()
    weighed = (c.model_copy(update={"weight": weights[c.id]}) for c in offered.criteria if weights[c.id])
    catalogues = desk.services.templates.catalogues
    return tuple(round_scales.scaled(catalogues, c, form.one(f"scale.{c.id}")) for c in weighed)


def _day(form: Form, name: str, wrong: list[FieldError]) -> date | None:
    try:
        day = date_field(form, name)
    except Invalid as invalid:
        wrong += invalid.errors
        return None
    if day is None:
        wrong.append(FieldError(name, "input.missing"))
    return day


def _number(form: Form, name: str, wrong: list[FieldError]) -> int | None:
    try:
        return number_field(form, name)
    except Invalid as invalid:
        wrong += invalid.errors
        return None
