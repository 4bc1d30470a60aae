"""The roadmap at the office's desk: which measure in which quarters, as a picture, as tables, as files, in public."""

from fastapi import APIRouter

from api.office.roadmap import page, taking

router = APIRouter(include_in_schema=False)
for part in (page, taking):
    router.include_router(part.router)
