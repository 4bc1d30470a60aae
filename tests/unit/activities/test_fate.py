"""What becomes of a mail after one try, as a table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from activities.fate import TRIES, fate, wait
from kit.replies import Outcome, Phase, Sent
from storage.delivery import Claimed

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
MAIL = Claimed("m1", "c1", "a1", "ana", "review_asked", b"", b"", "", False, 1, NOW)
CODE = replace(MAIL, mail="signin_code", case_id=None, once=True)


def answer(outcome: Outcome, code: int | None = None) -> Sent:
    return Sent(Phase.DATA, outcome, code, "")


@pytest.mark.parametrize(
    ("mail", "outcome", "code", "state", "told"),
    [
        (MAIL, Outcome.SENT, 250, "sent", False),
        (MAIL, Outcome.RETRY, 451, "queued", False),
        (MAIL, Outcome.DOWN, None, "queued", False),
        (MAIL, Outcome.UNKNOWN, None, "unknown", False),
        (MAIL, Outcome.REFUSED, 550, "refused", True),
        (replace(MAIL, attempts=TRIES), Outcome.RETRY, 451, "failed", True),
        (replace(MAIL, attempts=TRIES), Outcome.UNKNOWN, None, "failed", True),
        (replace(MAIL, attempts=TRIES), Outcome.DOWN, None, "queued", False),
        (replace(MAIL, created_at=NOW - timedelta(days=6)), Outcome.RETRY, 451, "failed", True),
        (replace(MAIL, mail="bounced"), Outcome.REFUSED, 550, "refused", False),
        (replace(MAIL, person_id=""), Outcome.REFUSED, 550, "refused", False),
        (CODE, Outcome.UNKNOWN, None, "unknown", False),
        (CODE, Outcome.RETRY, 451, "queued", False),
        (CODE, Outcome.REFUSED, 550, "refused", False),
        (replace(CODE, created_at=NOW - timedelta(minutes=16)), Outcome.RETRY, 451, "failed", False),
    ],
)
def test_the_servers_answer_decides(mail: Claimed, outcome: Outcome, code: int | None, state: str, told: bool) -> None:
    what = fate(mail, answer(outcome, code), NOW)
    assert (what.state.value, what.told) == (state, told)


def test_a_server_that_is_away_costs_no_try() -> None:
    assert not fate(MAIL, answer(Outcome.DOWN), NOW).counted
    assert fate(MAIL, answer(Outcome.RETRY, 451), NOW).counted


def test_waits_double_up_to_four_hours_and_are_scattered() -> None:
    waits = [wait(replace(MAIL, attempts=n)) for n in range(1, TRIES)]
    assert 60 <= waits[0] <= 75
    assert waits == sorted(waits)
    assert waits[-1] == 4 * 3600
    assert len({wait(replace(MAIL, id=f"m{n}")) for n in range(50)}) > 30


def test_a_server_that_asks_for_patience_gets_it_and_a_code_is_tried_again_at_once() -> None:
    assert wait(MAIL, throttled=True) >= 300
    assert wait(CODE) < 10


def test_all_tries_fit_into_five_days() -> None:
    assert sum(wait(replace(MAIL, attempts=n)) for n in range(1, TRIES)) < 5 * 86_400
