"""What a link to a survey opens: an invitation as it stands, the wave it belongs to, and whether an answer is taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, false, func, select

from domain.survey.modes import Mode
from domain.survey.opening import WITHDRAWN
from domain.survey.wave_status import ASKING
from domain.survey.wave_words import WaveState
from storage import sql
from storage.session import Session
from storage.tables import InvitationLinkRow, InvitationRow, PersonRow, SurveyRow, WaveRow

INVITATION, L = sql.table(InvitationRow), sql.table(InvitationLinkRow)
W, P, S = sql.table(WaveRow), sql.table(PersonRow), sql.table(SurveyRow)


@dataclass(frozen=True, slots=True)
class Invited:
    """What a link opens: an invitation as it stands, and what is asked by it."""

    id: str
    wave: str
    person: str
    language: str
    unit: str
    left: str
    state: str  # `storage.tables.surveys.INVITATION_STATES`
    answered: bool
    survey: str
    questionnaire: str  # content hash
    mode: Mode
    wave_state: WaveState
    paused: bool
    cancelled: bool
    public_key: bytes | None
    closes_on: date | None
    response_on: date | None  # known from the close on
    calendar: str  # version of the closed days
    idea: str | None  # the case it is about
    pairs: bool  # what they say is compared with what they say when asked again
    reminders: int  # as the wave was planned, whatever the survey says by now

    @property
    def refusal(self) -> str:
        """Why no answer is taken by it, as a code; empty where one is."""
        if self.left == WITHDRAWN:
            return "survey.withdrawn"
        if self.answered:
            return "survey.answered"
        return refusal_of(self.wave_state, paused=self.paused, cancelled=self.cancelled)


_FACTS: Mapping[str, Any] = {
    "id": INVITATION.c.id,
    "wave": INVITATION.c.wave,
    "person": INVITATION.c.person_id,
    "language": P.c.language,
    "unit": INVITATION.c.unit,
    "left": INVITATION.c.left,
    "state": INVITATION.c.state,
    "answered": INVITATION.c.answered,
    "survey": W.c.survey,
    "questionnaire": W.c.questionnaire,
    "public_key": W.c.public_key,
    "closes_on": W.c.closes_on,
    "response_on": W.c.response_on,
    "calendar": W.c.calendar,
    "mode": W.c.mode,
    "wave_state": W.c.state,
    "paused": W.c.paused_at.is_not(None),
    "cancelled": W.c.cancelled_at.is_not(None),
    "idea": func.coalesce(W.c.case_id, S.c.case_id),
    "pairs": func.coalesce(W.c.plan["pairs"].as_boolean(), false()),
    "reminders": W.c.plan["remind_after"],
}
_INVITED = select(*(column.label(name) for name, column in _FACTS.items())).where(
    INVITATION.c.wave == W.c.id, INVITATION.c.person_id == P.c.id, W.c.survey == S.c.id
)
_BY_LINK = _INVITED.where(L.c.hash == bindparam("hash"), L.c.invitation == INVITATION.c.id)
_BY_ID = _INVITED.where(INVITATION.c.id == bindparam("this"))


async def invited(session: Session, token_hash: str) -> Invited | None:
    """What this link opens; a reminder's link opens the same."""
    return _one(await session.execute(_BY_LINK, {"hash": token_hash}))


async def invitation(session: Session, invitation_id: str) -> Invited | None:
    """The same for whoever has exchanged the link already."""
    return _one(await session.execute(_BY_ID, {"this": invitation_id}))


def _one(found: Any) -> Invited | None:
    row = found.mappings().one_or_none()
    if row is None:
        return None
    plain = {name: row[name] for name in _FACTS}
    read = {"mode": Mode(row["mode"]), "wave_state": WaveState(row["wave_state"])}
    return Invited(**plain | read | {"reminders": len(row["reminders"] or ())})


def refusal_of(state: WaveState, *, paused: bool, cancelled: bool) -> str:
    """Why a wave takes no answers, as a code; empty where it does."""
    if cancelled:
        return "survey.cancelled"
    if state in ASKING:
        return "survey.paused" if paused else ""
    return "survey.not_started" if state is WaveState.PLANNED else "survey.closed"
