"""Findings of the radar as whoever sees to them reads them behind their link: nobody is named in them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from api.links.visit import Visit
from api.radar_words import ABOUT, HISTORY, STATES, TAKEN_BACK, taken_back
from domain.calendar import local_date
from domain.radar.life import Finding
from domain.radar.names import Names
from domain.radar.words import KIND_OF, Did, State
from kit import radar_sentences
from kit.i18n import N_
from storage import radar
from storage.radar import Line

Shown = dict[str, Any]
YOU, OTHERS = N_("you"), N_("somebody else")


def today(visit: Visit) -> date:
    """By the clock of the house."""
    return local_date(visit.services.now(), visit.services.zone)


def accepted(visit: Visit, one: Finding) -> bool:
    """Whether it is lived with on this day."""
    return one.state is not State.CURED and one.quiet(today(visit))


def finding(visit: Visit, one: Finding, names: Names) -> Shown:
    """One finding in words and numbers."""
    say, now = visit.say, one.cured_at or visit.services.now()
    text, tone = STATES["accepted" if accepted(visit, one) else one.state]
    until = say.date(one.accepted_until) if one.accepted_until is not None else ""
    return {
        "id": one.id,
        "url": f"{visit.opened.path}/findings/{one.id}",
        "subject": radar_sentences.subject(say, one, names, named=False),
        "about": say.gettext(ABOUT[one.about]),
        "kind": say.gettext(radar_sentences.KINDS[KIND_OF[one.trigger]]),
        "trigger": radar_sentences.trigger(say, one, names),
        "days": max(0, (now - one.since) // timedelta(days=1)),
        "state": {"text": say.gettext(text).format(day=until), "tone": tone},
    }


def history(visit: Visit, lines: Sequence[Line]) -> list[Shown]:
    """What became of it, the newest first."""
    return [_line(visit, line) for line in reversed(lines)]


def _line(visit: Visit, line: Line) -> Shown:
    text, tone = TAKEN_BACK if taken_back(line) else HISTORY[line.did]
    if line.did is Did.OWNER_CHANGED:
        text = N_("Somebody else sees to it")
    until = visit.say.date(date.fromisoformat(line.facts["until"])) if line.did is Did.ACCEPTED else ""
    return {
        "when": visit.say.datetime(line.at, visit.services.site.zone),
        "iso": line.at.isoformat(),
        "what": visit.say.gettext(text).format(day=until),
        "who": _who(visit, line.by),
        "why": line.why,
        "tone": tone,
    }


def _who(visit: Visit, by: str) -> str:
    if by == radar.CLOCK:
        return visit.services.site.product
    return visit.say.gettext(YOU if by == visit.opened.link.person_id else OTHERS)
