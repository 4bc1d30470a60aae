"""The matrix of ideas and goals: a table whose cells are numbers with signs, coloured by strength."""

from fastapi import APIRouter, Response

from api.office.door import DeskDep
from api.office.goals import common, words
from api.office.goals.common import ROOT, Picture, crumbs
from api.office.surveys.common import Shown
from domain.goals.contribution import Idea, sums
from domain.goals.tree import ordered
from kit.i18n import N_
from kit.sheets import Column, Table, as_csv

router = APIRouter(prefix=ROOT, include_in_schema=False)
MANY = 200  # rows of one page


@router.get("/matrix")
async def matrix(desk: DeskDep, under: str = "", only: str = "", page: int = 1) -> Response:
    """Ideas by goals; the goals of one branch, and only measures, where that is asked for."""
    picture = await common.read(desk)
    goals = _branch(picture, under)
    ideas = [one for one in picture.ideas if only != "measures" or one.measure]
    pages = max(1, -(-len(ideas) // MANY))
    page = min(max(1, page), pages)
    counted = {one.goal: one for one in sums([goal for goal, _ in ordered(picture.goals)], ideas)}
    return desk.page(
        "goals/matrix.html",
        title=N_("Ideas and goals"),
        breadcrumb=crumbs(desk, (desk.t(N_("Ideas and goals")), "")),
        goals=goals,
        sums=[counted[goal["id"]] for goal in goals],
        rows=[_row(one, goals) for one in ideas[(page - 1) * MANY : page * MANY]],
        tops=[(one["id"], one["title"]) for one in picture.placed if one["depth"] == 0],
        under=under,
        only=only,
        number=page,
        pages=pages,
    )


def _branch(picture: Picture, under: str) -> list[Shown]:
    """All goals, or those of one at the top."""
    found: list[Shown] = []
    inside = not under
    for one in picture.placed:
        if under and one["depth"] == 0:
            inside = one["id"] == under
        found += [one] if inside else []
    return found or picture.placed


def _row(one: Idea, goals: list[Shown]) -> Shown:
    values = [one.does(goal["id"]) for goal in goals]
    cells = [{"text": words.signed(v), "heat": _heat(v), "unsaid": v is None} for v in values]
    return {**common.idea(one), "measure": one.measure, "cells": cells}


def _heat(value: int | None) -> str:
    """The class of a cell; the number says the same."""
    if not value:
        return ""
    return f"heat-{'for' if value > 0 else 'against'}-{abs(value)}"


@router.get("/matrix.csv")
async def as_file(desk: DeskDep) -> Response:
    """The whole matrix for spreadsheets; an empty cell is unsaid, 0 is 0."""
    picture = await common.read(desk)
    goals = picture.placed
    columns = [Column(name, name) for name in ("number", "title", "measure")]
    columns += [Column(goal["title"], goal["title"]) for goal in goals]
    rows = [[i.number, i.title, int(i.measure), *(i.does(goal["id"]) for goal in goals)] for i in picture.ideas]
    disposition = {"Content-Disposition": 'attachment; filename="ideas-and-goals.csv"'}
    sheet = as_csv(Table("matrix", columns, rows))
    return Response(sheet, media_type="text/csv; charset=utf-8", headers=disposition)
