"""A roadmap leaves the desk: as a picture, a table or a calendar, or to the public; it is noted who and when."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from fastapi import APIRouter, Response

from api.errors import Refused
from api.forms import check_nonce, read_form, whole
from api.office.door import DeskDep
from api.office.results.exporting import file_of
from api.office.roadmap import common
from api.office.roadmap.chart import chart_of
from api.office.roadmap.common import ROOT, Picture
from api.office.roadmap.rows import left_rows, measure_rows
from api.office.roadmap.selecting import DECIDED
from api.rendering import see_other
from api.results.exports import Export
from domain.roadmap.schedule import first_day, last_day
from kit.calendar_file import Entry, as_ics
from kit.i18n import N_
from kit.sheets import Cell, Column, Table, as_csv
from storage import roadmap
from storage.tables import RoadmapKind

router = APIRouter(prefix=ROOT, include_in_schema=False)
NAME = "roadmap"


@router.post("/export")
async def export(desk: DeskDep) -> Response:
    """The file, once it is noted that somebody took it."""
    form = await read_form(desk.request)
    check_nonce(desk.request, desk.services, form, ROOT)
    if form.one("format") not in WRITERS:
        raise Refused("export.format")
    kind = RoadmapKind(form.one("format"))
    picture = await common.read(desk, form.one("of"), whole(form.one("quarters"), 0))
    made = WRITERS[kind](picture)
    await _note(picture, kind, made.body)
    return file_of(made)


@router.post("/publish")
async def publish(desk: DeskDep) -> Response:
    """The quarters of all decided measures, as they are now, become what their public pages say."""
    form = await read_form(desk.request)
    check_nonce(desk.request, desk.services, form, ROOT)
    picture = await common.read(desk, DECIDED, whole(form.one("quarters"), 0))
    await _note(picture, RoadmapKind.PUBLIC, b"")
    return see_other(f"{ROOT}?done=published")


async def _note(picture: Picture, kind: RoadmapKind, content: bytes) -> None:
    given = {"at": picture.desk.services.now(), "by": picture.desk.person.id}
    async with picture.desk.services.db.write() as session:
        bars = picture.roadmap.now.bars
        await roadmap.take(session, kind, picture.of, bars, content=content, **given)  # type: ignore[arg-type]


# Files


def as_picture(picture: Picture) -> Export:
    """The same drawing as on the page, with its colours in the file."""
    rows = measure_rows(picture)
    titles, texts = ({row["id"]: row[name] for row in rows} for name in ("title", "text"))
    chart = chart_of(picture.roadmap, titles, texts)
    templates = picture.desk.services.templates
    title = f"{picture.desk.t(N_('Roadmap'))}: {picture.title}"
    drawn = templates.page("office/roadmap/file.html", picture.desk.language, {"chart": chart, "title": title})
    return Export(f"{NAME}.svg", "image/svg+xml", drawn.strip().encode(), len(rows))


COLUMNS = ("number", "title", "start", "end", "quarters", "critical", "slack", "late", "why", "promised_first")


def as_table(picture: Picture) -> Export:
    """One line a measure; what has no place is there too, with why."""
    rows: list[list[Cell]] = []
    for row in measure_rows(picture):
        bar = row["bar"]
        places: list[Cell] = [str(bar.start), str(bar.end), row["length"], int(bar.critical), bar.slack, row["late"]]
        rows.append([row["number"], _title(picture, bar.id), *places, row["why"], row["was"]])
    for row in left_rows(picture):
        rows.append([row["number"], _title(picture, row["id"]), *([None] * 6), row["why"], ""])
    table = Table(NAME, [Column(name, name) for name in COLUMNS], rows)
    return Export(f"{NAME}.csv", "text/csv; charset=utf-8", as_csv(table), len(rows))


def _title(picture: Picture, measure: str) -> str:
    return picture.ideas[measure].planned.title


def as_calendar(picture: Picture) -> Export:
    """One event a measure, from the first day of its first quarter to the last of its last; no name of anybody."""
    base = picture.desk.services.site.base_url
    host = urlsplit(base).hostname or "localhost"
    entries = [
        Entry(
            uid=f"{row['id']}-roadmap@{host}",
            title=row["title"],
            first=first_day(row["bar"].start),
            last=last_day(row["bar"].end),
            text=row["why"],
            url=f"{base}{row['url']}",
            kinds=tuple(row["marks"]),
        )
        for row in measure_rows(picture)
    ]
    name = f"{picture.desk.t(N_('Roadmap'))}: {picture.title}"
    body = as_ics(entries, name=name, at=picture.desk.services.now())
    return Export(f"{NAME}.ics", "text/calendar; charset=utf-8", body, len(entries))


WRITERS: Mapping[str, Callable[[Picture], Export]] = {
    RoadmapKind.SVG: as_picture,
    RoadmapKind.CSV: as_table,
    RoadmapKind.ICS: as_calendar,
}
