"""Whose a confidential answer is: a reason, two different people the promise names, a date, and one look each."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.errors import RuleBroken
from domain.survey.modes import Mode
from domain.survey.resolving import Standing, all_named, standing_of
from domain.survey.survey import SurveyPlan
from domain.world import Person
from tests.unit.survey.waves import CANARY, AWave, a_wave

CODE = "0123456789abcdef0123456789abcdef"


def a_confidential(resolvers: tuple[str, ...] = ("ida", "olga"), **fields: Any) -> AWave:
    wave = a_wave(**({"mode": Mode.CONFIDENTIAL} | fields), resolvers=resolvers)
    for name in ("ida", "ivo"):
        wave.people[name] = Person(name, name.title(), roles=frozenset({"office"}))
    return wave.open()


def asked(wave: AWave, by: str = "olga") -> str:
    wave.happens("resolution_asked", by, code=CODE, reason=CANARY)
    return wave.wave.resolutions[-1].id


def refused(wave: AWave, kind: str, by: str, **fields: Any) -> str:
    with pytest.raises(RuleBroken) as broken:
        wave.step(kind, by, **fields)
    return broken.value.code


def test_two_who_are_named_find_out_and_each_looks_once() -> None:
    wave = a_confidential()
    one = asked(wave)
    assert wave.told()[-1:] == ["wave_resolution_asked>ida"]
    wave.later(hours=2).happens("resolution_confirmed", "ida", resolution=one)
    assert wave.told() == ["wave_resolution_confirmed>olga"]
    assert standing_of(wave.wave.resolutions[0], wave.now) is Standing.CONFIRMED
    for person in ("olga", "ida"):
        wave.happens("resolution_seen", person, resolution=one)
        assert refused(wave, "resolution_seen", person, resolution=one) == "resolving.seen"

    assert standing_of(wave.wave.resolutions[0], wave.now) is Standing.SEEN
    assert wave.kinds[-4:] == ["resolution_asked", "resolution_confirmed", "resolution_seen", "resolution_seen"]
    assert [r.internal for r in wave.wave.reasons] == [CANARY]
    told = str([event.facts for event in wave.events])
    assert CODE not in told
    assert CANARY not in told


def test_nobody_can_do_it_alone() -> None:
    wave = a_confidential()
    one = asked(wave)
    assert refused(wave, "resolution_confirmed", "olga", resolution=one) == "resolving.same_person"
    assert refused(wave, "resolution_refused", "olga", resolution=one, reason="x") == "resolving.same_person"
    assert refused(wave, "resolution_seen", "olga", resolution=one) == "resolving.not_confirmed"
    assert refused(wave, "resolution_asked", "olga", code=CODE, reason="x") == "resolving.asked_already"


def test_a_third_who_is_named_sees_nothing_and_one_who_is_not_named_can_do_nothing() -> None:
    wave = a_confidential(("ida", "ivo", "olga"))
    one = asked(wave)
    wave.happens("resolution_confirmed", "ida", resolution=one)
    assert refused(wave, "resolution_seen", "ivo", resolution=one) == "resolving.not_yours"

    other = a_confidential(("ida", "ivo"))
    two = asked(other, "ida")
    assert refused(other, "resolution_asked", "olga", code=CODE, reason="x") == "resolving.not_named"
    assert refused(other, "resolution_confirmed", "olga", resolution=two) == "resolving.not_named"
    assert refused(other, "resolution_seen", "olga", resolution=two) == "resolving.not_named"
    assert refused(other, "resolution_confirmed", "ole", resolution=two) == "not_allowed"  # owner, not of the office


def test_a_request_lapses_before_and_after_it_was_confirmed() -> None:
    wave = a_confidential().on("2026-11-10")
    one = asked(wave)
    assert wave.wave.resolutions[0].lapses_at == datetime(2026, 11, 17, 23, tzinfo=UTC)
    wave.on("2026-11-18")
    assert refused(wave, "resolution_confirmed", "ida", resolution=one) == "resolving.lapsed"
    assert refused(wave, "resolution_withdrawn", "olga", resolution=one) == "resolving.lapsed"
    assert standing_of(wave.wave.resolutions[0], wave.now) is Standing.LAPSED

    two = asked(wave)  # the same code, asked anew
    wave.happens("resolution_confirmed", "ida", resolution=two).on("2026-11-28")
    assert refused(wave, "resolution_seen", "olga", resolution=two) == "resolving.lapsed"


def test_what_was_refused_or_withdrawn_is_over() -> None:
    wave = a_confidential()
    one = asked(wave)
    wave.happens("resolution_refused", "ida", resolution=one, reason="Nein")
    assert refused(wave, "resolution_confirmed", "ida", resolution=one) == "resolving.over"
    assert refused(wave, "resolution_seen", "olga", resolution=one) == "resolving.not_confirmed"
    two = asked(wave)
    assert refused(wave, "resolution_withdrawn", "ida", resolution=two) == "resolving.not_yours"
    wave.happens("resolution_withdrawn", "olga", resolution=two)
    assert refused(wave, "resolution_confirmed", "ida", resolution=two) == "resolving.over"


def test_a_forged_request_is_none() -> None:
    wave = a_confidential()
    asked(wave)
    for kind in ("resolution_confirmed", "resolution_withdrawn", "resolution_seen"):
        assert refused(wave, kind, "ida", resolution="forged") == "resolving.unknown"


@pytest.mark.parametrize("mode", [Mode.ANONYMOUS, Mode.NAMED])
def test_other_modes_have_no_codes(mode: Mode) -> None:
    wave = a_confidential(mode=mode)
    assert refused(wave, "resolution_asked", "olga", code=CODE, reason="x") == "resolving.other_mode"


def test_where_nobody_was_named_nobody_can() -> None:
    wave = a_confidential(())
    assert refused(wave, "resolution_asked", "olga", code=CODE, reason="x") == "resolving.nobody_named"


def test_somebody_who_has_left_is_nobody_any_more() -> None:
    wave = a_confidential()
    one = asked(wave)
    assert refused(wave.without("ida"), "resolution_confirmed", "ida", resolution=one) == "not_allowed"


def test_it_is_possible_as_long_as_the_answers_are_kept() -> None:
    wave = a_confidential()
    wave.on("2026-11-20", 23).wakes().happens("evaluated").responded()
    assert wave.wave.ended
    one = asked(wave)
    wave.happens("resolution_confirmed", "ida", resolution=one).happens("resolution_seen", "ida", resolution=one)
    assert wave.wave.wake is None


@pytest.mark.parametrize("people", [["ida"], ["ida", "ida"]])
def test_a_plan_names_nobody_or_two(people: list[str]) -> None:
    with pytest.raises(ValueError, match="two_resolvers"):
        SurveyPlan.model_validate({"title": {"de": "Puls"}, "resolver_ids": tuple(people)})


@pytest.mark.parametrize(
    ("words", "names", "named"),
    [
        ("Ute Meyer und Jan Petersen", ["Jan Petersen", "Ute Meyer"], True),
        ("Ute Meyer", ["Ute Meyer", "Ute Meyer"], False),  # two people who are called the same
        ("Ute Meyer (Recht) und Ute Meyer (Personal)", ["Ute Meyer", "Ute Meyer"], True),
        ("Jan Petersen und Ute Meyer", ["Jan Peters", "Ute Meyer"], False),
        ("Jan Petersen und Jan Peters", ["Jan Peters", "Jan Petersen"], True),
        ("", ["Ute Meyer"], False),
    ],
)
def test_words_name_whole_people_each_once(words: str, names: list[str], named: bool) -> None:
    assert all_named(words, names) is named
