"""By when those who were asked hear what came of it."""

from typing import Annotated

from pydantic import Field

from domain.definition import Days, Part


class Respond(Part):
    """Working days in the region's calendar; the reminder comes that many working days before the date."""

    working_days: Days
    remind_before: Annotated[int, Field(ge=1, le=200)] | None = None
