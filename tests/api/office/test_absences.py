"""Absences by their page: from, to, both days counted, for anybody of the house, and read by surveys."""

from datetime import timedelta

import httpx2
import pytest

from storage import audiences
from storage.queries import surveys as lists
from tests.api.city import City
from tests.api.office.conftest import fill

BACKENDS = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)


def page_of(city: City, who: str = "silke.brandt") -> str:
    return f"/office/people/{city.people[who]}/absences"


async def absent(city: City, who: str, days: int) -> bool:
    async with city.db.read() as session:
        (found,) = await audiences.members(session, (city.clock() + timedelta(days=days)).date(), [city.people[who]])
    return found.absent


@BACKENDS
@pytest.mark.parametrize("who", ["silke.brandt", "jana.petersen"])
async def test_an_absence_is_entered_read_by_surveys_and_taken_back(
    office: httpx2.AsyncClient, city: City, who: str
) -> None:
    page, today = page_of(city, who), city.clock().date()
    first, last = today + timedelta(days=2), today + timedelta(days=4)
    assert "Diese Person hat keine Vertretung." in (await office.get(page)).text
    sent = await fill(office, page, first_day=first.strftime("%d.%m.%Y"), last_day=last.isoformat())
    assert sent.status_code == 303, sent.text
    assert [await absent(city, who, day) for day in range(1, 6)] == [False, True, True, True, False]
    assert "eingetragen" in (await office.get(sent.headers["location"])).text
    assert last.strftime("%d.%m.%Y") in (await office.get(page.removesuffix("/absences"))).text
    assert (await fill(office, page, remove=first.isoformat())).status_code == 303
    assert not await absent(city, who, 3)
    assert (await fill(office, page, remove=first.isoformat())).status_code == 422


@pytest.mark.parametrize(
    ("first", "last", "field", "said"),
    [
        (5, 4, "last_day", "nicht vor dem ersten"),
        (-9, -2, "last_day", "schon vorbei"),
        (3, 12, "first_day", "schon eine Abwesenheit"),
        (4000, 40_000, "last_day", ""),
    ],
)
async def test_what_cannot_be_is_said_at_its_field_and_kept(
    office: httpx2.AsyncClient, city: City, first: int, last: int, field: str, said: str
) -> None:
    page, today = page_of(city), city.clock().date()
    days = {"first_day": today + timedelta(days=10), "last_day": today + timedelta(days=14)}
    assert (await fill(office, page, **{n: d.isoformat() for n, d in days.items()})).status_code == 303
    given = {"first_day": (today + timedelta(days=first)).isoformat()}
    given["last_day"] = (today + timedelta(days=last)).isoformat()
    sent = await fill(office, page, **given)
    assert sent.status_code == 422
    assert f'href="#f-{field}"' in sent.text
    assert said in sent.text
    assert f'value="{given["first_day"]}"' in sent.text
    async with city.db.read() as session:
        assert len((await lists.away(session, city.people["silke.brandt"], today)).absences) == 1


async def test_words_that_are_no_days_are_refused(office: httpx2.AsyncClient, city: City) -> None:
    sent = await fill(office, page_of(city), first_day="<b>morgen", last_day="")
    assert sent.status_code == 422
    assert "&lt;b&gt;morgen" in sent.text
    assert (await fill(office, page_of(city), remove="nothing")).status_code == 422
    assert (await office.get("/office/people/nobody/absences")).status_code == 404


async def test_nobody_enters_any_without_signing_in(client: httpx2.AsyncClient, city: City) -> None:
    assert (await client.get(page_of(city))).status_code == 303
