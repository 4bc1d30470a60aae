"""The office chooses, names and sees: who is asked for a review, who was not, and why."""

import httpx2
import pytest

from tests.api.asking import a_group, asked, review_by
from tests.api.city import City
from tests.api.office.conftest import fill, signed_in

BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)


async def url(city: City, case_id: str) -> str:
    return f"/office/ideas/{(await city.case(case_id)).number}"


async def does(office: httpx2.AsyncClient, page: str, **fields: str | list[str]) -> None:
    sent = await fill(office, page, **fields)  # type: ignore[arg-type]  # a list is several ticks
    assert sent.status_code == 303, sent.text


@BOTH
async def test_the_office_chooses_reviewers_when_it_takes_an_idea_up(office: httpx2.AsyncClient, city: City) -> None:
    await review_by(city, who=[a_group("chosen", chosen=True)], enough={"when": "everybody"})
    case_id = await city.idea(by="torben.voss")
    here = await url(city, case_id)
    page = (await office.get(f"{here}/accept")).text
    assert "Anneke Lorenzen" in page
    assert "Torben Voß" not in page  # never whoever submitted it
    chosen = [city.people["anneke.lorenzen"], city.people["birte.claussen"]]
    await does(office, f"{here}/accept", public="yes", reviewers=chosen)

    assert sorted(await asked(city, case_id)) == ["anneke.lorenzen", "birte.claussen"]


async def test_where_the_process_does_not_ask_for_it_there_is_nothing_to_choose(
    office: httpx2.AsyncClient, city: City
) -> None:
    here = await url(city, await city.idea())

    assert "reviewers" not in (await office.get(f"{here}/accept")).text


async def test_whoever_chooses_nobody_is_asked_to_name_somebody(office: httpx2.AsyncClient, city: City) -> None:
    await review_by(city, who=[a_group("chosen", chosen=True)], enough={"when": "first"})
    case_id = await city.idea()
    await does(office, f"{await url(city, case_id)}/accept", public="yes")

    assert {t.kind.value for t in (await city.case(case_id)).open_tasks()} == {"review", "staff"}


@BOTH
async def test_the_page_says_who_was_not_asked_and_why(office: httpx2.AsyncClient, city: City) -> None:
    names = ["torben.voss", "anneke.lorenzen", "birte.claussen", "silke.brandt"]
    group = a_group("them", people=[city.people[n] for n in names], count=2)
    await review_by(city, who=[group], enough={"number": 2}, without={"same_department": True})
    case_id = await city.idea(by="torben.voss")
    await city.office(case_id, "accepted", public=True)
    case = await city.case(case_id)
    await city.happens(
        case_id, "bias_declared", case.open_assignments()[0].person, assignment=case.open_assignments()[0].id
    )
    page = (await office.get(await url(city, case_id))).text

    assert "Wer nicht gefragt wurde und warum" in page
    assert "Torben Voß, Verkehr und Infrastruktur: hat die Idee eingereicht" in page
    assert "Anneke Lorenzen, Verkehr und Infrastruktur: gehört zum Amt der einreichenden Person" in page
    assert ": ist befangen" in page
    for form in ("name-reviewer", f"hand-over/{(await city.case(case_id)).open_assignments()[0].id}"):
        assert "hat die Idee eingereicht" in (await office.get(f"{await url(city, case_id)}/{form}")).text


async def test_the_history_tells_of_bias_and_its_reason_is_for_the_office(
    office: httpx2.AsyncClient, client: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.in_review()
    first = (await city.case(case_id)).open_assignments()[0]
    await city.happens(case_id, "bias_declared", first.person, assignment=first.id, reason="<script>Schwager")
    page = (await office.get(await url(city, case_id))).text

    assert "ist befangen und gibt keine Stellungnahme ab" in page
    assert "Intern: &lt;script&gt;Schwager" in page
    public = (await client.get(f"/ideas/{(await city.case(case_id)).number}")).text
    assert "befangen" not in public
    assert "Schwager" not in public


async def test_somebody_is_named_for_the_group_that_is_chosen(office: httpx2.AsyncClient, city: City) -> None:
    one = a_group("one", people=[city.people["torben.voss"]])
    two = a_group("two", people=[city.people["birte.claussen"]])
    await review_by(city, who=[one, two], enough={"groups": {"one": 1, "two": 1}})
    case_id = await city.in_review()
    form = f"{await url(city, case_id)}/name-reviewer"
    assert "Gruppe two" in (await office.get(form)).text
    await does(office, form, person=city.people["anneke.lorenzen"], group="two")

    assert (await city.case(case_id)).assignments[-1].asked_as == "two"


async def test_what_differs_stands_in_the_history(office: httpx2.AsyncClient, city: City) -> None:
    them = a_group("them", people=[city.people["torben.voss"], city.people["birte.claussen"]])
    await review_by(city, who=[them], enough={"when": "everybody"}, disagreement={"more_than": 4})
    case_id = await city.in_review()
    for benefit in (1, 9):
        case = await city.case(case_id)
        await city.answer(case_id, case.open_assignments()[0], scores={"benefit": benefit, "complexity": 3})
    again = (await city.case(case_id)).open_assignments()[0]
    await city.happens(case_id, "reconsidered", again.person, assignment=again.id, scores={"benefit": 5}, reason="Doch")
    await city.clock_rings(case_id)  # a reminder
    await city.clock_rings(case_id)
    await signed_in(office, city)  # days have passed
    page = (await office.get(await url(city, case_id))).text

    assert "Die Meinungen gehen weit auseinander. Kriterien, die zurückgehen: 1, an Personen: 2." in page
    assert "hat noch einmal hingesehen und Punkte geändert" in page
    assert "Die Zeit für den zweiten Blick ist um. Nichts gesagt haben, sodass die Punkte bleiben: 1." in page
    assert "Die Stellungnahmen sind vollständig, es reicht: 2 von 2 dafür." in page
