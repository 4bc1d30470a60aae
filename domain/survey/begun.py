"""Waves that begin by themselves: each has an id that follows from what begins it, so that it begins once."""

from datetime import date
from uuid import UUID

from domain.derived import derived_id
from domain.survey.survey import Trigger

WAVES = UUID("5a9f2f0e-6d5b-4bb8-9a43-5c3f6c1f7a10")  # namespace of the ids of waves that are opened once


def wave_of_date(survey_id: str, day: date) -> str:
    """The id of the wave of this date: there is one, so it cannot be opened twice."""
    return derived_id(WAVES, f"cycle/{survey_id}/{day.isoformat()}")


def wave_of_event(survey_id: str, case_id: str, trigger: Trigger) -> str:
    """The id of the wave of this event: there is one, so it cannot be opened twice."""
    return derived_id(WAVES, f"event/{survey_id}/{case_id}/{trigger.event}/{trigger.days}")
