"""One seat, one voice on the pages too: where somebody and whoever stood in for them both answered, the last counts."""

from datetime import timedelta

import httpx2
import pytest

from storage import absences, deputies
from storage.queries.lists import voices_in
from tests.api.asking import review_by
from tests.api.city import City
from tests.api.office.conftest import signed_in

AGAIN = {"deadline": {"working_days": 20}, "again": "all"}


async def both_answered(city: City) -> tuple[str, str]:
    """Torben said 1 and Birte wanted changes; asked again, Ole said 9 in Torben's place and Birte 5."""
    await review_by(city, ask=2, quorum=2, rework=AGAIN)
    case_id = await city.idea()
    await city.office(case_id, "accepted", public=True)
    first, second = (await city.case(case_id)).open_assignments()
    await city.answer(case_id, first, scores={"benefit": 1, "complexity": 9}, verdict="reject", reason="Zu teuer")
    await city.answer(case_id, second, scores={}, verdict="changes", points=["Kosten"])
    point = (await city.case(case_id)).points[0].id
    today = city.clock().date()
    async with city.db.write() as session:
        await deputies.put(session, {first.person: {"reviewer": [city.people["ole.jessen"]]}})
        await absences.add(session, first.person, today, today + timedelta(days=30), at=city.clock())
    await city.happens(case_id, "handed_in", "renate.kruse", on_version=1, done={point: "Erledigt"})
    for assignment in (await city.case(case_id)).open_assignments():
        benefit = 9 if assignment.for_person else 5
        await city.answer(case_id, assignment, scores={"benefit": benefit, "complexity": 3})
    case = await city.case(case_id)
    assert case.stage == "prioritisation"
    assert [a.scores.get("benefit") for a in case.said] == [1, None, 9, 5]
    return case_id, case.number


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_the_public_means_and_the_map_count_seats_not_people(client: httpx2.AsyncClient, city: City) -> None:
    case_id, number = await both_answered(city)

    async with city.db.read() as session:
        said = await voices_in(session, [case_id])
    assert [a.scores.get("benefit") for a in said[case_id]] == [9, 5]
    page = await (await signed_in(client, city)).get("/office/portfolio/map")
    assert 'cx="188.0" cy="156.0"' in page.text  # complexity 3, benefit 7
    await city.office(case_id, "put_forward", body="main_committee")
    given = {"body": "main_committee", "body_date": city.clock().date().isoformat(), "body_number": "B 26/0001"}
    await city.office(case_id, "decided", outcome="rejected", public_reason="Nein", **given)
    assert "7,0 von 10" in (await client.get(f"/ideas/{number}")).text
