"""From which numbers on a detector fires, as data; docs/radar.md lists them with what they mean."""

from typing import Annotated

from pydantic import Field

from domain.definition import Part

Days = Annotated[int, Field(ge=1, le=3_650)]
Many = Annotated[int, Field(ge=1, le=1_000)]


class Thresholds(Part):
    """Each is the last number that is still well: a detector fires above it, or below where it says "least"."""

    open_tasks: Many = 8  # of one person at a time
    asked_times: Many = 12  # one person, within …
    asked_days: Days = 28
    unrated_days: Days = 60  # in prioritisation, without a rank
    spread_percent: Annotated[int, Field(ge=1, le=50)] = 30  # standard deviation of scores, of the scale's width
    least_raters: Annotated[int, Field(ge=2, le=1_000)] = 4
    late_days: Annotated[int, Field(ge=0, le=3_650)] = 0  # what another idea needs may be late so long
    stay_percentile: Annotated[int, Field(ge=50, le=99)] = 85  # of finished stays in the stage
    least_stays: Many = 20
    stay_days: Days = 10  # a shorter stay is never told, however quick all others are
    stays_within_days: Days = 730  # ideas that came in so long ago are compared


DEFAULTS = Thresholds()
