"""Measures in words, line by line: where they are and why, what has no place, what has moved."""

from api.office.roadmap.common import Picture
from api.office.surveys.common import Shown
from domain.roadmap.schedule import Bar
from domain.roadmap.slipping import Move
from kit.i18n import N_

CRITICAL, RUNNING = N_("critical chain"), N_("runs already")
SLIPPED = N_("Its end has slipped: quarters late: {late}.")
ALONG = N_("It moved along with others.")
NO_PLACE = N_("no place")


def measure_rows(picture: Picture) -> list[Shown]:
    """Everything that has a place, in the order of the picture."""
    moved = {one.id: one for one in picture.roadmap.moves}
    return [_row(picture, bar, moved.get(bar.id)) for bar in picture.roadmap.now.bars]


def _row(picture: Picture, bar: Bar, move: Move | None) -> Shown:
    speech, measure = picture.speech, picture.roadmap.plan.known[bar.id]
    number, title = picture.number(bar.id), speech.name(bar.id)
    start, end = speech.quarter(bar.start), speech.quarter(bar.end)
    marks = [picture.desk.t(mark) for mark, on in ((CRITICAL, bar.critical), (RUNNING, measure.began)) if on]
    return {
        "id": bar.id,
        "number": number,
        "title": title,
        "url": f"/office/ideas/{number}",
        "start": start,
        "end": end,
        "length": measure.quarters,
        "why": speech.why(bar),
        "slack": bar.slack,
        "marks": marks,
        "late": measure.late,
        "was": span_of(picture, move.was) if move is not None else "",
        "text": ", ".join([f"{title}: {start} – {end}", *marks]),
        "bar": bar,
    }


def span_of(picture: Picture, bar: Bar | None) -> str:
    """From when to when."""
    if bar is None:
        return picture.desk.t(NO_PLACE)
    return f"{picture.speech.quarter(bar.start)} – {picture.speech.quarter(bar.end)}"


def left_rows(picture: Picture) -> list[Shown]:
    """Everything that has no place, with why and what to do."""
    found = picture.roadmap.now.left
    return [
        {
            "id": one.id,
            "number": picture.number(one.id),
            "title": picture.speech.name(one.id),
            "url": f"/office/ideas/{picture.number(one.id)}",
            "why": picture.speech.lack(one),
        }
        for one in found
    ]


def move_rows(picture: Picture) -> list[Shown]:
    """Everything that is elsewhere than it was promised first, what slipped itself before what moved along."""
    t = picture.desk.t
    ordered = sorted(picture.roadmap.moves, key=lambda one: not one.late)
    return [
        {
            "title": picture.speech.name(one.id),
            "was": span_of(picture, one.was),
            "now": span_of(picture, one.now),
            "why": t(SLIPPED).format(late=one.late) if one.late else t(ALONG),
        }
        for one in ordered
    ]
