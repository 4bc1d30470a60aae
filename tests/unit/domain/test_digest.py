"""What may wait for the one mail a day, what is still worth saying in it, and when it goes."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from domain.checking import check
from domain.definition import Digest, Notice
from domain.digest import Wish, held_back, is_due, still_news
from domain.words import EventKind, TaskKind
from tests.builders import CLOSED, a_definition, an_idea

BERLIN = ZoneInfo("Europe/Berlin")
HALF_PAST_SEVEN = time(7, 30)


@pytest.mark.parametrize(
    ("digest", "event", "wish", "waits"),
    [
        (False, EventKind.SUBMITTED, None, False),
        (False, EventKind.SUBMITTED, Wish.DAILY, False),
        (True, EventKind.SUBMITTED, None, True),
        (True, EventKind.SUBMITTED, Wish.DAILY, True),
        (True, EventKind.SUBMITTED, Wish.AT_ONCE, False),
        ("chosen", EventKind.REVIEW_ASKED, None, False),
        ("chosen", EventKind.REVIEW_ASKED, Wish.DAILY, True),
        ("chosen", EventKind.REVIEW_ASKED, Wish.AT_ONCE, False),
        (True, EventKind.OVERDUE, Wish.DAILY, False),
        (True, EventKind.BOUNCED, Wish.DAILY, False),
        (True, EventKind.NOBODY_TO_ASK, Wish.DAILY, False),
        (True, EventKind.REPORTED, Wish.DAILY, False),
    ],
)
def test_what_waits_is_what_the_definition_lets_wait_and_its_reader_does_not_want_at_once(
    digest: Digest, event: EventKind, wish: Wish | None, *, waits: bool
) -> None:
    assert held_back(digest, event, wish) is waits


@pytest.mark.parametrize(
    ("event", "open_task", "open_kinds", "news"),
    [
        (EventKind.SUBMITTED, None, {TaskKind.TRIAGE}, True),
        (EventKind.SUBMITTED, None, {TaskKind.REVIEW}, False),  # the office was faster
        (EventKind.REVIEW_DONE, None, {TaskKind.PRIORITISE}, True),
        (EventKind.REVIEW_DONE, None, set(), False),
        (EventKind.REVIEW_ASKED, True, {TaskKind.REVIEW}, True),
        (EventKind.REVIEW_ASKED, False, {TaskKind.REVIEW}, False),  # answered, others are still asked
        (EventKind.DECIDED, None, set(), True),
        (EventKind.WITHDRAWN, None, set(), True),
    ],
)
def test_what_was_answered_meanwhile_is_no_news(
    event: EventKind, open_task: bool | None, open_kinds: set[TaskKind], *, news: bool
) -> None:
    assert still_news(event, open_task=open_task, open_kinds=open_kinds) is news


def local(day: str, hour: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("oldest", "now", "due"),
    [
        (local("2026-11-02", "16:00"), local("2026-11-02", "17:00"), False),  # the same day
        (local("2026-11-02", "16:00"), local("2026-11-03", "07:29"), False),
        (local("2026-11-02", "16:00"), local("2026-11-03", "07:30"), True),
        (local("2026-11-02", "16:00"), local("2026-11-03", "11:00"), True),  # after an outage, the same day
        (local("2026-11-02", "16:00"), local("2026-11-03", "18:00"), False),  # not in the evening
        (local("2026-11-02", "16:00"), local("2026-11-04", "07:30"), True),  # but the next morning
        (local("2026-11-03", "08:00"), local("2026-11-03", "11:00"), False),  # came after the hour
        (local("2026-11-06", "16:00"), local("2026-11-07", "09:00"), False),  # Saturday
        (local("2026-11-06", "16:00"), local("2026-11-09", "07:30"), True),  # Monday
        (local("2026-12-24", "16:00"), local("2026-12-25", "09:00"), False),  # a holiday
        (local("2026-03-27", "16:00"), local("2026-03-30", "07:30"), True),  # summer time began on Sunday
        (local("2026-03-27", "16:00"), local("2026-03-30", "07:29"), False),
        (local("2026-10-23", "16:00"), local("2026-10-26", "07:30"), True),  # and ended
        (local("2026-10-23", "16:00"), local("2026-10-26", "07:29"), False),
    ],
)
def test_it_goes_in_the_morning_of_working_days(oldest: datetime, now: datetime, *, due: bool) -> None:
    assert is_due(oldest, now, HALF_PAST_SEVEN, BERLIN, CLOSED) is due
    assert date(2026, 12, 25) in CLOSED


def test_of_the_mails_of_an_idea_that_goes_the_whole_way_nine_go_at_once() -> None:
    idea = an_idea().submitted().accepted().answered("ana").answered("ben").put_forward().decided()

    at_once = [n.mail for n in idea.notices if not held_back(n.digest, n.event, None)]
    assert at_once == [
        "idea_received",
        "idea_accepted",
        "review_asked",
        "review_asked",
        "review_done_submitter",
        "put_forward",
        "decision_asked",
        "receipt",
        "answer_receipt",
    ]
    assert [n.mail for n in idea.notices if n.mail not in at_once] == ["triage_due", "review_done", "decided_note"]


@pytest.mark.parametrize(
    ("notice", "code"),
    [
        (Notice(on=EventKind.OVERDUE, tell=("office",), mail="office_reminder", digest=True), "digest_urgent"),
        (Notice(on=EventKind.DEFERRED, tell=("submitter",), mail="hidden", digest=True), "digest_submitter"),
        (Notice(on=EventKind.DEFERRED, tell=("office",), mail="reply_arrived", digest="chosen"), ""),
    ],
)
def test_a_definition_that_lets_wait_what_cannot_is_found_out(notice: Notice, code: str) -> None:
    definition = a_definition()
    changed = definition.model_copy(update={"notices": (*definition.notices, notice)})

    assert [finding.code for finding in check(changed)] == ([code] if code else [])
