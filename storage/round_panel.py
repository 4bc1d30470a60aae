"""The panel of a round: who is to be written to, whose link it is, what they rated, and how far they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, false, func, literal, or_, select, true, update

from domain.rounds.status import over
from domain.rounds.words import RoundErrand, RoundState
from storage import sql
from storage.round_fields import WAITS, compared
from storage.session import Session
from storage.tables import (
    CaseRow,
    MailRow,
    MailState,
    PersonRow,
    RoundIdeaRow,
    RoundLinkRow,
    RoundRaterRow,
    RoundRatingRow,
    RoundRow,
)

R, P, L, A = sql.table(RoundRow), sql.table(RoundRaterRow), sql.table(RoundLinkRow), sql.table(RoundRatingRow)
I, H, C = sql.table(RoundIdeaRow), sql.table(PersonRow), sql.table(CaseRow)  # noqa: E741 - as elsewhere
M = sql.table(MailRow)
MAILS = ("round_invitation", "round_reminder")
LOST = frozenset({MailState.REFUSED.value, MailState.FAILED.value})
_THERE = and_(P.c.removed_at.is_(None), H.c.active == true())
MISSING = and_(_THERE, P.c.finished == false())


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody of the panel who is to be written to, held until the transaction ends."""

    id: str
    person: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose link it is."""

    rater: str
    round: str
    person: str
    language: str
    finished: bool
    removed: bool  # from the panel, or from the house


@dataclass(frozen=True, slots=True)
class Rating:
    """The last word of one rater on one idea; a score that is None is an abstention."""

    scores: Mapping[str, int | None]
    abstains: bool = False
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one rater is; never what they think."""

    rater: str
    person: str
    done: int
    of: int  # without ideas of their own
    finished: bool
    removed_at: datetime | None
    counts: bool
    active: bool


async def counted(session: Session, round_id: str) -> tuple[int, int]:
    """How many are still waited for, and how many have finished; whoever has left the house is neither."""
    there = select(P.c.finished, func.count()).join_from(P, H, H.c.id == P.c.person_id)
    found = await session.execute(there.where(P.c.round == round_id, _THERE).group_by(P.c.finished))
    many = {bool(row[0]): int(row[1]) for row in found}
    return many.get(False, 0), many.get(True, 0)


async def next_batch(session: Session, round_id: str, errand: RoundErrand, entry: str, most: int) -> list[Asked]:
    """The next whom this errand has not written to; nobody else writes to them until this transaction ends."""
    mark, who = _mark(errand)
    columns = select(P.c.id, P.c.person_id.label("person"), H.c.name, H.c.language).join_from(
        P, H, H.c.id == P.c.person_id
    )
    wanted = columns.where(P.c.round == round_id, mark != entry, who).order_by(P.c.id).limit(most)
    held = wanted.with_for_update(key_share=True, skip_locked=True, of=P)
    return [Asked(**row) for row in (await session.execute(held)).mappings()]


async def written(session: Session, errand: RoundErrand, entry: str, raters: Sequence[str]) -> None:
    """This errand has written to them."""
    mark, _ = _mark(errand)
    await session.execute(update(P).where(P.c.id.in_(raters)).values({mark.name: entry}))


def _mark(errand: RoundErrand) -> tuple[ColumnElement[str], ColumnElement[bool]]:
    if errand is RoundErrand.ASK_ADDED:
        return P.c.asked, and_(_THERE, P.c.asked == "")
    return (P.c.asked, _THERE) if errand is RoundErrand.ASK else (P.c.reminded, MISSING)


async def not_reached(session: Session, round_id: str) -> frozenset[str]:
    """Raters whose newest mail of this round came back, or could not be sent for good."""
    asked = select(P.c.id, M.c.state).join_from(P, M, M.c.person_id == P.c.person_id)
    ours = or_(*(M.c.dedup_key.like(literal(f"{mail}:") + P.c.id + ":%") for mail in MAILS))
    found = await session.execute(
        asked.where(P.c.round == round_id, M.c.mail.in_(MAILS), ours).order_by(M.c.created_at)
    )
    newest = {row.id: row.state for row in found}
    return frozenset(rater for rater, state in newest.items() if state in LOST)


async def add_links(session: Session, links: Sequence[tuple[str, str]], at: datetime) -> None:
    """Hashes of tokens, each with its rater."""
    await sql.insert(session, RoundLinkRow, [{"hash": h, "rater": rater, "created_at": at} for h, rater in links])


async def holder(session: Session, token_hash: str) -> Holder | None:
    """Whose link this is; None for none."""
    columns = select(P.c.id, P.c.round, P.c.person_id, P.c.finished, P.c.removed_at, H.c.language, H.c.active)
    joined = columns.join_from(L, P, P.c.id == L.c.rater).join(H, H.c.id == P.c.person_id)
    row = (await session.execute(joined.where(L.c.hash == token_hash))).one_or_none()
    if row is None:
        return None
    gone = row.removed_at is not None or not row.active
    return Holder(row.id, row.round, row.person_id, row.language, row.finished, gone)


async def ratings(session: Session, rater: str) -> dict[str, Rating]:
    """What this rater said so far, by idea."""
    found = await session.execute(select(A).where(A.c.rater == rater))
    return {row.case_id: Rating(row.scores, row.abstains, row.complete) for row in found}


async def own_ideas(session: Session, round_id: str, person: str) -> frozenset[str]:
    """Ideas of the field that this person sent in."""
    joined = select(I.c.case_id).join_from(I, C, C.c.id == I.c.case_id)
    return frozenset((await session.execute(joined.where(I.c.round == round_id, C.c.submitter == person))).scalars())


async def save(session: Session, who: Holder, case_id: str, rating: Rating, at: datetime, zone: ZoneInfo) -> str:
    """Keeps a rater's last word on an idea; empty, or the code of why nothing was kept.

    The round cannot close between the look at its state and the end of this transaction. Days end in `zone`.
    """
    if code := await refusal(session, who, at, zone):
        return code
    field = select(C.c.submitter).where(compared(who.round), C.c.id == case_id)
    submitter = (await session.execute(field)).scalar_one_or_none()
    if submitter is None:
        return "round.idea_unknown"
    if submitter == who.person:
        return "round.own_idea"
    values: dict[str, Any] = {"scores": dict(rating.scores), "abstains": rating.abstains, "complete": rating.complete}
    values["saved_at"] = at
    new = await sql.insert_or_ignore(session, RoundRatingRow, {"rater": who.rater, "case_id": case_id, **values})
    if not new:
        mine = (A.c.rater == who.rater, A.c.case_id == case_id)
        await session.execute(update(A).where(*mine).values(**values))
    return ""


async def finish(session: Session, who: Holder, at: datetime, zone: ZoneInfo, *, finished: bool) -> str:
    """The rater is through, or goes on after all; empty, or the code of why that was not kept."""
    code = await refusal(session, who, at, zone)
    if not code:
        await session.execute(update(P).where(P.c.id == who.rater).values(finished=finished))
    return code


async def refusal(session: Session, who: Holder, at: datetime, zone: ZoneInfo) -> str:
    """Why nothing is taken from them now; empty: it is.

    Looks under a lock that holds up closing, and nobody else who rates; the last day ends though nobody rang.
    """
    mine = select(R.c.state, R.c.closes_on).where(R.c.id == who.round).with_for_update(read=True)
    round_ = (await session.execute(mine)).one()
    removed = (await session.execute(select(P.c.removed_at).where(P.c.id == who.rater))).scalar_one()
    if removed is not None or who.removed:
        return "round.removed"
    taken = round_.state == RoundState.OPEN.value and not over(round_.closes_on, at, zone)
    return "" if taken else "round.not_open"


async def progress(session: Session, round_id: str) -> list[Progress]:
    """Everybody of the panel, by name; as long as ratings are taken, of the ideas that still wait.

    Of ideas rated; what is asked instead (comparisons) is counted elsewhere.
    """
    closed = exists().where(R.c.id == round_id, R.c.state != RoundState.OPEN.value)
    said = select(func.count()).select_from(A.join(C, C.c.id == A.c.case_id))
    mine = exists().where(I.c.round == round_id, I.c.case_id == C.c.id, I.c.kept == false())
    said = said.where(A.c.rater == P.c.id, or_(A.c.complete, A.c.abstains), or_(WAITS, closed), mine)
    done = said.scalar_subquery()
    field = select(func.count()).select_from(I.join(C, C.c.id == I.c.case_id))
    counted = field.where(I.c.round == round_id, I.c.kept == false(), or_(WAITS, closed))
    own, ideas = counted.where(C.c.submitter == P.c.person_id).scalar_subquery(), counted.scalar_subquery()
    columns = select(
        P.c.id.label("rater"),
        P.c.person_id.label("person"),
        done.label("done"),
        (ideas - own).label("of"),
        P.c.finished,
        P.c.removed_at,
        P.c.counts,
        H.c.active,
    ).join_from(P, H, H.c.id == P.c.person_id)
    found = await session.execute(columns.where(P.c.round == round_id).order_by(H.c.name, P.c.id))
    return [Progress(**row) for row in found.mappings()]
