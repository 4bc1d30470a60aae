"""The office: signing in, the board, every case with its history, and what may be done to it."""

from fastapi import APIRouter

from api.office import (
    absences,
    board,
    canvases,
    case,
    comments,
    communication,
    deferrals,
    goals,
    ideas,
    intervene,
    new,
    operations,
    own_desk,
    people,
    portfolio,
    prove,
    radar,
    results,
    roadmap,
    rounds,
    signin,
    splitting,
    surveys,
    versions,
)

router = APIRouter(include_in_schema=False)
for part in (
    results,
    prove,
    signin,
    board,
    new,
    own_desk,
    ideas,
    absences,
    people,
    operations,
    goals,
    canvases,
    portfolio,
    radar,
    roadmap,
    case,
    splitting,
    comments,
    versions,
    intervene,
    surveys,
    rounds,
    communication,
    deferrals,
):
    router.include_router(part.router)
