"""The fields of a deferral, on the page of one idea and on that of a round: what may wake it, and where it goes on."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from api.errors import FieldError, Invalid
from api.forms import Form, date_field, number_field
from api.office.door import Desk
from domain.case import Deferral
from domain.deferral.beside import Beside
from domain.deferral.checking import Asked, checked
from domain.deferral.words import Again, WakeKind
from domain.definition import ProcessDefinition
from domain.errors import RuleBroken
from domain.goals.tree import ordered
from domain.happenings import ConditionIn
from kit.deferral_sentences import AGAIN
from kit.i18n import N_
from storage import beside, calendars, documents, goals, processes
from storage.beside import Wanted
from storage.queries.lines import CaseLine

NUMBER = re.compile(r"[0-9]{4}-[0-9]{1,8}")
CHOSEN = re.compile(r"[A-Za-z0-9_:.-]{0,80}")
YEAR, LEAD, GOAL, IDEA, SUPPORTERS, DOCUMENT = "year", "lead", "goal", "idea", "supporters", "document"
AIM = "aim"
# At which field a refusal of the rules is shown.
FIELDS: Mapping[str, str] = {
    "extend.not_later": "until",
    "extend.too_far": "until",
    "extend.closed_day": "until",
    "deferral.not_in_future": "until",
    "deferral.year_gone": YEAR,
    "deferral.year_after_latest": YEAR,
    "deferral.lead_too_long": LEAD,
    "deferral.goal_unknown": GOAL,
    "deferral.idea_unknown": IDEA,
    "deferral.idea_itself": IDEA,
    "deferral.idea_done": IDEA,
    "deferral.idea_over": IDEA,
    "deferral.idea_circle": IDEA,
    "deferral.supporters_least": SUPPORTERS,
    "deferral.supporters_not_public": SUPPORTERS,
    "deferral.document_unknown": DOCUMENT,
    "deferral.document_in_force": DOCUMENT,
    "deferral.no_review": "again",
}


def read(form: Form) -> dict[str, Any]:
    """Date, conditions and where it goes on; raises Invalid with all that is wrong at once."""
    wrong: list[FieldError] = []
    found: dict[str, Any] = {}
    for name, reader in (("until", date_field), (YEAR, number_field), (LEAD, number_field), (SUPPORTERS, number_field)):
        try:
            found[name] = reader(form, name)
        except Invalid as invalid:
            wrong += invalid.errors
    for name, most in ((LEAD, 250), (YEAR, 9_999), (SUPPORTERS, 9_999_999)):
        if (found.get(name) or 0) > most:
            wrong.append(FieldError(name, "deferral.number_too_large", {"most": most}))
    if found.get(LEAD) is not None and found.get(YEAR) is None and not form.one(YEAR):
        wrong.append(FieldError(YEAR, "deferral.lead_without_year"))
    if form.one(AIM) == "yes" and not form.one(GOAL):
        wrong.append(FieldError(GOAL, "deferral.aim_without_goal"))
    wrong += [FieldError(name, "input.choice") for name in (GOAL, DOCUMENT) if not CHOSEN.fullmatch(form.one(name))]
    idea = form.one(IDEA)
    if idea and not NUMBER.fullmatch(idea):
        wrong.append(FieldError(IDEA, "deferral.idea_unknown"))
    again = form.one("again") or Again.PRIORITISATION
    if again not in list(Again):
        wrong.append(FieldError("again", "input.choice"))
    if wrong:
        raise Invalid(wrong)
    return {"until": found["until"], "conditions": _conditions(form, found), "again": again}


def _conditions(form: Form, found: Mapping[str, Any]) -> list[dict[str, Any]]:
    wanted: list[dict[str, Any]] = []
    if found[YEAR] is not None:
        wanted.append({"kind": WakeKind.BUDGET_YEAR, "number": found[YEAR], "lead": found[LEAD]})
    if found[SUPPORTERS] is not None:
        wanted.append({"kind": WakeKind.SUPPORTERS, "number": found[SUPPORTERS]})
    named = {WakeKind.GOAL: GOAL, WakeKind.IDEA: IDEA, WakeKind.DOCUMENT: DOCUMENT}
    wanted += [{"kind": kind, "about": about} for kind, name in named.items() if (about := form.one(name))]
    aim = {"aim": form.one(AIM) == "yes"}
    return [one | aim if one["kind"] is WakeKind.GOAL else one for one in wanted]


async def check(desk: Desk, case_ids: Iterable[str], given: Mapping[str, Any], lines: Mapping[str, CaseLine]) -> None:
    """What the rules would refuse for any of these ideas, before a decision on all of them counts; raises Invalid."""
    wanted = [ConditionIn.model_validate(one) for one in given["conditions"]]
    reading, today, wrong = Wanted(circles=True), desk.today, []
    for one in wanted:
        reading.add(one.kind, one.about)
    async with desk.services.db.read() as session:
        definition = await processes.current(session)
        days = await calendars.newest(session, definition.region) if definition is not None else None
        around = await beside.read(session, reading)
    rules = definition.stages.prioritisation if definition is not None else None
    if rules is None:
        return
    for case_id in case_ids:
        public, closed = case_id in lines and lines[case_id].public, days.days if days is not None else frozenset()
        asked = Asked(case_id, public, today, closed, rules.sleeps_at_most, rules.budget_lead)
        try:
            checked(asked, given["until"], wanted, around)
        except RuleBroken as rule:
            facts = {name: fact for name, fact in rule.facts.items() if fact is not None}
            wrong.append(FieldError(FIELDS.get(rule.code, ""), rule.code, facts))
    if wrong:
        raise Invalid(list({(one.field, one.code): one for one in wrong}.values()))


def said(desk: Desk, values: Mapping[str, Any], offered: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a form says of a deferral, for a last look: label and words, of what was filled in."""
    labels = {
        "until": N_("Until when are ideas deferred?"),
        SUPPORTERS: N_("New supporters, from now on"),
        IDEA: N_("Another idea is done"),
        YEAR: N_("A budget year comes up"),
        LEAD: N_("Working days before the budget year"),
        GOAL: N_("A goal is changed or removed"),
        AIM: N_("Only when what it aims at changes, not its wording"),
        DOCUMENT: N_("A law or document is in force"),
        "again": N_("When it wakes"),
    }
    words = {
        AIM: {"yes": desk.t(N_("yes"))},
        GOAL: dict(offered["goals"]),
        DOCUMENT: dict(offered["documents"]),
        "again": dict(offered["agains"]),
    }
    given = {"again": Again.PRIORITISATION.value} | {name: str(one) for name, one in values.items() if one}
    return [
        (desk.t(label), words.get(name, {}).get(given[name], given[name]).lstrip("– "))
        for name, label in labels.items()
        if name in given
    ]


def values_of(deferral: Deferral, around: Beside) -> dict[str, Any]:
    """The fields of a deferral there is, to be changed; `read` gives the same again."""
    values: dict[str, Any] = {
        "until": deferral.until.isoformat(),
        "again": deferral.again.value,
        "public_reason": deferral.public_reason,
        "internal_reason": deferral.internal_reason,
    }
    for one in deferral.conditions:
        if one.kind == WakeKind.IDEA:
            idea = around.ideas.get(one.about)
            values[IDEA] = idea.number if idea is not None else ""
        elif one.kind in (WakeKind.GOAL, WakeKind.DOCUMENT):
            values[GOAL if one.kind == WakeKind.GOAL else DOCUMENT] = one.about
            values |= {AIM: "yes"} if one.aim else {}
        else:
            values[YEAR if one.kind == WakeKind.BUDGET_YEAR else SUPPORTERS] = str(one.number)
            values |= {LEAD: str(one.lead)} if one.kind == WakeKind.BUDGET_YEAR else {}
    return values


async def context(desk: Desk, definition: ProcessDefinition | None) -> dict[str, Any]:
    """What the fields offer to choose from."""
    async with desk.services.db.read() as session:
        tree = ordered(await goals.tree(session))
        laws = [one for one in await documents.all_documents(session) if one.in_force_on is None or _to_come(desk, one)]
    rules = definition.stages.prioritisation if definition is not None else None
    reviewed = definition is not None and definition.stages.review is not None
    again = [(str(one), desk.t(AGAIN[one])) for one in Again if one is Again.PRIORITISATION or reviewed]
    return {
        "goals": [(goal.id, "– " * depth + goal.wanted.title(desk.language)) for goal, depth in tree],
        "documents": [(one.id, one.name) for one in laws],
        "agains": again,
        "sleeps": rules.sleeps_at_most if rules is not None else None,
        "lead": rules.budget_lead if rules is not None else None,
    }


def _to_come(desk: Desk, one: documents.Document) -> bool:
    return one.in_force_on is not None and one.in_force_on > desk.today
