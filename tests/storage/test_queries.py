"""What pages read: nothing hidden in public, pages that follow each other, who is awaited."""

from dataclasses import asdict
from datetime import timedelta

from storage import courses, delivery, outbox, people
from storage.queries import care, case_page, desk, lists, public
from storage.queries.lists import CaseFilter
from storage.tables import MailState
from tests.storage.test_outbox import a_mail
from tests.storage.town import TITLE, Town


async def test_a_list_goes_on_where_the_page_before_ended(town: Town) -> None:
    wanted = [await town.idea() for _ in range(7)]
    seen: list[str] = []
    after = ""
    async with town.db.read() as session:
        while True:
            page = await lists.case_list(session, CaseFilter(), after=after, limit=3)
            seen += [line.id for line in page.lines]
            after = page.after
            if not after:
                break
        assert await lists.count(session, CaseFilter()) == 7

    assert len(seen) == 7
    assert set(seen) == set(wanted)


async def test_a_list_finds_titles_whatever_the_case_and_knows_no_wildcards(town: Town) -> None:
    await town.idea(title="Öffentliche BÄNKE 100 %")

    async with town.db.read() as session:
        found = [
            len((await lists.case_list(session, CaseFilter(search=words))).lines)
            for words in ("ÖFFENTLICHE bänke", "100 %", "2026-0001", "Bank", "_")
        ]

    assert found == [1, 1, 1, 0, 0]


async def test_filters_leave_out_what_they_say(town: Town) -> None:
    await town.idea()
    await town.in_review()

    async with town.db.read() as session:
        in_review = await lists.case_list(session, CaseFilter(stage="review"))
        public_ones = await lists.count(session, CaseFilter(public=True))
        late = await lists.count(session, CaseFilter(overdue_on=(town.now + timedelta(days=90)).date()))
        closed = await lists.count(session, CaseFilter(closed=True))

    assert ([line.stage for line in in_review.lines], public_ones, late, closed) == (["review"], 1, 2, 0)


async def test_the_case_page_has_all_there_is_in_names(town: Town) -> None:
    case_id = await town.in_review()

    async with town.db.read() as session:
        bundle = await case_page.case_bundle(session, town.db.known, case_id, mails=True)
        events, known = await case_page.history(session, case_id)
        assert await case_page.case_bundle(session, town.db.known, "nobody") is None

    assert bundle is not None
    assert bundle.case == await town.case(case_id)
    assert bundle.events == events
    assert bundle.name(bundle.case.submitter) == "ute"
    assert known[town.people["olga"]].name == "olga"
    assert {mail.state for mail in bundle.mails} <= {"queued"}
    assert bundle.unfinished == ()


async def test_the_public_sees_no_name_and_no_internal_word(town: Town) -> None:
    case_id = await town.in_review()
    number = (await town.case(case_id)).number
    async with town.db.read() as session:
        seen = await public.public_case(session, number)
        listed = await public.public_list(session, CaseFilter())
        hidden = await public.public_case(session, "2026-9999")

    assert hidden is None
    assert seen is not None
    words = str(asdict(seen.case)) + str(listed)
    assert not [name for name, person in town.people.items() if person in words]
    assert (seen.submitter, seen.case.answers, seen.case.text.title) == ("", (), TITLE)


async def test_what_is_not_public_is_not_there(town: Town) -> None:
    case_id = await town.idea()

    async with town.db.read() as session:
        assert await public.public_case(session, (await town.case(case_id)).number) is None
        assert (await public.public_list(session, CaseFilter(public=False))).lines == ()


async def test_everybody_finds_their_tasks_and_answers(town: Town) -> None:
    case_id = await town.in_review()
    mine = (await town.case(case_id)).open_assignments()[0]

    async with town.db.read() as session:
        (task,) = await desk.tasks_of(session, mine.person)
        of_office = await desk.office_tasks(session)
        answers = await desk.answers_of(session, mine.person)

    assert (task.assignment, task.kind, task.title) == (mine.id, "review", TITLE)
    assert (of_office, answers) == ([], [])


async def test_what_needs_care_is_listed_with_its_reason(town: Town) -> None:
    case_id = await town.idea()
    wake = (await town.case(case_id)).wake
    assert wake is not None
    mail = a_mail(town, case_id)
    async with town.db.write() as session:
        await outbox.add(session, mail)
        await delivery.claim(session, town.now)
        await delivery.ended(session, mail.id, MailState.REFUSED, code=550)
    while not [why for why in await _whys(town) if why == "overdue"]:
        town.now += timedelta(days=5)
        await town.record(case_id)

    assert sorted(await _whys(town)) == ["mail", "overdue"]


async def test_whoever_is_asked_and_has_left_needs_a_successor(town: Town) -> None:
    mine = (await town.case(await town.in_review())).open_assignments()[0]
    assert await _whys(town) == []
    async with town.db.write() as session:
        await people.deactivate(session, mine.person, at=town.now)

    assert await _whys(town) == ["left"]
    async with town.db.read() as session:
        assert [(one.what, one.id) for one in await care.interventions(session)] == [("review", mine.id)]


async def _whys(town: Town) -> list[str]:
    async with town.db.read() as session:
        return [one.why for one in await care.interventions(session)]


async def test_the_sweep_finds_late_wake_ups_and_late_mail(town: Town) -> None:
    case_id = await town.idea()
    async with town.db.write() as session:
        while claimed := await delivery.claim(session, town.now):
            for mail in claimed:
                await delivery.sent(session, mail.id, town.now)
        assert await courses.forgotten(session, town.now) == []
        assert await courses.forgotten(session, town.now + timedelta(days=60)) == [case_id]
        assert await outbox.late(session, town.now + timedelta(minutes=5)) == 0
        await outbox.add(session, a_mail(town, case_id))
        assert await outbox.late(session, town.now) == 0
        assert await outbox.late(session, town.now + timedelta(minutes=5)) == 1


async def test_recover_finds_open_cases_and_no_others(town: Town) -> None:
    opened, closed = await town.idea(), await town.idea()
    await town.happen(closed, "withdrawn", "ute")

    async with town.db.read() as session:
        assert list(await courses.living(session)) == [opened]
        assert list(await courses.living(session, after=opened)) == []
        assert await courses.living_among(session, [opened, closed]) == {opened}
