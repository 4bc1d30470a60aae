"""The office takes a task back: from one, from all, with a reason; the link says so in the same breath."""

import httpx2
import pytest

from tests.api.city import City
from tests.api.links.desks import name_of
from tests.api.office.conftest import fill


@pytest.mark.parametrize("whole", [False, True])
async def test_a_review_is_taken_back_with_a_reason_and_its_links_end(
    office: httpx2.AsyncClient, city: City, whole: bool
) -> None:
    case_id = await city.in_review(title="<script>Bank")
    case = await city.case(case_id)
    mine, other = case.open_assignments()
    link = await city.link(case_id, "review_asked", name_of(city, mine.person))
    url = f"/office/ideas/{case.number}"
    item = mine.task if whole else mine.id
    page = (await office.get(url)).text
    assert f'href="{url}/take-back/{item}"' in page
    form = (await office.get(f"{url}/take-back/{item}")).text
    assert ("Die Links von" in form) == whole
    assert "Fehlt danach eine Stellungnahme, benennen Sie bitte jemand anderen." in form
    assert (await fill(office, f"{url}/take-back/{item}")).status_code == 422
    sent = await fill(office, f"{url}/take-back/{item}", reason="<script>Doch nicht")
    assert sent.status_code == 303, sent.text
    page = (await office.get(sent.headers["location"])).text
    assert "Die Aufgabe ist zurückgenommen" in page
    assert "&lt;script&gt;Doch nicht" in page
    left = {a.person for a in (await city.case(case_id)).open_assignments()}
    assert left == (set() if whole else {other.person})
    told = [name for name, _ in await city.mails(case_id) if name == "taken_back"]
    assert len(told) == (2 if whole else 1)
    shown = await office.get(link)
    assert "Das Büro hat diese Aufgabe zurückgenommen" in shown.text
    assert "Bank" not in shown.text


async def test_what_was_answered_meanwhile_is_not_taken_back(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    case = await city.case(case_id)
    mine = case.open_assignments()[0]
    page = f"/office/ideas/{case.number}/take-back/{mine.id}"
    await city.answer(case_id, mine)
    assert "erledigt" in (await office.get(page)).text
    assert (await office.get(f"/office/ideas/{case.number}/take-back/elsewhere")).status_code == 404
    assert (await office.get(f"/office/ideas/{case.number}/take-back/{case.tasks[0].id}")).status_code == 404
