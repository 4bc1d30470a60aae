"""Which privacy notice staff and reviewers had before them is kept: by the words, once, and only when they act."""

import re
from dataclasses import replace

import httpx2

from api.privacy import REVIEWERS, STAFF, acted, current
from storage import notices
from tests.api.city import City, send
from tests.api.links.test_answering import REVIEW, reviewing
from tests.api.office.conftest import signs_in


async def seen(city: City, person: str) -> list[str]:
    async with city.db.read() as session:
        return [version for version, _ in await notices.seen_by(session, person)]


async def test_whoever_signs_in_has_the_notice_for_staff_before_them(client: httpx2.AsyncClient, city: City) -> None:
    me = city.people["jana.petersen"]
    assert await seen(city, me) == []
    for _ in range(2):
        office = await signs_in(client, city)
        city.clock.later(minutes=1)  # the next code is written after this one
    assert await seen(city, me) == [current(city.services, STAFF, "de").version]
    page = (await office.get(f"/office/people/{me}")).text
    (version,) = re.findall(r'href="(/privacy/versions/[0-9a-f]{12})"', page)
    assert (await client.get(version)).status_code == 200


async def test_another_wording_is_another_version_and_both_stay(city: City) -> None:
    me, site = city.people["jana.petersen"], city.services.site
    anew = replace(city.services, site=replace(site, privacy_staff_text="<p>Neu geregelt.</p>"))
    for services in (city.services, anew):
        async with city.db.write() as session:
            await acted(session, services, STAFF, "de", me)
    assert len(await seen(city, me)) == 2


async def test_whoever_reviews_has_theirs_before_them_and_looking_notes_nothing(
    client: httpx2.AsyncClient, city: City
) -> None:
    case, link = await reviewing(city)
    reviewer = next(a.person for a in case.open_assignments())
    await client.get(link)
    assert await seen(city, reviewer) == []
    assert (await send(client, link, f"{link}/answer", **REVIEW)).status_code == 303
    assert await seen(city, reviewer) == [current(city.services, REVIEWERS, "de").version]
