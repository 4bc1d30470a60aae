"""The rater's pages: one link for a whole round, idea by idea, left and taken up again as often as they like."""

from fastapi import APIRouter

from api.rating import idea, overview, pairs

router = APIRouter(include_in_schema=False)
for part in (overview, pairs, idea):  # addresses with a word of their own before those with a number
    router.include_router(part.router)
