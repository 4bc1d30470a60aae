"""Taking single answers along: a reason, two people, and a few days."""

from typing import Any

import pytest

from domain.errors import RuleBroken
from domain.survey.modes import Mode
from domain.survey.resolving import Standing
from domain.survey.taking import open_to, standing_of
from domain.world import Person
from tests.unit.survey.waves import CANARY, AWave, a_wave

ROWS: dict[str, Any] = {"format": "csv", "what": "rows", "rows": 12}


def a_closed(mode: Mode = Mode.NAMED) -> AWave:
    wave = a_wave(mode=mode)
    wave.people["ida"] = Person("ida", "Ida", roles=frozenset({"office"}))
    wave.people["box"] = Person("box", "Büro", roles=frozenset({"office"}), shared=True)
    return wave.answering()


def asked(wave: AWave, by: str = "olga") -> str:
    wave.happens("taking_asked", by, reason=CANARY)
    return wave.wave.takings[-1].id


def refused(wave: AWave, kind: str, by: str, **fields: Any) -> str:
    with pytest.raises(RuleBroken) as broken:
        wave.step(kind, by, **fields)
    return broken.value.code


@pytest.mark.parametrize("mode", list(Mode))
def test_whoever_asked_takes_them_once_a_second_person_agreed(mode: Mode) -> None:
    wave = a_closed(mode)
    assert refused(wave, "exported", "olga", **ROWS) == "taking.needed"
    one = asked(wave)
    assert wave.told()[-1:] == ["wave_taking_asked>box"]  # the office's mailbox, as always
    assert refused(wave, "exported", "olga", **ROWS) == "taking.needed"
    wave.happens("taking_confirmed", "ida", taking=one)
    assert wave.told() == ["wave_taking_confirmed>olga"]
    assert refused(wave, "exported", "ida", **ROWS) == "taking.needed"
    wave.happens("exported", "olga", **ROWS)
    assert wave.events[-1].facts == {"format": "csv", "what": "rows", "rows": 12, "taking": one}
    assert CANARY not in str([event.facts for event in wave.events])
    assert [reason.internal for reason in wave.wave.reasons] == [CANARY]


def test_nobody_decides_alone_nor_by_a_mailbox_that_several_read() -> None:
    wave = a_closed()
    one = asked(wave)
    for kind, more in (("taking_confirmed", {}), ("taking_refused", {"reason": "x"})):
        assert refused(wave, kind, "olga", taking=one, **more) == "taking.same_person"
        assert refused(wave, kind, "box", taking=one, **more) == "taking.shared"
        assert refused(wave, kind, "ole", taking=one, **more) == "not_allowed"  # owner, not of the office
    assert refused(wave, "taking_asked", "box", reason="x") == "taking.shared"
    assert refused(wave, "taking_asked", "olga", reason="x") == "taking.asked_already"
    assert refused(wave, "taking_withdrawn", "ida", taking=one) == "taking.not_yours"
    for kind in ("taking_confirmed", "taking_withdrawn"):
        assert refused(wave, kind, "ida", taking="forged") == "taking.unknown"


def test_it_lapses_before_and_after_somebody_agreed() -> None:
    wave = a_closed()
    one = asked(wave)
    wave.later(days=9)
    assert standing_of(wave.wave.takings[0], wave.now) is Standing.LAPSED
    assert refused(wave, "taking_confirmed", "ida", taking=one) == "taking.lapsed"
    two = asked(wave)
    wave.happens("taking_confirmed", "ida", taking=two).later(days=9)
    assert open_to(wave.wave, "olga", wave.now) is None
    assert refused(wave, "exported", "olga", **ROWS) == "taking.needed"


def test_what_was_refused_or_withdrawn_is_over() -> None:
    wave = a_closed()
    one = asked(wave)
    wave.happens("taking_refused", "ida", taking=one, reason="Nein")
    assert wave.told()[-1:] == ["wave_taking_refused>olga"]
    assert refused(wave, "taking_confirmed", "ida", taking=one) == "taking.over"
    two = asked(wave)
    wave.happens("taking_confirmed", "ida", taking=two).happens("taking_withdrawn", "olga", taking=two)
    assert refused(wave, "exported", "olga", **ROWS) == "taking.needed"
    assert refused(wave, "taking_withdrawn", "olga", taking=two) == "taking.over"


def test_before_the_close_there_is_nothing_to_ask_for() -> None:
    assert refused(a_wave().open(), "taking_asked", "olga", reason="x") == "taking.too_early"


def test_figures_need_nobody_else() -> None:
    wave = a_closed().happens("exported", "olga", format="csv", what="figures", rows=3)
    assert wave.kinds[-1] == "exported"
    assert wave.wave.takings == ()
