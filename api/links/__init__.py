"""Pages behind the links in mails: one address each, opened without an account, acting only by forms."""

from fastapi import APIRouter

from api.links import (
    advice,
    ask,
    ask_desk,
    bias,
    comments,
    commitment,
    confirm,
    decide,
    desk,
    desk_absence,
    desk_code,
    desk_history,
    desk_several,
    entry,
    findings,
    hand_in,
    hand_over,
    idea,
    objection,
    prove,
    reconsider,
    renew,
    review,
    sign,
    versions,
)
from api.links.in_desk import below_a_desk

TASKS = (
    review,
    ask,
    bias,
    reconsider,
    sign,
    decide,
    commitment,
    prove,
    objection,
    hand_over,
    advice,
    idea,
    hand_in,
    comments,
    versions,
    renew,
)
OF_DESKS = (desk, desk_code, desk_history, desk_several, desk_absence, findings)

router = APIRouter(include_in_schema=False)
for part in (confirm, *TASKS, ask_desk, *OF_DESKS):
    router.include_router(part.router)
router.include_router(below_a_desk([*(part.router for part in TASKS), entry.router]))
router.include_router(entry.router)
