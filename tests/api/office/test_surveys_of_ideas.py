"""Surveys and ideas on the pages: results where an idea is judged, answers that name it, and what begins a wave."""

from datetime import date
from typing import Any

import httpx2
import pytest

from domain.goals.contribution import Said
from domain.goals.tree import Wanted
from domain.survey.survey import Trigger
from domain.survey.wave_words import WaveState
from storage import assessments, goals, sql, surveys
from storage.tables import WaveOriginRow, WaveRow, WaveTopicRow
from tests.api.asked import a_survey, a_topic, a_wave
from tests.api.city import City, send, text_of
from tests.storage.asking import add_people, invite

W = sql.table(WaveRow)


async def about(city: City, wave: str, case_id: str, event: str = "in_review", before: str | None = None) -> None:
    """The wave was begun by what happened to the idea."""
    async with city.db.write() as session:
        await session.execute(W.update().where(W.c.id == wave).values(case_id=case_id))
        await sql.insert(session, WaveOriginRow, [{"wave": wave, "event": event, "days": 0, "before": before}])


async def number_of(city: City, case_id: str) -> str:
    return (await city.case(case_id)).number


@pytest.mark.parametrize("mail", ["review_asked", "decision_asked"])
async def test_whoever_judges_an_idea_sees_what_people_said(client: httpx2.AsyncClient, city: City, mail: str) -> None:
    case_id = await (city.in_review() if mail == "review_asked" else city.deciding())
    link = await city.link(case_id, mail)
    page = await client.get(link)
    assert "Was die Befragten sagen" not in page.text
    wave = await a_wave(city, await a_survey(city), state=WaveState.ANSWERING)
    await about(city, wave, case_id)
    page = await client.get(link)
    for said in (
        "Was die Befragten sagen",
        "Puls &lt;b&gt;",
        "28 von 80 Befragten",
        "aus der Verwaltung: 50\u00a0% (",
    ):
        assert said in page.text, said
    for hidden in ("Mehr Rückmeldung", "Alle Ergebnisse der Welle"):
        assert hidden not in page.text
    assert "What people said when asked" in (await client.get(link, params={"lang": "en"})).text


async def test_what_may_not_be_shown_is_not_shown_to_them_either(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    wave = await a_wave(city, await a_survey(city), state=WaveState.ANSWERING, parts=(("inside", "it", 4, 0),))
    await about(city, wave, case_id)
    page = await client.get(await city.link(case_id, "review_asked"))
    assert "80 Personen wurden gefragt. Weniger als 5" in page.text
    assert "aus der Verwaltung" not in page.text


@pytest.mark.parametrize("state", [WaveState.OPEN, WaveState.CLOSED, WaveState.PLANNED])
async def test_before_it_is_evaluated_nobody_sees_anything(
    client: httpx2.AsyncClient, office: httpx2.AsyncClient, city: City, state: WaveState
) -> None:
    case_id = await city.in_review()
    await about(city, await a_wave(city, await a_survey(city), state=state), case_id)
    assert "Befragten" not in (await client.get(await city.link(case_id, "review_asked"))).text
    assert "Umfragen zur Idee" not in (await office.get(f"/office/ideas/{await number_of(city, case_id)}")).text


@pytest.mark.parametrize("mail", ["review_asked", "decision_asked"])
async def test_whoever_judges_an_idea_reads_until_when_people_are_asked_about_it(
    client: httpx2.AsyncClient, city: City, mail: str
) -> None:
    case_id = await (city.in_review() if mail == "review_asked" else city.deciding())
    link, until = await city.link(case_id, mail), "Bis zum 20. März 2026 werden Menschen zu dieser Idee befragt."
    wave = await a_wave(city, await a_survey(city), state=WaveState.OPEN)
    await about(city, wave, case_id)
    async with city.db.write() as session:
        await session.execute(W.update().where(W.c.id == wave).values(closes_on=date(2026, 3, 20)))
    assert until in (await client.get(link)).text
    async with city.db.write() as session:
        await session.execute(W.update().where(W.c.id == wave).values(state=WaveState.CLOSED.value))
    assert until not in (await client.get(link)).text


async def test_a_wave_that_was_called_off_has_no_result(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    wave = await a_wave(city, await a_survey(city), state=WaveState.ANSWERING)
    await about(city, wave, case_id)
    async with city.db.write() as session:
        await session.execute(W.update().where(W.c.id == wave).values(cancelled_at=city.clock()))
    assert "Umfragen zur Idee" not in (await office.get(f"/office/ideas/{await number_of(city, case_id)}")).text


async def test_the_case_page_shows_the_result_and_leads_to_all_of_it(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    wave = await a_wave(city, await a_survey(city), state=WaveState.ANSWERING)
    await about(city, wave, case_id)
    figures = [{"question": "side", "kind": "single", "bars": [{"key": "inside", "count": 14, "answered": 28}]}]
    told: dict[str, Any] = {"wave": wave, "survey": "s", "event": "in_review", "invited": 80, "answered": 28}
    assert await city.happens(case_id, "surveyed", "clock", "clock", **told, figures=figures) == "done"
    assert await city.happens(case_id, "named_in_survey", "clock", "clock", wave=wave, topics=1) == "done"
    page = await office.get(f"/office/ideas/{await number_of(city, case_id)}")
    for said in (
        "Umfragen zur Idee",
        "28 von 80 Befragten haben geantwortet.",
        f'href="/office/surveys/waves/{wave}/results"',
        "Eine Umfrage zur Idee wurde ausgewertet: 28 von 80 Personen haben geantwortet.",
        "Die Antwort an die Befragten einer Umfrage nennt diese Idee.",
    ):
        assert said in page.text, said
    assert (
        f'href="/office/ideas/{await number_of(city, case_id)}"'
        in (await office.get(f"/office/surveys/waves/{wave}")).text
    )


async def test_the_history_says_which_rule_it_was(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.reviewed()
    bars = [{"key": key, "count": 20 * (key == "none"), "answered": 20} for key in STEPS]
    told: dict[str, Any] = {"wave": "w", "survey": "s", "event": "in_review", "invited": 40, "answered": 20}
    figures = [{"question": "benefit", "kind": "single", "bars": bars}]
    assert await city.happens(case_id, "surveyed", "clock", "clock", **told, figures=figures) == "done"
    page = await office.get(f"/office/ideas/{await number_of(city, case_id)}")
    assert "zurück in die Stellungnahme: weniger als die Hälfte sieht den Nutzen." in page.text
    (letter,) = [message for name, message in await city.mails(case_id) if name == "survey_result"]
    assert f"/office/ideas/{await number_of(city, case_id)}" in text_of(letter)


STEPS = ("none", "rather_small", "rather_large", "very_large")


# A topic names an idea


async def named(city: City, case_id: str) -> str:
    """A published answer that names the idea."""
    wave = await a_wave(city, await a_survey(city))
    await a_topic(city, wave)
    topics = sql.table(WaveTopicRow)
    async with city.db.write() as session:
        await session.execute(topics.update().where(topics.c.wave == wave).values(case_id=case_id))
    return wave


async def test_the_published_answer_links_the_idea_where_that_is_public(client: httpx2.AsyncClient, city: City) -> None:
    public, hidden = await city.in_review(), await city.in_review(public=False)
    page = await client.get(f"/surveys/{await named(city, public)}")
    assert f'href="/ideas/{await number_of(city, public)}"' in page.text
    page = await client.get(f"/surveys/{await named(city, hidden)}")
    assert await number_of(city, hidden) not in page.text


async def test_the_case_page_says_which_answer_names_it(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    wave = await named(city, case_id)
    page = await office.get(f"/office/ideas/{await number_of(city, case_id)}")
    assert f'href="/office/surveys/waves/{wave}"' in page.text
    assert "nennt diese Idee:" in page.text
    assert "Rückmeldung &lt;script&gt;" in page.text


TOPIC = {"about1": "Nutzen", "result1": "Kaum jemand", "decision1": "Neu prüfen", "reason1": "Darum"}


async def test_an_idea_is_named_in_the_form_by_its_number(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    wave = await a_wave(city, await a_survey(city), state=WaveState.ANSWERING)
    await about(city, wave, case_id)
    number, address = await number_of(city, case_id), f"/office/surveys/waves/{wave}/respond"
    assert f"Die Welle hat zu der Idee {number} gefragt." in (await office.get(address)).text
    given = {**TOPIC, "owner1": city.people["torben.voss"], "due_on1": "01.06.2026"}
    wrong = await send(office, address, to=address, **given, idea1="2020-9999", step="")
    assert wrong.status_code == 422
    assert "Es gibt keine Idee mit dieser Nummer." in wrong.text
    assert 'value="2020-9999"' in wrong.text
    look = await send(office, address, to=address, **given, idea1=number, step="")
    assert look.status_code == 200
    assert "Veröffentlichen und versenden" in look.text
    assert number in look.text


# What begins a wave


FORM = {
    "title_de": "Nutzen", "questionnaire": "pulse", "audience": "everybody", "mode": "anonymous", "selection": "all",
    "open_days": "10", "respond_days": "15", "figures": "5", "free_text": "10", "resumable": "yes",
}  # fmt: skip


async def saved(office: httpx2.AsyncClient, city: City, page: str, **fields: str) -> httpx2.Response:
    given = {**FORM, "owner": city.people["torben.voss"], **fields}
    return await send(office, page, to=page, **given, step="")


async def test_triggers_are_entered_in_the_form_and_come_back_to_it(office: httpx2.AsyncClient, city: City) -> None:
    await a_survey(city)  # brings a questionnaire and an audience
    number = await number_of(city, await city.in_review())
    rows = {"event1": "in_review", "days1": "3", "event2": "before_live", "days2": "30", "idea": number}
    rows |= {"event3": "live", "days3": "90", "same3": "yes"}
    answer = await saved(office, city, "/office/surveys/new", **rows)
    assert answer.status_code == 303, answer.text
    survey_id = answer.headers["location"].partition("?")[0].rpartition("/")[2]
    async with city.db.read() as session:
        survey = await surveys.survey(session, survey_id)
    assert survey is not None
    assert survey.plan.triggers == (
        Trigger(event="in_review", days=3),
        Trigger(event="live", days=-30),
        Trigger(event="live", days=90, same_people=True),
    )
    assert survey.case_id is not None
    page = (await office.get(f"/office/surveys/{survey_id}")).text
    for said in ("3 Tage nachdem eine Idee in die Stellungnahme kam", "90 Tage nachdem", "(dieselben Personen)"):
        assert said in page, said
    form = (await office.get(f"/office/surveys/{survey_id}/edit")).text
    for shown in ('name="days3" type="text" value="90"', 'name="event5"', f'value="{number}"'):
        assert shown in " ".join(form.split()), shown
    again = await saved(office, city, f"/office/surveys/{survey_id}/edit", **rows, revision="0")
    assert again.status_code == 303
    gone = await saved(office, city, f"/office/surveys/{survey_id}/edit", revision="1")
    assert gone.status_code == 303
    async with city.db.read() as session:
        emptied = await surveys.survey(session, survey_id)
    assert emptied is not None
    assert (emptied.plan.triggers, emptied.case_id) == ((), None)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"event1": "in_review", "days1": "bald"}, "Geben Sie eine ganze Zahl von 0 bis 1.100 ein."),
        ({"event1": "live", "days1": "2000"}, "von 0 bis 1.100"),
        ({"event1": "before_live", "days1": "0"}, "von 1 bis 365"),
        ({"event1": "before_live"}, "von 1 bis 365"),
        ({"days1": "5"}, "Was geschieht"),
        ({"event1": "whatever", "days1": "5"}, "Was geschieht"),
        ({"event1": "live", "days1": "5", "event2": "live", "days2": "5"}, "Das steht hier zweimal."),
        ({"event1": "live", "days1": "5", "event2": "live", "days2": "5", "same2": "yes"}, "Das steht hier zweimal."),
        ({"idea": "2020-9999"}, "Es gibt keine Idee mit dieser Nummer."),
    ],
)
async def test_what_cannot_begin_a_wave_is_told_and_kept(
    office: httpx2.AsyncClient, city: City, rows: dict[str, str], said: str
) -> None:
    await a_survey(city)
    answer = await saved(office, city, "/office/surveys/new", **rows)
    assert answer.status_code == 422
    assert said in answer.text
    for value in rows.values():
        assert value == "whatever" or f'value="{value}"' in answer.text


# Before and after


async def test_an_after_wave_is_shown_beside_the_one_before(office: httpx2.AsyncClient, city: City) -> None:
    case_id, survey = await city.in_review(), await a_survey(city)
    before = await a_wave(city, survey, number=0, low=1, high=3)
    after = await a_wave(city, survey, number=1, low=4, high=5)
    await about(city, before, case_id, "live")
    await about(city, after, case_id, "live", before=before)
    page = await office.get(f"/office/surveys/waves/{after}/results")
    assert f'<option value="{before}" selected>' in page.text
    assert "Vorher und nachher" in page.text
    assert "Querschnitt" in page.text
    assert "Höher:" in page.text
    other = await office.get(f"/office/surveys/waves/{before}/results")
    assert "Vorher und nachher" not in other.text


# Who is asked about what


@pytest.mark.parametrize(("public", "department", "told"), [(True, "", True), (False, "it", True), (False, "", False)])
async def test_the_first_page_says_which_idea_it_is_about(
    client: httpx2.AsyncClient, city: City, public: bool, department: str, told: bool
) -> None:
    case_id, survey = await city.in_review(public=public), await a_survey(city)
    wave = await a_wave(city, survey, state=WaveState.OPEN)
    await about(city, wave, case_id)
    people = await add_people(city.db, 1, department)
    (token,) = (await invite(city.db, wave, people)).values()
    page = (await client.get(f"/s/{token}")).text
    number = await number_of(city, case_id)
    assert (number in page) is told
    assert ("Die ganze Idee lesen" in page) is public


async def test_what_people_said_of_an_idea_counts_towards_its_goals(office: httpx2.AsyncClient, city: City) -> None:
    case_id, other = await city.in_review(), await city.in_review()
    async with city.db.write() as session:
        above = await goals.add(session, Wanted("Gute Luft", ""), at=city.clock(), by="test")
        goal = await goals.add(session, Wanted("Weniger Verkehr", "", under=above), at=city.clock(), by="test")
        for one in (case_id, other):
            said = Said(contributions={goal: 2})
            await assessments.say(session, one, said, known=([goal], []), number=0, at=city.clock(), by="test")
    page = f"/office/goals/{goal}"
    assert "darunter tun: 2. Befragt wurde zu ihnen bisher niemand." in (await office.get(page)).text
    survey = await a_survey(city)
    shown, hidden = await a_wave(city, survey), await a_wave(city, survey, number=1, parts=(("inside", "it", 4, 0),))
    await about(city, shown, case_id, "live")
    await about(city, hidden, case_id, "live")
    for address in (page, f"/office/goals/{above}"):
        told = (await office.get(address)).text
        assert "darunter tun: 2. Befragt wurde zu 1; nach der Umsetzung zu 1." in told
        for words in ("Puls &lt;b&gt; · Welle 1", "28 von 80 Befragten", "80 Personen wurden gefragt."):
            assert words in told, words
        assert f'href="/office/surveys/waves/{shown}/results"' in told
        assert "4 von 80" not in told
    assert "What people said when asked" in (await office.get(f"{page}?lang=en")).text
