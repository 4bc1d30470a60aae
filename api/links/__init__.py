"""Pages behind the links in mails: one address each, opened without an account, acting only by forms."""

from fastapi import APIRouter

from api.links import (
    bias,
    comments,
    commitment,
    confirm,
    decide,
    entry,
    hand_over,
    idea,
    reconsider,
    renew,
    review,
    versions,
)

router = APIRouter(include_in_schema=False)
for part in (
    confirm,
    review,
    bias,
    reconsider,
    decide,
    commitment,
    hand_over,
    idea,
    comments,
    versions,
    renew,
    entry,
):
    router.include_router(part.router)
