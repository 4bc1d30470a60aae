"""Taking results along: a file as far as figures may be shown, and a line in the record of the wave."""

from typing import Literal, cast

from fastapi import APIRouter, Request, Response

from api.bring import happened
from api.bring_wave import bring
from api.errors import FieldError, Refused
from api.forms import check_nonce, read_form
from api.office.door import Desk, DeskDep
from api.office.results.common import ROOT, address_of, wave_of
from api.results import exports
from api.results.words import Speaker
from api.services import Services
from domain.survey import taking
from domain.survey.modes import Mode
from domain.survey.wave_happenings import Exported
from domain.words import Via
from kit.i18n import Translator
from kit.sheets import Table
from storage import results
from storage.results import Gathering
from storage.session import Session

router = APIRouter(prefix=f"{ROOT}/waves", include_in_schema=False)


@router.post("/{wave_id}/results/export")
async def export(request: Request, desk: DeskDep, wave_id: str) -> Response:
    """The file, once the record knows of it."""
    async with desk.services.db.read() as session:
        found = await wave_of(session, wave_id)
    form = await read_form(request)
    try:
        check_nonce(request, desk.services, form, address_of(found))
        made = await exported(desk.services, found, desk.say, form.one("what"), form.one("format"), desk.person.id)
    except Refused as refused:
        if refused.code == "form.forged":
            raise
        return await _refused(desk, found, refused)
    return file_of(made)


def file_of(made: exports.Export) -> Response:
    """A download."""
    disposition = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.body, media_type=made.media, headers=disposition)


async def exported(
    services: Services, found: Gathering, say: Translator, what: str, format_: str, by: str, via: Via = Via.OFFICE
) -> exports.Export:
    """Makes the file and notes that somebody took it; single answers only if a second person agreed. Raises Refused."""
    async with services.db.read() as session:
        table = await _table(session, found, say, what)
    if what in taking.RAW and taking.open_to(found.wave, by, services.now()) is None:
        raise Refused("taking.needed")
    name = f"{found.gathered.questionnaire.id}-{found.wave.number + 1}-{what}"
    made = exports.written(table, format_, name)
    kind = cast("Literal['csv', 'xlsx', 'sav', 'json']", format_.partition("_")[0])
    noted = happened(Exported, services, by, via, format=kind, what=what, rows=made.rows)
    brought = await bring(services, found.wave.id, noted)
    if what in taking.RAW and brought.pending:
        raise Refused("taking.not_recorded")
    return made


async def _table(session: Session, found: Gathering, say: Translator, what: str) -> Table:
    speaker = Speaker(say, found.gathered.questionnaire, found.gathered.units)
    if what == "figures":
        return exports.figures([(found, speaker)])
    if what == "trend":
        waves = [await results.gather(session, one) for one in await results.evaluated_waves(session, found.survey.id)]
        told = [(one, Speaker(say, one.gathered.questionnaire, one.gathered.units)) for one in waves if one is not None]
        return exports.figures(told)
    if what == "texts":
        return exports.texts(found, speaker, await results.tags_of(session, found.wave.id))
    if what != "rows":
        raise Refused("export.what")
    people = {} if found.wave.mode is Mode.ANONYMOUS else await results.whose(session, found.wave.id, found.wave.mode)
    return exports.rows(found, speaker, people)


async def _refused(desk: Desk, found: Gathering, refused: Refused) -> Response:
    from api.office.results.wave import results_page

    field = {"export.what": "what", "taking.needed": "what", "export.format": "format"}.get(refused.code, "")
    facts = {name: value for name, value in refused.facts.items() if value is not None}
    return await results_page(desk, found, errors=[FieldError(field, refused.code, facts)], status=refused.status)
