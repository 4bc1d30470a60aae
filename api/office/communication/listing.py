"""The communication plan as a table, filtered, and as a file for other programs."""

from fastapi import APIRouter, Response

from api.office.communication import words
from api.office.communication.common import MAP, ROOT
from api.office.communication.filters import Plan, WantedDep, filters_of, read_plan
from api.office.door import Desk, DeskDep
from api.office.surveys.common import Shown, name_of
from domain.communication.plan import Entry, MailCount
from domain.communication.words import EntryState
from kit.i18n import N_
from kit.sheets import Column, Table, as_csv

router = APIRouter(prefix=ROOT, include_in_schema=False)
COLUMNS = ("group", "message", "channel", "day", "owner", "state", "proof")


@router.get("")
async def listed(desk: DeskDep, wanted: WantedDep, done: str = "") -> Response:
    """Every entry: to whom what is told, when, by whom, and the proof."""
    async with desk.services.db.read() as session:
        found = await read_plan(session, desk)
    shown = wanted.of(found)
    late = sum(found.state(one) is EntryState.LATE for one in shown)
    return desk.page(
        "communication/plan.html",
        title=N_("Communication"),
        rows=[_row(found, one) for one in shown],
        late=late,
        filters=filters_of(found, wanted),
        chosen=wanted.chosen,
        file=f"{ROOT}/plan.csv{wanted.query}",
        done=desk.t(words.DONE[done]) if done in words.DONE else "",
        map_url=MAP,
    )


def _row(found: Plan, entry: Entry) -> Shown:
    desk, planned = found.desk, entry.planned
    text, tone = words.STATES[found.state(entry)]
    return {
        "group": found.known.group(planned.group),
        "url": f"{ROOT}/entries/{entry.id}",
        "message": planned.message,
        "channel": desk.t(words.CHANNELS[planned.channel]),
        "day": desk.day(planned.due_on),
        "owner": name_of(desk, found.who.get(planned.owner)),
        "state": {"text": desk.t(text), "tone": tone},
        "proof": proof_of(desk, entry, found.mail(entry)),
    }


def proof_of(desk: Desk, entry: Entry, mails: MailCount | None) -> str:
    """What proves that it was sent, in one line."""
    if entry.proof is not None:
        said = desk.day(entry.proof.on)
        return f"{said}: {entry.proof.note}" if entry.proof.note else said
    if mails is not None:
        return desk.t(N_("{sent} of {invited} mails sent, {returned} came back, {waiting} to go")).format(
            sent=mails.sent, invited=mails.invited, returned=mails.returned, waiting=mails.waiting
        )
    return "–"


@router.get("/plan.csv")
async def as_file(desk: DeskDep, wanted: WantedDep) -> Response:
    """The same table for spreadsheets, of what is looked at; no text is ever a formula."""
    async with desk.services.db.read() as session:
        found = await read_plan(session, desk)
    lines = [_row(found, one) for one in wanted.of(found)]
    rows = [[str(line["state"]["text"] if name == "state" else line[name]) for name in COLUMNS] for line in lines]
    table = Table("plan", [Column(name, name) for name in COLUMNS], rows)
    disposition = {"Content-Disposition": 'attachment; filename="communication-plan.csv"'}
    return Response(as_csv(table), media_type="text/csv; charset=utf-8", headers=disposition)
