"""Canvases and story maps of an idea at the office's desk: to look at and print, to fill in, to compare."""

from fastapi import APIRouter

from api.office.canvases import filling, looking

router = APIRouter(include_in_schema=False)
for part in (filling, looking):
    router.include_router(part.router)
