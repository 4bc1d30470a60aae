"""The respondent's pages: a link is exchanged for a sealed form session, then one page per topic, handed in once."""

from fastapi import APIRouter

from api.answering import check, confirming, entry, page, states

router = APIRouter(include_in_schema=False)
for part in (check, page, states, confirming, entry):  # the entry last: its address takes whatever the others leave
    router.include_router(part.router)
