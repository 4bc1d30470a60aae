"""The radar at the office's desk: what is amiss in the portfolio, and what is done about it."""

from fastapi import APIRouter

from api.office.radar import acting, listing

router = APIRouter(include_in_schema=False)
for part in (listing, acting):
    router.include_router(part.router)
