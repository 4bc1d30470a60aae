"""What the service takes consent for; everything else stands on the public task of the administration."""

from enum import StrEnum


class Consented(StrEnum):
    """To what somebody consented, or no longer does."""

    NAME_SHOWN = "name_shown"  # a submitter's name with their public idea
    SURVEY_ENTERED = "survey_entered"  # taking part in an open survey, by an address of one's own
