"""The record is a chain: whoever changes, drops or reorders a line breaks it, and the place is found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.chain import broken_at, first_break
from domain.step import Event
from domain.words import EventKind, Via
from tests.builders import an_idea

EVENTS = an_idea().committed().events
FORGED = replace(EVENTS[3], facts={**EVENTS[3].facts, "verdict": "reject"})

BREAKS: list[tuple[str, Callable[[list[Event]], list[Event]], int]] = [
    ("a fact changed", lambda e: [*e[:3], FORGED, *e[4:]], 4),
    ("a kind changed", lambda e: [replace(e[0], kind=EventKind.TAKEN_OVER), *e[1:]], 1),
    ("a time moved", lambda e: [*e[:2], replace(e[2], at=e[2].at - timedelta(microseconds=1)), *e[3:]], 3),
    ("another person", lambda e: [*e[:4], replace(e[4], by="nina"), *e[5:]], 5),
    ("another door", lambda e: [*e[:4], replace(e[4], via=Via.API), *e[5:]], 5),
    ("a line dropped", lambda e: [*e[:2], *e[3:]], 3),
    ("the first line dropped", lambda e: e[1:], 1),
    ("two lines swapped", lambda e: [e[0], e[2], e[1], *e[3:]], 2),
    ("a line twice", lambda e: [e[0], *e], 2),
    ("a hash changed", lambda e: [*e[:5], replace(e[5], hash="0" * 64), *e[6:]], 6),
]


def test_what_was_recorded_is_whole() -> None:
    assert first_break("case1", EVENTS) is None
    assert first_break("case1", []) is None


@pytest.mark.parametrize(("forge", "line"), [b[1:] for b in BREAKS], ids=[b[0] for b in BREAKS])
def test_what_was_changed_is_found_at_its_line(forge: Callable[[list[Event]], list[Event]], line: int) -> None:
    assert first_break("case1", forge(list(EVENTS))) == line


def test_a_record_belongs_to_its_case() -> None:
    assert first_break("case2", EVENTS) == 1


def test_the_case_keeps_the_hash_of_its_last_line() -> None:
    idea = an_idea().committed()

    assert (idea.case.head, idea.case.events) == (idea.events[-1].hash, len(idea.events))


def test_the_first_hash_is_the_one_of_earlier_releases() -> None:
    assert EVENTS[0].hash == "baa06ca6635232848b339e26703d95a2ed6004687e7ae714e53e5f039cb6f762"


def test_lines_cut_off_at_the_end_are_missed() -> None:
    idea = an_idea().in_review()
    events = [event for step in idea.steps for event in step.events]

    assert broken_at(idea.case, events) is None
    assert broken_at(idea.case, events[:-1]) == len(events)
