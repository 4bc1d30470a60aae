"""Abstention, "not my field", bias and a second look, from the links in the mails."""

import httpx2
import pytest

from storage import people
from tests.api.asking import a_group, asked, review_by
from tests.api.city import City, followed, send

BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)


async def in_review(city: City) -> tuple[str, str, str]:
    """An idea in review: its id, the first who is asked, and their link."""
    case_id = await city.in_review()
    first = (await asked(city, case_id))[0]
    return case_id, first, await city.link(case_id, "review_asked", first)


async def differing(city: City, *scores: int) -> tuple[str, list[str]]:
    """An idea on whose benefit those who were asked differ; its id, and those to whom it goes back."""
    people = ["torben.voss", "anneke.lorenzen", "birte.claussen"][: len(scores)]
    ids = [city.people[name] for name in people]
    rules = {"disagreement": {"criteria": ["benefit"], "more_than": 4}, "enough": {"when": "everybody"}}
    await review_by(city, who=[a_group("them", people=ids)], **rules)
    case_id = await city.in_review()
    for person, score in zip(ids, scores, strict=True):
        case = await city.case(case_id)
        said = {"scores": {"benefit": score, "complexity": 3}, "reason": f"<script>Gründe für {score}"}
        await city.answer(case_id, city.mine(case, "review", person), **said)
    return case_id, await asked(city, case_id)


@BOTH
@pytest.mark.parametrize("verdict", ["abstain", "not_my_field"])
async def test_without_a_verdict_neither_scores_nor_reasons_are_needed(
    client: httpx2.AsyncClient, city: City, verdict: str
) -> None:
    case_id, first, link = await in_review(city)
    shown = await followed(client, await send(client, link, f"{link}/answer", verdict=verdict))

    assert [a.verdict for a in (await city.case(case_id)).answers] == [verdict]
    assert {"abstain": "Ich enthalte mich", "not_my_field": "Nicht mein Gebiet"}[verdict] in shown.text
    still = await asked(city, case_id)
    assert first not in still
    assert len(still) == (1 if verdict == "abstain" else 2)  # somebody else is asked in place of the wrong person


@BOTH
async def test_whoever_is_biased_is_replaced_and_their_link_says_so(client: httpx2.AsyncClient, city: City) -> None:
    case_id, first, link = await in_review(city)
    before = await asked(city, case_id)
    assert f'href="{link}/bias"' in (await client.get(link)).text
    shown = await followed(client, await send(client, f"{link}/bias", sure="yes", reason="<script>Schwager"))

    assert "Sie haben sich für befangen erklärt" in shown.text
    assert "&lt;script&gt;" not in shown.text  # the link opens the idea no more
    after = await asked(city, case_id)
    assert first not in after
    assert len(after) == len(before) == 2
    new = next(name for name in after if name not in before)
    assert (await client.get(await city.link(case_id, "review_asked", new))).status_code == 200
    assert (await city.case(case_id)).reasons[-1].internal == "<script>Schwager"


async def test_a_robot_that_presses_every_button_declares_nobody_biased(client: httpx2.AsyncClient, city: City) -> None:
    case_id, _, link = await in_review(city)
    refused = await send(client, f"{link}/bias", reason="Bleibt stehen")

    assert refused.status_code == 422
    assert "Bleibt stehen" in refused.text
    assert len(await asked(city, case_id)) == 2
    assert not [a for a in (await city.case(case_id)).assignments if a.state == "biased"]


async def test_bias_declared_twice_or_after_an_answer_shows_how_it_stands(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id, _, link = await in_review(city)
    await send(client, f"{link}/bias", sure="yes")
    seq = (await city.case(case_id)).seq

    again = await client.get(f"{link}/bias")
    assert again.status_code == 303
    answered = await client.post(
        f"{link}/answer", data={"verdict": "approve"}, headers={"Origin": "http://ideen.example"}
    )
    assert answered.status_code == 303
    assert (await city.case(case_id)).seq == seq


@BOTH
async def test_a_second_look_shows_the_range_and_the_reasons_without_names(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id, back = await differing(city, 1, 5, 9)
    assert sorted(back) == ["birte.claussen", "torben.voss"]
    link = await city.link(case_id, "reconsider_asked", "torben.voss")
    page = (await client.get(link)).text

    assert "1 und 9" in page
    assert "Gründe für 9" in page
    assert "Gründe für 5" not in page  # who is near enough to everybody is not asked again
    assert "Gründe für 1" not in page  # one's own
    for name in ("Birte", "Anneke"):
        assert name not in page
    assert 'name="scores.benefit"' in page
    assert 'name="scores.complexity"' not in page  # only the criterion that differs
    assert "checked" not in page
    assert "nur zwei Personen" not in page


async def test_with_two_it_says_that_each_can_tell_what_the_other_said(client: httpx2.AsyncClient, city: City) -> None:
    case_id, back = await differing(city, 1, 9)
    page = await client.get(await city.link(case_id, "reconsider_asked", back[0]))

    assert "nur zwei Personen" in page.text


@BOTH
async def test_a_score_is_changed_or_kept_and_the_review_is_complete(client: httpx2.AsyncClient, city: City) -> None:
    case_id, back = await differing(city, 1, 9)
    one, two = [await city.link(case_id, "reconsider_asked", name) for name in back]
    shown = await followed(
        client, await send(client, one, f"{one}/reconsider", reason="Überzeugt", **{"scores.benefit": "6"})
    )
    assert "Das wurde festgehalten" in shown.text
    assert "6 von 10" in shown.text
    assert (await city.case(case_id)).stage == "review"
    await send(client, two, f"{two}/reconsider", **{"scores.benefit": "9"})

    case = await city.case(case_id)
    assert case.stage == "prioritisation"
    assert [a.scores["benefit"] for a in case.answers] == [1, 9, 6, 9]


async def test_a_second_look_without_a_choice_is_refused_and_keeps_what_was_typed(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id, back = await differing(city, 1, 9)
    link = await city.link(case_id, "reconsider_asked", back[0])
    refused = await send(client, link, f"{link}/reconsider", reason="Bleibt stehen")

    assert refused.status_code == 422
    assert 'href="#f-scores-benefit"' in refused.text
    assert "Bleibt stehen" in refused.text
    assert len((await city.case(case_id)).answers) == 2


async def test_a_second_look_cannot_be_handed_over(client: httpx2.AsyncClient, city: City) -> None:
    case_id, back = await differing(city, 1, 9)
    link = await city.link(case_id, "reconsider_asked", back[0])

    assert (await client.get(f"{link}/hand-over")).status_code == 404


async def test_an_outsider_is_shown_no_colleagues(client: httpx2.AsyncClient, city: City) -> None:
    await review_by(city, who=[a_group("them", people=[city.people["torben.voss"]])], enough={"when": "first"})
    case_id = await city.in_review()
    link = await city.link(case_id, "review_asked", "torben.voss")
    assert "Anneke Lorenzen" in (await client.get(f"{link}/hand-over")).text

    outsider = city.people["ulf.citizen"] = await _resident(city)
    await review_by(city, who=[a_group("them", people=[outsider])], enough={"when": "first"})
    other = await city.in_review()
    mine = await city.link(other, "review_asked", "ulf.citizen")
    page = await client.get(f"{mine}/hand-over")
    assert page.status_code == 200
    assert "Anneke Lorenzen" not in page.text


async def _resident(city: City) -> str:
    async with city.db.write() as session:
        await people.put(
            session, people.PersonIn("Ulf", "ulf.citizen@example.org", external="resident"), at=city.clock()
        )
        return await people.owner_of(session, "ulf.citizen@example.org") or ""
