"""Rounds at the office's desk: which ideas are compared by whom, how far the panel is, the result, and the decision."""

from fastapi import APIRouter

from api.office.rounds import acts, deciding, listing, page, series, starting

router = APIRouter(include_in_schema=False)
for part in (
    listing,
    starting,
    series,
    deciding,
    acts,
    page,
):  # addresses with a word of their own before those with an id
    router.include_router(part.router)
