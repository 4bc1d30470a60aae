"""Who is asked: the same again at every look, in turn, and nobody who cannot or will not be."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.errors import RuleBroken
from domain.survey.audience import Audience, External, Left, Member
from domain.survey.questions import Text
from domain.survey.recipients import Count, Invitation, Selection, choose, count_recipients, to_remind

ALL, THIRD = Selection(), Selection(kind="third")
PEOPLE = (
    Member("ana", "mobility", frozenset({"reviewer"}), frozenset({"mobility", "health"})),
    Member("ben", "central", frozenset({"reviewer", "owner"}), frozenset({"health"})),
    Member("cem", "planning"),
    Member("fraktion", external=External.POLITICS, interests=frozenset({"mobility"})),
    Member("stadtwerke", external=External.BUSINESS),
    Member("rita", external=External.RESIDENT, interests=frozenset({"health"})),
)


def audience(**fields: Any) -> Audience:
    return Audience(id="network", title=Text(de="Netzwerk <script>"), **fields)


@pytest.mark.parametrize(
    ("fields", "invited"),
    [
        ({}, "ana ben cem fraktion rita stadtwerke"),
        ({"staff": True}, "ana ben cem"),
        ({"staff": False}, "fraktion rita stadtwerke"),
        ({"roles": frozenset({"owner", "decider"})}, "ben"),
        ({"departments": frozenset({"mobility", "planning"})}, "ana cem"),
        ({"interests": frozenset({"mobility"})}, "ana fraktion"),
        ({"externals": frozenset({External.POLITICS, External.RESIDENT})}, "fraktion rita"),
        ({"interests": frozenset({"health"}), "staff": False}, "rita"),
    ],
)
def test_an_audience_is_a_filter(fields: dict[str, Any], invited: str) -> None:
    assert choose(audience(**fields), PEOPLE, ALL, "seed", 0).invited == tuple(invited.split())


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ({"active": False}, Left.INACTIVE),
        ({"confirmed": False}, Left.UNCONFIRMED),
        ({"opted_out": True}, Left.OPTED_OUT),
        ({"bounced": True}, Left.BOUNCED),
        ({"absent": True}, Left.ABSENT),
        ({"absent": True, "opted_out": True}, Left.OPTED_OUT),
    ],
)
def test_who_cannot_or_will_not_is_left_out_with_the_reason(fields: dict[str, Any], left: Left) -> None:
    people = [replace(PEOPLE[0], **fields), *PEOPLE[1:]]

    chosen = choose(audience(staff=True), people, ALL, "seed", 0)
    assert (chosen.invited, chosen.left) == (("ben", "cem"), {"ana": left})
    assert chosen.count == Count(3, 2, {left: 1})


def test_an_empty_audience_is_refused_and_counted() -> None:
    nobody = audience(departments=frozenset({"mobility"}))
    people = [replace(PEOPLE[0], bounced=True), *PEOPLE[1:]]

    with pytest.raises(RuleBroken) as refused:
        choose(nobody, people, ALL, "seed", 0)
    assert refused.value.code == "audience.empty"
    assert refused.value.facts == {"audience": "network", "people": 1, "left": 1}
    assert count_recipients(nobody, people, ALL, "seed", 0) == Count(1, 0, {Left.BOUNCED: 1})


def crowd(size: int) -> list[Member]:
    return [Member(f"p{n:03}") for n in range(size)]


def test_a_sample_has_its_size_and_is_drawn_anew() -> None:
    twenty = Selection(kind="sample", size=20)
    first, again, second = (choose(audience(), crowd(200), twenty, "seed", wave).invited for wave in (0, 0, 1))

    assert len(first) == len(second) == 20
    assert first == again
    assert first != second
    assert choose(audience(), crowd(200), twenty, "other", 0).invited != first
    assert len(choose(audience(), crowd(7), twenty, "seed", 0).invited) == 7


def test_a_sample_says_how_large_it_is() -> None:
    with pytest.raises(ValidationError):
        Selection(kind="sample")
    with pytest.raises(ValidationError):
        Selection(kind="third", size=3)


def test_everybody_is_as_likely_in_a_sample() -> None:
    times = {m.id: 0 for m in crowd(50)}
    for wave in range(400):
        for person in choose(audience(), crowd(50), Selection(kind="sample", size=10), "seed", wave).invited:
            times[person] += 1

    assert all(45 <= count <= 120 for count in times.values())  # 80 expected, standard deviation 8


@pytest.mark.parametrize("start", [0, 1, 5])
def test_everybody_has_one_turn_in_three_waves(start: int) -> None:
    waves = [choose(audience(), crowd(200), THIRD, "seed", start + n).invited for n in range(3)]

    assert sorted(person for wave in waves for person in wave) == [m.id for m in crowd(200)]
    assert all(45 <= len(wave) <= 90 for wave in waves)
    assert choose(audience(), crowd(200), THIRD, "seed", start + 3).invited == waves[0]


@settings(max_examples=20)
@given(st.sets(st.integers(0, 29)), st.sets(st.integers(30, 45)), st.text(max_size=5))
def test_who_comes_or_goes_moves_nobody_s_turn(gone: set[int], new: set[int], seed: str) -> None:
    before = {m.id for m in crowd(30)}
    now = [m for n, m in enumerate(crowd(46)) if (n < 30 and n not in gone) or n in new] + [Member("always")]
    for wave in range(3):
        first = set(choose(audience(), crowd(30), THIRD, seed, wave).invited)
        try:
            second = set(choose(audience(), now, THIRD, seed, wave).invited)
        except RuleBroken:
            second = set()
        assert second & before == {p for p in first & before if int(p[1:]) not in gone}


def test_only_those_still_waited_for_are_reminded() -> None:
    people = {m.id: m for m in PEOPLE} | {"gone": replace(PEOPLE[0], id="gone", bounced=True)}
    invitations = [
        Invitation("cem"),
        Invitation("ana", reminders=1),
        Invitation("ben", open=False),
        Invitation("rita", reminders=2),
        Invitation("gone"),
        Invitation("unknown"),
    ]

    assert to_remind(invitations, people, most=2) == ("ana", "cem")
    assert to_remind(invitations, people, most=0) == ()
