"""A co-signature as the office sees it: the list on the case's page, and what its forms offer."""

from collections.abc import Collection, Sequence
from typing import Any

from api.errors import NotFound
from api.office.case_view import CaseView, Shown
from api.sign_words import RESULTS, Step, chain_of, newest, title_of
from domain.asking.choosing import by_name
from domain.asking.known import House
from domain.case import Assignment, SignOff, SignStep, Task
from domain.definition import ProcessDefinition
from domain.signing.chain import ahead, origin, running, step_with, steps_of
from domain.signing.signers import colleagues, signer, why_not
from domain.words import EventKind, TaskKind
from domain.world import Person
from kit.i18n import N_

Option = tuple[str, str]


def shown(view: CaseView) -> Shown | None:
    """The chain under way, or the last one; None where there was none."""
    chain = newest(view.case)
    if chain is None:
        return None
    under_way = running(view.case) is not None and view.case.paused_at is None
    steps = chain_of(view.case, chain, view.bundle.definition, view.desk.language, view.desk.t)
    left = {origin(s) for s in ahead(steps_of(view.case, chain))}
    return {
        "outside_plan": chain.outside_plan,
        "since": view.desk.moment(chain.at),
        "who": view.name(chain.by),
        "result": view.toned(RESULTS, chain.result) if chain.result is not None else None,
        "decides": view.body(chain.body) if chain.body else view.name(chain.decider),
        "steps": [
            {
                "step": step,
                "who": view.name(step.person) if step.person else "",
                "instead_of": view.name(step.instead_of) if step.instead_of else "",
                "acts": _acts(view, step, left) if under_way else [],
            }
            for step in steps
        ],
    }


def _acts(view: CaseView, step: Step, left: set[str]) -> list[Option]:
    """What can be done to this step."""
    if not step.decided:
        paths = [(N_("Somebody else"), "sign-replace"), (N_("Take out"), "sign-remove")]
    else:
        found = step_with(view.case, step.id)
        waits = found is not None and origin(found) in left
        paths = [(N_("Once more"), "sign-again")] if step.spoke and not waits else []
    return [(view.desk.t(label), f"{view.url}/{path}/{step.id}") for label, path in paths]


def planned(definition: ProcessDefinition | None, language: str) -> list[str]:
    """The steps the process has, by their titles; none where it has no chain."""
    rules = definition.stages.decision.sign_off if definition is not None else None
    return [] if rules is None else [s.title.in_(language) for s in rules.steps]


def required(definition: ProcessDefinition | None) -> bool:
    """Whether the process wants every idea co-signed."""
    rules = definition.stages.decision.sign_off if definition is not None else None
    return rules is not None and rules.required


def done(view: CaseView, path: str) -> str:
    """What was just done, with names; "" where the sentence of the form says enough."""
    t, case = view.desk.t, view.case
    if path == "put-forward" and running(case) is not None:
        signing = {task.id for task in case.open_tasks(TaskKind.SIGN)}
        people = ", ".join(view.name(a.person) for a in case.open_assignments() if a.task in signing)
        return t(N_("The co-signature began. Asked is: {people}.")).format(people=people) if people else ""
    if path == "sign-replace":
        changes = (e for e in reversed(view.bundle.events) if e.kind is EventKind.SIGN_OFF_CHANGED)
        person = str(next((e.facts.get("person") for e in changes), "") or "")
        return t(N_("{person} is to sign the step now.")).format(person=view.name(person)) if person else ""
    return ""


def context(view: CaseView, path: str, item: str, staff: Sequence[Person]) -> dict[str, Any]:
    """What a form that changes the chain offers; raises NotFound for a step that is not in it."""
    chain = running(view.case)
    step = step_with(view.case, item) if item else None
    if item and (step is None or (chain is not None and step.sign_off != chain.id)):
        raise NotFound("sign.step_unknown")
    if chain is None:
        return {}
    fitting = [p for p in staff if not p.shared and why_not(p, view.case, chain, step) is None]
    return {
        "step": "" if step is None else _title(view, step),
        "who": view.name(step.person) if step is not None and step.person else "",
        "people": _options(view, fitting, _to_come(view, chain, staff)),
        "places": [(s.id, _title(view, s)) for s in ahead(steps_of(view.case, chain)) if not s.task],
    }


def _title(view: CaseView, step: SignStep) -> str:
    return title_of(step, view.bundle.definition, view.desk.language)


def _to_come(view: CaseView, chain: SignOff, staff: Sequence[Person]) -> set[str]:
    """Those who are to sign later anyway."""
    house = House(view.bundle.definition, {p.id: p for p in staff})
    found = (signer(s, view.case, chain, house).person for s in ahead(steps_of(view.case, chain)) if not s.task)
    return {p.id for p in found if p is not None}


def _options(view: CaseView, found: Sequence[Person], later: Collection[str] = ()) -> list[Option]:
    note = view.desk.t(N_("has a step that is still to come"))
    return [
        (
            p.id,
            ", ".join(
                filter(
                    None,
                    (
                        p.name,
                        view.department(p.department) if p.department else "",
                        note if p.id in later else "",
                    ),
                )
            ),
        )
        for p in by_name(found)
    ]


def colleagues_of(view: CaseView, task: Task, assignment: Assignment, staff: Sequence[Person]) -> list[Person]:
    """To whom a step can be handed."""
    house = House(view.bundle.definition, {p.id: p for p in staff})
    return by_name(colleagues(task, view.case, house, assignment.person))
