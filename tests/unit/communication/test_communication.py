"""The rules of communication: states and proof of entries, the map's quadrants, and who was never heard."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from api.office.communication.grid import grid
from domain.communication.plan import Entry, Group, MailCount, Planned, Proof, check, may_prove, state, time_to_remind
from domain.communication.plan import to_remind as late
from domain.communication.stakeholders import Placed, quadrant
from domain.communication.voices import Heard, voice, without_voice
from domain.communication.words import Channel, Disposition, EntryState, GroupKind, Quadrant, Voice
from domain.errors import RuleBroken

DAY = date(2026, 3, 2)
ALL = Group(GroupKind.AUDIENCE, "all")
BERLIN = ZoneInfo("Europe/Berlin")


def an_entry(group: Group = ALL, channel: Channel = Channel.MAIL, wave: str | None = None, **more: object) -> Entry:
    return Entry("e1", Planned(group, "Text", channel, DAY, "p1", wave), **more)  # type: ignore[arg-type]


PROOF = Proof(DAY, "p1", datetime(2026, 3, 2, tzinfo=UTC), "Seite 3")


@pytest.mark.parametrize(
    ("days", "mails", "proof", "expected"),
    [
        (-1, None, None, EntryState.PLANNED),
        (0, None, None, EntryState.DUE),
        (1, None, None, EntryState.LATE),
        (1, None, PROOF, EntryState.SENT),
        (-1, MailCount(9, 1, 8), None, EntryState.SENT),
        (1, MailCount(9, 0, 9), None, EntryState.LATE),
        (1, MailCount(9, 0, 0, 9), None, EntryState.LATE),  # all came back: nobody was told
    ],
)
def test_an_entry_is_late_after_its_day_until_there_is_proof(
    days: int, mails: MailCount | None, proof: Proof | None, expected: EntryState
) -> None:
    assert state(an_entry(proof=proof), mails, DAY + timedelta(days=days)) is expected


def test_its_owner_is_reminded_once_of_each_day() -> None:
    tomorrow = DAY + timedelta(days=1)

    assert late(an_entry(), None, tomorrow)
    assert not late(an_entry(), None, DAY)
    assert not late(an_entry(reminded_for=DAY), None, tomorrow)
    assert late(an_entry(reminded_for=DAY - timedelta(days=3)), None, tomorrow)  # moved, and late again


@pytest.mark.parametrize(
    ("now", "expected"),
    [("2026-03-02T06:59", False), ("2026-03-02T07:00", True), ("2026-03-01T09:00", False), ("2026-04-03T09:00", False)],
)
def test_owners_are_written_to_on_working_days_from_eight_on(now: str, expected: bool) -> None:
    good_friday = frozenset({date(2026, 4, 3)})

    assert time_to_remind(datetime.fromisoformat(now).replace(tzinfo=UTC), BERLIN, good_friday) is expected


@pytest.mark.parametrize(
    ("group", "channel", "audience", "code"),
    [
        (ALL, Channel.PRESS, "all", "plan.wave_is_mail"),
        (ALL, Channel.MAIL, "others", "plan.other_audience"),
        (ALL, Channel.MAIL, None, "plan.other_audience"),
        (Group(GroupKind.EXTERNAL, "resident"), Channel.MAIL, "resident", "plan.other_audience"),
        (Group(GroupKind.NAMED, "", "Verein"), Channel.MAIL, "", "plan.other_audience"),
        (ALL, Channel.MAIL, "all", ""),
        (Group(GroupKind.NAMED, "all", "Verein"), Channel.MAIL, "all", ""),
    ],
)
def test_mails_of_a_wave_prove_something_about_those_it_asks_only(
    group: Group, channel: Channel, audience: str | None, code: str
) -> None:
    said = ""
    try:
        check(an_entry(group, channel, "w1").planned, audience)
    except RuleBroken as broken:
        said = broken.code
    assert said == code


@pytest.mark.parametrize(
    ("entry", "on", "code"),
    [
        (an_entry(proof=PROOF), DAY, "plan.sent_already"),
        (an_entry(wave="w1"), DAY, "plan.wave_proves"),
        (an_entry(), DAY + timedelta(days=1), "plan.sent_in_the_future"),
    ],
)
def test_nobody_types_a_proof_that_is_there_or_will_be(entry: Entry, on: date, code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        may_prove(entry, None, on, DAY)
    assert broken.value.code == code


@pytest.mark.parametrize(
    ("power", "interest", "expected"),
    [
        (5, 5, Quadrant.MANAGE),
        (3, 3, Quadrant.MANAGE),  # the middle counts as high
        (3, 2, Quadrant.SATISFY),
        (2, 3, Quadrant.INFORM),
        (2, 2, Quadrant.MONITOR),
        (1, 1, Quadrant.MONITOR),
    ],
)
def test_power_and_interest_call_for_one_of_four(power: int, interest: int, expected: Quadrant) -> None:
    assert quadrant(power, interest) is expected


@pytest.mark.parametrize(("count", "marks", "more"), [(6, 6, ()), (7, 5, (6, 7)), (9, 5, (6, 7, 8, 9))])
def test_a_place_holds_six_marks_and_of_more_says_how_many(count: int, marks: int, more: tuple[int, ...]) -> None:
    drawn = grid([(3, 3, "+")] * count)
    assert len(drawn.marks) == marks
    assert tuple(n for one in drawn.more for n in one.numbers) == more
    places = {(one.x, one.y) for one in (*drawn.marks, *drawn.more)}
    assert len(places) == marks + bool(more)
    assert all(drawn.left + 2 * drawn.cell < x < drawn.left + 3 * drawn.cell for x, _ in places)
    assert all(drawn.top + 2 * drawn.cell < y < drawn.top + 3 * drawn.cell for _, y in places)


@pytest.mark.parametrize(
    ("now", "wanted", "gap"), [("against", "supportive", 2), ("neutral", "neutral", 0), ("supportive", "neutral", -1)]
)
def test_the_gap_is_told_in_steps(now: str, wanted: str, gap: int) -> None:
    assert Placed(ALL, 1, 1, Disposition(now), Disposition(wanted)).gap == gap


@pytest.mark.parametrize(
    ("known", "asked", "submitted", "expected"),
    [
        (0, 0, 0, Voice.NOBODY),
        (9, 1, 0, Voice.HEARD),
        (9, 0, 1, Voice.HEARD),
        (9, 0, 0, Voice.NONE),
        (4, 0, 0, Voice.TOO_FEW),
        (4, 0, 4, Voice.TOO_FEW),  # the same as with none: an idea of so few would be somebody's
        (4, 1, 0, Voice.HEARD),
    ],
)
def test_who_was_neither_asked_nor_had_an_idea_is_without_a_voice(
    known: int, asked: int, submitted: int, expected: Voice
) -> None:
    assert voice(Heard(ALL, known, asked, submitted)) is expected


def test_a_name_is_told_once_and_not_where_the_same_group_is_known_and_was_heard() -> None:
    heard = Heard(Group(GroupKind.NAMED, "all", "Seniorenbeirat"), 9, 9)
    named = [
        Heard(Group(GroupKind.NAMED, "", name))
        for name in ("senioren\u00adbeirat", "Verein", " verein ", "SENIORENBEIRAT")
    ]

    assert [one.group.name for one, _ in without_voice([heard, *named])] == ["senioren\u00adbeirat", "Verein"]
