"""A round puts ideas forward through the chain of the process: where the office says so, or the process does."""

from typing import Any

import httpx2
import pytest

from activities.round_errands import _ranked
from contracts.messenger import Letter
from domain.rounds.words import Fate
from storage import inbox
from tests.api.asking import publish
from tests.api.city import City, send
from tests.api.office.what_if_rounds import a_computed_round, let, round_of
from tests.builders import DEFINITION, a_definition
from tests.e2e.page import Page

BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
CHAIN = "Sachbearbeiter/in → Fachbereichsleiter/in"
CO_SIGNED = "Mitgezeichnet, bevor entschieden wird:"


def as_proposed(ideas: dict[str, str], **more: str) -> dict[str, Any]:
    """Alpha goes forward, as the ranking has it."""
    fates = {"Alpha": "put_forward", "Beta": "leave", "Gamma": "leave"}
    return {f"fate.{ideas[title]}": fate for title, fate in fates.items()} | {"to": "body:main_committee"} | more


async def told(city: City, round_id: str, case_id: str) -> None:
    """What the errand does for one idea."""
    round_ = await round_of(city, round_id)
    entry = next(one for one in round_.entries if one.case_id == case_id)
    async with city.db.write() as session:
        by = city.people["jana.petersen"]
        letter = await inbox.put(session, case_id, _ranked(round_, entry, by, city.clock()))
    assert await city.messenger.record(letter.case_id, letter.inbox_id) == "done"


async def a_round(city: City) -> tuple[str, dict[str, str]]:
    """One whose result is there; what the office says of it is recorded at once."""

    async def recorded(letter: Letter) -> str:
        return (await let(city, letter)).verdict

    city.messenger.rounds = recorded
    return await a_computed_round(city)


@BOTH
async def test_what_goes_forward_is_co_signed_and_says_whether_it_is_outside_the_plan(
    office: httpx2.AsyncClient, city: City
) -> None:
    round_id, ideas = await a_round(city)
    url = f"/office/rounds/{round_id}/decide"
    ticked = as_proposed(ideas, **{"sign_off": "yes", f"outside_plan.{ideas['Alpha']}": "yes"})
    looked = Page((await send(office, url, url, **ticked)).text)

    assert CO_SIGNED in looked.text
    assert "über- oder außerplanmäßig" in looked.text
    assert (await send(office, url, url, **ticked, step="send")).status_code == 303
    round_ = await round_of(city, round_id)
    assert round_.sign_off
    assert {one.case_id: one.outside_plan for one in round_.entries}[ideas["Alpha"]]
    assert "Vor der Entscheidung mitgezeichnet" in (await office.get(f"/office/rounds/{round_id}")).text
    await told(city, round_id, ideas["Alpha"])
    case = await city.case(ideas["Alpha"])
    assert [t.kind for t in case.open_tasks()] == ["sign"]
    assert (case.sign_offs[-1].outside_plan, case.sign_offs[-1].body) == (True, "main_committee")


async def test_without_a_tick_it_goes_straight_to_the_decision(office: httpx2.AsyncClient, city: City) -> None:
    round_id, ideas = await a_round(city)
    url = f"/office/rounds/{round_id}/decide"
    assert CHAIN in (await office.get(url)).text
    looked = await send(office, url, url, **as_proposed(ideas))
    assert CO_SIGNED not in looked.text
    await send(office, url, url, **as_proposed(ideas), step="send")
    await told(city, round_id, ideas["Alpha"])

    assert [t.kind for t in (await city.case(ideas["Alpha"])).open_tasks()] == ["decide"]


async def test_outside_the_plan_counts_only_in_a_chain_and_only_for_what_goes_forward(
    office: httpx2.AsyncClient, city: City
) -> None:
    round_id, ideas = await a_round(city)
    url = f"/office/rounds/{round_id}/decide"
    alone = as_proposed(ideas, **{f"outside_plan.{ideas['Alpha']}": "yes"})
    refused = await send(office, url, url, **alone)
    assert refused.status_code == 422
    assert "Das zählt nur in einer Mitzeichnung" in refused.text

    stays = as_proposed(ideas, **{f"outside_plan.{ideas['Beta']}": "yes"})
    assert (await send(office, url, url, **stays, step="send")).status_code == 303
    assert not any(one.outside_plan for one in (await round_of(city, round_id)).entries)


async def test_where_the_process_wants_it_nobody_is_asked_for_it(office: httpx2.AsyncClient, city: City) -> None:
    chain = DEFINITION.stages.decision.sign_off
    assert chain is not None
    given: dict[str, Any] = chain.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    await publish(city, a_definition(decision={"sign_off": given | {"required": True}}))
    round_id, ideas = await a_round(city)
    url = f"/office/rounds/{round_id}/decide"
    page = (await office.get(url)).text
    assert "Jede Idee wird mitgezeichnet" in page
    assert 'name="sign_off"' not in page
    await send(office, url, url, **as_proposed(ideas), step="send")

    assert (await round_of(city, round_id)).sign_off
    await told(city, round_id, ideas["Alpha"])
    assert [t.kind for t in (await city.case(ideas["Alpha"])).open_tasks()] == ["sign"]
    by_hand = f"/office/ideas/{(await city.case(ideas['Beta'])).number}/put-forward"
    assert 'name="sign_off"' not in (await office.get(by_hand)).text
    assert (await send(office, by_hand, by_hand, to="body:main_committee", outside_plan="yes")).status_code == 303
    assert [t.kind for t in (await city.case(ideas["Beta"])).open_tasks()] == ["sign"]


async def test_what_stays_is_put_through_no_chain(office: httpx2.AsyncClient, city: City) -> None:
    round_id, ideas = await a_round(city)
    url = f"/office/rounds/{round_id}/decide"
    none = as_proposed(ideas, sign_off="yes") | {
        f"fate.{ideas['Alpha']}": "leave",
        f"reason.{ideas['Alpha']}": "Später",
    }
    await send(office, url, url, **none, step="send")

    round_ = await round_of(city, round_id)
    assert not round_.sign_off
    assert {one.fate for one in round_.entries} == {Fate.LEAVE}
