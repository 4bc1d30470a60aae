"""What-if, scenarios and the proposal at the desk; GET changes nothing, and every refusal keeps what was set."""

import asyncio
import re
import threading
from typing import Any

import httpx2
import pytest

from api.errors import Refused
from api.office.portfolio import solving
from api.office.portfolio.solving import Bench
from api.office.roadmap.selecting import chosen
from domain.planning.scenario import Kept
from domain.portfolio.greedy import greedy
from kit.portfolio.optimum import optimum
from storage import scenarios
from tests.api.city import City
from tests.api.office.conftest import fill
from tests.api.office.test_surveys import again
from tests.api.office.what_if_rounds import a_computed_round, happens, let, round_of

Said = dict[str, str]


def table(page: str, caption: str) -> list[list[str]]:
    """The rows of a table as text."""
    part = page.partition(f">{caption}</caption>")[2].partition("</table>")[0]
    rows = re.findall(r"<tr role=\"row\">(.*?)</tr>", part, re.S)[1:]
    cells = [re.findall(r"<(?:th role=\"rowheader\"|td)[^>]*>(.*?)</(?:th|td)>", row, re.S) for row in rows]
    value = re.compile(r'.*class="cell-value">', re.S)
    return [[" ".join(re.sub(r"<[^>]+>", " ", value.sub("", cell)).split()) for cell in row] for row in cells]


async def kept(city: City, round_id: str) -> list[Kept]:
    async with city.db.read() as session:
        return await scenarios.every(session, round_id)


async def a_scenario(office: httpx2.AsyncClient, city: City, round_id: str, name: str, **fields: Any) -> Kept:
    url = f"/office/rounds/{round_id}/what-if"
    shown = await office.get(url, params=fields)
    saved = await again(office, url, shown, name=name)
    assert saved.status_code == 303, saved.text
    return (await kept(city, round_id))[-1]


@pytest.fixture
async def mine(city: City) -> tuple[str, dict[str, str]]:
    return await a_computed_round(city)


async def test_it_says_who_enters_who_leaves_and_why_with_prices_and_how_sure(
    office: httpx2.AsyncClient, city: City, mine: tuple[str, dict[str, str]]
) -> None:
    url = f"/office/rounds/{mine[0]}/what-if"
    before = (await round_of(city, mine[0])).seq
    page = (await office.get(url)).text
    assert "Das ist die beste Auswahl" in page
    assert [row[0].split()[0] for row in table(page, "Die ganze Auswahl: als Tabelle")] == ["Alpha", "Beta", "Gamma"]
    assert "Niemand kommt hinein" in page
    assert "script-src 'self'" in (await office.get(url)).headers["content-security-policy"]

    wider = (await office.get(url, params={"places": "3"})).text
    moves = table(wider, "Wer hineinkommt, wer herausfällt: als Tabelle")
    assert [(row[0].split()[0], row[1]) for row in moves] == [("Gamma", "dabei")]
    assert "Plätze“ geht von 1 auf 3" in moves[0][2]
    limits = table(wider, "Was die Grenzen lassen und was etwas mehr brächte")
    assert limits[0][:4] == ["Verkehr &lt;b&gt; 2027", "100.000 €", "60.000 €", "100.000 €"]
    assert "Mit 10.000 € mehr: " in limits[0][4]
    assert "Hinein käme: Beta. Hinaus ginge: Gamma." in limits[0][4]

    cheap = (await office.get(url, params={"budget.2027.money": "50000"})).text
    moves = table(cheap, "Wer hineinkommt, wer herausfällt: als Tabelle")
    assert [(row[0].split()[0], row[1]) for row in moves] == [("Beta", "dabei"), ("Alpha", "nicht dabei")]
    assert "braucht 60.000 von „Verkehr" in moves[1][2]
    assert (await round_of(city, mine[0])).seq == before
    assert await kept(city, mine[0]) == []


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"weight.benefit": "70"}, "weight-benefit", "ergeben zusammen"),
        ({"budget.2027.money": "-5"}, "budget-2027-money", "nicht unter 0"),
        ({"places": "<script>"}, "places", "ganze Zahl"),
    ],
)
async def test_what_cannot_be_set_is_refused_at_its_slider_and_kept(
    office: httpx2.AsyncClient, mine: tuple[str, dict[str, str]], fields: Said, field: str, said: str
) -> None:
    page = await office.get(f"/office/rounds/{mine[0]}/what-if", params=fields)
    assert page.status_code == 422
    assert f'href="#f-{field}"' in page.text
    assert said in page.text
    (value,) = fields.values()
    assert f'value="{value.replace("<", "&lt;").replace(">", "&gt;")}"' in page.text
    assert "Die ganze Auswahl" not in page.text


async def test_without_the_extra_it_is_greedy_and_says_so(
    office: httpx2.AsyncClient, mine: tuple[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solving, "EXACT", False)
    monkeypatch.setattr("api.office.portfolio.what_if.EXACT", False)
    page = (await office.get(f"/office/rounds/{mine[0]}/what-if")).text
    assert "Diese Auswahl ist gierig" in page
    assert "Hier wird gierig ausgewählt" in page
    assert [row[3] for row in table(page, "Die ganze Auswahl: als Tabelle")] == ["dabei", "nicht dabei", "nicht dabei"]


async def test_a_round_without_a_frame_is_bound_by_its_places_and_one_that_is_open_tries_nothing(
    office: httpx2.AsyncClient, city: City
) -> None:
    round_id, _ = await a_computed_round(city, take=2, planned=False)
    before = await office.get(f"/office/rounds/{round_id}/what-if")
    page = before.text
    assert "Es ist kein Budget und keine Kapazität eingetragen" in page
    assert [row[3] for row in table(page, "Die ganze Auswahl: als Tabelle")] == ["dabei", "dabei", "nicht dabei"]
    assert f"/office/rounds/{round_id}/what-if" in (await office.get("/office/portfolio/what-if")).text
    assert f"/office/rounds/{round_id}/what-if" in (await office.get(f"/office/rounds/{round_id}")).text
    await happens(city, round_id, "cancelled", city.people["jana.petersen"], reason="Doch nicht")
    page = (await office.get(f"/office/rounds/{round_id}/what-if")).text
    assert "Jetzt gibt es nichts auszuprobieren" in page
    refused = await again(office, f"/office/rounds/{round_id}/what-if", before, name="x")
    assert (refused.status_code, "nicht zu entscheiden" in refused.text) == (422, True)
    assert (await office.get("/office/rounds/nothing/what-if")).status_code == 404


async def test_scenarios_are_kept_with_a_name_and_compared_side_by_side(
    office: httpx2.AsyncClient, city: City, mine: tuple[str, dict[str, str]]
) -> None:
    round_id, ideas = mine
    url = f"/office/rounds/{round_id}/scenarios"
    assert "Noch ist kein Szenario gespeichert" in (await office.get(url)).text
    nameless = await fill(office, f"/office/rounds/{round_id}/what-if", name=" ")
    assert (nameless.status_code, 'href="#f-name"' in nameless.text) == (422, True)
    wide = await a_scenario(office, city, round_id, "Drei <b>", places="3")
    cheap = await a_scenario(office, city, round_id, "Wenig", **{"budget.2027.money": "50000"})
    assert wide.content.taken == (ideas["Alpha"], ideas["Gamma"])
    assert (wide.content.settings, wide.content.how, wide.by) == ({"places": 3}, "best", city.people["jana.petersen"])
    page = (await office.get(url, params={"s": [wide.id, cheap.id]})).text
    assert "Drei &lt;b&gt;" in page
    assert table(page, "Welche Ideen dabei sind") == [
        [f"Alpha {(await city.case(ideas['Alpha'])).number}", "dabei", "dabei", "–"],
        [f"Beta {(await city.case(ideas['Beta'])).number}", "–", "–", "dabei"],
        [f"Gamma {(await city.case(ideas['Gamma'])).number}", "–", "dabei", "–"],
    ]
    figures = {row[0]: row[1:] for row in table(page, "In Zahlen")}
    assert figures["Verkehr &lt;b&gt; 2027"] == ["100.000 € von 100.000 €", "50.000 € von 50.000 €"]
    assert "what-if?places=3" in page


async def test_what_has_moved_on_since_is_named_and_counted_nowhere(
    office: httpx2.AsyncClient, city: City, mine: tuple[str, dict[str, str]]
) -> None:
    round_id, ideas = mine
    url = f"/office/rounds/{round_id}"
    wide = await a_scenario(office, city, round_id, "Drei", places="3")
    await a_scenario(office, city, round_id, "Wenig", **{"budget.2027.money": "50000"})
    assert wide.content.worth.keys() == {ideas["Alpha"], ideas["Gamma"]}
    assert "seither weiter" not in (await office.get(f"{url}/scenarios")).text
    alpha, gamma = [(await city.case(ideas[one])).number for one in ("Alpha", "Gamma")]
    await city.happens(ideas["Alpha"], "withdrawn", "renate.kruse")

    page = (await office.get(f"{url}/scenarios")).text
    assert page.count(f"nicht mitgezählt: Alpha ({alpha})") == 1
    assert "1 von 2 Ideen" in page
    shown = table(page, "Welche Ideen dabei sind")
    assert [f"Gamma {gamma}", "–", "dabei", "–"] in shown
    assert [f"Alpha {alpha} · wird nicht mehr verglichen", "–", "war dabei", "–"] in shown
    figures = {row[0]: row[1:] for row in table(page, "In Zahlen")}
    assert figures["Ideen dabei"] == ["1", "1"]
    assert figures["Nutzen zusammen"][0] == f"{wide.content.worth[ideas['Gamma']]:.1f}".replace(".", ",")
    assert figures["Verkehr &lt;b&gt; 2027"] == ["40.000 € von 100.000 €", "50.000 € von 50.000 €"]

    tried = (await office.get(f"{url}/what-if", params={"places": "3"})).text
    assert f"<li>Alpha ({alpha})</li>" in tried
    assert "Alpha" not in str(table(tried, "Die ganze Auswahl: als Tabelle"))
    without = await a_scenario(office, city, round_id, "Ohne", places="3")
    assert ideas["Alpha"] not in without.content.ideas
    async with city.db.read() as session:
        assert await chosen(session, f"scenario:{round_id}:{wide.id}") == [ideas["Gamma"]]


async def test_a_scenario_made_the_proposal_is_filled_in_where_it_is_decided_and_a_deviation_needs_a_reason(
    office: httpx2.AsyncClient, city: City, mine: tuple[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    round_id, ideas = mine
    url = f"/office/rounds/{round_id}"
    older = await office.get(f"{url}/decide")
    cheap = await a_scenario(office, city, round_id, "Wenig", **{"budget.2027.money": "50000"})
    made = await fill(office, f"{url}/scenarios", scenario=cheap.id)
    assert made.headers["location"] == f"{url}/scenarios?done=proposed"
    assert (await fill(office, f"{url}/scenarios", scenario=cheap.id)).headers["location"].endswith("nothing")
    assert (await fill(office, f"{url}/scenarios", scenario="nothing")).status_code == 422

    async def bring(letter: Any) -> str:
        return (await let(city, letter)).verdict if letter.round else "done"

    monkeypatch.setattr(city.messenger, "bring", bring)
    to = f"body:{(await _bodies(city))[0]}"
    late = await again(office, f"{url}/decide", older, to=to, step="send")
    assert (late.status_code, "Inzwischen gibt es einen anderen Vorschlag" in late.text) == (422, True)
    undecided, form = await office.get(f"{url}/scenarios"), await office.get(f"{url}/decide")
    assert "Der Vorschlag ist ein Szenario" in form.text
    chosen = re.findall(r'name="fate\.(\w+)".*?value="(\w+)" selected', form.text, re.S)
    assert dict(chosen) == {
        ideas["Alpha"]: "leave",
        ideas["Beta"]: "put_forward",
        ideas["Gamma"]: "leave",
    }
    otherwise = {f"fate.{ideas['Gamma']}": "put_forward", "to": to}
    silent = await again(office, f"{url}/decide", form, **otherwise)
    assert f'href="#f-reason-{ideas["Gamma"]}"' in silent.text
    otherwise[f"reason.{ideas['Gamma']}"] = "Weil es eilt"
    look = await again(office, f"{url}/decide", silent, **otherwise)
    sent = await again(office, f"{url}/decide", look, step="send")
    assert sent.status_code == 303, sent.text
    entries = {one.case_id: one for one in (await round_of(city, round_id)).entries}
    assert {title: entries[one].deviates for title, one in ideas.items()} == {
        "Alpha": False,
        "Beta": False,
        "Gamma": True,
    }
    assert entries[ideas["Gamma"]].reason == "Weil es eilt"
    assert "Zum Vorschlag machen" not in (await office.get(f"{url}/scenarios")).text
    refused = await again(office, f"{url}/scenarios", undecided, scenario="")
    assert (refused.status_code, "nicht zu entscheiden" in refused.text) == (422, True)


async def _bodies(city: City) -> list[str]:
    from storage import processes

    async with city.db.read() as session:
        definition = await processes.current(session)
    assert definition is not None
    return [one.id for one in definition.stages.decision.bodies]


# Choosing beside the pages


async def test_few_choose_at_once_others_wait_and_who_comes_then_is_asked_to_come_again() -> None:
    bench, go = Bench(at_once=2, waiting=1), threading.Event()
    running: list[int] = []

    def work() -> int:
        running.append(1)
        go.wait(10)
        return len(running)

    tasks = [asyncio.create_task(bench.run(work)) for _ in range(3)]
    await asyncio.sleep(0.05)  # the loop goes on while they work
    assert len(running) == 2
    with pytest.raises(Refused, match="busy"):
        await bench.run(work)
    go.set()
    await asyncio.gather(*tasks)
    assert await bench.run(lambda: 7) == 7


async def test_who_comes_when_too_many_choose_is_told_and_keeps_what_was_set(
    office: httpx2.AsyncClient, mine: tuple[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.office.portfolio.trial.BENCH", Bench(at_once=1, waiting=-1))
    page = await office.get(f"/office/rounds/{mine[0]}/what-if", params={"places": "3"})
    assert page.status_code == 503
    assert "Warten Sie einige Sekunden" in page.text
    assert re.search(r'name="places"[^>]*value="3"', page.text)


def test_what_finds_nothing_in_its_time_is_greedy(monkeypatch: pytest.MonkeyPatch) -> None:
    from domain.portfolio.problem import Limit, Option, Portfolio
    from kit.portfolio import solver

    field = Portfolio((Option("a", 5, 1, {"l": 1}),), (Limit("l", 1),))
    assert solving.best(field).taken == optimum(field).taken == ("a",)

    def nothing(*_: object) -> None:
        raise solver.Unsolved

    monkeypatch.setattr(solver.Solver, "best", nothing)
    assert solving.best(field) == greedy(field)
