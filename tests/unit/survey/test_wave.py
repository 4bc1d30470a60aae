"""One wave from its plan to the answer that those who were asked are owed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from domain.errors import RuleBroken
from domain.survey.wave_words import Errand, WaveState
from tests.unit.survey.waves import CANARY, PLAN, TOPIC, AWave, a_wave


def refused(wave: AWave, kind: str, by: str | None = None, **fields: Any) -> str:
    with pytest.raises(RuleBroken) as broken:
        wave.step(kind, by, **fields)
    return broken.value.code


def at(day: str, hour: int) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=hour)


def test_a_whole_wave() -> None:
    wave = a_wave().planned()
    assert wave.wave.wake == at("2026-11-03", 7)  # eight o'clock

    wave.wakes()
    assert (wave.wave.state, wave.errands) == (WaveState.INVITING, [Errand.INVITE])
    wave.happens("invited", invited=100, waiting=100).happens("invited", invited=200, waiting=0)
    assert wave.wave.state is WaveState.OPEN
    wave.wakes_until("2026-11-20")
    assert wave.errands == [Errand.INVITE, Errand.REMIND, Errand.REMIND]
    assert wave.wave.wake == at("2026-11-20", 23)  # midnight
    wave.happens("counted", answered=80).wakes()
    assert wave.wave.state is WaveState.CLOSED
    wave.happens("evaluated")
    assert (wave.wave.state, wave.wave.response_on) == (WaveState.ANSWERING, date(2026, 12, 11))
    wave.responded()

    assert (wave.wave.state, wave.wave.wake, wave.wave.answered) == (WaveState.DONE, None, 80)
    assert wave.errands[3:] == [Errand.EVALUATE, Errand.RESPOND]
    assert wave.kinds == [
        "planned",
        "started",
        "invited",
        "invited",
        "reminded",
        "reminded",
        "closed",
        "response_asked",
        "responded",
    ]
    assert wave.told() == ["wave_response_asked>ole"]


def test_reminders_come_on_working_days_counted_from_the_start() -> None:
    wave = a_wave().open()

    assert wave.wave.remind_on == (date(2026, 11, 9), date(2026, 11, 16))
    assert wave.wave.wake == at("2026-11-09", 7)


def test_after_an_outage_one_reminder_is_sent_not_two() -> None:
    wave = a_wave().open().on("2026-11-18").happens("woken")

    assert wave.errands.count(Errand.REMIND) == 1
    assert wave.wave.wake == at("2026-11-20", 23)


def test_no_reminder_comes_after_the_close() -> None:
    wave = a_wave().open(closes_on="2026-11-09", remind_after=[4, 9])

    assert wave.wave.remind_on == (date(2026, 11, 9),)
    assert wave.on("2026-11-12").happens("woken").wave.state is WaveState.CLOSED
    assert Errand.REMIND not in wave.errands


def test_a_wave_whose_time_passed_is_missed_not_sent_late() -> None:
    wave = a_wave().planned().on("2026-11-23").happens("woken")

    assert (wave.wave.state, wave.errands, wave.wave.wake) == (WaveState.CANCELLED, [], None)
    assert wave.told() == ["wave_missed>ole", "wave_missed>olga"]


def test_enough_answers_close_it() -> None:
    wave = a_wave().open(enough=50).happens("counted", answered=49)
    assert wave.wave.state is WaveState.OPEN

    wave.happens("counted", answered=50)
    assert wave.wave.state is WaveState.CLOSED
    assert wave.events[-1].facts == {"why": "enough"}


def test_answers_leave_no_line_whose_time_would_tell() -> None:
    wave = a_wave().open()
    before = len(wave.events)

    wave.happens("counted", answered=7).happens("counted", answered=3)
    assert (wave.wave.answered, len(wave.events)) == (7, before)


def test_what_is_older_than_what_is_known_changes_nothing() -> None:
    wave = a_wave().planned().wakes()

    wave.happens("invited", invited=100, waiting=50).happens("invited", invited=50, waiting=100)
    wave.happens("invited", invited=100, waiting=60)
    assert (wave.wave.invited, wave.wave.waiting) == (100, 50)
    assert wave.kinds.count("invited") == 1


def test_whoever_waits_for_a_budget_keeps_the_wave_inviting() -> None:
    wave = a_wave().planned().wakes().happens("invited", invited=0, waiting=200)

    assert wave.wave.state is WaveState.INVITING
    wave.wakes_until("2026-11-11")
    assert wave.kinds[-1] == "still_inviting"
    assert wave.told() == ["wave_still_inviting>olga"]


@pytest.mark.parametrize("by_date", [True, False])
def test_where_nobody_could_be_asked_nobody_is_owed_an_answer(by_date: bool) -> None:
    wave = a_wave().planned().wakes()
    wave = wave.on("2026-11-21").happens("woken") if by_date else wave.happens("invited", invited=0, waiting=0)

    assert (wave.wave.state, wave.wave.wake) == (WaveState.CANCELLED, None)
    assert wave.told() == ["wave_nobody_asked>ole", "wave_nobody_asked>olga"]
    assert Errand.EVALUATE not in wave.errands


def test_an_answer_is_owed_also_where_nobody_answered() -> None:
    assert a_wave().answering().wave.state is WaveState.ANSWERING


# The answer


def test_the_ladder_of_an_answer_that_does_not_come() -> None:
    wave = a_wave().answering()
    wave.told()

    wave.wakes()
    assert (wave.now, wave.told()) == (at("2026-12-04", 7), ["wave_response_reminded>ole"])
    wave.wakes()
    assert (wave.now, wave.told()) == (
        at("2026-12-11", 23),
        ["wave_response_overdue>ole", "wave_response_overdue>olga"],
    )
    for day in ("2026-12-18", "2026-12-28"):  # five working days each, Christmas between
        wave.wakes()
        assert (wave.now, wave.told()) == (at(day, 7), ["wave_still_waiting>ole", "wave_still_waiting>olga"])


def test_after_an_outage_it_is_overdue_at_once() -> None:
    wave = a_wave().answering().on("2027-01-12").happens("woken")

    assert wave.kinds[-2:] == ["response_asked", "response_overdue"]
    assert wave.wave.wake == at("2027-01-19", 7)


def test_where_the_owner_has_left_the_office_is_told() -> None:
    wave = a_wave().open().without("ole").on("2026-11-20", 23).wakes().happens("evaluated")

    assert wave.told() == ["wave_response_asked>olga"]


def test_results_that_do_not_come_are_noticed() -> None:
    wave = a_wave().open().on("2026-11-20", 23).wakes().wakes()

    assert (wave.now, wave.kinds[-1]) == (at("2026-11-27", 7), "not_evaluated")
    assert wave.told() == ["wave_not_evaluated>olga"]


def test_the_answer_says_who_does_what_until_when() -> None:
    (topic,) = a_wave().answering().responded().wave.topics

    assert (topic.about, topic.owner, topic.due_on) == (CANARY, "ora", date(2027, 2, 1))


@pytest.mark.parametrize("part", list(TOPIC))
def test_no_part_of_the_answer_may_be_left_out(part: str) -> None:
    with pytest.raises(ValidationError):
        a_wave().answering().responded("ole", {key: value for key, value in TOPIC.items() if key != part})


def test_an_answer_without_topics_is_none() -> None:
    with pytest.raises(ValidationError):
        a_wave().answering().happens("responded", topics=[])


@pytest.mark.parametrize("owner", ["gone", "nobody"])
def test_its_owners_must_be_there(owner: str) -> None:
    assert refused(a_wave().answering(), "responded", topics=[{**TOPIC, "owner": owner}]) == "wave.owner_unknown"


def test_a_late_batch_gets_the_answer_too() -> None:
    wave = a_wave().answering().responded().happens("invited", invited=201, waiting=0)

    assert (wave.wave.state, wave.wave.invited) == (WaveState.DONE, 201)
    assert wave.errands[-2:] == [Errand.RESPOND, Errand.RESPOND]


# Called off


def test_called_off_before_anybody_was_asked_it_ends() -> None:
    for wave in (a_wave().planned(), a_wave().planned().wakes()):
        wave.happens("cancelled", reason=CANARY)
        assert (wave.wave.state, wave.wave.wake) == (WaveState.CANCELLED, None)


def test_called_off_after_somebody_was_asked_an_answer_is_owed() -> None:
    wave = a_wave().open(1).happens("cancelled", reason=CANARY)

    assert wave.wave.state is WaveState.ANSWERING
    assert refused(wave, "cancelled", reason=CANARY) == "wave.response_due"
    assert wave.responded().wave.state is WaveState.DONE


def test_an_invitation_that_left_while_it_was_called_off_is_owed_an_answer_too() -> None:
    wave = a_wave().planned().wakes().happens("cancelled", reason=CANARY).happens("invited", invited=3, waiting=0)

    assert wave.wave.state is WaveState.ANSWERING
    assert wave.wave.wake is not None


# Paused


def test_while_it_is_paused_clocks_stand_still() -> None:
    wave = a_wave().open().on("2026-11-05").happens("paused", reason=CANARY)
    assert refused(wave, "paused", reason=CANARY) == "wave.paused"
    assert refused(wave, "closed_early", reason=CANARY) == "wave.paused"

    wave.wakes_until("2026-11-30").happens("counted", answered=9)
    assert set(wave.kinds[4:]) == {"still_paused"}
    assert (wave.wave.state, wave.wave.answered) == (WaveState.OPEN, 9)
    wave.happens("resumed")

    # Two working days were left until the first reminder, eleven until the close.
    assert wave.wave.remind_on == (date(2026, 12, 2), date(2026, 12, 9))
    assert wave.wave.closes_on == date(2026, 12, 15)


def test_resumed_the_same_day_nothing_moves() -> None:
    wave = a_wave().open(closes_on="2026-11-22")  # a Sunday
    before = wave.wave

    wave.happens("paused", reason=CANARY).happens("resumed")
    assert (wave.wave.closes_on, wave.wave.remind_on) == (before.closes_on, before.remind_on)


def test_enough_answers_that_came_in_the_pause_close_it_afterwards() -> None:
    wave = a_wave().open(enough=5).happens("paused", reason=CANARY).happens("counted", answered=5)
    assert wave.wave.state is WaveState.OPEN

    assert wave.happens("resumed").wave.state is WaveState.CLOSED


def test_an_answer_that_was_overdue_stays_so_over_a_pause() -> None:
    wave = a_wave().answering().on("2026-12-14").happens("woken")
    due = wave.wave.response_on

    wave.happens("paused", reason=CANARY).later(days=30).happens("resumed")
    assert wave.wave.response_on == due
    assert wave.wakes().kinds[-1] == "still_waiting"


# Refused


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ({"starts_on": "2026-11-01"}, "wave.starts_in_the_past"),
        ({"closes_on": "2026-11-03"}, "wave.closes_before_it_starts"),
        ({"closes_on": "2126-11-03"}, "date.too_far"),
    ],
)
def test_a_plan_that_cannot_be(plan: dict[str, Any], code: str) -> None:
    assert refused(a_wave(), "planned", plan={**PLAN, **plan}) == code


def test_a_wave_without_an_owner_is_not_planned() -> None:
    assert refused(a_wave(owner="gone"), "planned", plan=PLAN) == "wave.owner_unknown"


@pytest.mark.parametrize("days", [[5, 5], [9, 4], [0], [1, 2, 3, 4, 5, 6]])
def test_reminders_are_few_and_in_order(days: list[int]) -> None:
    with pytest.raises(ValidationError):
        a_wave().planned(remind_after=days)


@pytest.mark.parametrize(
    ("wave", "kind", "fields", "code"),
    [
        (a_wave(), "invited", {"invited": 1, "waiting": 0}, "wave.too_early"),
        (a_wave().planned(), "planned", {"plan": PLAN}, "wave.exists"),
        (a_wave().planned(), "invited", {"invited": 1, "waiting": 0}, "wave.not_started"),
        (a_wave().planned(), "counted", {"answered": 1}, "wave.not_started"),
        (a_wave().planned(), "closed_early", {"reason": "x"}, "wave.not_open"),
        (a_wave().open(), "evaluated", {}, "wave.not_closed"),
        (a_wave().open(), "responded", {"topics": [TOPIC]}, "wave.no_response_due"),
        (a_wave().open(), "resumed", {}, "wave.not_paused"),
        (a_wave().answering().responded(), "responded", {"topics": [TOPIC]}, "wave.ended"),
        (a_wave().answering().responded(), "cancelled", {"reason": "x"}, "wave.ended"),
    ],
)
def test_what_comes_too_early_twice_or_too_late_is_refused(
    wave: AWave, kind: str, fields: dict[str, Any], code: str
) -> None:
    assert refused(wave, kind, **fields) == code


@pytest.mark.parametrize(
    ("kind", "by", "fields"),
    [
        ("cancelled", "ole", {"reason": "x"}),
        ("cancelled", "gone", {"reason": "x"}),
        ("closed_early", "nina", {"reason": "x"}),
        ("counted", "olga", {"answered": 9}),
        ("invited", "olga", {"invited": 999, "waiting": 0}),
        ("evaluated", "olga", {}),
        ("responded", "nina", {"topics": [TOPIC]}),
        ("woken", "olga", {}),
    ],
)
def test_who_may_not_is_refused(kind: str, by: str, fields: dict[str, Any]) -> None:
    assert refused(a_wave().open(), kind, by, **fields) == "not_allowed"


@pytest.mark.parametrize("wave", [a_wave().open(), a_wave().answering(), a_wave().answering().responded()])
def test_taking_results_along_is_noted_and_changes_nothing(wave: AWave) -> None:
    before = wave.wave
    wave.happens("exported", "olga", format="csv", what="texts", rows=12)

    assert wave.kinds[-1] == "exported"
    assert wave.events[-1].facts == {"format": "csv", "what": "texts", "rows": 12}
    assert (wave.wave.state, wave.wave.wake) == (before.state, before.wake)
    assert refused(wave, "exported", "nina", format="csv", what="texts", rows=12) == "not_allowed"


def test_a_shell_that_is_woken_stays_one() -> None:
    assert a_wave().happens("woken").events == []
