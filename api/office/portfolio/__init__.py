"""The portfolio at the office's desk: what is planned of ideas, the frame of budgets and capacities."""

from fastapi import APIRouter

from api.office.portfolio import facts, frame, index

router = APIRouter(include_in_schema=False)
for part in (index, frame, facts):
    router.include_router(part.router)
