"""Findings of the radar by API, for the office's token: to read, not to act on."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query

from api.services import ServicesDep
from api.v1.actor import Officer
from api.v1.description import problems
from api.v1.shapes import Out, _example
from domain.calendar import local_date
from domain.radar.found import Fact
from domain.radar.life import Finding
from domain.radar.words import KIND_OF, About, Kind, State, Trigger
from kit.i18n import N_
from storage import radar, radar_names
from storage.radar import Wanted

router = APIRouter(tags=["radar"], responses=problems(401, 403, 422, 429, 503))
SIZE = 50


class Shown(StrEnum):
    """Which findings: what is there now and not accepted, by how far they are, or all there ever were."""

    HERE = "here"
    OPEN = "open"
    MITIGATED = "mitigated"
    ACCEPTED = "accepted"
    CURED = "cured"
    ALL = "all"


class FindingOut(Out):
    """One finding. `subject` is an id of what it is about, `number` that of an idea; `facts` are ids and numbers."""

    model_config = _example(
        finding="5d2c1f6e8a9b4c3d9e0f1a2b3c4d5e6f",
        kind="age",
        trigger="stays_long",
        about="case",
        subject="8d9f2c51b0a94bb59d6e6d0c5f0f2a11",
        number="2026-0042",
        facts={"stage": "review", "days": 41, "most": 17, "stays": 126, "percent": 85},
        owner="",
        state="open",
        since="2026-03-02T09:00:00Z",
        accepted_until=None,
        cured_at=None,
    )
    finding: str
    kind: Kind
    trigger: Trigger
    about: About
    subject: str
    number: str
    facts: dict[str, Fact]
    owner: str  # empty: the office
    state: State
    since: datetime
    accepted_until: date | None
    cured_at: datetime | None


class RadarOut(Out):
    """One page of findings, the oldest first, how many there are in all, and when it was last looked."""

    findings: list[FindingOut]
    total: int
    looked_at: datetime | None


@router.get("/radar", summary=N_("What the radar has found"))
async def listed(
    services: ServicesDep,
    who: Officer,
    kind: Kind | None = None,
    state: Shown = Shown.HERE,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> RadarOut:
    """For the office's token; 50 findings a page."""
    today = local_date(services.now(), services.zone)
    wanted = Wanted(kind or "", "" if state is Shown.HERE else state)
    async with services.db.read() as session:
        found, total = await radar.page(session, wanted, today, number=page, size=SIZE)
        numbers = (await radar_names.names(session, found)).cases
        looked = await radar.looked_at(session)
    shown = [_finding(one, numbers.get(one.subject, ("",))[0]) for one in found]
    return RadarOut(findings=shown, total=total, looked_at=looked)


def _finding(one: Finding, number: str) -> FindingOut:
    names = ("trigger", "about", "subject", "owner", "state", "since", "accepted_until", "cured_at")
    given = {name: getattr(one, name) for name in names}
    return FindingOut(finding=one.id, kind=KIND_OF[one.trigger], number=number, facts=dict(one.facts), **given)
