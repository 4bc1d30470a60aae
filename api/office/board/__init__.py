"""The board: where everything stands, what it shows, its limits, its map, and what changes on it."""

from fastapi import APIRouter

from api.office.board import live, page, picture, setting

router = APIRouter(include_in_schema=False)
for part in (page, setting, live, picture):
    router.include_router(part.router)
