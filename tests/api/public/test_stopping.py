"""Mails about surveys end by one click, and what is owed to somebody still comes."""

from uuid import UUID

import httpx2
import pytest
from sqlalchemy import select, text

from contracts import survey_links
from storage import people, sql
from storage.tables import InvitationRow
from tests.api.city import City, hidden_of
from tests.storage import asking

ONE_CLICK = {"content": b"List-Unsubscribe=One-Click"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

both = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)


def address(city: City, person: str) -> str:
    word = city.services.signer.word(survey_links.STOPS, UUID(person).bytes)
    return f"/stop/{word}"


async def stopped(city: City, person: str) -> bool:
    async with city.services.db.read() as session:
        return await people.opted_out_at(session, person) is not None


async def test_a_scanner_of_links_ends_nothing(client: httpx2.AsyncClient, city: City) -> None:
    person = city.people["renate.kruse"]
    for method in ("GET", "HEAD", "GET"):
        assert (await client.request(method, address(city, person))).status_code == 200
    assert not await stopped(city, person)


@both
@pytest.mark.parametrize("sent", [ONE_CLICK, {"content": b""}, {}])
async def test_a_mail_program_ends_them_without_cookie_and_again_with_the_same_effect(
    client: httpx2.AsyncClient, city: City, sent: dict[str, bytes]
) -> None:
    person = city.people["renate.kruse"]
    for _ in range(2):
        client.cookies.clear()
        answer = await client.post(address(city, person), headers=FORM, **sent)  # type: ignore[arg-type]
        assert answer.status_code == 200
        assert "Keine E-Mails zu Umfragen mehr" in answer.text
    assert await stopped(city, person)


async def test_the_page_says_what_ends_and_what_still_comes_and_can_be_undone(
    client: httpx2.AsyncClient, city: City
) -> None:
    person = city.people["renate.kruse"]
    page = await client.get(address(city, person))
    assert "E-Mails zu Umfragen beenden?" in page.text
    assert "erreicht Sie weiterhin" in page.text

    done = await client.post(address(city, person), data={"act": "stop", "sure": "yes"})
    assert (done.status_code, done.headers["location"]) == (303, address(city, person))
    assert await stopped(city, person)
    assert "Schicken Sie mir wieder Umfragen" in (await client.get(address(city, person))).text

    await client.post(address(city, person), data={"act": "undo", "sure": "yes"})
    assert not await stopped(city, person)
    assert "Diese E-Mails beenden" in (await client.get(address(city, person))).text


@pytest.mark.parametrize("act", ["stop", "undo"])
async def test_a_robot_that_sends_the_page_s_form_as_it_is_changes_nothing(
    client: httpx2.AsyncClient, city: City, act: str
) -> None:
    """A4: no button of the page, and the form without any, does something while its box is not ticked."""
    person = city.people["renate.kruse"]
    if act == "undo":
        await client.post(address(city, person), headers=FORM, **ONE_CLICK)  # type: ignore[arg-type]
    page = await client.get(address(city, person))
    form = hidden_of(page.text)
    assert form["act"] == act
    assert " checked" not in page.text
    refused = await client.post(address(city, person), data=form)
    assert (refused.status_code, 'href="#f-sure"' in refused.text) == (422, True)
    assert await stopped(city, person) is (act == "undo")


@both
async def test_an_invitation_that_waits_is_not_sent_any_more(client: httpx2.AsyncClient, city: City) -> None:
    person, db = city.people["renate.kruse"], city.services.db
    wave = await asking.add_wave(db, await asking.add_survey(db, person), person)
    await asking.invite(db, wave, [person])
    async with db.write() as session:
        await session.execute(text("UPDATE invitations SET state = 'waiting'"))

    await client.post(address(city, person), headers=FORM, content=b"List-Unsubscribe=One-Click")
    row = sql.table(InvitationRow)
    async with db.read() as session:
        kept = (await session.execute(select(row.c.state, row.c.left))).one()
    assert tuple(kept) == ("left", "opted_out")


@pytest.mark.parametrize("word", ["", "x", "a" * 43, "ä" * 43, "1.abc.def"])
async def test_a_word_that_was_not_signed_here_opens_nothing(client: httpx2.AsyncClient, word: str) -> None:
    assert (await client.get(f"/stop/{word}")).status_code == 404
    assert (await client.post(f"/stop/{word}")).status_code == 404
