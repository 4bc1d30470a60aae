"""The decision on a round at the office's desk: the last look says all that is published, and nothing typed is lost."""

from datetime import timedelta
from typing import Any

import httpx2

from domain.rounds.happenings import ChoiceIn
from domain.rounds.words import Fate
from kit.tokens import hash_token, new_token
from storage import round_panel
from tests.api.city import City, hidden_of, send
from tests.api.office.conftest import signed_in
from tests.api.office.what_if_rounds import a_computed_round, happens, round_of
from tests.e2e.page import Page


def decision(ideas: dict[str, str], **more: str) -> dict[str, Any]:
    """Alpha stays, which differs from the proposal; the others are put off, one with a reason of its own."""
    fates = {"Alpha": "leave", "Beta": "defer", "Gamma": "defer"}
    reasons = {"Alpha": "Erst <b> klären", "Beta": "Haushalt fehlt", "Gamma": ""}
    found: dict[str, Any] = {f"fate.{ideas[title]}": fate for title, fate in fates.items()}
    found |= {f"reason.{ideas[title]}": reason for title, reason in reasons.items()}
    return found | {"until": "31.03.2028", "reason": "Alles ruht", "year": "2028", "again": "review"} | more


async def test_the_last_look_says_until_when_what_may_wake_and_every_reason_that_is_published(
    city: City, client: httpx2.AsyncClient
) -> None:
    round_id, ideas = await a_computed_round(city)
    await signed_in(client, city)

    looked = await send(client, f"/office/rounds/{round_id}/decide", **decision(ideas))

    assert looked.status_code == 200, looked.text
    shown = Page(looked.text).text
    for words in ("31.03.2028", "2028", "Sie wird noch einmal begutachtet", "Haushalt fehlt", "Alles ruht"):
        assert words in shown


async def test_whoever_decides_second_reads_again_every_reason_they_typed(
    city: City, client: httpx2.AsyncClient
) -> None:
    round_id, ideas = await a_computed_round(city)
    await signed_in(client, city)
    page = f"/office/rounds/{round_id}/decide"
    data = hidden_of((await client.get(page)).text) | decision(ideas) | {"step": "send"}
    result = (await round_of(city, round_id)).result
    choices = tuple(ChoiceIn(idea=one, fate=Fate.LEAVE, reason="anders") for one in ideas.values())
    await happens(city, round_id, "decided", city.people["jana.petersen"], result=result, choices=choices)

    late = await client.post(page, data=data, headers={"Origin": str(client.base_url).rstrip("/")})

    assert "Das ist zurzeit nicht möglich" in late.text
    for words in ("Erst &lt;b&gt; klären", "Haushalt fehlt", "Alles ruht", "Alpha", "Beta"):
        assert words in late.text


async def test_a_decided_round_that_is_opened_again_and_called_off_does_not_say_that_nothing_was_decided(
    city: City, client: httpx2.AsyncClient
) -> None:
    round_id, ideas = await a_computed_round(city)
    office, token = city.people["jana.petersen"], new_token()
    choices = tuple(ChoiceIn(idea=one, fate=Fate.LEAVE, reason="anders") for one in ideas.values())
    await happens(city, round_id, "decided", office, result=1, choices=choices)
    closes = city.clock().date() + timedelta(days=7)
    await happens(city, round_id, "reopened", office, closes_on=closes, reason="Neue Zahlen")
    await happens(city, round_id, "cancelled", office, reason="Doch nicht")
    async with city.db.write() as session:
        rater = (await round_of(city, round_id)).raters[0].id
        await round_panel.add_links(session, [(hash_token(token), rater)], city.clock())

    page = (await client.get(f"/r/{token}")).text

    assert "Was durch sie vorher entschieden wurde, gilt" in page
    assert "Durch sie wird nichts entschieden" not in page
