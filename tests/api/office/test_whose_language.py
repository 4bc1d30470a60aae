"""Nobody says in which language an idea is written: where its title stands, no page of the office claims its own."""

from html.parser import HTMLParser

import httpx2
import pytest

from tests.api.city import City

TITLE = "Ein Zebrastreifen"
VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


class Languages(HTMLParser):
    """In which language each text is that holds the title, by the nearest element that says one."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = [""]
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.said.append(dict(attrs).get("lang", self.said[-1]) or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.said.pop()

    def handle_data(self, data: str) -> None:
        if data.strip().removesuffix(TITLE).rstrip(" 0123456789-:") == "" and TITLE in data:
            self.found.append(self.said[-1])


@pytest.mark.parametrize("page", ["board", "ideas", "rounds/new"])
async def test_titles_are_in_no_language_that_anybody_said(office: httpx2.AsyncClient, city: City, page: str) -> None:
    await city.deciding(title=TITLE)
    await city.reviewed(title=TITLE)
    read = Languages()
    answer = await office.get(f"/office/{page}")
    assert answer.status_code == 200
    read.feed(answer.text)
    assert set(read.found) == {""}
