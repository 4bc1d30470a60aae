"""The roadmap as a page: bars by quarter, a table that says the same, what is left, what is used, what has slipped."""

from fastapi import APIRouter, Response

from api.office.door import DeskDep
from api.office.portfolio.common import crumbs
from api.office.roadmap import common
from api.office.roadmap.chart import chart_of, shown
from api.office.roadmap.common import ROOT, SPANS, Picture
from api.office.roadmap.rows import left_rows, measure_rows, move_rows
from api.office.surveys.common import Shown, name_of
from domain.roadmap.schedule import Load, span
from kit.i18n import N_
from storage import people, roadmap
from storage.roadmap import Taken
from storage.tables import RoadmapKind

router = APIRouter(prefix=ROOT, include_in_schema=False)
KINDS = {
    RoadmapKind.SVG: N_("Picture (SVG)"),
    RoadmapKind.CSV: N_("Table (CSV)"),
    RoadmapKind.ICS: N_("Calendar (iCalendar)"),
    RoadmapKind.PUBLIC: N_("Published on the public pages"),
}


@router.get("")
async def shown_page(desk: DeskDep, of: str = "", quarters: int = 0, done: str = "") -> Response:
    """Of one selection; nothing is changed by looking."""
    picture = await common.read(desk, of, quarters)
    found = picture.roadmap
    rows = measure_rows(picture)
    return desk.page(
        "roadmap/page.html",
        title=N_("Roadmap"),
        breadcrumb=crumbs(desk, (desk.t(N_("Roadmap")), "")),
        done=desk.t(N_("The planned quarters are published.")) if done == "published" else "",
        picture=picture,
        of=picture.of,
        spans=SPANS,
        chart=chart_of(found, {row["id"]: row["title"] for row in rows}, {row["id"]: row["text"] for row in rows}),
        rows=rows,
        left=left_rows(picture),
        moved=move_rows(picture),
        unmet=[(picture.speech.name(one), picture.speech.name(need)) for one, need in found.now.unmet],
        chain=[picture.speech.name(one) for one in found.now.chain],
        end=picture.speech.quarter(found.now.end),
        quarters=[picture.speech.quarter(one) for one in span(*shown(found))],
        roles=_roles(picture),
        taken=await _taken(picture),
        planned=len(found.plan.measures),
    )


def _roles(picture: Picture) -> list[Shown]:
    """One line for each role: in every quarter shown, what is used of what there is."""
    found = {(load.role, load.quarter): load for load in picture.roadmap.now.loads}
    quarters = list(span(*shown(picture.roadmap)))
    roles = sorted({role for role, _ in found}, key=lambda role: (picture.speech.roles.get(role, role), role))
    return [
        {
            "title": picture.speech.roles.get(role, role),
            "cells": [_load(picture, found.get((role, quarter))) for quarter in quarters],
        }
        for role in roles
    ]


def _load(picture: Picture, load: Load | None) -> Shown:
    if load is None:
        return {"used": "", "of": "", "over": False, "full": False}
    of = "" if load.capacity is None else picture.desk.say.number(load.capacity)
    full = load.capacity is not None and load.used == load.capacity
    return {"used": picture.speech.days(load.used), "of": of, "over": load.over, "full": full and load.used > 0}


async def _taken(picture: Picture) -> list[Shown]:
    desk, titles = picture.desk, dict(picture.choices)
    async with desk.services.db.read() as session:
        found = await roadmap.all_taken(session)
        known = await people.by_ids(session, {one.by for one in found})

    def line(one: Taken) -> Shown:
        shown = {"when": desk.moment(one.at), "iso": one.at.isoformat(), "who": name_of(desk, known.get(one.by))}
        details = [titles.get(one.of, desk.t(N_("a selection that is gone")))]
        return shown | {"what": desk.t(KINDS[one.kind]), "details": details}

    return [line(one) for one in found]
