"""What the forms of the office offer to choose from: people who are eligible, bodies, themes."""

from collections.abc import Iterable
from typing import Any

from api.errors import NotFound
from api.idea_form import choices
from api.office import asked, deferral_form, sign_off, words
from api.office.case_measure import measure_states
from api.office.case_said import commitment, utility
from api.office.case_view import CaseView
from api.office.door import Desk
from domain import ladder
from domain.asking.choosing import free
from domain.case import Case
from domain.definition import ProcessDefinition
from domain.rules.extension import latest
from domain.rules.redaction import to_blank
from domain.similar import alike
from domain.staffing import ROLE_OF, eligible
from domain.words import AssignmentState, Role, TaskKind
from domain.world import Person
from kit.i18n import N_
from storage import people
from storage.queries import lists
from storage.queries.lists import CaseFilter

Option = tuple[str, str]


async def staff(desk: Desk) -> tuple[Person, ...]:
    """Active people of the house, by name."""
    async with desk.services.db.read() as session:
        return tuple(p for p in await people.everybody(session) if p.active)


def options(desk: Desk, definition: ProcessDefinition, found: Iterable[Person]) -> list[Option]:
    """People to choose from, with their department, so that two of one name can be told apart."""
    titles = {d.id: d.title.in_(desk.language) for d in definition.departments}
    return [(p.id, ", ".join(filter(None, (p.name, titles.get(p.department, ""))))) for p in found]


async def context_of(desk: Desk, view: CaseView, path: str, item: str) -> dict[str, Any]:
    """What the form of this intervention needs beside the case; raises NotFound for an unknown item."""
    case, definition = view.case, view.bundle.definition
    if path.startswith("sign-"):
        return sign_off.context(view, path, item, await staff(desk))
    if path == "edit":
        return {"choices": choices(definition, desk.language, case.text.goals)}
    if path == "put-forward":
        deciders = _deciders(desk, view, await staff(desk))
        chain = {"chain": sign_off.planned(definition, desk.language), "required": sign_off.required(definition)}
        return {"deciders": deciders, "utility": utility(view), **chain}
    if path == "record-decision":
        return {
            "bodies": _bodies(desk, definition),
            "outcomes": [(o, desk.t(words.OUTCOMES[o])) for o in ("accepted", "rejected")],
            "asked": next((t.about for t in case.open_tasks(TaskKind.DECIDE)), ""),
        }
    if path == "promise":
        owners = [p for p in await staff(desk) if Role.OWNER in p.roles]
        return {"owners": options(desk, definition, owners)}
    if path == "measure":
        return {"states": measure_states(desk.t, case), "today": desk.day(desk.today)}
    if path == "accept":
        chosen = asked.to_choose(case, await asked.house_of(view))
        return {"reviewers": options(desk, definition, chosen)}
    if path == "name-reviewer":
        house = await asked.house_of(view)
        people_ = options(desk, definition, free(case, house))
        return {"people": people_, "groups": asked.groups(view), "not_asked": asked.not_asked(view, house)}
    if path == "merge":
        return {"similar": await _similar(desk, case)}
    if path == "redact":
        return {"items": _blankable(desk, view)}
    return await _of_item(desk, view, path, item)


async def _similar(desk: Desk, case: Case) -> list[Option]:
    """Open ideas whose titles are most like this one's."""
    async with desk.services.db.read() as session:
        found = await lists.titles(session, CaseFilter(closed=False))
    titles = {number: title for number, title in found if number != case.number}
    return [(number, f"{number} {titles[number]}") for number in alike(case.text.title, titles.items(), most=5)]


_PLACES = {
    "texts": N_("Text, version {version}"),
    "answers": N_("Review by {person}"),
    "questions": N_("Question and reply"),
    "advice": N_("Advice of a colleague, asked by {person}"),
    "points": N_("Point of a reviewer"),
    "reasons": N_("Reason: {what}"),
    "deferrals": N_("Reason of the deferral"),
    "decisions": N_("Reason of the decision"),
    "commitments": N_("Commitment"),
    "sign_steps": N_("Remark in the co-signature"),
}


def _blankable(desk: Desk, view: CaseView) -> list[Option]:
    """Every text of the case that is not blank yet: where it stands, and when it was written."""
    found = []
    for collection, label in _PLACES.items():
        for one in getattr(view.case, collection):
            if to_blank(collection, one):
                at = getattr(one, "at", None) or getattr(one, "asked_at", view.case.last_at)
                facts = {"version": getattr(one, "version", ""), "person": view.name(getattr(one, "by", ""))}
                facts["what"] = desk.t(words.word(words.HAPPENINGS, getattr(one, "kind", "")))
                found.append((one.id, f"{desk.t(label).format(**facts)} · {desk.moment(at)}"))
    return found


async def _of_item(desk: Desk, view: CaseView, path: str, item: str) -> dict[str, Any]:
    case = view.case
    if path == "hand-over":
        return await _handing_over(desk, view, item)
    if path == "take-back":
        return _taking_back(desk, view, item)
    if path == "extend":
        return await _extending(desk, view, item)
    if path == "settle":
        promise = next((c for c in case.commitments if c.id == item), None)
        if promise is None:
            raise NotFound("commitment.unknown")
        answers = [(code, desk.t(text)) for code, text in words.COMMITMENT_ANSWERS.items()]
        return {"commitment": commitment(view, promise), "answers": answers}
    if path == "reply":
        question = next((q for q in case.questions if q.id == item), None)
        if question is None:
            raise NotFound("question.unknown")
        return {"question": question}
    if path in ("defer", "defer-again"):
        return {"utility": utility(view), **await deferral_form.context(desk, view.bundle.definition)}
    return {"utility": utility(view)} if path == "decline" else {}


async def _handing_over(desk: Desk, view: CaseView, item: str) -> dict[str, Any]:
    case = view.case
    assignment = case.assignment(item)
    task = case.task(assignment.task) if assignment is not None else None
    if assignment is None or task is None or task.kind not in (*ROLE_OF, TaskKind.SIGN):
        raise NotFound("task.unknown")
    taken = {a.person for a in case.assignments if a.task == task.id and a.state in _TAKEN}
    not_asked: list[dict[str, Any]] = []
    if task.kind is TaskKind.REVIEW:
        house = await asked.house_of(view)
        fitting, not_asked = free(case, house), asked.not_asked(view, house)
    elif task.kind is TaskKind.SIGN:
        fitting = sign_off.colleagues_of(view, task, assignment, await staff(desk))
    else:
        fitting = [p for p in await staff(desk) if eligible(p, ROLE_OF[task.kind], case) and p.id not in taken]
    return {
        "not_asked": not_asked,
        "people": options(desk, view.bundle.definition, fitting),
        "task": desk.t(words.TASKS[task.kind]),
        "who": view.name(assignment.person),
        "since": desk.moment(assignment.opened_at),
        "over": assignment.state is not AssignmentState.OPEN,
    }


def _taking_back(desk: Desk, view: CaseView, item: str) -> dict[str, Any]:
    case = view.case
    whole = case.task(item)
    asked = [a for a in case.assignments if item in (a.id, a.task)]
    task = whole or (case.task(asked[0].task) if asked else None)
    if task is None or task.kind not in ROLE_OF:
        raise NotFound("task.unknown")
    waiting = [a for a in asked if a.state is AssignmentState.OPEN]
    return {
        "task": desk.t(words.TASKS[task.kind]),
        "people": [view.name(a.person) for a in waiting],
        "review": task.kind is TaskKind.REVIEW,
        "over": not waiting,
    }


async def _extending(desk: Desk, view: CaseView, item: str) -> dict[str, Any]:
    task, definition = view.case.task(item), view.bundle.definition
    rules = ladder.rules_of(task, definition.stages) if task is not None else None
    if task is None or rules is None:
        raise NotFound("task.unknown")
    async with desk.services.db.read() as session:
        known = await desk.services.db.known.directory.at(session)
        closed = await known.closed_days(session, definition.region)
    return {
        "task": desk.t(words.TASKS[task.kind]),
        "due": desk.day(task.due_on),
        "first": desk.day(task.first_due_on),
        "latest": desk.day(latest(task, rules, closed.days)),
        "over": task.closed_at is not None,
    }


_TAKEN = (AssignmentState.OPEN, AssignmentState.ANSWERED)


def _deciders(desk: Desk, view: CaseView, found: Iterable[Person]) -> list[Option]:
    fitting = [p for p in found if eligible(p, Role.DECIDER, view.case)]
    persons = [(f"person:{p_id}", name) for p_id, name in options(desk, view.bundle.definition, fitting)]
    return persons + [(f"body:{body}", title) for body, title in _bodies(desk, view.bundle.definition)]


def _bodies(desk: Desk, definition: ProcessDefinition) -> list[Option]:
    return [(b.id, b.title.in_(desk.language)) for b in definition.stages.decision.bodies]
