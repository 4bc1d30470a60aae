"""Somebody says that an answer in their name is not theirs."""

from typing import Literal

from domain.happenings.base import HappeningBase, Id, Sentence


class Objected(HappeningBase):
    """The person asked takes back what was answered in their name."""

    kind: Literal["objected"] = "objected"
    assignment: Id
    reason: Sentence
