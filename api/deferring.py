"""A deferral as pages show it: what wakes the idea and how far that is, and what the record says of it in words."""

from collections.abc import Callable
from datetime import date

from api.services import Services
from domain.case import Case, Deferral
from domain.deferral.beside import Beside
from domain.deferral.progress import progress
from domain.step import Event
from domain.words import EventKind
from kit.deferral_sentences import Awaited, how_far, latest, waits_for, why_it_woke
from kit.i18n import N_, Translator
from storage import beside

Note = Callable[[Event], str]


async def around(services: Services, case: Case) -> Beside:
    """What this case waits for or has waited for, as it is now."""
    if not case.deferrals:
        return Beside()
    async with services.db.read() as session:
        return await beside.of_case(session, case)


def awaited(deferral: Deferral, case_id: str, found: Beside, say: Translator, today: date) -> list[Awaited]:
    """Everything that wakes it, whichever comes first; the latest date last."""
    lines = []
    for one in deferral.conditions:
        far = progress(one, case_id, found, today)
        lines.append(Awaited(waits_for(one, found.names, say), how_far(far, say), far.lost))
    return [*lines, Awaited(latest(deferral.until, bool(deferral.conditions), say))]


def waits_in_a_line(deferral: Deferral, found: Beside, say: Translator) -> str:
    """What it waits for besides its date; empty where there is only that."""
    return "; ".join(waits_for(one, found.names, say) for one in deferral.conditions)


def note_of(case: Case, found: Beside, say: Translator) -> Note:
    """What is to be said of a line of the record beside its sentence: what was waited for, and why it woke."""

    def note(event: Event) -> str:
        if event.kind is EventKind.DEFERRED:
            deferral = next((d for d in case.deferrals if d.id == event.facts.get("deferral")), None)
            waits = waits_in_a_line(deferral, found, say) if deferral is not None else ""
            return say.gettext(N_("Or before, as soon as: {what}.")).format(what=waits) if waits else ""
        if event.kind is EventKind.DEFERRAL_ENDED:
            facts = event.facts
            count, about = int(facts.get("count") or 0), str(facts.get("waited") or "")
            return why_it_woke(str(facts.get("why") or ""), count, about, found.names, say)
        return ""

    return note
