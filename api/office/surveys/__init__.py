"""Surveys at the office's desk: what is asked of whom, when a wave starts, and what came of it."""

from fastapi import APIRouter

from api.office.surveys import (
    audiences,
    cycle,
    disclosures,
    editing,
    listing,
    questionnaires,
    resolving,
    responding,
    staff,
    starting,
    wave_acts,
    waves,
)

router = APIRouter(include_in_schema=False)
# Addresses with a word of their own before those with an id.
for part in (
    audiences,
    disclosures,
    questionnaires,
    responding,
    resolving,
    waves,
    wave_acts,
    editing,
    starting,
    staff,
    cycle,
    listing,
):
    router.include_router(part.router)
