"""How far a measure is, by the office's form; and a limit that is passed with a reason."""

import httpx2
import pytest

from domain.limits import Limits
from storage import limits
from storage.limits import Board
from tests.api.city import City
from tests.api.office.conftest import fill

WHY = "<script>Die Aufträge sind vergeben.</script>"


async def url(city: City, case_id: str) -> str:
    return f"/office/ideas/{(await city.case(case_id)).number}"


async def set_limits(city: City, **given: object) -> None:
    async with city.db.write() as session:
        await limits.put(session, Board(Limits(**given)), number=0, at=city.clock(), by="x")  # type: ignore[arg-type]


async def test_a_full_stage_is_refused_in_words_and_passed_with_a_reason_that_stands_in_the_history(
    office: httpx2.AsyncClient, city: City
) -> None:
    await set_limits(city, stages={"review": 0})
    here = await url(city, case_id := await city.idea())
    assert "above_limit" not in (await office.get(f"{here}/accept")).text

    refused = await fill(office, f"{here}/accept", public="yes")
    assert refused.status_code == 422
    assert 'href="#f-above_limit"' in refused.text
    assert "(Grenze: 0)" in refused.text
    assert (await city.case(case_id)).stage == "intake"

    passed = await fill(office, f"{here}/accept", public="yes", above_limit="Der Rat wartet <b>")
    assert passed.status_code == 303
    page = (await office.get(here)).text
    assert "Eine Grenze wurde überschritten" in page
    assert "Der Rat wartet &lt;b&gt;" in page


async def test_a_measure_goes_on_by_its_form_and_everybody_reads_since_when_and_why(
    office: httpx2.AsyncClient, client: httpx2.AsyncClient, city: City
) -> None:
    here = await url(city, case_id := await city.committed())
    assert "läuft" not in (await office.get(here)).text

    sent = await fill(office, f"{here}/measure", measure="running", public_reason=WHY, internal_reason="nur hier")

    assert sent.status_code == 303, sent.text
    page = (await office.get(here)).text
    assert "läuft, seit" in page
    assert "nur hier" in page
    public = (await client.get(f"/ideas/{(await city.case(case_id)).number}")).text
    assert "läuft, seit" in public
    assert "&lt;script&gt;Die Aufträge" in public
    assert "nur hier" not in public


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"measure": ""}, "measure"), ({"since": "31.02.2027"}, "since"), ({"public_reason": ""}, "public_reason")],
)
async def test_what_is_missing_is_said_at_its_field_and_what_was_typed_is_kept(
    office: httpx2.AsyncClient, city: City, fields: dict[str, str], field: str
) -> None:
    here = await url(city, await city.committed())
    given = {"measure": "running", "public_reason": WHY, "internal_reason": "bleibt stehen"} | fields

    refused = await fill(office, f"{here}/measure", **given)

    assert refused.status_code == 422
    assert f'href="#f-{field}"' in refused.text
    assert "bleibt stehen" in refused.text
