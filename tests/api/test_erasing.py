"""The papers tell how a person is erased by hand: what they tell is run here, and nothing of the person is left."""

import re

import httpx2
import pytest
from sqlalchemy import text

from storage.tables import METADATA
from tests.api.city import City
from tests.api.conftest import ROOT
from tests.api.office.conftest import signed_in

STEPS = re.compile(r"```sql\nBEGIN;\n(.*?)COMMIT;\n```", re.S)


@pytest.mark.parametrize("backend", ["postgres"], indirect=True)
async def test_whoever_was_erased_as_the_papers_say_is_a_deleted_person_everywhere(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.idea(named=True)
    await city.office(case_id, "accepted", public=True)
    number, person = (await city.case(case_id)).number, city.people["renate.kruse"]
    link = await city.link(case_id, "idea_received")
    await signed_in(client, city)
    assert "Renate" in (await client.get(f"/office/ideas/{number}")).text
    found = STEPS.search((ROOT / "docs" / "operating.md").read_text(encoding="utf-8"))
    assert found
    async with city.db.write() as session:
        for step in found[1].splitlines():
            await session.execute(text(step.rstrip(";").replace(":'person'", ":person")), {"person": person})

    for page in (f"/office/ideas/{number}", f"/ideas/{number}", "/office/people", link):
        shown = await client.get(page)
        assert shown.status_code == 200, page
        assert "Renate" not in shown.text, page
    assert f"gelöschte Person {person[:6]}" in (await client.get(f"/office/ideas/{number}")).text
    assert "Verlauf vollständig und unverändert" in (await client.get(f"/office/ideas/{number}")).text
    async with city.db.read() as session:
        for table in METADATA.sorted_tables:
            rows = str((await session.execute(text(f"SELECT * FROM {table.name}"))).all()).casefold()
            assert "renate" not in rows, table.name
