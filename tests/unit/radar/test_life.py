"""How a finding lives: opened once, cured with its trigger, quiet while accepted, and back when it is still true."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.errors import RuleBroken
from domain.radar.found import Found
from domain.radar.life import Finding, check_until, look, may_act
from domain.radar.words import About, Did, State, Trigger

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = date(2026, 3, 2)
FOUND = Found(Trigger.PERSON_OVERLOADED, About.PERSON, "rita", {"open": 9, "most": 8})
KEPT = Finding(
    "f1", FOUND.key, FOUND.trigger, FOUND.about, "rita", FOUND.facts, "", State.OPEN, NOW - timedelta(days=3), 1, NOW
)
YESTERDAY, FAR = date(2026, 3, 1), date(2026, 6, 1)
MORE = replace(FOUND, facts={"open": 10, "most": 8})


@pytest.mark.parametrize(
    ("found", "kept", "did", "values"),
    [
        ([FOUND], KEPT, None, None),  # nothing new
        ([MORE], KEPT, None, {"facts": {"open": 10, "most": 8}}),  # the numbers alone
        ([], KEPT, Did.CURED, {"state": "cured", "cured_at": NOW}),
        ([], replace(KEPT, state=State.MITIGATED), Did.CURED, {"state": "cured", "cured_at": NOW}),
        ([], replace(KEPT, accepted_until=FAR), Did.CURED, {"state": "cured", "cured_at": NOW}),
        ([FOUND], replace(KEPT, accepted_until=FAR), None, None),
        ([FOUND], replace(KEPT, accepted_until=TODAY), None, None),  # its last day counts
        (
            [FOUND],
            replace(KEPT, accepted_until=YESTERDAY, state=State.MITIGATED),
            Did.ACCEPTANCE_ENDED,
            {"state": "open", "told_at": None, "accepted_until": None},
        ),
        (
            [FOUND],
            replace(KEPT, state=State.CURED, cured_at=NOW),
            Did.CAME_BACK,
            {"state": "open", "told_at": None, "since": NOW, "cured_at": None},
        ),
        (
            [MORE],
            replace(KEPT, state=State.CURED, accepted_until=FAR),  # cured, and back while accepted: still quiet
            Did.CAME_BACK,
            {"state": "open", "told_at": None, "since": NOW, "cured_at": None, "facts": {"open": 10, "most": 8}},
        ),
        ([], replace(KEPT, state=State.CURED), None, None),
    ],
)
def test_what_a_look_makes_of_a_finding(found: list[Found], kept: Finding, did: Did | None, values: object) -> None:
    looked = look(found, [kept], NOW, TODAY)
    assert looked.opened == []
    assert [(one.did, one.values) for one in looked.changed] == ([(did, values)] if values else [])


def test_what_is_not_kept_yet_is_opened_once() -> None:
    assert look([FOUND, MORE], [], NOW, TODAY).opened == [MORE]


@pytest.mark.parametrize(
    ("finding", "number", "code"),
    [(KEPT, 0, "finding.stale"), (replace(KEPT, state=State.CURED), 1, "finding.cured")],
)
def test_nobody_acts_on_what_has_changed_or_is_cured(finding: Finding, number: int, code: str) -> None:
    may_act(KEPT, 1)
    with pytest.raises(RuleBroken, match=code):
        may_act(finding, number)


@pytest.mark.parametrize(
    ("until", "code"), [(YESTERDAY, "finding.until_past"), (date(2027, 3, 4), "finding.until_far")]
)
def test_an_acceptance_ends_and_not_in_the_past(until: date, code: str) -> None:
    check_until(TODAY, TODAY)
    check_until(date(2027, 3, 3), TODAY)
    with pytest.raises(RuleBroken, match=code):
        check_until(until, TODAY)
