"""The words of comments."""

from enum import StrEnum


class Audience(StrEnum):
    """Whom a comment is meant for; every one of them the office reads too."""

    PUBLIC = "public"  # everybody, once the office let it through
    REVIEWERS = "reviewers"  # whoever is asked something about the idea
    OFFICE = "office"
