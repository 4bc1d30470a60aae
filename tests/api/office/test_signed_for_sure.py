"""What the page of a case says of signatures: how sure it was who signed, what was taken back, and what waits."""

import httpx2

from tests.api.city import City
from tests.api.links.test_sign import CHAIN, signs
from tests.api.links.test_signed_for_sure import CASE_WORKER, signing_for_sure


async def test_the_office_sees_level_and_objection_in_the_chain(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing_for_sure(city, hours=4)
    await signs(city, case_id, CASE_WORKER)
    number = (await city.case(case_id)).number
    assert "Link aus dem Postfach" in (await office.get(f"/office/ideas/{number}")).text
    case = await city.case(case_id)
    mine = next(a for a in case.assignments if a.state == "answered" and a.task == case.sign_steps[0].task)
    await city.happens(case_id, "objected", CASE_WORKER, assignment=mine.id, reason="<script>Nicht ich")

    page = (await office.get(f"/office/ideas/{number}")).text
    assert "durch Einspruch zurückgenommen" in page
    assert "&lt;script&gt;Nicht ich" in page


async def test_all_signatures_wait_on_the_page_of_the_office(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing_for_sure(city, hours=4)
    for person in CHAIN:
        await signs(city, case_id, person)
    url = f"/office/ideas/{(await city.case(case_id)).number}"

    assert "Wartet bis " in (await office.get(url)).text
    await city.clock_rings(case_id)
    assert "Wartet bis " not in (await office.get(url)).text
    assert [t.kind for t in (await city.case(case_id)).open_tasks()] == ["decide"]
