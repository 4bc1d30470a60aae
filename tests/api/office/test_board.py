"""The board: filters in the address, how many of how many, parts of follow-up, limits, the map, one column alone."""

import re
from html import unescape

import httpx2
import pytest

from domain.limits import Limits
from domain.planning.frame import Frame, Named
from storage import limits, planning, processes
from storage.limits import Board
from storage.queries.firmness import firmness
from tests.api.city import City
from tests.api.office.conftest import fill
from tests.api.office.what_if_rounds import a_computed_round

SCRIPTS = re.compile(r"script-src 'self'")


async def set_limits(city: City, **given: object) -> None:
    async with city.db.write() as session:
        await limits.put(session, Board(Limits(**given)), number=0, at=city.clock(), by="x")  # type: ignore[arg-type]


async def test_a_filter_stands_in_the_address_and_in_every_way_on_from_the_page(
    office: httpx2.AsyncClient, city: City
) -> None:
    here, away = await city.idea(theme="mobility"), await city.idea(theme="health")
    shown = await office.get("/office/board?theme=mobility&level=city")
    page = unescape(shown.text)

    assert (await city.case(here)).number in page
    assert (await city.case(away)).number not in page
    assert 'value="mobility" selected' in page
    for way in ("/office/board/all/intake", "/office/portfolio/map", "/office/board"):
        assert f'href="{way}?theme=mobility&level=city"' in page


@pytest.mark.parametrize("query", ["theme=%00", "goal=%22%27%25", "level=nowhere", "kind=x", "tag=a.b", "department=x"])
async def test_a_filter_nobody_knows_breaks_nothing(office: httpx2.AsyncClient, query: str) -> None:
    for path in ("/office/board", "/office/portfolio/map", "/office/board/columns/intake"):
        assert (await office.get(f"{path}?{query}")).status_code == 200


async def test_a_column_says_how_many_of_how_many_and_in_words_that_they_are_too_many(
    office: httpx2.AsyncClient, city: City
) -> None:
    await city.in_review()
    await city.in_review()
    await set_limits(city, stages={"review": 1, "intake": 0})
    page = (await office.get("/office/board")).text

    assert "2 von 1" in page
    assert "Mehr Vorgänge, als die Obergrenze zulässt." in page
    assert "0 von 0" in page
    assert "Die Obergrenze ist erreicht." in page
    assert "2 von 1" not in (await office.get("/office/board?theme=mobility")).text  # a part has no limit


async def test_follow_up_is_parted_by_the_state_of_its_measures(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.committed()
    await city.office(case_id, "measure_moved", to="running", since=city.clock().date(), public_reason="Los.")
    await city.committed()
    page = (await office.get("/office/board/columns/follow_up")).text

    assert page.index("geplant") < page.index("läuft")
    assert page.count('class="card"') == 2
    assert "<html" not in page
    alone = (await office.get("/office/board/all/follow_up?measure=running")).text
    assert alone.count('class="card"') == 1


async def test_only_the_board_may_run_a_script_and_it_is_our_own(office: httpx2.AsyncClient) -> None:
    board = await office.get("/office/board")
    assert SCRIPTS.search(board.headers["content-security-policy"])
    assert board.text.count("<script") == 1
    assert '<script src="/static/board.js" defer></script>' in board.text
    for other in ("/office/ideas", "/office/portfolio/map", "/office/board/limits"):
        assert "script-src" not in (await office.get(other)).headers["content-security-policy"]


async def test_limits_are_set_by_a_form_with_a_history_and_empty_is_none(
    office: httpx2.AsyncClient, city: City
) -> None:
    fields = {"stage-review": "12", "role-reviewer": "40", "everybody": "5", "budget": "1.500.000", "capacity": ""}
    sent = await fill(office, "/office/board/limits", **fields)
    assert sent.status_code == 303, sent.text

    async with city.db.read() as session:
        newest = await limits.current(session)
    assert newest is not None
    assert newest.board == Board(Limits({"review": 12}, {"reviewer": 40}, 5, {}), 1_500_000, None)
    page = (await office.get("/office/board/limits?done=1")).text
    assert 'role="status"' in page
    assert 'name="stage-review" type="text" value="12"' in page
    assert "Jana Petersen" in page


async def test_where_nobody_said_what_there_is_the_board_takes_it_from_planning(
    office: httpx2.AsyncClient, city: City
) -> None:
    budget = {(2031, "digital"): 100_000, (2032, "digital"): 150_000}
    async with city.db.write() as session:
        wanted = Frame(lines=(Named("digital", "Digitales"),), budget=budget)
        await planning.set_frame(session, wanted, number=0, at=city.clock(), by="x")
    assert "0\xa0€ von 250.000\xa0€" in (await office.get("/office/board")).text

    await fill(office, "/office/board/limits", budget="90.000")
    assert "0\xa0€ von 90.000\xa0€" in (await office.get("/office/board")).text


@pytest.mark.parametrize(
    ("field", "value"), [("stage-review", "-1"), ("everybody", "viele"), ("budget", "1,5"), ("stage-intake", "²")]
)
async def test_what_is_no_number_is_said_at_its_field_and_nothing_typed_is_lost(
    office: httpx2.AsyncClient, field: str, value: str
) -> None:
    refused = await fill(office, "/office/board/limits", **{"role-decider": "7", field: value})

    assert refused.status_code == 422
    assert f'href="#f-{field}"' in refused.text
    assert 'value="7"' in refused.text


async def test_of_two_who_set_limits_at_once_the_second_is_told(office: httpx2.AsyncClient, city: City) -> None:
    await set_limits(city, person=3)
    refused = await fill(office, "/office/board/limits", number="0", everybody="9")

    assert refused.status_code == 409
    assert 'value="9"' in refused.text
    again = await fill(office, "/office/board/limits", everybody="9")
    assert again.status_code == 303


async def test_the_map_reads_scores_by_the_scales_they_were_given_on(office: httpx2.AsyncClient, city: City) -> None:
    await city.reviewed()
    before = circles(await office.get("/office/portfolio/map"))
    async with city.db.write() as session:
        now = await processes.current(session)
        assert now is not None
        wider = tuple(one.model_copy(update={"scale_to": 2 * one.scale_to}) for one in now.criteria)
        other = now.model_copy(update={"criteria": wider})
        assert await processes.publish(session, other, "", "b" * 64, at=city.clock(), by="x")
    assert len(before) == 1
    assert circles(await office.get("/office/portfolio/map")) == before


def circles(page: httpx2.Response) -> list[str]:
    return re.findall(r"<circle[^>]*>", page.text)


async def test_the_map_and_its_table_say_the_same_and_what_is_not_scored_stands_apart(
    office: httpx2.AsyncClient, city: City
) -> None:
    scored = await city.reviewed()
    project = await city.committed()
    page = (await office.get("/office/portfolio/map")).text

    assert page.count("<circle") == 2
    assert page.count('class="map-number"') == 2
    for case_id in (scored, project):
        assert (await city.case(case_id)).number in page


async def test_whoever_is_not_signed_in_sees_nothing_of_it(client: httpx2.AsyncClient) -> None:
    for path in ("/board", "/board/changes", "/board/columns/review", "/board/limits", "/portfolio/map"):
        assert (await client.get(f"/office{path}")).status_code == 303


async def test_a_card_says_how_firm_the_rank_of_its_idea_is(office: httpx2.AsyncClient, city: City) -> None:
    _, ideas = await a_computed_round(city, examined=True)
    other = await city.reviewed()
    async with city.db.read() as session:
        asked = await firmness(session, [*ideas.values(), other])
    page = (await office.get("/office/board")).text

    assert other not in asked
    assert set(asked) == set(ideas.values())
    assert page.count("Rang: ") == len(ideas)
