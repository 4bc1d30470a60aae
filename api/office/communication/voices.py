"""Groups without a voice so far, each with the way to ask or to tell them."""

from urllib.parse import urlencode

from fastapi import APIRouter, Response

from api.office.communication import common, words
from api.office.communication.common import ROOT, Names, crumbs
from api.office.door import Desk, DeskDep
from api.office.surveys.common import Shown
from domain.communication.voices import Heard, without_voice
from domain.communication.words import GroupKind, Voice
from domain.survey.protection import FIGURES
from kit.i18n import N_
from storage.queries import voices

router = APIRouter(prefix=f"{ROOT}/voices", include_in_schema=False)
SOURCES = {
    GroupKind.AUDIENCE: N_("an audience"),
    GroupKind.EXTERNAL: N_("people outside"),
    GroupKind.NAMED: N_("on the map"),
}


@router.get("")
async def listed(desk: DeskDep) -> Response:
    """Whom nobody has asked, and from whom no idea came."""
    async with desk.services.db.read() as session:
        found, known = await voices.groups(session, desk.today), await common.names(session, desk)
    return desk.page(
        "communication/voices.html",
        title=N_("Without a voice so far"),
        breadcrumb=crumbs(desk, (desk.t(N_("Without a voice so far")), "")),
        rows=[_row(desk, known, heard, voice) for heard, voice in without_voice(found)],
        groups=len(found),
        least=FIGURES,
    )


def _row(desk: Desk, known: Names, heard: Heard, voice: Voice) -> Shown:
    idea = desk.t(N_("named in idea {number}")).format(number=heard.idea) if heard.idea else ""
    return {
        "group": known.group(heard.group),
        "source": idea or desk.t(SOURCES[heard.group.kind]),
        "why": desk.t(words.VOICES[voice]),
        "known": _people(desk, heard.known),
        "ask": _ask(heard),
        "tell": _tell(heard),
    }


def _people(desk: Desk, known: int) -> str:
    """How many are known; of few only that they are few."""
    if 0 < known < FIGURES:
        return desk.t(N_("fewer than {least}")).format(least=FIGURES)
    return desk.say.number(known)


def _ask(heard: Heard) -> str:
    """A new survey of this audience, or a new audience of this class; where nobody is known, none to ask yet."""
    if heard.group.kind is GroupKind.EXTERNAL and heard.known:
        return f"/office/surveys/audiences/new?{urlencode({'external': heard.group.ref})}"
    if heard.group.audience and heard.known:
        return f"/office/surveys/new?{urlencode({'audience': heard.group.audience})}"
    return ""


def _tell(heard: Heard) -> str:
    """A new entry of the plan for this group; its name is looked up there, never put into the address."""
    group = heard.group
    if heard.idea:
        given = {"idea": heard.idea, "benefit": str(heard.place)}
    elif group.kind is GroupKind.NAMED:
        given = {"stakeholder": heard.stakeholder}
    else:
        given = {group.kind.value: group.ref}
    return f"{ROOT}/entries/new?{urlencode(given)}"
