"""What `process check` says of ladders that cannot be climbed: the line, and what to write instead."""

from collections.abc import Mapping

import pytest

from domain.errors import DefinitionBroken
from domain.ladder_check import MEANINGS
from domain.words import Silence
from tests.unit.definition.test_process_check import TEXT, line_of, problems
from umlauf.definition_file import read_definition

RIGHT = """    deadline:
      working_days: 10
      remind_before: 3                              # Arbeitstage vor dem Ende
      remind_after: 2                               # und noch einmal so viele danach
      escalate: {after: 5, to: decider}             # dann wird jemand von denen gefragt, die entscheiden
"""
REPLY = "    reply: {working_days: 10}"
TRIAGE = "    triage: {working_days: 5, remind_before: 2}"


@pytest.mark.parametrize(
    ("wrong", "at", "says"),
    [
        (
            "working_days: 10, escalate: {after: -3, to: office}",
            "deadline: {working_days: 10, escalate",
            "This escalates 3 working days before the deadline is over. Please write 0, or how many after.",
        ),
        (
            "working_days: 10, deputy_after: -1",
            "deadline: {working_days: 10, deputy",
            "A deputy would be asked 1 working days before",
        ),
        (
            "working_days: 10, deputy_after: 4, escalate: {after: 2, to: office}",
            "deadline: {working_days: 10, deputy",
            "Please write at least 4.",
        ),
        ("remind_before: 3", "deadline: {remind_before", "Please give one of: working_days, minutes, hours, days"),
        ("working_days: 10, weeks: 2", "deadline: {working_days: 10, weeks", "“working_days” and “weeks”"),
        ("hours: 36, remind_before: 1", "deadline: {hours", "A reminder 1 working days before the end of 1"),
        ("weeks: 1, remind_before: [5, 2]", "deadline: {weeks", "A reminder 5 working days before the end of 5"),
        (
            "working_days: 10, silence: consent, escalate: {after: 5, to: office}",
            "deadline: {working_days: 10, silence",
            "Please write “silence_after”: 6 at least.",
        ),
        ("working_days: 10, silence_after: 6", "deadline: {working_days: 10, silence", "Please add “silence”: consent"),
        ("working_days: 10, starts: complet", "deadline: {working_days: 10, starts", "“starts” is “complet”"),
        ("working_days: 10, silence: yess", "deadline: {working_days: 10, silence", "“silence” is “yess”"),
        ("working_days: 10, escalate: {after: 5, to: mayor}", "deadline: {working_days: 10, esc", "“to” is “mayor”"),
    ],
)
def test_a_ladder_that_cannot_be_climbed_is_refused_on_its_line(wrong: str, at: str, says: str) -> None:
    assert RIGHT in TEXT
    text = TEXT.replace(RIGHT, f"    deadline: {{{wrong}}}\n", 1)
    found = problems(text)

    assert len(found) == 1
    assert found[0].startswith(f"p.yaml:{line_of(text, at)}: ")
    assert says in found[0]


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        (TRIAGE, "    triage: {working_days: 5, silence: consent}", "its silence means nothing"),
        (TRIAGE, "    triage: {working_days: 5, deputy_after: 2}", "nobody stands in"),
        (TRIAGE, "    triage: {working_days: 5, starts: complete}", "Please leave out “starts”."),
        (REPLY, "    reply: {working_days: 10, silence: consent}", "Silence cannot be “consent” here. It may be: abst"),
        (REPLY, "    reply: {working_days: 10, deputy_after: 2}", "Nobody can stand in for whoever is asked here."),
        (
            "region: SH",
            'region: SH\nmail_hours: {from: "19:00", to: "07:00"}',
            "Mails would leave from 19:00 to 07:00",
        ),
        ("region: SH", 'region: SH\nmail_hours: {from: "7 Uhr", to: "19:00"}', "“from” is “7 Uhr”"),
    ],
)
def test_what_means_nothing_is_refused_too(right: str, wrong: str, says: str) -> None:
    assert right in TEXT
    (found,) = problems(TEXT.replace(right, wrong, 1))

    assert says in found


GOOD: Mapping[str, str] = {
    "everything": "working_days: 10, remind_before: [5, 2], remind_after: [1, 3], deputy_after: 2,"
    " escalate: {after: 4, to: office}, silence: no_objection, silence_after: 6, extend_at_most: 20",
    "documents first": "working_days: 10, starts: complete, remind_before: 2",
    "months": "months: 1, remind_before: 5",
    "minutes": "minutes: 90, next_working_day: false, silence: blocked",
}


@pytest.mark.parametrize("deadline", GOOD.values(), ids=GOOD)
def test_a_ladder_that_can_be_climbed_works(deadline: str) -> None:
    text = TEXT.replace(RIGHT, f"    deadline: {{{deadline}}}\n", 1)
    try:
        loaded = read_definition(text.encode(), "p.yaml").definition
    except DefinitionBroken as broken:
        pytest.fail(str(broken))

    assert type(loaded).from_text(loaded.text) == loaded


def test_every_meaning_can_be_declared_somewhere() -> None:
    assert {meaning for known in MEANINGS.values() for meaning in known} == set(Silence)
