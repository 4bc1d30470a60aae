"""What nobody acts on by themselves: stuck happenings, mails that did not arrive, health. No address, no text."""

from typing import Any

from fastapi import APIRouter, Response

from api.bring import carry
from api.errors import NotFound, Refused
from api.forms import check_nonce, read_form
from api.health import checked
from api.office import words
from api.office.door import Desk, DeskDep
from api.office.surveys import held
from api.rendering import see_other
from contracts.messenger import Letter
from kit.i18n import N_
from storage import inbox, outbox
from storage.queries import care, lists, office

router = APIRouter(prefix="/office/operations", include_in_schema=False)
WHY = {
    "staff": N_("Nobody to ask"),
    "overdue": N_("Overdue"),
    "left": N_("Whoever is asked has left"),
    "mail": N_("Mail did not arrive"),
    "stuck": N_("Could not be processed"),
}
PROBES = {
    "database": N_("Database"),
    "temporal": N_("Process engine (Temporal)"),
    "worker": N_("Worker"),
    "mail": N_("Mail server"),
}


@router.get("")
async def operations(desk: DeskDep, done: str = "") -> Response:
    """What needs a hand, and whether everything runs."""
    async with desk.services.db.read() as session:
        parked = await inbox.parked(session)
        troubled = await outbox.troubled(session)
        waiting = await inbox.waiting(session)
        mails = await office.mail_counts(session)
        found = await care.interventions(session, limit=50)
        lines = await lists.by_ids(session, _cases(parked, troubled))
        surveys = await held.of_all(desk, session)
    numbers = {case_id: line.number for case_id, line in lines.items()}
    return desk.page(
        "operations.html",
        title=N_("Operations"),
        done=done in ("again", "received"),
        processed=done == "again",
        found=[_found(desk, one) for one in found if one.why in ("staff", "overdue", "left")],
        parked=[_parked(desk, row, numbers.get(row.case_id or "", "")) for row in parked],
        troubled=[_troubled(desk, row, numbers.get(row.case_id or "", "")) for row in troubled],
        surveys=surveys,
        tiles=_tiles(desk, waiting, mails, len(parked), len(troubled)),
        health=[(desk.t(PROBES.get(name, name)), well) for name, well in (await checked(desk.services)).items()],
    )


@router.post("/inbox/{inbox_id}")
async def bring_again(desk: DeskDep, inbox_id: str) -> Response:
    """Takes up what could not be processed."""
    await _checked(desk)
    async with desk.services.db.write() as session:
        row = next((one for one in await inbox.parked(session) if one.id == inbox_id), None)
        if row is None or not await inbox.send_again(session, inbox_id, desk.services.now()):
            raise NotFound
    brought = await carry(
        desk.services, Letter(row.id, row.case_id or "", row.kind, wave=row.wave or "", round=row.round or "")
    )
    return see_other(f"/office/operations?done={'received' if brought.pending else 'again'}")


@router.post("/mail/{mail_id}")
async def send_again(desk: DeskDep, mail_id: str) -> Response:
    """Takes up a mail that was refused."""
    await _checked(desk)
    async with desk.services.db.write() as session:
        if not await outbox.send_again(session, mail_id, desk.services.now()):
            raise NotFound
    return see_other("/office/operations?done=received")


def _cases(parked: list[inbox.Parked], troubled: list[outbox.Delivery]) -> list[str]:
    found = [*(row.case_id for row in parked), *(row.case_id for row in troubled)]
    return sorted({case_id for case_id in found if case_id})


def _tiles(desk: Desk, waiting: int, mails: dict[str, int], parked: int, troubled: int) -> list[dict[str, Any]]:
    on_their_way = mails.get("queued", 0) + mails.get("sending", 0)
    figures = (
        (waiting, N_("received, being processed"), "neutral"),
        (parked, N_("stuck"), "danger" if parked else "success"),
        (on_their_way, N_("mails waiting to be sent"), "neutral"),
        (mails.get("unknown", 0), N_("mails of which it is unclear whether they were sent"), "neutral"),
        (troubled, N_("mails that did not arrive"), "danger" if troubled else "success"),
    )
    return [{"value": value, "label": desk.t(label), "tone": tone} for value, label, tone in figures]


async def _checked(desk: Desk) -> None:
    """The buttons share their page's nonce."""
    form = await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, "/office/operations")
    except Refused as refused:
        if refused.code != "form.expired":
            raise


def _found(desk: Desk, one: Any) -> dict[str, Any]:
    return {
        "why": desk.t(WHY[one.why]),
        "what": desk.t(words.word(words.TASKS, one.what)),
        "number": one.number,
        "url": f"/office/ideas/{one.number}",
        "since": desk.moment(one.since),
        "overdue": one.why == "overdue",
    }


def _parked(desk: Desk, row: inbox.Parked, number: str) -> dict[str, Any]:
    return {
        "id": row.id,
        "what": desk.t(words.word(words.HAPPENINGS, row.kind)),
        "number": number,
        "since": desk.moment(row.received_at),
        "attempts": row.attempts,
        "bug": (row.verdict or "").removeprefix("stuck:"),
    }


def _troubled(desk: Desk, row: outbox.Delivery, number: str) -> dict[str, Any]:
    text, tone = words.MAIL_STATES.get(row.state, (row.state, "neutral"))
    return {
        "id": row.id,
        "what": desk.t(words.word(words.MAILS, row.mail)),
        "number": number,
        "state": {"text": desk.t(text), "tone": tone},
        "since": desk.moment(row.created_at),
        "code": row.code,
        "again": row.state in ("refused", "failed") and row.mail != "signin_code",
    }
