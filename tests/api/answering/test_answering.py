"""From the link in the mail to one answer: pages, branching, drafts, and the last look."""

import json
import re
from datetime import date
from html import unescape
from typing import Any

import httpx2
import pytest
from sqlalchemy import select, update

from domain.survey.modes import Mode
from domain.survey.sheet import read
from domain.survey.wave_happenings import WavePlan
from storage import sql
from storage.engine import Database
from storage.tables import SurveyRow
from tests.api.answering.asked import (
    BALLOTS,
    KINDS,
    ORIGIN,
    PULSE,
    a_wave,
    answered,
    begin,
    code_of,
    counted,
    go_on,
    hand_in,
    set_wave,
)
from tests.api.city import hidden_of
from tests.api.links.test_doors import snapshot
from tests.storage.voting import NOW, rows

FIRST = "/s/page/working_together"


async def test_the_first_page_says_what_is_asked_and_promised_and_stores_nothing(
    client: httpx2.AsyncClient, db: Database
) -> None:
    _, (link, _) = await a_wave(db)
    before = await snapshot(db)
    for method in ("HEAD", "GET"):
        assert (await client.request(method, link)).status_code == 200
    page = (await client.get(link)).text
    for words in (
        "Puls des Netzwerks",
        "Die Teilnahme ist freiwillig",
        "Ihre Antworten sind anonym",
        "13. März 2026",
        "Diese Einladung ist für eine Person",
        "Beginnen",
    ):
        assert words in page, words
    assert await snapshot(db) == before


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_reminders_are_promised_as_the_wave_was_planned(client: httpx2.AsyncClient, db: Database) -> None:
    """What the survey says now is for the next wave: this one reminds by its own plan."""
    wave, (link, other) = await a_wave(db)
    once = "höchstens einmal erinnert"
    assert once not in (await client.get(link)).text
    days = {"starts_on": date(2026, 3, 2), "closes_on": date(2026, 3, 13)}
    await set_wave(db, wave, plan=WavePlan(**days, remind_after=(3, 5)).model_dump(mode="json"))
    table = sql.table(SurveyRow)
    for page in (link, other):
        assert "höchstens 2-mal erinnert" in (await client.get(page)).text
        async with db.write() as session:
            plan = (await session.execute(select(table.c.plan))).scalar_one()
            await session.execute(update(table).values(plan=plan | {"remind_after": [2, 4, 6, 8]}))


async def test_beginning_and_pressing_empty_buttons_stores_nothing(client: httpx2.AsyncClient, db: Database) -> None:
    _, (link, _) = await a_wave(db)
    before = await snapshot(db)
    page = await begin(client, link)
    assert page == FIRST
    for step in ("next", "later", "back", "change"):
        answer = await go_on(client, page, button=step)
        assert answer.status_code in (200, 303)
        if answer.is_redirect:
            await client.get(answer.headers["location"])
    assert "Noch nichts zu speichern" in (await client.get("/s/later")).text
    assert 'name="sure"' not in (await client.get("/s/check")).text
    form = hidden_of((await client.get(page)).text)
    assert (await client.post("/s/check", data={**form, "sure": "yes"}, headers=ORIGIN)).status_code == 409
    assert await snapshot(db) == before


async def test_a_whole_survey_is_handed_in_sealed_and_once(client: httpx2.AsyncClient, db: Database) -> None:
    wave, (link, _) = await a_wave(db)
    check = await answered(client, link)
    for words in ("&lt;script&gt;Mehr Bänke", "aus der Verwaltung", "1. Klima und Energie", "Die Antwort kam zu spät."):
        assert words in check.text, words
    assert "checked" not in check.text
    assert await counted(db, "drafts") == 1

    thanks = await hand_in(client)
    assert (thanks.status_code, thanks.headers["location"]) == (303, "/s/thanks")
    page = (await client.get("/s/thanks")).text
    assert "Wir fragen in drei Monaten wieder" in page
    assert "3. April 2026" in page
    assert '<a href="/surveys">' in page.partition("<h2>Wie es weitergeht</h2>")[2]
    assert await counted(db, "drafts") == 0
    assert await counted(db, "invitations", "answered") == 1

    ((sealed,),) = await rows(db, "SELECT sealed FROM intake")
    assert isinstance(sealed, bytes)
    sheet = read(BALLOTS.opener(wave, BALLOTS.public_key(wave))(sealed).decode())
    assert sheet.values == {
        "side": "inside",
        "informed": 4,
        "heard": 1,
        "join_in": 7,
        "obstacle": ("too_slow", "other"),
        "first": ("climate", "mobility"),
        "one_thing": "<script>Mehr Bänke",
    }


async def test_pages_branch_and_what_is_no_longer_asked_is_dropped(client: httpx2.AsyncClient, db: Database) -> None:
    wave, (link, _) = await a_wave(db)
    await answered(client, link)
    assert (await go_on(client, FIRST, **{**PULSE["working_together"], "heard": "5"})).headers["location"] == (
        "/s/page/next_quarter"
    )
    assert (await client.get("/s/page/obstacles")).headers["location"] == FIRST
    assert "Woran lag es" not in (await client.get("/s/check")).text
    await hand_in(client)
    ((sealed,),) = await rows(db, "SELECT sealed FROM intake")
    assert isinstance(sealed, bytes)
    assert "obstacle" not in read(BALLOTS.opener(wave, BALLOTS.public_key(wave))(sealed).decode()).values


async def test_previous_and_later_keep_what_was_typed_right_or_wrong(client: httpx2.AsyncClient, db: Database) -> None:
    _, (link, _) = await a_wave(db)
    await answered(client, link)
    page = "/s/page/next_quarter"
    back = await go_on(client, page, button="back", first__climate="1", first__mobility="1", one_thing="Angefangen")
    assert back.headers["location"] == "/s/page/obstacles"
    again = (await client.get(page)).text
    assert "Angefangen" in again
    assert "Zwei haben denselben Platz" in again
    check = (await client.get("/s/check")).text
    assert "Bitte prüfen Sie diese Antwort" in check
    assert 'name="sure"' not in check


async def test_what_is_wrong_is_said_at_its_question_and_kept(client: httpx2.AsyncClient, db: Database) -> None:
    _, (link, _) = await a_wave(db, form=KINDS)
    page = await begin(client, link)
    wrong: dict[str, Any] = {
        "step": "blue", "nonce": ["a", "b"], "visit": "9", "ten": "11", "number": "4000", "day": "31.2.2027",
        "short": "x" * 21, "long": "Bad \u0007 bell", "rank__x": "1", "rank__y": "3",
    }  # fmt: skip
    answer = await go_on(client, page, **wrong)
    assert answer.status_code == 422
    for key in ("step", "nonce", "visit", "ten", "number", "day", "short", "long", "rank", "agree"):
        assert f'href="#f-q-{key}"' in answer.text, key
        assert f'id="f-q-{key}-error"' in answer.text, key
        assert f'id="f-q-{key}"' in answer.text, key
    for typed in ("4000", "31.2.2027", "x" * 21, "Bad \u0007 bell"):
        assert typed in unescape(answer.text), typed
    assert re.search(r'name="q.rank.y"[^§]*?value="3" selected', answer.text)
    assert await counted(db, "drafts") == 0


async def test_every_kind_of_question_is_taken_and_told(client: httpx2.AsyncClient, db: Database) -> None:
    wave, (link, _) = await a_wave(db, Mode.NAMED, form=KINDS)
    start = (await client.get(link)).text
    for words in ("Für Beschäftigte", "purpose &lt;b&gt;", "Amt 14", "zusammen mit Ihrem Namen"):
        assert words in start, words
    page = await begin(client, link)
    given: dict[str, Any] = {
        "step": "green", "nonce": ["b"], "visit": "2", "ten": "0", "number": "3,5", "day": "31.3.2027",
        "short": " <script>kurz ", "long": "zwei\r\nZeilen", "rank__y": "1", "agree": "on",
    }  # fmt: skip
    answer = await go_on(client, page, **given)
    assert answer.headers["location"] == "/s/check", answer.text
    shown = (await client.get(page)).text
    assert shown.count("checked") == 5
    check = (await client.get("/s/check")).text
    for words in ("Green", "teils", "3,5 km", "31. März 2027", "1. Y", "Ja"):
        assert words in check, words
    await hand_in(client)
    ((content,),) = await rows(db, "SELECT content FROM answers_named")
    assert json.loads(str(content)) == {
        "step": "green", "nonce": ["b"], "visit": 2, "ten": 0, "number": 3.5, "day": "2027-03-31",
        "short": "<script>kurz", "long": "zwei\nZeilen", "rank": ["y"], "agree": True,
    }  # fmt: skip
    assert await counted(db, "answers_named", f"wave = '{wave}'") == 1


async def test_the_box_must_be_ticked(client: httpx2.AsyncClient, db: Database) -> None:
    _, (link, _) = await a_wave(db)
    await answered(client, link)
    answer = await hand_in(client, sure="")
    assert answer.status_code == 422
    assert 'href="#f-sure"' in answer.text
    assert await counted(db, "intake") == 0


async def test_an_answer_that_was_changed_in_another_tab_is_looked_at_again(
    client: httpx2.AsyncClient, db: Database
) -> None:
    _, (link, _) = await a_wave(db)
    old = hidden_of((await answered(client, link)).text)
    await go_on(client, FIRST, **{**PULSE["working_together"], "informed": "1"})
    answer = await client.post("/s/check", data={**old, "sure": "yes"}, headers=ORIGIN)
    assert answer.status_code == 409
    assert "in einem anderen Fenster geändert" in answer.text
    assert await counted(db, "intake") == 0


async def test_somebody_goes_on_with_a_code_on_another_device(
    client: httpx2.AsyncClient, phone: httpx2.AsyncClient, db: Database
) -> None:
    _, (link, _) = await a_wave(db)
    page = await begin(client, link)
    later = await go_on(client, page, button="later", **PULSE["working_together"])
    assert later.headers["location"] == "/s/later"
    code = code_of((await client.get("/s/later")).text)
    shown = await phone.get(link)
    for typed, status in (("zu kurz", 409), ("a" * 20, 409)):
        wrong = await phone.post("/s/code", data={**hidden_of(shown.text), "code": typed}, headers=ORIGIN)
        assert (wrong.status_code, typed in wrong.text) == (status, True)
    found = await phone.post("/s/code", data={**hidden_of(shown.text), "code": code.upper()}, headers=ORIGIN)
    assert found.headers["location"] == "/s/page/obstacles"
    assert 'value="4" checked' in (await phone.get(FIRST)).text
    await go_on(phone, "/s/page/next_quarter", **PULSE["next_quarter"])
    assert (await hand_in(phone)).headers["location"] == "/s/thanks"
    assert await counted(db, "drafts") == 0
    assert "Sie haben teilgenommen" in (await client.get(FIRST)).text


@pytest.mark.parametrize("mode", [Mode.NAMED, Mode.CONFIDENTIAL])
async def test_somebody_goes_on_by_the_link_where_answers_are_not_anonymous(
    client: httpx2.AsyncClient, phone: httpx2.AsyncClient, db: Database, mode: Mode
) -> None:
    _, (link, _) = await a_wave(db, mode)
    await go_on(client, await begin(client, link), button="later", **PULSE["working_together"])
    assert "code-shown" not in (await client.get("/s/later")).text
    assert "Weiter antworten" in (await phone.get(link)).text
    assert await begin(phone, link) == "/s/page/obstacles"
    await go_on(phone, "/s/page/next_quarter", **PULSE["next_quarter"])
    await hand_in(phone)
    assert await counted(db, f"answers_{mode.value}") == 1
    assert await counted(db, "drafts") == 0


async def test_whose_a_confidential_answer_is_stays_sealed(client: httpx2.AsyncClient, db: Database) -> None:
    _, (link, _) = await a_wave(db, Mode.CONFIDENTIAL)
    await answered(client, link)
    await hand_in(client)
    ((pseudonym,),) = await rows(db, "SELECT pseudonym FROM answers_confidential")
    ((whose, sealed),) = await rows(db, "SELECT pseudonym, sealed FROM pseudonyms")
    ((person,),) = await rows(db, "SELECT person_id FROM invitations WHERE answered")
    assert whose == pseudonym
    assert str(person).encode() not in bytes(str(sealed), "utf-8")


async def test_changing_the_language_keeps_what_was_typed(client: httpx2.AsyncClient, db: Database) -> None:
    _, (link, _) = await a_wave(db)
    page = await begin(client, link)
    fields = {**hidden_of((await client.get(page)).text), "q.side": "outside", "step": "change"}
    answer = await client.post(f"{page}?lang=en", data=fields, headers=ORIGIN)
    assert '<html lang="en"' in answer.text
    assert "Working together" in answer.text
    assert re.search(r'value="outside" checked', answer.text)
    assert "Pulse of the network" in (await client.get(f"{link}?lang=en")).text
    assert await counted(db, "drafts") == 0


STATES = {
    "planned": "noch nicht begonnen",
    "closed": "ist beendet",
    "answering": "ist beendet",
    "done": "ist beendet",
    "cancelled": "wurde abgesagt",
}


@pytest.mark.parametrize("state", STATES)
async def test_every_state_has_a_page_of_its_own_and_gives_back_what_was_typed(
    client: httpx2.AsyncClient, db: Database, state: str
) -> None:
    wave, (link, _) = await a_wave(db)
    await answered(client, link)
    sheet = hidden_of((await client.get("/s/check")).text)
    page = "/s/page/next_quarter"
    fields = {**hidden_of((await client.get(page)).text), "q.one_thing": "<script>Mitten im Satz", "step": "next"}
    await set_wave(db, wave, state=state, cancelled_at=NOW if state == "cancelled" else None)
    for address in (link, page, "/s/check", "/s/later", "/s/state"):
        answer = await client.get(address)
        assert answer.status_code == 200, address
        assert STATES[state] in answer.text, address
    refused = await client.post(page, data=fields, headers=ORIGIN)
    assert (refused.status_code, STATES[state] in refused.text) == (200, True)
    assert "Mitten im Satz" in refused.text
    late = await client.post("/s/check", data={**sheet, "sure": "yes"}, headers=ORIGIN)
    assert (late.status_code, "Mehr Bänke" in late.text) == (200, True)
    assert await counted(db, "intake") == 0


async def test_a_pause_keeps_what_was_saved(client: httpx2.AsyncClient, db: Database) -> None:
    wave, (link, _) = await a_wave(db)
    await answered(client, link)
    await set_wave(db, wave, paused_at=NOW)
    assert "Diese Umfrage ruht" in (await client.get(link)).text
    assert "Diese Umfrage ruht" in (await client.get("/s/check")).text
    await set_wave(db, wave, paused_at=None)
    assert (await hand_in(client)).headers["location"] == "/s/thanks"


async def test_who_has_answered_is_shown_that_and_nothing_of_the_answer(
    client: httpx2.AsyncClient, phone: httpx2.AsyncClient, db: Database
) -> None:
    _, (link, _) = await a_wave(db, Mode.NAMED)
    sheet = hidden_of((await answered(client, link)).text)
    await hand_in(client)
    second = await client.post("/s/check", data={**sheet, "sure": "yes"}, headers=ORIGIN)
    assert "Sie haben teilgenommen" in second.text
    page = (await phone.get(link)).text
    assert "Sie haben teilgenommen" in page
    assert "Bänke" not in page
    assert await counted(db, "answers_named") == 1


async def test_two_links_in_one_browser_do_not_mix(client: httpx2.AsyncClient, db: Database) -> None:
    _, (mine, theirs) = await a_wave(db)
    page = await begin(client, mine)
    form = {**hidden_of((await client.get(page)).text), "q.side": "inside", "step": "next"}
    await begin(client, theirs)
    answer = await client.post(page, data=form, headers=ORIGIN)
    assert (answer.status_code, "Eine andere Umfrage" in answer.text) == (200, True)
    assert await counted(db, "drafts") == 0
