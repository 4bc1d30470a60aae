"""S6, S7: whoever looks through every door after each single answer can tell nobody's from what changed.

Pages, the part that each page can be asked for, programs, files and the trend: all of them, each time.
"""

import asyncio
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, permutations
from random import Random
from typing import Any

import httpx2
import pytest

from domain.survey.modes import Mode
from domain.survey.wave_words import WaveState
from tests.api.apps import app_on
from tests.api.asked import UNITS, a_survey, a_wave, values
from tests.api.city import City, send
from tests.api.conftest import SITE
from tests.api.office.waves import let_waves_happen
from tests.api.v1.conftest import OFFICE, a_token
from tests.storage.answered import answer, in_state, put_wave
from tests.storage.asking import add_people

K = 5
PARTS = (("inside", "traffic", 12), ("outside", "it", 9), ("outside", "culture", 3))
NONCE = re.compile(r'name="nonce" value="[^"]*"')
QUESTION = re.compile(r'<h3 id="question-(\w+)">[^<]*</h3>\s*<p class="hint">(\d+) ')
OPTION = re.compile(r'<option value="((?:unit|answer)\.[\w.]+)"')


@dataclass(frozen=True)
class Said:
    """One answer, as only the test knows it, in the order in which they come."""

    unit: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """A number somebody saw: how many of a part are in the figures, or how many of them answered a question."""

    part: str
    question: str
    answered: int


def crowd() -> list[Said]:
    """In an order of their own; every fourth leaves one question out, so that questions have sizes of their own."""
    chance = Random(20_261_129)
    everybody = [Said(unit, one) for side, unit, count in PARTS for one in values(count, side, seed=count)]
    chance.shuffle(everybody)
    for n, one in enumerate(everybody):
        one.values.pop("informed" if n % 4 == 0 else "first", None)
    return everybody


def belongs(one: Said, part: str) -> bool:
    kind, _, name = part.partition(".")
    if kind == "unit":
        return name in (one.unit, UNITS[one.unit]["under"])
    return not part or one.values.get(name.partition(".")[0]) == name.partition(".")[2]


class Doors:
    """Everything that shows figures of a wave, to the office in a browser and to its programs."""

    def __init__(self, browser: httpx2.AsyncClient, program: httpx2.AsyncClient, survey: str, wave: str) -> None:
        self.browser, self.program, self.survey, self.wave = browser, program, survey, wave
        self.page = f"/office/surveys/waves/{wave}/results"

    async def refresh(self) -> None:
        """Asks for newer figures, where that is offered."""
        if 'value="refresh"' in (await self.browser.get(self.page)).text:
            assert (await send(self.browser, self.page, to=self.page, step="refresh")).status_code == 303

    async def told(self) -> dict[str, Any]:
        return dict((await self.program.get(f"/surveys/waves/{self.wave}/results")).json())

    async def seen(self) -> set[Seen]:
        """What every door shows; they agree."""
        by_program = set(_of_program(await self.told()))
        assert {one for one in by_program if one.question} == {one async for one in self._of_pages()}
        for taken in (await self._file("figures"), await self._file("trend"), await self._file_of_program()):
            assert taken in (by_program, set())
        return by_program

    async def words(self) -> list[str]:
        """Every page and answer as it is, but for what a form carries."""
        trend = f"/office/surveys/{self.survey}/trend"
        read = [await self.browser.get(one) for one in (self.page, f"{self.page}?part=unit.it", trend)]
        read += [await self.program.get(f"/surveys/waves/{self.wave}{one}") for one in ("", "/results")]
        read.append(await self.program.get(f"/surveys/{self.survey}"))
        assert {one.status_code for one in read} == {200}
        return [NONCE.sub("", one.text) for one in read]

    async def _of_pages(self) -> Any:
        parts = ["", *OPTION.findall((await self.browser.get(self.page)).text)]
        for part in parts:
            shown = (await self.browser.get(self.page, params={"part": part})).text
            for question, answered in QUESTION.findall(shown):
                yield Seen(part, question, int(answered))

    async def _file(self, what: str) -> set[Seen]:
        sent = await send(self.browser, self.page, to=f"{self.page}/export", what=what, format="csv", step="export")
        return _of_file(sent)

    async def _file_of_program(self) -> set[Seen]:
        asked = {"what": "figures", "format": "csv"}
        return _of_file(await self.program.post(f"/surveys/waves/{self.wave}/export", json=asked))


def _of_program(told: dict[str, Any]) -> Iterator[Seen]:
    for one in told["parts"]:
        part = _address(one["part"]["split"], one["part"]["value"])
        yield Seen(part, "", one["answered"])
        yield from (Seen(part, figure["question"], figure["answered"]) for figure in one["figures"])


def _of_file(sent: httpx2.Response) -> set[Seen]:
    if sent.status_code == 409:
        return set()
    assert sent.status_code == 200, sent.text
    rows = csv.DictReader(io.StringIO(sent.content.decode("utf-8-sig"), newline=""), delimiter=";")
    return {
        Seen(_address(row["part_by"].replace("unit", "@unit"), row["part"]), row["question"], int(row["answered"]))
        for row in rows
    }


def _address(split: str, value: str) -> str:
    return "" if not split else f"unit.{value}" if split == "@unit" else f"answer.{split}.{value}"


def behind(one: Seen, first: list[Said]) -> frozenset[int]:
    """Whose answers a number was made of, and that it says how many they are."""
    who = [n for n, said in enumerate(first) if belongs(said, one.part)]
    who = [n for n in who if not one.question or one.question in first[n].values]
    assert len(who) == one.answered, one
    return frozenset(who)


@pytest.fixture
async def program(city: City) -> Any:
    headers = {"Authorization": f"Bearer {await a_token(city, OFFICE, 'read', 'office')}"}
    transport = httpx2.ASGITransport(app=app_on(city.services))
    async with httpx2.AsyncClient(transport=transport, base_url=f"{SITE.base_url}/api/v1", headers=headers) as client:
        yield client


@pytest.mark.timeout(600)
@pytest.mark.parametrize("mode", [Mode.NAMED, Mode.CONFIDENTIAL])
async def test_no_two_looks_at_a_running_wave_differ_by_a_few(
    office: httpx2.AsyncClient, program: httpx2.AsyncClient, city: City, mode: Mode
) -> None:
    """S6, S7: of all numbers ever shown of a question, no pair tells of fewer than five."""
    let_waves_happen(city)
    survey = await a_survey(city, mode)
    wave = await a_wave(city, survey, mode, WaveState.OPEN, parts=())
    doors, come, shown = Doors(office, program, survey, wave), crowd(), set[tuple[str, frozenset[int]]]()
    looks = set[int]()
    for n, said in enumerate(come, 1):
        by = await add_people(city.db, 1) if mode is Mode.NAMED else []
        await answer(city.db, wave, [said.values], mode, said.unit, by)
        if n == len(come):
            await in_state(city.db, wave, WaveState.DONE)
        await doors.refresh()
        if (answered := (await doors.told())["answered"]) is not None:
            looks.add(answered)
            shown |= {(one.question, behind(one, come[:answered])) for one in await doors.seen()}
    assert 2 <= len(looks) <= len(come) // K
    assert len({question for question, _ in shown}) > 4
    for question, who in shown:
        assert len(who) >= K, question
    for (question, who), (other, others) in permutations(shown, 2):
        assert question != other or not who > others or len(who - others) >= K, (question, who - others)


@pytest.mark.timeout(600)
async def test_an_anonymous_wave_looks_the_same_until_its_close(
    office: httpx2.AsyncClient, program: httpx2.AsyncClient, city: City
) -> None:
    """S7: no door of a running anonymous wave changes by an answer, but for who took part, in steps of five."""
    let_waves_happen(city)
    survey = await a_survey(city)
    wave = await a_wave(city, survey, state=WaveState.OPEN, parts=())
    doors = Doors(office, program, survey, wave)
    before, pages = await doors.words(), list[str]()
    for n, said in enumerate(crowd(), 1):
        await answer(city.db, wave, [said.values], unit=said.unit)
        await put_wave(city.db, wave, answered=n)
        pages.append((await office.get(f"/office/surveys/waves/{wave}")).text)
        assert await doors.words() == before
        assert (await send(office, doors.page, to=doors.page, step="refresh")).status_code in (303, 409)
    changes = [n for n, (one, other) in enumerate(pairwise(pages), 2) if one != other]
    assert changes == [5, 10, 15, 20]
    await in_state(city.db, wave, WaveState.DONE)
    after = await asyncio.gather(doors.words(), doors.words())
    assert after[0] == after[1] != before
