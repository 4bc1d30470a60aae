"""Canvases at the desk: filled in, saved as versions, compared, shown to reviewers, blanked; nothing typed is lost."""

from pathlib import Path
from typing import Any

import httpx2
import pytest

from domain.canvas.content import MOST_ACTIVITIES, MOST_STEPS
from storage import canvases, shelf
from tests.api.city import City
from tests.api.office.conftest import fill
from tests.api.office.test_surveys import again
from umlauf.reference_file import load_blueprint

EXAMPLE = Path(__file__).parents[3] / "examples" / "norderstedt" / "canvases"
EVIL = "<script>Getippt"
MAP = {"release1": "Eins", "release2": "Zwei", "a1": "Finden", "a1s1": "Suchen", "a1s1r1": "Ich suche.", "a1s1r2": EVIL}


@pytest.fixture(autouse=True)
async def blueprints(city: City) -> None:
    async with city.db.write() as session:
        for name in ("business_model", "product", "story_map"):
            await shelf.publish_blueprint(session, load_blueprint(EXAMPLE / f"{name}.yaml"), at=city.clock())


@pytest.fixture
async def case_id(city: City) -> str:
    return await city.in_review()


@pytest.fixture
async def page(city: City, case_id: str) -> str:
    return f"/office/ideas/{(await city.case(case_id)).number}/canvases"


async def contents(city: City, case_id: str, name: str) -> list[Any]:
    async with city.db.read() as session:
        return [one.content for one in await canvases.versions(session, case_id, name)]


async def save(office: httpx2.AsyncClient, page: str, name: str, **fields: str) -> httpx2.Response:
    sent = await fill(office, f"{page}/{name}/edit", **{key.replace("box_", "box."): v for key, v in fields.items()})
    assert sent.headers.get("location") == f"{page}/{name}?done=saved", sent.text
    return sent


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", ["business_model", "product", "story_map"])
async def test_every_page_opens_empty_and_filled(
    office: httpx2.AsyncClient, page: str, name: str, language: str
) -> None:
    for n in range(2):
        for path in ("", f"/{name}/edit"):
            shown = await office.get(f"{page}{path}?lang={language}")
            assert shown.status_code == 200
            assert shown.text.count("<h1") == 1
        box = {"product": "box_vision", "business_model": "box_value"}.get(name, "")
        await save(office, page, name, **({box: f"Text {n}"} if box else MAP | {"a1s1r1": f"Text {n}"}))
        for path in (f"/{name}", f"/{name}?version=1", f"/{name}/compare"):
            shown = await office.get(f"{page}{path}")
            assert shown.status_code == 200
            assert shown.text.count("<h1") == 1


async def test_the_pages_are_only_the_offices(client: httpx2.AsyncClient, page: str) -> None:
    for path in ("", "/product", "/product/edit", "/product/compare"):
        assert (await client.get(f"{page}{path}")).status_code == 303


async def test_what_is_not_there_is_not_found(office: httpx2.AsyncClient, page: str) -> None:
    await save(office, page, "product", box_vision="Eins")
    for path in ("/nothing", "/nothing/edit", "/%00", "/product?version=9", "/product/compare?before=7&after=1"):
        assert (await office.get(f"{page}{path}")).status_code == 404, path
    assert (await office.get(f"{page}/story_map")).headers["location"].endswith("/story_map/edit")


async def test_the_case_leads_to_its_canvases_and_an_empty_one_is_not_saved(
    office: httpx2.AsyncClient, page: str
) -> None:
    assert f'href="{page}"' in (await office.get(page.removesuffix("/canvases"))).text
    empty = await fill(office, f"{page}/product/edit")
    assert empty.status_code == 422
    assert "Noch ist nichts ausgefüllt" in empty.text


async def test_every_save_is_a_version_and_two_are_compared_word_by_word(
    office: httpx2.AsyncClient, city: City, case_id: str, page: str
) -> None:
    await save(office, page, "product", box_vision="Wir bauen drei Bänke", box_details=EVIL)
    await save(office, page, "product", box_vision="Wir bauen vier Bänke")
    same = await fill(office, f"{page}/product/edit")
    assert same.headers["location"].endswith("?done=same")
    assert len(await contents(city, case_id, "product")) == 2
    compared = (await office.get(f"{page}/product/compare?before=1&after=2")).text
    assert "drei</del>" in compared
    assert "vier</ins>" in compared
    assert "Getippt" not in compared
    shown = (await office.get(f"{page}/product")).text
    assert "&lt;script&gt;Getippt" in shown
    assert "at-column-1 at-row-1 wide-5 high-2" in shown
    assert "Jana Petersen" in shown


async def test_the_second_of_two_people_sees_what_changed_and_keeps_what_they_typed(
    office: httpx2.AsyncClient, city: City, case_id: str, page: str
) -> None:
    await save(office, page, "product", box_vision="Alt")
    form = await office.get(f"{page}/product/edit")
    await save(office, page, "product", box_vision="Von Ralf")
    late = await again(office, f"{page}/product/edit", form, **{"box.vision": EVIL})
    assert late.status_code == 422
    assert "&lt;script&gt;Getippt" in late.text
    assert "Alt</del>" in late.text
    assert "Von Ralf</ins>" in late.text
    over = await again(office, f"{page}/product/edit", late, **{"box.vision": "Beides"})
    assert over.status_code == 303
    assert [one.boxes["vision"] for one in await contents(city, case_id, "product")] == ["Alt", "Von Ralf", "Beides"]


@pytest.mark.parametrize("forged", ["²", "9" * 5_000, "-1", ""])
async def test_a_forged_number_saves_nothing_and_keeps_what_was_typed(
    office: httpx2.AsyncClient, city: City, case_id: str, page: str, forged: str
) -> None:
    sent = await fill(office, f"{page}/product/edit", **{"box.vision": EVIL, "number": forged})
    assert sent.status_code == 422
    assert "&lt;script&gt;Getippt" in sent.text
    assert await contents(city, case_id, "product") == []


async def test_what_is_too_long_is_said_at_its_box(office: httpx2.AsyncClient, page: str) -> None:
    sent = await fill(office, f"{page}/product/edit", **{"box.vision": "x" * 4_001})
    assert sent.status_code == 422
    assert 'href="#f-box-vision"' in sent.text


# Story map


async def test_a_story_map_is_filled_in_step_by_step_without_a_script(
    office: httpx2.AsyncClient, city: City, case_id: str, page: str
) -> None:
    begun = await office.get(f"{page}/story_map/edit")
    assert 'value="Erste Ausgabe"' in begun.text
    more = await again(office, f"{page}/story_map/edit", begun, **MAP, step="more")
    assert more.status_code == 200
    assert 'name="a1s2"' in more.text
    assert 'name="a2"' in more.text
    assert await contents(city, case_id, "story_map") == []
    saved = await again(office, f"{page}/story_map/edit", more, a2="Buchen", a2s1="Zahlen", a2s1r1="Mit Karte.")
    assert saved.status_code == 303, saved.text
    (content,) = await contents(city, case_id, "story_map")
    assert [(one.title, [s.title for s in one.steps]) for one in content.activities] == [
        ("Finden", ["Suchen"]),
        ("Buchen", ["Zahlen"]),
    ]
    assert content.activities[0].steps[0].stories[1] == EVIL
    shown = (await office.get(f"{page}/story_map")).text
    assert '<th scope="colgroup" class="map-head" colspan="1">Buchen</th>' in shown
    assert "&lt;script&gt;Getippt" in shown


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"a1": "", "a1s1": "Schritt", "a1s1r1": "x"}, "a1"),
        ({"a1": "A", "a1s1": "", "a1s1r1": EVIL}, "a1s1"),
        ({"a1": "A", "a1s1": "S", "a1s1r4": "x"}, "release4"),
        ({"a1": "A", "a1s1": "x" * 201}, "a1s1"),
    ],
)
async def test_nothing_that_was_typed_into_a_story_map_is_dropped_silently(
    office: httpx2.AsyncClient, city: City, case_id: str, page: str, fields: dict[str, str], wrong: str
) -> None:
    sent = await fill(office, f"{page}/story_map/edit", **fields)
    assert sent.status_code == 422
    assert f'href="#f-{wrong}"' in sent.text
    assert f'name="{wrong}"' in sent.text
    assert await contents(city, case_id, "story_map") == []


async def test_the_largest_story_map_fits_into_one_form(
    office: httpx2.AsyncClient, city: City, case_id: str, page: str
) -> None:
    fields = {f"release{r}": f"R{r}" for r in range(1, 5)}
    for a in range(1, MOST_ACTIVITIES + 1):
        fields[f"a{a}"] = f"A{a}"
        for s in range(1, MOST_STEPS // MOST_ACTIVITIES + 1):
            fields |= {f"a{a}s{s}": "S"} | {f"a{a}s{s}r{r}": f"Geschichte {a} {s} {r}" for r in range(1, 5)}
    await save(office, page, "story_map", **fields)
    (content,) = await contents(city, case_id, "story_map")
    assert content.steps == MOST_STEPS
    same = await fill(office, f"{page}/story_map/edit")
    assert same.headers["location"].endswith("?done=same"), same.text


# Reviewers


async def test_reviewers_read_it_behind_their_link_only_if_the_office_says_so(
    office: httpx2.AsyncClient, city: City, case_id: str, page: str
) -> None:
    await save(office, page, "product", box_vision="Nur für Prüfende")
    case = await city.case(case_id)
    link = await city.link(case_id, "review_asked", await _address(city, case.open_assignments()[0].person))
    assert "Nur für Prüfende" not in (await office.get(link)).text
    shown = await act(office, f"{page}/product", step="show")
    assert shown.headers["location"].endswith("?done=shown")
    review = (await office.get(link)).text
    assert "Nur für Prüfende" in review
    assert 'name="box.vision"' not in review
    await act(office, f"{page}/product", step="hide")
    assert "Nur für Prüfende" not in (await office.get(link)).text


async def _address(city: City, person: str) -> str:
    return next(name for name, one in city.people.items() if one == person)


async def act(office: httpx2.AsyncClient, page: str, **fields: str) -> httpx2.Response:
    """Sends one of the small forms of a canvas's page."""
    return await again(office, page, await office.get(page), **fields)


# Blanking


async def test_a_version_is_blanked_once_somebody_is_sure(
    office: httpx2.AsyncClient, city: City, case_id: str, page: str
) -> None:
    await save(office, page, "product", box_vision="Frau Meier")
    await save(office, page, "product", box_vision="Eine Frau")
    unsure = await act(office, f"{page}/product", step="blank", number="1")
    assert unsure.status_code == 422
    assert 'href="#f-sure"' in unsure.text
    assert (await act(office, f"{page}/product", step="blank", number="1", sure="yes")).status_code == 303
    assert [one.boxes for one in await contents(city, case_id, "product")] == [{}, {"vision": "Eine Frau"}]
    assert "geschwärzt" in (await office.get(f"{page}/product?version=1")).text
    again_ = await act(office, f"{page}/product", step="blank", number="1", sure="yes")
    assert again_.status_code == 422
