"""The API under /api/v1: JSON in and out, bearer tokens, problems with stable codes."""

from fastapi import APIRouter, Depends

from api.v1 import (
    advice,
    comments,
    communication,
    deferrals,
    docs,
    goals,
    ideas,
    measures,
    people,
    planning,
    radar,
    rounds,
    sign_off,
    steering,
    survey_acts,
    survey_cycles,
    surveys,
    tasks,
    thread,
)
from api.v1.once import each_name_once

router = APIRouter(prefix="/api/v1", dependencies=[Depends(each_name_once)])
router.include_router(ideas.router)
router.include_router(measures.router)
router.include_router(deferrals.router)
router.include_router(planning.router)
router.include_router(comments.router)
router.include_router(tasks.router)
router.include_router(thread.router)
router.include_router(advice.router)
router.include_router(steering.router)
router.include_router(sign_off.router)
router.include_router(people.router)
router.include_router(surveys.router)
router.include_router(survey_acts.router)
router.include_router(survey_cycles.router)
router.include_router(communication.router)
router.include_router(goals.router)
router.include_router(radar.router)
router.include_router(rounds.router)
router.include_router(docs.router)
