"""A link to a co-signature that ended without one: the page says what happened, why if it is told, and keeps words."""

import re
from typing import Any

import httpx2
import pytest

from tests.api.city import City, followed, hidden_of
from tests.api.links.test_sign import link_of, signing, signs

ORIGIN = {"Origin": "http://ideen.example"}
WORDS = {
    "remove": "Das Büro hat Ihren Schritt aus der Mitzeichnung herausgenommen.",
    "replace": "Das Büro hat jemand anderen gebeten, an Ihrer Stelle zu unterschreiben.",
    "stop": "Das Büro hat die Mitzeichnung angehalten",
}


async def changed(city: City, change: str, **fields: Any) -> tuple[str, str, dict[str, str], str]:
    """Anneke's turn ended so: the idea, her link, and what her open page would send."""
    case_id = await signing(city, signed=1)
    link = await link_of(city, case_id, "anneke.lorenzen")
    step = next(s.id for s in (await city.case(case_id)).sign_steps if s.task and not s.decided)
    given: dict[str, Any] = {} if change == "stop" else {"step": step}
    given |= {"person": city.people["silke.brandt"]} if change == "replace" else {}
    return case_id, link, {"change": change, "reason": "<script>Doppelt", **given, **fields}, step


@pytest.mark.parametrize("change", WORDS)
@pytest.mark.parametrize("tell", [True, False])
async def test_it_says_what_the_office_did_and_why_only_where_that_is_told(
    client: httpx2.AsyncClient, city: City, change: str, tell: bool
) -> None:
    case_id, link, given, _ = await changed(city, change, tell=tell)
    hidden = hidden_of((await client.get(link)).text)
    await city.office(case_id, "sign_off_changed", **given)
    page = (await client.get(link)).text

    assert WORDS[change] in page
    assert "Dieser Link gilt nicht mehr" not in page
    assert ("&lt;script&gt;Doppelt" in page) == tell
    typed = {**hidden, "said": "remark", "remark": "<script>Lange überlegt"}
    kept = await followed(client, await client.post(f"{link}/sign", data=typed, headers=ORIGIN))
    assert re.search(r"<textarea[^>]*readonly>\s*&lt;script&gt;Lange überlegt", kept.text)
    assert WORDS[change] in kept.text
    assert "Lange" not in str((await city.case(case_id)).sign_steps)


async def test_a_step_taken_out_later_stays_so_once_the_idea_is_closed(client: httpx2.AsyncClient, city: City) -> None:
    case_id, link, given, _ = await changed(city, "remove")
    await city.office(case_id, "sign_off_changed", **given)
    await signs(city, case_id, "torben.voss", "refuse")
    await city.office(case_id, "declined", public_reason="Nein")

    assert (await city.case(case_id)).closed_at is not None
    assert WORDS["remove"] in (await client.get(link)).text
