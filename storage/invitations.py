"""Invitations: who of an audience a wave asks, chosen once; who was left out and why; how many have taken part."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import case, false, func, select, true, update

from domain.errors import RuleBroken
from domain.survey.audience import Audience, Left, Member, reason_to_leave
from domain.survey.intervals import Drawn
from domain.survey.opening import ENTERED, WITHDRAWN
from domain.survey.recipients import Invitation, Recipients, the_same
from domain.survey.recipients import choose as choose_of
from domain.survey.wave_nouns import Wave
from storage import audiences, origins, processes, sql, surveys, waves
from storage.session import Session
from storage.tables import InvitationRow, WaveDrawnRow, WaveRow

I, W = sql.table(InvitationRow), sql.table(WaveRow)  # noqa: E741 - one letter per table, as elsewhere
AT_ONCE = 500  # rows in one statement: a server's patience is for one
DRAWN: Mapping[str, Drawn] = {"all": Drawn.CENSUS, "sample": Drawn.RANDOM, "third": Drawn.ROTATING}
OPTED_OUT, BOUNCED = Left.OPTED_OUT.value, Left.BOUNCED.value
ASKED = I.c.state == sql.code("invited")
WAITING = I.c.state == sql.code("waiting")
Some = TypeVar("Some")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were asked, are still to be asked, have taken part, and are not asked or not any more, by reason."""

    invited: int
    waiting: int
    answered: int
    left: Mapping[str, int]


def parts(many: Sequence[Some]) -> Iterator[Sequence[Some]]:
    """All of them, in parts that one statement can hold."""
    yield from (many[n : n + AT_ONCE] for n in range(0, len(many), AT_ONCE))


async def chosen(session: Session, wave_id: str) -> bool:
    """Whether it is settled whom this wave asks; who came by themselves, and perhaps went again, does not settle it."""
    mine = (I.c.wave == wave_id, I.c.state != ENTERED, I.c.left != WITHDRAWN)
    return (await session.execute(select(I.c.id).where(*mine).limit(1))).first() is not None


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom a wave is to ask, and whom not, as rows; the units as they are named now; and how they were drawn."""

    rows: Sequence[Mapping[str, Any]]
    units: Mapping[str, Any]
    drawn: Mapping[str, Any] | None


async def choice(session: Session, wave: Wave, today: date) -> Choice:
    """Works out whom a wave asks, and changes nothing: of ten thousand people this takes longer than others can wait.

    The units are kept as they are now: a department that is renamed later keeps its name in this wave.
    """
    survey = await surveys.survey(session, wave.survey)
    audience = await audiences.load(session, survey.audience) if survey is not None else None
    if survey is None or audience is None:
        raise RuleBroken("survey.unknown", survey=wave.survey)
    people = {member.id: member for member in await audiences.members(session, today)}
    again = await origins.asked_before(session, wave.id)
    found = _recipients(audience, people.values(), survey, wave.number) if again is None else the_same(again, people)
    rows = [_row(wave, people[one], "waiting") for one in found.invited]
    rows += [_row(wave, people[one], "left", why.value) for one, why in found.left.items()]
    units = await _units(session, {people[one].department for one in found.invited})
    return Choice(rows, units, _how_drawn(wave.id, survey, found) if again is None else None)


async def settle(session: Session, wave: str, choice: Choice) -> bool:
    """Keeps whom a wave asks, once. False where it was settled before."""
    await waves.load_wave(session, wave, lock=True)  # nobody else settles it meanwhile
    if await chosen(session, wave):
        return False
    here = set((await session.execute(select(I.c.person_id).where(I.c.wave == wave))).scalars())
    if choice.drawn is not None:  # a wave open to everybody may ask nobody, again and again
        await sql.insert_or_ignore(session, WaveDrawnRow, choice.drawn)
    for some in parts([row for row in choice.rows if row["person_id"] not in here]):
        await sql.insert(session, InvitationRow, some)
    await session.execute(update(W).where(W.c.id == wave).values(units=choice.units))
    return True


def _recipients(audience: Audience, people: Iterable[Member], survey: surveys.Survey, number: int) -> Recipients:
    everybody = list(people)
    try:
        return choose_of(audience, everybody, survey.plan.selection, survey.seed, number)
    except RuleBroken:  # nobody is left to ask: what is kept says why
        left = {m.id: why for m in everybody if audience.holds(m) and (why := reason_to_leave(m)) is not None}
        return Recipients((), left, len(left))


def _how_drawn(wave: str, survey: surveys.Survey, found: Recipients) -> Mapping[str, Any]:
    """Of people who are asked again it is not: how many they were drawn from, was settled by an earlier wave."""
    population = found.audience - len(found.left)
    return {"wave": wave, "drawn": DRAWN[survey.plan.selection.kind], "population": population}


def _row(wave: Wave, member: Member, state: str, left: str = "") -> dict[str, Any]:
    fixed = {"reminders": 0, "answered": False, "response_told": False}
    about = {"id": uuid4().hex, "wave": wave.id, "person_id": member.id, "unit": member.department}
    return fixed | about | {"state": state, "left": left}


async def _units(session: Session, departments: Iterable[str]) -> dict[str, Any]:
    """The departments of the process, and those of people that it does not know (any more)."""
    definition = await processes.current(session)
    known = definition.departments if definition is not None else ()
    units: dict[str, Any] = {d.id: {"title": d.title.model_dump(mode="json"), "under": None} for d in known}
    for one in sorted(departments):
        if one:
            units.setdefault(one, {"title": {"de": one, "en": one}, "under": None})
    return units


async def counts(session: Session, wave_id: str) -> Counts:
    """The numbers of a wave: of people, never of what they said."""
    mine = I.c.wave == wave_id
    sums = [func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in (ASKED, WAITING, I.c.answered == true())]
    total = (await session.execute(select(*sums).where(mine))).one()
    gone = (~WAITING, I.c.state != ENTERED, I.c.left.not_in(("", WITHDRAWN)))
    left = select(I.c.left, func.count()).where(mine, *gone).group_by(I.c.left)
    reasons = {row[0]: row[1] for row in await session.execute(left)}
    return Counts(int(total[0]), int(total[1]), int(total[2]), reasons)


async def open_ones(session: Session, wave_id: str) -> list[Invitation]:
    """Everybody who was asked, and whether they are still waited for, as the rule for reminders sees them."""
    found = await session.execute(_ASKED.where(I.c.wave == wave_id, I.c.left == ""))
    return [Invitation(row.person_id, not row.answered, row.reminders) for row in found]


async def to_tell(session: Session, wave_id: str) -> list[str]:
    """Who was asked and has not been told yet what came of it."""
    found = await session.execute(_ASKED.where(I.c.wave == wave_id, I.c.left == "", I.c.response_told == false()))
    return [row.person_id for row in found]


_ASKED = select(I.c.person_id, I.c.answered, I.c.reminders).where(ASKED).order_by(I.c.person_id)


async def leave(session: Session, invitations: Sequence[str], why: str) -> None:
    """These are not asked: state and reason; whoever was asked already stays so, and gets no more of this wave."""
    state = case((WAITING, "left"), else_=I.c.state)
    changes = {"state": state, "left": why, "again_at": None}
    for some in parts(invitations):
        await session.execute(update(I).where(I.c.id.in_(some)).values(changes))


async def leave_waiting(session: Session, wave_id: str, why: str) -> int:
    """Nobody more is asked in this wave."""
    mine = update(I).where(I.c.wave == wave_id, WAITING)
    return await sql.changed(session, mine.values(state="left", left=why, again_at=None))


async def opted_out(session: Session, person_id: str) -> int:
    """What waits for this person is not sent."""
    mine = update(I).where(I.c.person_id == person_id, WAITING)
    return await sql.changed(session, mine.values(state="left", left=OPTED_OUT, again_at=None))


async def bounced(session: Session, wave_id: str, person_id: str) -> int:
    """A mail of this wave came back: no more of them to this person."""
    mine = update(I).where(I.c.wave == wave_id, I.c.person_id == person_id, ASKED, I.c.left == "")
    return await sql.changed(session, mine.values(left=BOUNCED, again_at=None))
