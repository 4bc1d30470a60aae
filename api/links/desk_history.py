"""What somebody has said of ideas, for themselves alone, behind a code from their mailbox."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Response

from api.links.desk import DeskDep
from api.links.desk_code import proved, to_code
from api.links.kept import CHOSEN
from api.links.opened import Door
from api.links.visit import Visit
from api.sign_words import STATES as SIGNED
from domain.words import CommitmentState
from kit.i18n import N_
from storage.queries import own_desk
from storage.queries.own_desk import Said

router = APIRouter(include_in_schema=False)
STATES = {CommitmentState.OPEN: N_("Later than promised"), "done": N_("Done"), "dropped": N_("Dropped")}


@router.get("/a/{token}/history")
async def history(visit: DeskDep) -> Response:
    """Newest first; changes nothing."""
    if visit.opened.door is not Door.OPEN:
        return visit.back()
    if not proved(visit):
        return to_code(visit, "history")
    async with visit.services.db.read() as session:
        said = await own_desk.said_by(session, visit.opened.link.person_id)
    lines = sorted(_lines(visit, said), key=lambda one: one[0], reverse=True)
    return visit.page(
        "desk_history.html",
        title=N_("Your answers so far"),
        under="/history",
        lines=[line for _, line in lines],
    )


def _lines(visit: Visit, said: Said) -> Iterator[tuple[datetime, dict[str, Any]]]:
    for one in said.answers:
        answer = one.answer
        line = _line(visit, answer.at, one.number, one.title, CHOSEN[answer.verdict], answer.reason)
        url = f"{visit.opened.path}/on/{answer.assignment}"
        yield answer.at, line | {"url": url, "back": answer.objected_at is not None}
    for decided in said.decisions:
        it = decided.decision
        line = _line(visit, it.at, decided.number, decided.title, CHOSEN[it.outcome], it.public_reason)
        yield it.at, line | {"back": it.objected_at is not None}
    for signed in said.signed:
        what = SIGNED[signed.state][0]
        line = _line(visit, signed.at, signed.number, signed.title, what, signed.remark)
        yield signed.at, line | {"back": signed.back}
    for settled in said.settled:
        what = STATES.get(settled.state, "")
        yield settled.at, _line(visit, settled.at, settled.number, settled.title, what, settled.text)


def _line(visit: Visit, at: datetime, number: str, title: str, what: str, words: str) -> dict[str, Any]:
    said = visit.say.gettext(what)
    return {"at": at, "title": f"{number} {title}", "said": said, "words": words, "url": "", "back": False}
