"""Planning facts and the frame as they are kept: every time something is said is a version; the newest counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Select, and_, exists, func, or_, select

from domain.errors import RuleBroken
from domain.finding import Finding
from domain.planning import quarters
from domain.planning.checking import check, check_frame
from domain.planning.committed import hold_of
from domain.planning.facts import Facts, Planned
from domain.planning.frame import Frame, Named
from domain.planning.quarters import quarter_of
from domain.words import EventKind, MeasureState
from storage import sql
from storage.assessments import GONE
from storage.queries.lines import C, T
from storage.session import Session
from storage.tables import EventRow, FrameRow, PlanningRow

P, F, E = sql.table(PlanningRow), sql.table(FrameRow), sql.table(EventRow)
SAID = ("costs", "effort", "length", "earliest", "needs", "excludes", "savings")  # what `facts_of` reads
LOCK = "planning"  # whoever plans holds this counter: a circle could be closed by two at once


@dataclass(frozen=True, slots=True)
class Version:
    """What was said of an idea at one time."""

    number: int
    at: datetime
    by: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class FrameVersion:
    """The frame as it was entered at one time; number 0 where it never was."""

    number: int
    at: datetime | None
    by: str
    frame: Frame


class Unplannable(RuleBroken):
    """What is said cannot be planned; carries everything found."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("planning." + findings[0].code)
        self.findings = findings


# Ideas


async def ideas(session: Session) -> list[Planned]:
    """Every idea that may still become a measure, or is one, with its planning facts; by number."""
    last = select(P.c.case_id, func.max(P.c.number).label("number")).group_by(P.c.case_id).subquery()
    newest = select(P).join(last, and_(P.c.case_id == last.c.case_id, P.c.number == last.c.number)).subquery()
    found = await session.execute(_cases(newest))
    return [_planned(row) for row in found.mappings()]


# A project that was taken over while it ran: its day is the one on which it was entered, until its state is moved.
_MOVED = exists().where(E.c.case_id == C.c.id, E.c.kind == EventKind.MEASURE_MOVED.value).correlate(C)
RAN_BEFORE = and_(C.c.project.is_not(None), C.c.measure == MeasureState.RUNNING.value, ~_MOVED).label("ran_before")


def _cases(newest: Any) -> Select[Any]:
    said = [newest.c[name] for name in SAID]
    case = (C.c.id, C.c.number, C.c.stage, C.c.state, C.c.outcome, C.c.closed_at)
    columns = (*case, C.c.measure, C.c.measure_since, RAN_BEFORE, T.c.title, newest.c.number.label("version"), *said)
    query = select(*columns).join_from(C, T, and_(T.c.case_id == C.c.id, T.c.version == C.c.version))
    here = or_(C.c.outcome.is_(None), C.c.outcome.not_in(GONE))
    return query.join(newest, newest.c.case_id == C.c.id, isouter=True).where(here).order_by(C.c.number)


async def totals(session: Session, case_ids: Iterable[str]) -> dict[str, tuple[int | None, int | None]]:
    """Euros and person days in all of those of these ideas that something is planned of; None where not known."""
    last = select(func.max(P.c.number)).where(P.c.case_id == C.c.id).correlate(C).scalar_subquery()
    said = and_(P.c.case_id == C.c.id, P.c.number == last)
    query = select(C.c.id, P.c.costs, P.c.effort).join_from(C, P, said).where(C.c.id.in_(list(case_ids)))
    return {
        row.id: (
            sum(euros for *_, euros in row.costs) if row.costs else None,
            sum(row.effort.values()) if row.effort else None,
        )
        for row in await session.execute(query)
    }


async def versions(session: Session, case_id: str) -> list[Version]:
    """Everything that was said of this idea, the first first."""
    found = await session.execute(select(P).where(P.c.case_id == case_id).order_by(P.c.number))
    return [Version(row["number"], row["at"], row["by"], facts_of(row)) for row in found.mappings()]


async def say(session: Session, case_id: str, facts: Facts, *, number: int, at: datetime, by: str) -> bool:
    """Keeps what is said as the next version, False for the same again. `number` is the version that was read.

    Raises Unplannable with everything that is wrong, RuleBroken where somebody was faster.
    """
    await sql.next_number(session, LOCK)
    before = await versions(session, case_id)
    if len(before) != number:
        raise RuleBroken("planning.stale")
    if (before[-1].facts if before else Facts()) == facts:
        return False
    if findings := check(case_id, facts, {one.id: one.facts for one in await ideas(session)}):
        raise Unplannable(findings)
    row = {"id": uuid4().hex, "case_id": case_id, "number": number + 1, "at": at, "by": by}
    row |= {"costs": [[year, line, euros] for (year, line), euros in sorted(facts.costs.items())]}
    row |= {"effort": dict(facts.effort), "length": facts.length, "earliest": str(facts.earliest or "")}
    row |= {"needs": list(facts.needs), "excludes": list(facts.excludes)}
    row |= {"savings": [[year, euros] for year, euros in sorted(facts.savings.items())]}
    await sql.insert(session, PlanningRow, [row])
    return True


def _planned(row: Mapping[Any, Any]) -> Planned:
    facts = facts_of(row) if row["version"] is not None else Facts()
    measure, closed = row["measure"], row["closed_at"] is not None
    stands: dict[str, Any] = {"hold": hold_of(row["stage"], row["state"], measure, row["outcome"], closed)}
    stands |= running(row)
    return Planned(row["id"], row["number"], row["title"], row["stage"], facts, row["version"] or 0, **stands)


def running(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Since when a measure runs, as far as it is recorded; nothing of one that does not."""
    if row["measure"] != MeasureState.RUNNING:
        return {}
    since = row["measure_since"]
    return {"since": quarter_of(since) if since is not None else None, "ran_before": bool(row["ran_before"])}


def facts_of(row: Mapping[Any, Any]) -> Facts:
    """What a row of facts says."""
    return Facts(
        costs={(year, line): euros for year, line, euros in row["costs"]},
        effort=dict(row["effort"]),
        length=row["length"],
        earliest=quarters.read(row["earliest"]) if row["earliest"] else None,
        needs=tuple(row["needs"]),
        excludes=tuple(row["excludes"]),
        savings=dict(row["savings"]),
    )


# The frame


async def frame(session: Session) -> FrameVersion:
    """The frame as it is."""
    found = await frame_versions(session)
    return found[-1] if found else FrameVersion(0, None, "", Frame())


async def frame_versions(session: Session) -> list[FrameVersion]:
    """Every frame there was, the first first."""
    found = await session.execute(select(F).order_by(F.c.number))
    return [FrameVersion(row["number"], row["at"], row["by"], _frame(row)) for row in found.mappings()]


async def set_frame(session: Session, wanted: Frame, *, number: int, at: datetime, by: str) -> bool:
    """Keeps the frame as its next version, False for the same again. Raises as `say` does."""
    await sql.next_number(session, LOCK)
    before = await frame(session)
    if before.number != number:
        raise RuleBroken("planning.stale")
    if before.frame == wanted:
        return False
    if findings := list(check_frame(wanted)):
        raise Unplannable(findings)
    row = {"number": number + 1, "at": at, "by": by}
    row |= {"lines": [[one.id, one.title] for one in wanted.lines]}
    row |= {"roles": [[one.id, one.title] for one in wanted.roles]}
    row |= {"budget": [[year, line, euros] for (year, line), euros in sorted(wanted.budget.items())]}
    row |= {"capacity": [[str(when), role, days] for (when, role), days in sorted(wanted.capacity.items())]}
    row |= {"interest": wanted.interest}
    await sql.insert(session, FrameRow, [row])
    return True


def _frame(row: Mapping[Any, Any]) -> Frame:
    return Frame(
        tuple(Named(*one) for one in row["lines"]),
        tuple(Named(*one) for one in row["roles"]),
        {(year, line): euros for year, line, euros in row["budget"]},
        {(quarters.read(when), role): days for when, role, days in row["capacity"]},
        row["interest"],
    )
