"""The dates of a feedback cycle, over years and changes of the clocks."""

from datetime import UTC, date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from domain.survey.cycle import dates, missed, next_openings, next_starts, wave_plan, working_day_from
from domain.survey.survey import Cycle, SurveyPlan

BERLIN = ZoneInfo("Europe/Berlin")
MONTHLY = Cycle(months=tuple(range(1, 13)), day=1, catch_up_days=2)
QUARTERLY = Cycle(months=(1, 4, 7, 10), day=15)
CLOSED = frozenset({date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 1)})


def test_two_years_of_a_monthly_cycle_are_opened_at_six_in_the_morning_local_time() -> None:
    found = next_openings(MONTHLY, datetime(2026, 11, 28, tzinfo=UTC), BERLIN, 24)
    assert [at.astimezone(BERLIN).hour for at in found] == [6] * 24
    assert [at.hour for at in found[:6]] == [5, 5, 5, 5, 4, 4]  # the clocks change on 28 March 2027
    assert found[0] == datetime(2026, 12, 1, 5, tzinfo=UTC)
    assert found[-1] == datetime(2028, 11, 1, 5, tzinfo=UTC)
    assert len({(at.year, at.month) for at in found}) == 24


def test_a_closed_day_moves_a_wave_to_the_next_open_one() -> None:
    found = next_starts(MONTHLY, datetime(2026, 11, 28, tzinfo=UTC), BERLIN, CLOSED, 6)
    assert [str(day) for day in found] == [
        "2026-12-01", "2027-01-04", "2027-02-01", "2027-03-01", "2027-04-01", "2027-05-03",
    ]  # fmt: skip
    assert working_day_from(date(2027, 3, 26), CLOSED) == date(2027, 3, 30)


def test_a_quarterly_cycle_goes_on_next_year_and_an_opening_that_is_over_is_not_the_next() -> None:
    found = list(islice(dates(QUARTERLY, date(2026, 7, 16)), 3))
    assert found == [date(2026, 10, 15), date(2027, 1, 15), date(2027, 4, 15)]
    just_over = datetime(2026, 10, 15, 4, tzinfo=UTC)
    assert next_openings(QUARTERLY, just_over, BERLIN, 1) == [datetime(2027, 1, 15, 5, tzinfo=UTC)]


def test_a_wave_missed_for_longer_than_it_may_be_caught_up_is_left_out() -> None:
    assert not missed(MONTHLY, date(2026, 12, 1), date(2026, 12, 3))
    assert missed(MONTHLY, date(2026, 12, 1), date(2026, 12, 4))


def test_a_wave_has_the_dates_of_its_surveys_plan() -> None:
    plan = SurveyPlan.model_validate({"title": {"de": "Puls"}, "open_days": 10, "remind_after": (5,), "enough": 40})
    wave = wave_plan(plan, date(2027, 3, 22), CLOSED)
    assert (wave.starts_on, wave.closes_on) == (date(2027, 3, 22), date(2027, 4, 7))
    assert (wave.remind_after, wave.enough, wave.respond) == ((5,), 40, plan.respond)


def test_a_cycle_ends_with_its_last_day() -> None:
    ends = QUARTERLY.model_copy(update={"until": date(2027, 4, 15)})
    found = next_openings(ends, datetime(2026, 11, 28, tzinfo=UTC), BERLIN, 9)
    assert [at.date() for at in found] == [date(2027, 1, 15), date(2027, 4, 15)]
    assert next_starts(ends, datetime(2027, 5, 1, tzinfo=UTC), BERLIN, frozenset(), 3) == []
