"""Absences and deputies by API, for the office's token: entered, listed, taken back; ideas look at it at once."""

from datetime import timedelta
from typing import Any

import httpx2
import pytest

from storage import people
from tests.api.asking import asked, review_by
from tests.api.city import City
from tests.api.links.test_absence import inbox_taken
from tests.api.v1.conftest import SUBMITTER, problem

BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)


def day(city: City, days: int) -> str:
    return (city.clock().date() + timedelta(days=days)).isoformat()


@BOTH
async def test_a_task_goes_to_the_deputy_while_somebody_is_away_and_back_when_it_is_taken_back(
    city: City, office: httpx2.AsyncClient
) -> None:
    await review_by(city, ask=1, quorum=1)
    case_id = await city.in_review()
    (away,) = await asked(city, case_id)
    them = f"/people/{city.people[away]}"
    ole = city.people["ole.jessen"]
    put = await office.put(f"{them}/deputies", json={"reviewer": [ole, ole]})
    assert (put.status_code, put.json()["reviewer"], put.json()["owner"]) == (200, [ole], [])
    assert (await office.get(f"{them}/deputies")).json()["reviewer"] == [ole]
    days = {"first_day": day(city, -4), "last_day": day(city, 4)}
    entered = await office.post(f"{them}/absences", json=days)
    assert (entered.status_code, entered.json()["absences"]) == (201, [{**days, "source": "office"}])
    await inbox_taken(city)
    assert await asked(city, case_id) == ["ole.jessen"]

    taken = await office.delete(f"{them}/absences/{days['first_day']}")
    assert (taken.status_code, taken.json()["absences"]) == (200, [])
    await inbox_taken(city)
    assert await asked(city, case_id) == [away]
    await problem(await office.delete(f"{them}/absences/{days['first_day']}"), 404, "absence.unknown")


@pytest.mark.parametrize(
    ("first", "last", "field", "code"),
    [(5, 4, "last_day", "absence.ends_before_it_begins"), (-9, -2, "last_day", "absence.over")],
)
async def test_days_that_cannot_be_are_named(
    city: City, office: httpx2.AsyncClient, first: int, last: int, field: str, code: str
) -> None:
    path = f"/people/{city.people['silke.brandt']}/absences"
    sent = await office.post(path, json={"first_day": day(city, first), "last_day": day(city, last)})
    found = await problem(sent, 422, "input.invalid")
    assert [(one["field"], one["code"]) for one in found["errors"]] == [(field, code)]
    assert (await office.get(path)).json()["absences"] == []


async def test_what_overlaps_is_refused_and_dates_are_dates(city: City, office: httpx2.AsyncClient) -> None:
    path = f"/people/{city.people['silke.brandt']}/absences"
    days = {"first_day": day(city, 2), "last_day": day(city, 6)}
    assert (await office.post(path, json=days)).status_code == 201
    await problem(await office.post(path, json=days | {"last_day": day(city, 9)}), 409, "absence.overlaps")
    for wrong in ("1.1.2030", 20300101, None, "2030-02-30"):
        await problem(await office.post(path, json=days | {"last_day": wrong}), 422, "input.invalid")
    await problem(await office.delete(f"{path}/2030-02-30"), 404, "absence.unknown")


async def test_people_of_the_house_are_listed_without_addresses(city: City, office: httpx2.AsyncClient) -> None:
    found = (await office.get("/people")).json()["people"]
    assert {one["person"] for one in found} >= {city.people["silke.brandt"], city.people["jana.petersen"]}
    assert city.people[SUBMITTER] not in {one["person"] for one in found}
    assert "@" not in str(found)
    for nobody in ("none", city.people[SUBMITTER]):
        await problem(await office.get(f"/people/{nobody}/absences"), 404, "colleague.unknown")
        await problem(await office.put(f"/people/{nobody}/deputies", json={}), 404, "colleague.unknown")


async def test_a_deputy_is_of_the_house_still_there_and_not_in_a_circle(city: City, office: httpx2.AsyncClient) -> None:
    one, other = city.people["silke.brandt"], city.people["ole.jessen"]

    async def put(who: str, **body: Any) -> httpx2.Response:
        return await office.put(f"/people/{who}/deputies", json=body)

    assert (await put(one, reviewer=[other])).status_code == 200
    found = await problem(await put(other, reviewer=[one]), 409, "deputy.circle")
    assert "Ole Jessen" in found["detail"]
    await problem(await put(one, reviewer=[one]), 409, "deputy.circle")
    await problem(await put(one, decider=["none"]), 409, "deputy.unknown")
    await problem(await put(one, decider=[city.people[SUBMITTER]]), 409, "deputy.unknown")
    await problem(await put(one, signer=[other]), 422, "input.invalid")
    await problem(await put(one, reviewer=[f"p{n}" for n in range(11)]), 422, "input.invalid")
    async with city.db.write() as session:
        await people.deactivate(session, other, at=city.clock())
    await problem(await put(one, owner=[other]), 409, "deputy.unknown")
    assert (await office.get(f"/people/{one}/deputies")).json()["reviewer"] == [other]
