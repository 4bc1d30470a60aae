"""More time, a pause and a silence that counts, as the office, those who are asked and everybody else see them."""

import re
from html import unescape

import httpx2
import pytest

from domain.calendar import working_days_after
from domain.definition import ProcessDefinition
from storage import processes
from storage.queries import care
from tests.api.city import City, followed, send
from tests.api.office.conftest import fill, signed_in

BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
WHY = "<script>Hochwasser im Rathaus"
TYPED = {"verdict": "approve", "scores.benefit": "7", "scores.complexity": "none", "reason": "<script>Mehr Licht"}


@pytest.fixture
async def office(client: httpx2.AsyncClient, city: City) -> httpx2.AsyncClient:
    return await signed_in(client, city)


async def here(city: City, case_id: str) -> str:
    return f"/office/ideas/{(await city.case(case_id)).number}"


async def asked(city: City, case_id: str) -> tuple[str, str]:
    """One who was asked for a review: part of the address, and the link."""
    case = await city.case(case_id)
    name = next(n for n, p in city.people.items() if p == case.open_assignments()[0].person)
    return name, await city.link(case_id, "review_asked", name)


async def rules(city: City, **review: object) -> None:
    """From now on ideas follow the example with another deadline for reviews."""
    async with city.db.write() as session:
        current = await processes.current(session)
        assert current is not None
        changed = current.model_dump(mode="json", by_alias=True, exclude_none=True)
        changed["stages"]["review"]["deadline"] = review
        definition = ProcessDefinition.model_validate_json(ProcessDefinition.model_validate(changed, strict=False).text)
        await processes.publish(
            session, definition, definition.text, definition.content_hash, at=city.clock(), by="test"
        )


# A pause


@BOTH
async def test_the_office_pauses_an_idea_and_lets_it_go_on(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    page = await here(city, case_id)
    missing = await fill(office, f"{page}/pause", internal_reason="bleibt stehen")
    assert missing.status_code == 422
    assert "bleibt stehen" in missing.text
    sent = await fill(office, f"{page}/pause", public_reason=WHY, internal_reason="Stab <b>")
    assert sent.headers["location"] == f"{page}?done=pause"
    shown = (await office.get(page)).text
    assert "Alle Fristen dieser Idee stehen still." in shown
    assert "&lt;script&gt;Hochwasser" in shown
    assert "pausiert" in (await office.get("/office/ideas")).text
    assert f'href="{page}/name-reviewer"' not in shown
    assert f'href="{page}/resume"' in shown
    due = (await city.case(case_id)).open_tasks()[0].due_on

    city.clock.later(days=7)
    await signed_in(office, city)
    await fill(office, f"{page}/resume", reason="Wieder trocken")
    case = await city.case(case_id)
    assert case.paused_at is None
    assert due is not None
    assert (case.open_tasks()[0].due_on or due) > due
    assert "um die vergangenen Arbeitstage verschoben" in unescape((await office.get(page)).text)
    told = [(name, message["To"]) for name, message in await city.mails(case_id) if "paused" in name or "resum" in name]
    assert sorted({name for name, _ in told}) == ["paused", "paused_task", "resumed", "resumed_task"]
    assert len(told) == 6


@BOTH
async def test_an_answer_in_a_pause_is_refused_kept_and_in_the_form_when_it_goes_on(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.in_review()
    name, link = await asked(city, case_id)
    await city.office(case_id, "paused", public_reason=WHY)
    page = (await client.get(link)).text
    assert "Diese Idee pausiert seit" in page
    assert "&lt;script&gt;Hochwasser" in page

    refused = await send(client, link, f"{link}/answer", **TYPED)
    assert refused.status_code == 409
    assert "Die Idee pausiert, deshalb geht das jetzt nicht." in refused.text
    assert re.search(r"<textarea[^>]*>\s*&lt;script&gt;Mehr Licht", refused.text)
    assert (await city.case(case_id)).answers == ()
    await city.office(case_id, "resumed")
    fresh = await city.link(case_id, "resumed_task", name)
    for door in (link, fresh):
        again = (await client.get(door)).text
        assert "Jetzt geht es weiter" in again
        assert re.search(r'<textarea[^>]*name="reason"[^>]*>\s*&lt;script&gt;Mehr Licht', again)
        assert not re.search(r'name="verdict"[^>]*checked', again)
    assert (await send(client, fresh, f"{fresh}/answer", **TYPED)).status_code == 303
    assert "Mehr Licht" in (await client.get(fresh)).text
    assert len((await city.case(case_id)).answers) == 1


async def test_the_public_and_the_submitter_read_since_when_and_why(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    await city.office(case_id, "paused", public_reason=WHY, internal_reason="Zank im Stab")
    number = (await city.case(case_id)).number
    for language, said in (("de", "Pausiert seit"), ("en", "Paused since")):
        for page in (f"/ideas/{number}", await city.link(case_id, "paused")):
            shown = (await client.get(page, params={"lang": language})).text
            assert shown.count(said) == 1
            assert "&lt;script&gt;Hochwasser" in shown
            assert "Zank" not in shown


async def test_in_a_pause_nothing_is_late_for_the_office(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.idea()
    await city.clock_rings(case_id)
    await city.clock_rings(case_id)
    async with city.db.read() as session:
        assert [one.why for one in await care.interventions(session)] == ["overdue"]
    await city.office(case_id, "paused", public_reason=WHY)
    async with city.db.read() as session:
        assert await care.interventions(session) == []
    assert "überfällig" not in (await office.get(await here(city, case_id))).text


async def test_reading_a_paused_idea_changes_nothing(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    _, link = await asked(city, case_id)
    await city.office(case_id, "paused", public_reason=WHY)
    before = await city.case(case_id)
    for method in ("GET", "HEAD"):
        assert (await client.request(method, link)).status_code == 200
    assert await city.case(case_id) == before


# More time


@BOTH
async def test_the_office_gives_more_time_and_whoever_is_asked_gets_a_new_link(
    office: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.in_review()
    task = (await city.case(case_id)).open_tasks()[0]
    assert task.due_on is not None
    page = await here(city, case_id)
    form = f"{page}/extend/{task.id}"
    assert f'href="{form}"' in (await office.get(page)).text

    earlier = await fill(office, form, until=f"{task.due_on:%d.%m.%Y}", reason="Krank <b>")
    assert "Das ist nicht mehr Zeit" in earlier.text
    assert "Krank &lt;b&gt;" in earlier.text
    assert task.due_on.isoformat() not in earlier.text, "a date is shown as people write it"
    much = await fill(office, form, until="1.6.2040", reason="Krank")
    assert "mehr, als der Prozess erlaubt" in much.text
    later = working_days_after(task.due_on, 3, frozenset())
    sent = await fill(office, form, until=f"{later:%d.%m.%Y}", reason="Krank <b>")
    assert sent.headers["location"] == f"{page}?done=extend", sent.text
    case = await city.case(case_id)
    assert (case.open_tasks()[0].due_on, case.open_tasks()[0].first_due_on) == (later, task.due_on)
    shown = (await office.get(page)).text
    assert "zuerst fällig am" in shown
    assert "Krank &lt;b&gt;" in shown
    assert len([name for name, _ in await city.mails(case_id) if name == "extended"]) == 2


async def test_a_form_for_more_time_of_nothing_is_not_there(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    assert (await office.get(f"{await here(city, case_id)}/extend/nothing")).status_code == 404


# Documents


@BOTH
async def test_the_clock_waits_for_the_documents_and_everybody_sees_so(
    client: httpx2.AsyncClient, office: httpx2.AsyncClient, city: City
) -> None:
    await rules(city, working_days=10, starts="complete")
    case_id = await city.in_review()
    page = await here(city, case_id)
    name, link = await asked(city, case_id)
    assert "Ihre Frist beginnt, wenn die Unterlagen vollständig sind" in (await client.get(link)).text
    shown = (await office.get(page)).text
    assert "Frist beginnt, wenn die Unterlagen vollständig sind" in shown
    assert f'href="{page}/documents-complete"' in shown

    sent = await fill(office, f"{page}/documents-complete", reason="Gutachten <b>")
    assert sent.headers["location"] == f"{page}?done=documents-complete", sent.text
    due = (await city.case(case_id)).open_tasks()[0].due_on
    assert due is not None
    shown = (await office.get(page)).text
    assert "Die Unterlagen sind vollständig." in shown
    assert "Gutachten &lt;b&gt;" in shown
    assert f'href="{page}/documents-complete"' not in shown
    assert [mail for mail, _ in await city.mails(case_id)].count("clock_begins") == 2
    anew = (await client.get(await city.link(case_id, "clock_begins", name))).text
    assert "Ihre Frist beginnt" not in anew
    assert str(due.day) in anew


async def test_where_no_clock_waits_for_documents_nobody_is_asked_for_them(
    office: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.in_review()
    page = await here(city, case_id)
    assert "documents-complete" not in (await office.get(page)).text


# Silence


@BOTH
@pytest.mark.parametrize(
    ("meaning", "said"), [("consent", "galt Schweigen als Zustimmung"), ("blocked", "kümmert sich jetzt das Büro")]
)
async def test_a_link_opened_after_the_time_is_over_says_what_silence_meant(
    client: httpx2.AsyncClient, city: City, meaning: str, said: str
) -> None:
    await rules(city, working_days=3, silence=meaning)
    case_id = await city.in_review()
    name, link = await asked(city, case_id)
    await city.clock_rings(case_id)
    case = await city.case(case_id)
    assert case.stage == ("review" if meaning == "blocked" else "prioritisation")
    page = (await client.get(link)).text
    assert "Die Zeit dafür ist vorbei" in page
    assert said in page
    assert "Sie haben geantwortet" not in page
    assert "silence" in [mail for mail, _ in await city.mails(case_id, name)]
    late = await client.get(link, params={"lang": "en"})
    assert "The time for this is over" in late.text


async def test_the_office_sees_that_it_was_silence_and_no_answer(office: httpx2.AsyncClient, city: City) -> None:
    await rules(city, working_days=3, silence="consent")
    case_id = await city.in_review()
    await city.clock_rings(case_id)
    await signed_in(office, city)
    page = unescape((await office.get(await here(city, case_id))).text)
    assert "hat sich nicht geäußert" in page
    assert "das bedeutet: Zustimmung" in page
    assert "Schweigen:" in page
    assert "2 von 2 dafür. Durch Schweigen gezählt: 2." in page
    assert "Dafür" not in page
    assert "Stellungnahmen der Begutachtenden" not in page


async def test_an_answer_sent_after_the_time_is_over_leads_to_the_page_that_says_so(
    client: httpx2.AsyncClient, city: City
) -> None:
    await rules(city, working_days=3, silence="declined")
    case_id = await city.in_review()
    _, link = await asked(city, case_id)
    form = await client.get(link)
    assert form.status_code == 200
    await city.clock_rings(case_id)
    answer = await send(client, link, f"{link}/answer", **TYPED)
    assert "Die Zeit dafür ist vorbei" in (await followed(client, answer)).text


async def test_one_to_whom_it_was_escalated_answers_by_a_link_of_their_own(
    client: httpx2.AsyncClient, city: City
) -> None:
    await rules(city, working_days=3, escalate={"after": 2, "to": "decider"})
    case_id = await city.in_review()
    case = await city.case(case_id)
    await city.answer(case_id, case.open_assignments()[0])
    for _ in range(2):
        await city.clock_rings(case_id)
    link = await city.link(case_id, "escalated")
    assert "Ihre Stellungnahme" in (await client.get(link)).text
    assert (await send(client, link, f"{link}/answer", **TYPED)).status_code == 303
    assert (await city.case(case_id)).stage == "prioritisation"
