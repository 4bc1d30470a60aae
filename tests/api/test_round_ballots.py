"""Methods and ballots of rounds on the pages: the form offers what fits, and raters answer what is asked."""

from typing import Any

import httpx2
import pytest

from domain.definition import Criterion, Words
from domain.rounds.ballots import Ask, on_scale
from storage import round_pairs, rounds
from tests.api.city import City, hidden_of, send
from tests.api.office.conftest import signed_in
from tests.api.test_rating import a_round
from tests.e2e.page import Page

NEW = "/office/rounds/new"
PLAN: dict[str, Any] = {"title": "Herbst", "closes_on": "31.03.2027", "which": "all", "roles": ["reviewer"]}

WEIGHED = {"weight.benefit": "60", "weight.complexity": "40"}


async def looked_at(client: httpx2.AsyncClient, city: City, ask: str, **fields: Any) -> httpx2.Response:
    """The form with these fields, sent for a last look."""
    today = city.clock().date().strftime("%d.%m.%Y")
    return await send(client, NEW, **(PLAN | {"ask": ask, "opens_on": today} | fields))


@pytest.mark.parametrize(
    ("ask", "fields", "shown"),
    [
        (
            "scores",
            {"weight.benefit": "60", "weight.complexity": "40", "method": "wsjf", "set.value": "benefit"}
            | {"set.duration": "complexity", "scale.complexity": "fibonacci", "beside": ["utility", "quadrant"]},
            ("1, 2, 3, 5, 8, 13, 21", "Nutzwert (gewichtet)", "Kriterium für den Wert"),
        ),
        ("votes", {"method": "lower_bound", "beside": ["utility"]}, ("Mittelwert",)),
        ("pairs", {"method": "pairwise", "pairs_each": "7"}, ("Vergleiche je bewertender Person", "7")),
        ("approvals", {"method": "equal_shares", "set.budget": "100.000 €", "beside": ["approvals"]}, ("100.000",)),
    ],
)
async def test_each_kind_of_ballot_is_offered_with_the_methods_that_fit_it(
    city: City, client: httpx2.AsyncClient, ask: str, fields: dict[str, Any], shown: tuple[str, ...]
) -> None:
    await city.reviewed()
    await city.reviewed()
    await signed_in(client, city)

    form = await client.get(f"{NEW}?ask={ask}")
    assert f'value="{fields["method"]}"' in form.text
    looked = await looked_at(client, city, ask, **fields)

    assert looked.status_code == 200, looked.text
    assert "Bitte sehen Sie noch einmal hin" in looked.text or "Noch einmal" in looked.text
    for words in shown:
        assert words in looked.text


@pytest.mark.parametrize(("ask", "beside"), [("scores", ["quadrant"]), ("votes", [])])
async def test_a_new_round_begins_with_what_the_process_says(
    city: City, client: httpx2.AsyncClient, ask: str, beside: list[str]
) -> None:
    await city.reviewed()
    await signed_in(client, city)

    (form,) = (one for one in Page((await client.get(f"{NEW}?ask={ask}")).text).forms if one.action == NEW)
    begins = {name: one.value for name, one in form.fields.items()}

    assert (begins["roles"], begins["beside"], begins["when_complete"]) == (["reviewer", "decider"], beside, ["yes"])
    assert (begins["take"], begins["remind_after"]) == (["3"], ["8"])
    assert (begins["opens_on"], begins["closes_on"]) == (["02.11.2026"], ["23.11.2026"])  # 15 working days

    sent = {
        name: one.value if name in ("roles", "beside") else one.value[0]
        for name, one in form.fields.items()
        if one.value
    }
    looked = (await send(client, f"{NEW}?ask={ask}", **sent | {"title": "Herbst", "which": "all", "step": ""})).text
    for words in (
        "Plätze, die der Vorschlag vorlegt",
        "Nach so vielen Arbeitstagen erinnern",
        "Schließen, sobald alle",
    ):
        assert words in looked


async def test_the_panel_can_be_people_by_name_and_nobody_else_is_taken(city: City, client: httpx2.AsyncClient) -> None:
    await city.reviewed()
    await city.reviewed()
    await signed_in(client, city)
    asked = {"method": "lower_bound", "roles": []}

    looked = await looked_at(client, city, "votes", **asked, people=[city.people["jana.petersen"]])
    unknown = await looked_at(client, city, "votes", **asked, people=["nobody"])

    assert looked.status_code == 200, looked.text
    assert "<p>Jana Petersen</p>" in looked.text
    assert f'name="people" value="{city.people["jana.petersen"]}"' in looked.text
    assert unknown.status_code == 422
    assert 'href="#f-people' in unknown.text


async def test_where_a_budget_is_shared_out_it_decides_and_no_number_of_places_is_asked_for(
    city: City, client: httpx2.AsyncClient
) -> None:
    await city.reviewed()
    await city.reviewed()
    await signed_in(client, city)

    (form,) = (one for one in Page((await client.get(f"{NEW}?ask=approvals")).text).forms if one.action == NEW)
    fields = {"method": "approvals", "set.budget": "1000", "take": "3"}
    looked = await looked_at(client, city, "approvals", **fields)

    assert "take" not in form.fields
    assert looked.status_code == 200
    assert "was das Budget kauft" in looked.text


@pytest.mark.parametrize(
    ("ask", "fields", "field"),
    [
        ("scores", {"weight.benefit": "70", "weight.complexity": "40", "method": "utility"}, "weight.benefit"),
        ("scores", {"weight.benefit": "-10", "weight.complexity": "110", "method": "utility"}, "weight.benefit"),
        ("scores", {"weight.benefit": "60", "weight.complexity": "40", "method": "rice"}, "set.reach"),
        ("scores", {"weight.benefit": "60", "weight.complexity": "40", "method": "pairwise"}, "method"),
        ("scores", {"weight.benefit": "100", "method": "wsjf", "set.value": "complexity"}, "set.value"),
        ("scores", {"weight.benefit": "100", "method": "quadrant"}, "set.complexity"),
        ("scores", WEIGHED | {"method": "quadrant", "set.middle": "12"}, "set.middle"),
        ("scores", WEIGHED | {"method": "utility", "set.least_raters": "99"}, "set.least_raters"),
        ("approvals", {"method": "equal_shares"}, "set.budget"),
        ("approvals", {"method": "equal_shares", "set.budget": "100,000"}, "set.budget"),
        ("approvals", {"method": "equal_shares", "set.budget": "-5"}, "set.budget"),
        ("approvals", {"method": "equal_shares", "set.budget": "viel"}, "set.budget"),
    ],
)
async def test_what_does_not_fit_is_refused_at_its_field(
    city: City, client: httpx2.AsyncClient, ask: str, fields: dict[str, Any], field: str
) -> None:
    await city.reviewed()
    await signed_in(client, city)

    refused = await looked_at(client, city, ask, **fields)

    assert refused.status_code == 422
    assert f'href="#f-{field.replace(".", "-")}' in refused.text
    assert "Herbst" in refused.text


async def test_of_a_weight_that_cannot_be_read_no_sum_is_told(city: City, client: httpx2.AsyncClient) -> None:
    await city.reviewed()
    await signed_in(client, city)
    slipped = {"weight.benefit": "59,5", "weight.complexity": "40", "method": "utility"}

    refused = await looked_at(client, city, "scores", **slipped)

    assert "ohne Nachkommastellen" in refused.text
    assert "diese ergeben" not in refused.text


async def test_a_rater_compares_two_ideas_and_can_change_it_and_nobody_else_sees_it(
    city: City, client: httpx2.AsyncClient
) -> None:
    for _ in range(3):
        await city.reviewed()
    plan = {"ask": Ask.PAIRS, "method": "pairwise", "criteria": (), "pairs_each": 2}
    round_id, page = await a_round(city, **plan)

    overview = await client.get(page)
    assert f'href="{page}/compare"' in overview.text
    assert "0 von 2" in overview.text
    assert (await client.get(f"{page}/1")).status_code == 404  # nothing is scored here
    first = (await client.get(f"{page}/compare")).headers["location"]
    empty = await send(client, first, step="go")
    assert empty.status_code == 422
    saved = await send(client, first, step="go", says="first")
    second = saved.headers["location"]
    assert second.startswith(f"{page}/compare/")
    assert second != first
    done = await send(client, second, step="go", says="nothing")
    assert done.headers["location"] == f"{page}?done=compared"
    await send(client, first, step="overview", says="alike")

    overview = await client.get(f"{page}?done=compared")
    assert "2 von 2" in overview.text
    assert overview.text.count("Beide gleich") == 1
    assert f'href="{first}"' in overview.text
    async with city.db.read() as session:
        round_ = await rounds.load_round(session, round_id)
        assert round_ is not None
        assert [one.equal for one in await round_pairs.all_pairs(session, round_)] == [True]
    await signed_in(client, city)
    office = await client.get(f"/office/rounds/{round_id}")
    assert "2 von 2" in office.text
    assert "Beide gleich" not in office.text


async def test_a_comparison_with_an_idea_that_left_meanwhile_is_shown_and_nothing_is_lost(
    city: City, client: httpx2.AsyncClient
) -> None:
    gone = await city.reviewed(title="Bänke <b>")
    await city.reviewed()
    _, page = await a_round(city, ask=Ask.PAIRS, method="pairwise", criteria=(), pairs_each=1)
    form = hidden_of((await client.get(f"{page}/compare/1/2")).text) | {"step": "go", "says": "first"}
    await city.happens(gone, "withdrawn", "renate.kruse")

    late = await client.post(f"{page}/compare/1/2", data=form, headers={"Origin": str(client.base_url).rstrip("/")})

    assert late.status_code == 409
    assert "Diese Idee wird nicht mehr verglichen" in late.text
    assert "<li>Bänke &lt;b&gt;</li>" in late.text


VOTES = {-2: "klar dagegen", -1: "eher dagegen", 0: "weder noch", 1: "eher dafür", 2: "klar dafür <b>"}


async def test_votes_are_asked_in_words_and_nothing_off_the_scale_is_taken(
    city: City, client: httpx2.AsyncClient
) -> None:
    for _ in range(2):
        await city.reviewed()
    said = Words(de="Unterstützung", en="Support")
    plain = Criterion(id="support", title=said, question=said, lowest=said, highest=said, weight=100)
    support = on_scale(plain, {step: Words(de=words, en=words) for step, words in VOTES.items()})
    plan = {"ask": Ask.VOTES, "method": "lower_bound", "settings": {"support": "support"}, "criteria": (support,)}
    _, page = await a_round(city, **plan)

    shown = (await client.get(f"{page}/1")).text
    assert "+2: klar dafür &lt;b&gt;" in shown
    assert "−2: klar dagegen" in shown
    refused = await send(client, f"{page}/1", step="go", **{"score.support": "3"})
    assert refused.status_code == 422
    assert (await send(client, f"{page}/1", step="go", **{"score.support": "-2"})).headers["location"] == f"{page}/2"
    assert 'value="-2" checked' in (await client.get(f"{page}/1")).text


async def test_a_round_over_all_that_wait_becomes_a_series_that_can_stand_still_and_end(
    city: City, client: httpx2.AsyncClient
) -> None:
    await city.reviewed()
    await city.reviewed()
    round_id, _ = await a_round(city)
    await signed_in(client, city)
    repeat = f"/office/rounds/{round_id}/repeat"
    assert f'href="{repeat}"' in (await client.get(f"/office/rounds/{round_id}")).text

    given = {"every": "quarter", "day": "1", "open_days": "10", "catch_up_days": "2"}
    assert (await send(client, repeat, **(given | {"day": "31"}))).status_code == 422
    page = (await send(client, repeat, **given)).headers["location"]
    assert "04.01.2027" in (await client.get(page)).text  # the first of January is closed, and a weekend follows
    await send(client, page, act="pause", note="Umbau <b>")
    paused = (await client.get(page)).text
    assert "Umbau &lt;b&gt;" in paused
    await send(client, page, act="resume")
    assert "Umbau" not in (await client.get(page)).text
    assert (await send(client, page, act="end")).status_code == 422
    await send(client, page, act="end", sure="yes")
    assert "beendet" in (await client.get(page)).text
    assert f'href="{page}"' in (await client.get("/office/rounds")).text
