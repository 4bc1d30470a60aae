"""One page for the data-protection officer: every export, and every question whose answer it is, over all waves."""

from fastapi import APIRouter, Response

from api.office.door import Desk, DeskDep
from api.office.surveys.common import ROOT, Shown, crumbs, title_of, wave_name
from api.office.surveys.wave_lines import line
from kit.i18n import N_
from storage import people, surveys, waves
from storage.queries.disclosures import MANY, disclosures
from storage.session import Session

TITLE = N_("Who looked behind the figures")

router = APIRouter(prefix=f"{ROOT}/disclosures", include_in_schema=False)


@router.get("")
async def listed(desk: DeskDep) -> Response:
    """All of them from the records, newest first, as many as one page can hold."""
    async with desk.services.db.read() as session:
        rows = await _rows(desk, session)
    return desk.page(
        "surveys/disclosures.html",
        title=desk.t(TITLE),
        breadcrumb=crumbs(desk, (desk.t(TITLE), "")),
        rows=rows,
        most=MANY if len(rows) == MANY else 0,
    )


async def _rows(desk: Desk, session: Session) -> list[Shown]:
    found = await disclosures(session)
    known = {wave: await waves.load_wave(session, wave) for wave in {wave for wave, _ in found}}
    about = {one.survey: await surveys.survey(session, one.survey) for one in known.values() if one is not None}
    names = await people.by_ids(session, {event.by for _, event in found})
    rows = []
    for wave_id, event in found:
        wave = known[wave_id]
        survey = about.get(wave.survey) if wave is not None else None
        if wave is not None and survey is not None:
            title, which = title_of(desk, survey.plan.title), wave_name(desk, wave.number)
            where = {"title": f"{title}, {which}", "url": f"{ROOT}/waves/{wave_id}"}
            rows.append(line(desk, wave, names, event) | where)
    return rows
