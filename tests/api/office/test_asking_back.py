"""The office at its pages: questions of reviewers, points, the time of whoever asked, and what it may do itself."""

import httpx2

from tests.api.asking import asked, review_by
from tests.api.city import City
from tests.api.office.test_asked import does, url

RULES = {"questions": {"working_days": 5}, "rework": {"deadline": {"working_days": 10}}}


async def in_review(city: City, people: int = 1) -> tuple[str, list[str]]:
    await review_by(city, ask=people, quorum=people, **RULES)
    case_id = await city.in_review()
    return case_id, await asked(city, case_id)


async def test_the_office_sees_who_asks_and_answers(office: httpx2.AsyncClient, city: City) -> None:
    case_id, (reviewer,) = await in_review(city)
    mine = city.mine(await city.case(case_id), "review", city.people[reviewer])
    await city.happens(case_id, "asked_back", reviewer, assignment=mine.id, to="office", question="<script>Wer zahlt?")
    here, question = await url(city, case_id), (await city.case(case_id)).questions[0].id
    page = (await office.get(here)).text
    assert "&lt;script&gt;Wer zahlt?" in page
    assert "Von jemandem, der über die Idee urteilt, an das Büro gestellt." in page
    assert "die Frist ruht, bis eine Rückfrage beantwortet ist" in page
    assert f"{here}/reply/{question}" in page
    assert "Ihre Antwort" in (await office.get(f"{here}/reply/{question}")).text
    await does(office, f"{here}/reply/{question}", reply="<b>Die Stadt")

    page = (await office.get(here)).text
    assert "&lt;b&gt;Die Stadt" in page
    assert "die Frist ruht" not in page.partition("Verlauf")[0]


async def test_points_stand_on_the_page_with_names_and_the_office_need_not_wait(
    office: httpx2.AsyncClient, city: City
) -> None:
    case_id, (reviewer,) = await in_review(city)
    mine = city.mine(await city.case(case_id), "review", city.people[reviewer])
    await city.answer(case_id, mine, verdict="changes", scores={}, points=["<script>Kosten"])
    here = await url(city, case_id)
    page = (await office.get(here)).text
    assert "&lt;script&gt;Kosten" in page
    assert await city.person(reviewer)
    assert f"{here}/review-again" in page
    assert f"{here}/ask" not in page  # the submitter has it already
    point = (await city.case(case_id)).points[0].id
    assert point in (await office.get(f"{here}/redact")).text
    await does(office, f"{here}/review-again")

    assert await asked(city, case_id) == [reviewer]


async def test_whoever_has_asked_has_a_date_of_their_own_at_the_desk(office: httpx2.AsyncClient, city: City) -> None:
    case_id, (one, two) = await in_review(city, people=2)
    mine = city.mine(await city.case(case_id), "review", city.people[one])
    await city.happens(case_id, "asked_back", one, assignment=mine.id, to="submitter", question="Wo?")
    city.clock.later(days=2)
    case = await city.case(case_id)
    await city.happens(case_id, "replied", "renate.kruse", question=case.questions[0].id, reply="Hier")
    links = [await city.link(case_id, "answered_back", one), await city.link(case_id, "review_asked", two)]
    pages = [(await office.get(link)).text for link in links]
    own, others = [t.due_on for t in (await city.case(case_id)).open_tasks() if t.kind in ("own_time", "review")][::-1]

    assert own is not None
    assert others is not None
    assert own > others
    for page, due in zip(pages, (own, others), strict=True):
        assert f"{due.day}. November" in page
