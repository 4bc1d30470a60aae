"""Reads what the ids in findings are called."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select

from domain.definition import Words
from domain.radar.life import Finding
from domain.radar.names import Names
from domain.radar.words import About
from storage import goals, people, planning, sql
from storage.queries import lists
from storage.session import Session
from storage.tables import RoundRow

R = sql.table(RoundRow)


async def names(session: Session, findings: Sequence[Finding], also: Iterable[str] = ()) -> Names:
    """Everything that these findings speak of; `also` are more people."""
    cases = {one.subject for one in findings if one.about is About.CASE} | _listed(findings, "ideas", "other")
    rounds = {one.subject for one in findings if one.about is About.ROUND} | _listed(findings, "round")
    persons = {one.subject for one in findings if one.about is About.PERSON} | {one.owner for one in findings}
    lines = await lists.by_ids(session, sorted(cases))
    known = await people.by_ids(session, persons | set(also))
    about_goals = any(one.about is About.GOAL for one in findings)
    tree = await goals.tree(session) if about_goals else []
    framed = any(one.about in (About.ROLE, About.LINE) for one in findings)
    said = await _rounds(session, rounds)
    return Names(
        cases={one: (line.number, line.title) for one, line in lines.items()},
        rounds={one: (number, str(plan.get("title", ""))) for one, (number, plan) in said.items()},
        goals={goal.id: goal.wanted for goal in tree},
        people={one: person.name for one, person in known.items()},
        frame=(await planning.frame(session)).frame.titles if framed else {},
        criteria={name: title for _, plan in said.values() for name, title in _criteria(plan)},
    )


def _listed(findings: Iterable[Finding], *facts: str) -> set[str]:
    """Ids that stand in these facts."""
    given = [one.facts[name] for one in findings for name in facts if name in one.facts]
    return {str(one) for value in given for one in (value if isinstance(value, list) else [value])}


async def _rounds(session: Session, ids: Collection[str]) -> dict[str, tuple[str, dict[str, Any]]]:
    """Each with its number and its plan, in which its criteria stand."""
    if not ids:
        return {}
    found = await session.execute(select(R.c.id, R.c.number, R.c.plan).where(R.c.id.in_(sorted(ids))))
    return {row.id: (row.number, row.plan or {}) for row in found}


def _criteria(plan: dict[str, Any]) -> Iterator[tuple[str, Words]]:
    for one in plan.get("criteria", ()):
        yield one["id"], Words(**one["title"])
