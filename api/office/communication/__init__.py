"""Communication at the office's desk: who is told what, who has a stake in it, and whom nobody has asked yet."""

from fastapi import APIRouter

from api.office.communication import entries, listing, mapping, voices

router = APIRouter(include_in_schema=False)
for part in (listing, voices, mapping, entries):
    router.include_router(part.router)
