"""Somebody is away, or there again; and the office takes back what was asked."""

from typing import Literal

from domain.happenings.base import HappeningBase, Id, Sentence


class AbsenceNoted(HappeningBase):
    """What is known of somebody's absences or deputies has changed, or they have left; what it is, the world says."""

    kind: Literal["absence_noted"] = "absence_noted"
    person: Id


class TakenBack(HappeningBase):
    """The office takes back what was asked: of one person, or, by the id of a task, of all who are asked."""

    kind: Literal["taken_back"] = "taken_back"
    item: Id
    reason: Sentence
