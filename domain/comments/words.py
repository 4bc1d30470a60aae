"""The words of comments."""

from enum import StrEnum


class Audience(StrEnum):
    """Whom a comment is meant for; every one of them the office reads too."""

    PUBLIC = "public"  # everybody, once the office let it through
    REVIEWERS = "reviewers"  # whoever is asked something about the idea
    OFFICE = "office"


class Origin(StrEnum):
    """How a comment came to be written."""

    PAGE = "page"  # on a page or by API, by whoever held the link, the sign-in or the token
    MAIL = "mail"  # as a reply to a mail of ours: who sent it is not certain
