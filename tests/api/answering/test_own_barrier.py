"""The first barrier of who answers: on their page of thanks, for them alone, and never of an anonymous answer."""

import httpx2
import pytest

from domain.survey.modes import Mode
from storage.engine import Database
from tests.api.answering.asked import a_wave, begin, go_on, hand_in
from tests.storage.asking import questionnaire

STEPS = {"awareness": "5", "desire": "4", "knowledge": "3", "ability": "1", "reinforcement": "1"}


async def sent(client: httpx2.AsyncClient, db: Database, mode: Mode, said: dict[str, str]) -> str:
    """The page of thanks after these answers."""
    _, (link, _) = await a_wave(db, mode, form=questionnaire("readiness"))
    page = await begin(client, link)
    while page != "/s/check":
        page = str((await go_on(client, page, **said)).headers["location"])
    assert (await hand_in(client)).headers["location"] == "/s/thanks"
    return (await client.get("/s/thanks")).text


@pytest.mark.parametrize("mode", [Mode.NAMED, Mode.CONFIDENTIAL])
async def test_who_answered_sees_their_own_first_barrier(client: httpx2.AsyncClient, db: Database, mode: Mode) -> None:
    page = await sent(client, db, mode, STEPS)
    assert "Ihre erste Hürde: Stufe 3 von 5" in page
    assert "Ich weiß, was ich dann anders machen soll und wie." in page
    assert "Nur dieser Browser zeigt es" in page
    client.cookies.clear()
    assert "Hürde: Stufe" not in (await client.get("/s/thanks")).text


async def test_whoever_agrees_with_all_has_none(client: httpx2.AsyncClient, db: Database) -> None:
    page = await sent(client, db, Mode.NAMED, dict.fromkeys(STEPS, "5"))
    assert "Sie haben keine Hürde" in page


@pytest.mark.parametrize(("mode", "left_out"), [(Mode.ANONYMOUS, ""), (Mode.NAMED, "awareness")])
async def test_of_anonymous_answers_and_left_out_steps_nothing_is_said(
    client: httpx2.AsyncClient, db: Database, mode: Mode, left_out: str
) -> None:
    page = await sent(client, db, mode, {key: value for key, value in STEPS.items() if key != left_out})
    assert "Hürde: Stufe" not in page
    assert "Danke" in page
