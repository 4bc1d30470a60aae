"""Searching on the pages: who finds what, marked where it stands, and a clear answer to whatever is typed."""

import re
from urllib.parse import quote, unquote

import httpx2
import pytest

from tests.api.city import City
from tests.api.office.conftest import signed_in

SIGNS = "%_'\"*"
BOTH = pytest.mark.parametrize("path", ["/ideas", "/office/search"])


def found(page: httpx2.Response) -> list[str]:
    """The numbers of the ideas a page lists, in its order."""
    assert page.status_code == 200, page.text
    return re.findall(r'class="task-name"><a href="(?:/office)?/ideas/([0-9-]+)"', page.text)


@pytest.fixture
async def bench(client: httpx2.AsyncClient, city: City) -> str:
    """A public idea with words for the office beside, and one that is not public; signed in as the office."""
    text = {"title": "Bänke <b>am</b> Markt", "summary": "Zum Ausruhen", "description": "Auch neben der Bushaltestelle"}
    case_id = await city.in_review(public=True, theme="mobility", **text)
    await city.office(case_id, "paused", public_reason="Die Brücke fehlt", internal_reason="Der Brunnen ist zu teuer")
    await city.idea(title="Bank im Keller", summary="", theme="health")
    await signed_in(client, city)
    return case_id


async def test_the_public_and_the_office_find_what_each_may_read(client: httpx2.AsyncClient, bench: str) -> None:
    seen = {
        word: (found(await client.get("/ideas", params={"q": word})), found(await _office(client, q=word)))
        for word in ("bank", "Bushaltestelle", "Brücke", "Brunnen", "nirgends")
    }

    one, other = "2026-0001", "2026-0002"
    assert seen == {
        "bank": ([one], [other, one]),
        "Bushaltestelle": ([one], [one]),
        "Brücke": ([one], [one]),
        "Brunnen": ([], [one]),
        "nirgends": ([], []),
    }


@BOTH
async def test_what_was_found_is_marked_and_nothing_typed_is_markup(
    client: httpx2.AsyncClient, bench: str, path: str
) -> None:
    page = (await client.get(path, params={"q": "Bänke Bushaltestelle"})).text

    assert "<mark>Bänke</mark> &lt;b&gt;am&lt;/b&gt; Markt</a>" in page
    assert '<div class="hint" lang="">Auch neben der <mark>Bushaltestelle</mark></div>' in page
    assert "Eine Idee" in page
    assert 'value="Bänke Bushaltestelle"' in page


@BOTH
async def test_signs_alone_are_answered_and_kept(client: httpx2.AsyncClient, bench: str, path: str) -> None:
    for typed in (SIGNS, "<script>"[0], "\0%", "„“"):
        page = await client.get(f"{path}?q={quote(typed)}")

        assert found(page) == []
        assert "Da ist kein Wort, nach dem gesucht werden kann" in page.text
        assert "Geben Sie ein Wort, einen Teil davon oder eine Nummer ein." in page.text
    assert 'value="%_&#39;&#34;*"' in (await client.get(f"{path}?q={quote(SIGNS)}")).text


@BOTH
async def test_odd_input_is_no_error(client: httpx2.AsyncClient, bench: str, path: str) -> None:
    odd = {"q": "bank " + "x" * 5_000, "theme": SIGNS, "goal": SIGNS, "level": "\0", "stage": "no", "after": SIGNS}
    assert found(await client.get(path, params=odd)) == []
    many = await client.get(path, params={"q": "a b c d e f g h i j"})
    assert "nur die ersten acht Wörter zählten" in many.text.replace("Nur die", "nur die")
    late = await client.get(path, params={"q": "bank", "since": "9999-12-31", "until": "31.12.9999"})
    assert found(late) == []


@BOTH
async def test_a_date_that_is_none_is_said_at_its_field_and_kept(
    client: httpx2.AsyncClient, bench: str, path: str
) -> None:
    page = await client.get(path, params={"q": "bank", "since": "31.2.2026", "until": "gestern"})

    assert page.status_code == 422
    assert page.text.count("Geben Sie ein Datum wie 31.03.2027 ein.") == 4
    assert 'value="31.2.2026"' in page.text
    assert 'value="gestern"' in page.text
    assert '<details class="accordion filter-more" open>' in page.text


async def test_filters_narrow_and_stay(client: httpx2.AsyncClient, city: City, bench: str) -> None:
    for only, numbers in (
        ({"theme": "mobility"}, ["2026-0001"]),
        ({"department": "mobility"}, ["2026-0001"]),
        ({"stage": "intake"}, ["2026-0002"]),
        ({"until": "1.1.2020"}, []),
        ({"since": "1.1.2020", "q": ""}, ["2026-0002", "2026-0001"]),
    ):
        assert found(await _office(client, **{"q": "bank", **only})) == numbers, only
    page = (await _office(client, q="bank", theme="mobility")).text
    assert '<option value="mobility" selected>' in page


@BOTH
async def test_a_number_leads_to_its_idea(client: httpx2.AsyncClient, bench: str, path: str) -> None:
    root = path.removesuffix("/search").removesuffix("/ideas") + "/ideas"
    for typed in ("2026-0001", " #2026-1 "):
        page = await client.get(path, params={"q": typed})
        assert (page.status_code, page.headers["location"]) == (303, f"{root}/2026-0001")
    assert found(await client.get(path, params={"q": "2026-9999"})) == []


async def test_the_number_of_what_is_not_public_leads_the_public_nowhere(
    client: httpx2.AsyncClient, bench: str
) -> None:
    assert found(await client.get("/ideas", params={"q": "2026-0002"})) == []


async def test_pages_follow_each_other(client: httpx2.AsyncClient, city: City) -> None:
    for number in range(22):
        await city.in_review(public=True, title=f"Laterne {number}")
    first = await client.get("/ideas", params={"q": "laterne", "stage": "review"})
    (link,) = re.findall(r'rel="next" href="([^"]+)"', first.text)
    second = await client.get(unquote(link.replace("&amp;", "&")))

    assert len(found(first)) == 20
    assert found(second) == ["2026-0002", "2026-0001"]
    assert "22 Ideen" in first.text
    assert 'href="/ideas?q=laterne&amp;stage=review"' in second.text


async def _office(client: httpx2.AsyncClient, **query: str) -> httpx2.Response:
    return await client.get("/office/search", params=query)
