"""Goals at the desk: every page, every refusal with what was typed kept, the matrix, the lists, coverage."""

import csv
import io
from pathlib import Path

import httpx2
import pytest

from storage import assessments, goals, shelf
from tests.api.city import City
from tests.api.office.conftest import fill
from tests.api.office.test_surveys import again, post
from umlauf.reference_file import load_catalogue

ROOT = "/office/goals"
EVIL = "<script>Getippt"
NEW = {"title_de": "Saubere Luft", "indicator": "NO2", "target": "20", "due_on": "31.12.2030"}
CATALOGUES = Path(__file__).parents[3] / "examples" / "norderstedt" / "catalogues"


@pytest.fixture
async def catalogues(city: City) -> None:
    async with city.db.write() as session:
        for name in ("isek", "themes", "charta", "sdg"):
            await shelf.publish_catalogue(session, load_catalogue(CATALOGUES / f"{name}.yaml"), at=city.clock())


async def taken_over(office: httpx2.AsyncClient) -> None:
    """The goals of the process."""
    sent = await fill(office, ROOT, source="process")
    assert sent.headers["location"] == f"{ROOT}?done=taken", sent.text


async def newest(city: City) -> str:
    async with city.db.read() as session:
        return f"{ROOT}/{(await goals.tree(session))[-1].id}"


async def a_goal(office: httpx2.AsyncClient, city: City, **fields: str) -> str:
    sent = await post(office, f"{ROOT}/new", **NEW | fields)
    assert sent.status_code == 303, sent.text
    return await newest(city)


async def number(city: City, case_id: str) -> str:
    return (await city.case(case_id)).number


# Pages


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("path", ["", "/new", "/matrix", "/lists", "/coverage"])
async def test_every_page_opens_empty_and_filled(
    office: httpx2.AsyncClient, city: City, path: str, language: str
) -> None:
    for filled in (False, True):
        page = await office.get(f"{ROOT}{path}?lang={language}")
        assert page.status_code == 200
        assert page.text.count("<h1") == 1
        if not filled:
            await taken_over(office)
            await city.idea()
            async with city.db.write() as session:
                await shelf.publish_catalogue(session, load_catalogue(CATALOGUES / "sdg.yaml"), at=city.clock())


async def test_the_pages_are_only_the_offices(client: httpx2.AsyncClient, city: City) -> None:
    case = await number(city, await city.idea())
    for path in ("", "/new", "/matrix", "/matrix.csv", "/lists", "/coverage"):
        assert (await client.get(f"{ROOT}{path}")).status_code == 303
    assert (await client.get(f"/office/ideas/{case}/goals")).status_code == 303


@pytest.mark.parametrize("path", [f"{ROOT}/nothing", f"{ROOT}/%00", "/office/ideas/2026-9999/goals"])
async def test_what_is_not_there_is_not_found(office: httpx2.AsyncClient, path: str) -> None:
    assert (await office.get(path)).status_code == 404


async def test_goals_are_taken_over_from_the_process_and_from_a_catalogue_once(
    office: httpx2.AsyncClient, city: City, catalogues: None
) -> None:
    await taken_over(office)
    assert (await fill(office, ROOT, source="process")).headers["location"] == f"{ROOT}?done=nothing"
    assert (await fill(office, ROOT, source="catalogue:sdg")).headers["location"] == f"{ROOT}?done=taken"
    async with city.db.read() as session:
        assert len(await goals.tree(session)) == 9 + 18
    for source in ("", "catalogue:nothing"):
        page = await fill(office, ROOT, source=source)
        assert page.status_code == 422
        assert 'href="#f-source"' in page.text


# One goal


async def test_a_goal_is_entered_changed_and_removed_and_its_history_tells_it(
    office: httpx2.AsyncClient, city: City
) -> None:
    page = await a_goal(office, city, owner=city.people["torben.voss"])
    wanted = {"target": "15 µg", "due_on": "1.6.2031", "number": "1", "owner": city.people["torben.voss"]}
    changed = await post(office, page, **NEW | wanted)
    assert changed.status_code == 303, changed.text
    shown = (await office.get(page)).text
    for said in ("Zielwert: 20 → 15 µg", "31.12.2030 → 01.06.2031", "Jana Petersen"):
        assert said in shown, said
    unsure = await fill(office, page, step="remove")
    assert unsure.status_code == 422
    removed = await fill(office, page, step="remove", sure="yes")
    assert removed.headers["location"] == f"{ROOT}?done=removed"
    assert (await office.get(page)).status_code == 404


async def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(office: httpx2.AsyncClient) -> None:
    page = await post(
        office, f"{ROOT}/new", title_de="", indicator=EVIL, due_on="bald", target="x" * 201, owner="nobody", under="no"
    )
    assert page.status_code == 422
    for field in ("title_de", "due_on", "target"):
        assert f'href="#f-{field}"' in page.text, field
    assert "&lt;script&gt;Getippt" in page.text
    unknown = await again(office, f"{ROOT}/new", page, **NEW | {"under": "no", "owner": ""})
    assert 'href="#f-under"' in unknown.text
    somebody = await again(office, f"{ROOT}/new", page, **NEW | {"under": "", "owner": "nobody"})
    assert 'href="#f-owner"' in somebody.text


async def test_the_second_of_two_people_is_told_and_keeps_what_they_typed(
    office: httpx2.AsyncClient, city: City
) -> None:
    page = await a_goal(office, city)
    form = await office.get(page)
    await post(office, page, **NEW | {"title_de": "Erste", "number": "1"})
    late = await again(office, page, form, **NEW | {"title_de": EVIL, "number": "1"})
    assert late.status_code == 422
    assert "inzwischen geändert" in late.text
    assert "&lt;script&gt;Getippt" in late.text
    assert "Saubere Luft → Erste" in late.text
    over = await again(office, page, late, **NEW | {"title_de": "Zweite", "number": "2"})
    assert over.status_code == 303


async def test_a_goal_with_goals_below_cannot_go_and_cannot_stand_under_them(
    office: httpx2.AsyncClient, city: City
) -> None:
    top = await a_goal(office, city)
    below = await a_goal(office, city, under=top.rpartition("/")[2])
    assert "Unter diesem Ziel stehen andere" in (await office.get(top)).text
    circle = await post(office, top, **NEW | {"under": below.rpartition("/")[2], "number": "1"})
    assert 'href="#f-under"' in circle.text


# Contributions


async def test_contributions_are_entered_on_the_case_and_unsaid_is_not_zero(
    office: httpx2.AsyncClient, city: City, catalogues: None
) -> None:
    await taken_over(office)
    case_id = await city.in_review(goals=["sustainability"])
    page = f"/office/ideas/{await number(city, case_id)}/goals"
    assert "hat dieses Ziel genannt" in (await office.get(page)).text
    given = {"goal.sustainability": "3", "goal.innovation": "0", "goal.liveable": "-2", "tags": "sdg.sdg_11"}
    assert (await fill(office, page, **given)).headers["location"] == f"{page}?done=said"
    shown = (await office.get(page)).text
    for said in ("ungesagt → +3", "ungesagt → 0", "ungesagt → −2", "11 Nachhaltige Städte"):
        assert said in shown, said
    async with city.db.read() as session:
        idea = (await assessments.ideas(session))[0]
    assert (idea.does("sustainability"), idea.does("innovation"), idea.does("isek")) == (3, 0, None)
    assert idea.said.tags == {"sdg.sdg_11"}
    assert page in (await office.get(page.removesuffix("/goals"))).text


async def test_a_contribution_off_the_scale_or_written_upon_an_old_version_is_refused_and_kept(
    office: httpx2.AsyncClient, city: City
) -> None:
    await taken_over(office)
    page = f"/office/ideas/{await number(city, await city.idea())}/goals"
    off = await fill(office, page, **{"goal.innovation": "4"})
    assert off.status_code == 422
    assert 'href="#f-goal-innovation"' in off.text
    form = await office.get(page)
    await fill(office, page, **{"goal.innovation": "1"})
    late = await again(office, page, form, **{"goal.innovation": "-3", "number": "0"})
    assert "inzwischen geändert" in late.text
    assert '<option value="-3" selected' in late.text
    assert (await again(office, page, late, **{"goal.innovation": "-3", "number": "1"})).status_code == 303


# Matrix, lists, coverage


async def test_the_matrix_says_in_signs_what_it_colours(office: httpx2.AsyncClient, city: City) -> None:
    await taken_over(office)
    case = await number(city, await city.planning(title=EVIL))
    await fill(office, f"/office/ideas/{case}/goals", **{"goal.innovation": "-3", "goal.liveable": "2"})
    page = (await office.get(f"{ROOT}/matrix")).text
    assert '<td class="heat heat-against-3">−3</td>' in page
    assert '<td class="heat heat-for-2">+2</td>' in page
    assert "&lt;script&gt;Getippt" in page
    assert "heat-unsaid" in page
    branch = (await office.get(f"{ROOT}/matrix?under=charta&only=measures")).text
    assert "−3</td>" not in branch
    assert case in branch
    rows = list(csv.reader(io.StringIO((await office.get(f"{ROOT}/matrix.csv")).text.lstrip("\ufeff")), delimiter=";"))
    named = dict(zip(rows[0], rows[1], strict=True))
    assert (named["Nachhaltigkeit"], named["number"], named["measure"]) == ("", case, "1")
    assert named["Innovationsförderung des Wirtschaftsstandorts"] == "-3"


async def test_the_lists_name_what_is_missing(office: httpx2.AsyncClient, city: City) -> None:
    await taken_over(office)
    first, second = [await number(city, await city.planning()) for _ in range(2)]
    await fill(office, f"/office/ideas/{first}/goals", **{"goal.innovation": "1"})
    page = (await office.get(f"{ROOT}/lists")).text
    without_measures, rest = page.partition('id="without-goals"')[::2]
    without_goals, unclear = rest.partition('id="unclear"')[::2]
    assert "Nachhaltigkeit" in without_measures
    assert "Innovationsförderung" not in without_measures.partition('id="without-measures"')[2]
    assert second in without_goals
    assert first not in without_goals
    assert "ein Indikator, ein Zielwert, ein Datum, eine verantwortliche Person" in unclear


async def test_coverage_counts_ideas_by_theme_tag_and_contribution(
    office: httpx2.AsyncClient, city: City, catalogues: None
) -> None:
    await taken_over(office)
    case = await number(city, await city.idea(theme="mobility"))
    tagged = {"goal.charta_goals": "2", "goal.innovation": "-1", "tags": "sdg.sdg_09"}
    await fill(office, f"/office/ideas/{case}/goals", **tagged)
    page = (await office.get(f"{ROOT}/coverage")).text
    for catalogue, said in (("isek", "0 von 3"), ("themes", "1 von 3"), ("charta", "1 von 4"), ("sdg", "1 von 17")):
        section = page.partition(f'aria-labelledby="catalogue-{catalogue}"')[2].partition("</section>")[0]
        assert f"{said} Einträgen" in section, catalogue
        assert '<svg class="chart"' in section
        assert "<table" in section
