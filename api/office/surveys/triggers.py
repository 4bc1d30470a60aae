"""What begins a wave by itself, as fields of the form of a survey: a row for each, and two to spare."""

from collections.abc import Mapping
from typing import Any

from api.errors import FieldError
from api.forms import Form
from domain.survey.survey import Trigger
from kit.i18n import N_

MOST = 20
SPARE = 2
LATEST = 1_100  # days
EARLIEST = 365  # days before a measure is to go live
BEFORE_LIVE = "before_live"
EVENTS: Mapping[str, str] = {
    "in_review": N_("after an idea came into review"),
    "decided": N_("after an idea was decided on"),
    BEFORE_LIVE: N_("before a measure is to go live"),
    "live": N_("after a measure went live"),
}


def rooms(values: Mapping[str, Any]) -> int:
    """How many rows the form has: those that are filled in, and two more."""
    written = [n for n in range(1, MOST + 1) if values.get(f"event{n}") or values.get(f"days{n}")]
    return min(MOST, max(written, default=0) + SPARE)


def read(form: Form, wrong: list[FieldError]) -> list[dict[str, Any]]:
    """The rows that say something, as the plan keeps them; what is wrong with them goes to the others."""
    found: list[dict[str, Any]] = []
    for number in range(1, MOST + 1):
        event, days = form.one(f"event{number}"), form.one(f"days{number}")
        if not event and not days:
            continue
        if event not in EVENTS:
            wrong.append(FieldError(f"event{number}", "input.choice"))
            continue
        most = EARLIEST if event == BEFORE_LIVE else LATEST
        least = 1 if event == BEFORE_LIVE else 0
        given = int(days) if days.isdecimal() and len(days) < 6 else 0 if not days else -1
        if not least <= given <= most:
            wrong.append(FieldError(f"days{number}", "input.between", {"least": least, "most": most}))
            continue
        found.append(_trigger(event, given, same=form.one(f"same{number}") == "yes"))
    return found


def _trigger(event: str, days: int, *, same: bool) -> dict[str, Any]:
    before = event == BEFORE_LIVE
    return {"event": "live" if before else event, "days": -days if before else days, "same_people": same}


def fields_of(triggers: tuple[Trigger, ...]) -> dict[str, str]:
    """The fields a form shows for them; `read` gives the same again."""
    fields: dict[str, str] = {}
    for number, one in enumerate(triggers, 1):
        before = one.event == "live" and one.days < 0
        fields[f"event{number}"] = BEFORE_LIVE if before else one.event
        fields[f"days{number}"] = str(-one.days if before else max(one.days, 0))
        fields[f"same{number}"] = "yes" if one.same_people else ""
    return fields


def in_words(triggers: tuple[Trigger, ...]) -> list[tuple[str, int, bool]]:
    """Sentence, number of days, and whether the same people are asked, one for each."""
    told = []
    for one in triggers:
        before = one.event == "live" and one.days < 0
        told.append((EVENTS[BEFORE_LIVE if before else one.event], abs(one.days), one.same_people))
    return told
