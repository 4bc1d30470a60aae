"""The results of one wave: figures as far as they may be shown, and, on request, made anew."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from api.errors import FieldError, Refused
from api.forms import check_nonce, read_form
from api.office.door import Desk, DeskDep
from api.office.results.common import ROOT, address_of, speaker_of, wave_of, when_of
from api.office.results.texts import blocks
from api.rendering import see_other
from api.results import beside, paired, view
from api.results.exports import FORMATS, WHATS, spss_note
from api.results.ladder import ladder
from api.results.words import Speaker
from domain.survey import taking
from domain.survey.figures import Results
from domain.survey.modes import Mode
from domain.survey.results import looked_at
from domain.survey.wave_words import WaveState
from kit.i18n import N_
from storage import origins, pairing, results
from storage.results import Gathering
from storage.session import Session

router = APIRouter(prefix=f"{ROOT}/waves", include_in_schema=False)
RUNNING = (WaveState.INVITING, WaveState.OPEN)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the results somebody wants to see."""

    part: str = ""  # of those who answered
    q: str = ""  # words free texts are searched for
    tag: str = ""
    page: int = 1  # of the free texts
    beside: str | None = None  # the wave to compare with; "" for none, None for whichever lies near


WHOLE = Asked()


@router.get("/{wave_id}/results")
async def shown(
    desk: DeskDep, wave_id: str, part: str = "", q: str = "", tag: str = "", page: int = 1, beside: str | None = None
) -> Response:
    """All that may be shown of a wave."""
    async with desk.services.db.read() as session:
        found = await wave_of(session, wave_id)
    return await results_page(desk, found, Asked(part, q.replace("\0", "")[:200], tag[:60], page, beside))


async def results_page(
    desk: Desk,
    found: Gathering,
    asked: Asked = WHOLE,
    *,
    errors: list[FieldError] | None = None,
    status: int = 200,
) -> Response:
    """The page, with what a form was refused for."""
    speaker, told = speaker_of(desk, found), looked_at(found.gathered)
    async with desk.services.db.read() as session:
        tags = await results.tags_of(session, found.wave.id)
        compared = await _compared(desk, session, found, told, asked.beside)
    title = found.survey.plan.title.in_(desk.language)
    return desk.page(
        "results/wave.html",
        title=title,
        when=when_of(desk, found),
        address=address_of(found),
        page=address_of(found),
        breadcrumb=_crumbs(desk, found, title),
        **_figures(speaker, told, asked.part),
        **compared,
        texts=blocks(desk, found, tags, q=asked.q, tag=asked.tag, page=asked.page),
        q=asked.q,
        tag=asked.tag,
        may_refresh=found.wave.mode is not Mode.ANONYMOUS and found.wave.state in RUNNING,
        trend_url=f"{ROOT}/{found.survey.id}/trend",
        public_url=f"/surveys/{found.wave.id}" if found.wave.state is WaveState.DONE else "",
        **_exports(desk, found),
        errors=errors or [],
        status=status,
    )


def _figures(speaker: Speaker, told: Results, part: str) -> dict[str, Any]:
    """Numbers and pictures, of everybody or of the part that was asked for."""
    chosen = view.part_of(part, told)
    return {
        "told": view.summary(speaker, told),
        "ladder": ladder(speaker, told, chosen),
        "choices": view.choices(speaker, told),
        "chosen": view.address(chosen) if not chosen.whole else "",
        "hidden": view.hidden(speaker, told),
        "pages": view.pages(speaker, told, chosen),
    }


async def _compared(
    desk: Desk, session: Session, found: Gathering, told: Results, wanted: str | None
) -> dict[str, Any]:
    """Another wave beside this one: the one asked for, or the one in which the same people were asked before."""
    others = await beside.others(session, found, desk.say)
    origin = await origins.origin(session, found.wave.id)
    before = origin.before if origin is not None and origin.before in dict(others) else None
    other = (before or "") if wanted is None else wanted
    there = other in dict(others)
    pairs = await pairing.shown(session, found.wave.id) if before is not None and other == before else None
    return {
        "others": others,
        "beside": other,
        "compared": await beside.compared(session, found, told, other, speaker_of(desk, found)) if there else None,
        "same_people": before is not None and other == before,
        "anonymous": found.wave.mode is Mode.ANONYMOUS,
        "paired": paired.compared(speaker_of(desk, found), pairs) if pairs is not None else None,
    }


def _exports(desk: Desk, found: Gathering) -> dict[str, Any]:
    agreed = taking.open_to(found.wave, desk.person.id, desk.services.now())
    return {
        "taking": f"{ROOT}/waves/{found.wave.id}/taking",
        "taking_until": desk.moment(agreed.lapses_at) if agreed is not None else "",
        "whats": [(name, desk.t(label)) for name, label in WHATS.items()],
        "formats": [(name, desk.t(label)) for name, label in FORMATS().items()],
        "spss_note": desk.t(spss_note()) if spss_note() else "",  # an empty sentence is the head of a catalogue
    }


def _crumbs(desk: Desk, found: Gathering, title: str) -> list[dict[str, Any]]:
    survey = {"label": title, "url": f"{ROOT}/{found.survey.id}"}
    wave = {"label": when_of(desk, found), "url": f"{ROOT}/waves/{found.wave.id}"}
    return [{"label": desk.t(N_("Surveys")), "url": ROOT}, survey, wave, {"label": desk.t(N_("Results"))}]


@router.post("/{wave_id}/results")
async def refresh(request: Request, desk: DeskDep, wave_id: str) -> Response:
    """Makes figures anew, where that may be."""
    async with desk.services.db.read() as session:
        found = await wave_of(session, wave_id)
    form = await read_form(request)
    try:
        check_nonce(request, desk.services, form, address_of(found))
    except Refused as refused:
        if refused.code == "form.forged":
            raise
        return await results_page(desk, found, errors=[FieldError("", refused.code)], status=refused.status)
    async with desk.services.db.write() as session:
        await results.keep(session, found.wave.id)
    return see_other(address_of(found))
