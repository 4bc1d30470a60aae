"""The portfolio at the office's desk: planning facts, the frame of budgets and capacities, what-if, scenarios."""

from fastapi import APIRouter

from api.office.portfolio import compared, facts, frame, index, what_if

router = APIRouter(include_in_schema=False)
for part in (index, frame, facts, what_if, compared):
    router.include_router(part.router)
