"""Co-signature by link: what a signer sees and says, and what each page says afterwards."""

import httpx2
import pytest

from storage.queries import own_desk
from tests.api.asking import asked
from tests.api.city import City, followed, hidden_of, send
from tests.api.links.desks import a_desk

BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
CHAIN = ("jonas.thomsen", "anneke.lorenzen", "torben.voss", "dezernat", "oberbuergermeisterin")


async def signing(city: City, *, signed: int = 0, outside_plan: bool = False) -> str:
    """An idea on its way through the example's chain, of which so many have signed."""
    case_id = await city.reviewed()
    to = {"body": "main_committee", "sign_off": True, "outside_plan": outside_plan}
    await city.office(case_id, "put_forward", **to)
    for person in CHAIN[:signed]:
        await signs(city, case_id, person)
    return case_id


async def signs(city: City, case_id: str, person: str, said: str = "sign", **fields: object) -> None:
    case = await city.case(case_id)
    mine = city.mine(case, "sign", city.people[person])
    words = {"remark": "" if said == "sign" else "<script>so nicht", "on_version": case.version} | fields
    await city.happens(case_id, "signed", person, assignment=mine.id, said=said, **words)


async def link_of(city: City, case_id: str, person: str) -> str:
    return await city.link(case_id, "sign_asked", person)


@BOTH
async def test_a_signer_sees_the_idea_and_who_signed_before_and_signs(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing(city)
    await signs(city, case_id, CHAIN[0], "remark", remark="<script>Bitte mit Radweg")
    link = await link_of(city, case_id, "anneke.lorenzen")
    page = (await client.get(link)).text

    assert "1. Sachbearbeiter/in: Jonas Thomsen" in page
    assert "&lt;script&gt;Bitte mit Radweg" in page
    assert "Anneke Lorenzen, Verkehr und Infrastruktur – das sind Sie" in page
    assert "steht noch aus" in page
    assert "checked" not in page  # nothing is chosen beforehand
    shown = await followed(client, await send(client, link, f"{link}/sign", said="sign"))

    assert "Das wurde festgehalten" in shown.text
    assert "unterschrieben" in shown.text
    assert await asked(city, case_id) == ["torben.voss"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"remark": "Bleibt stehen"}, "Wählen Sie eine der Möglichkeiten"),
        ({"said": "refuse"}, "Sagen Sie, warum"),
        ({"said": "remark"}, "Schreiben Sie Ihre Anmerkung."),
        ({"said": "send_back", "remark": "Bleibt stehen"}, "Wählen Sie jemanden, der vor Ihnen unterschrieben hat"),
    ],
)
async def test_what_is_missing_is_told_and_what_was_typed_is_kept(
    client: httpx2.AsyncClient, city: City, fields: dict[str, str], sentence: str
) -> None:
    case_id = await signing(city, signed=1)
    link = await link_of(city, case_id, "anneke.lorenzen")
    refused = await send(client, link, f"{link}/sign", **fields)

    assert refused.status_code == 422
    assert sentence in refused.text
    assert fields.get("remark", "") in refused.text
    assert await asked(city, case_id) == ["anneke.lorenzen"]


@BOTH
async def test_it_is_sent_back_and_comes_to_the_sender_again(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing(city, signed=2)
    link = await link_of(city, case_id, "torben.voss")
    first = next(s for s in (await city.case(case_id)).sign_steps if s.step == "case_worker")
    sent = await send(client, link, f"{link}/sign", said="send_back", to=first.id, remark="Kosten fehlen")
    shown = await followed(client, sent)
    assert "zurückgegeben" in shown.text
    assert await asked(city, case_id) == ["jonas.thomsen"]
    assert (await client.get(await link_of(city, case_id, "anneke.lorenzen"))).text.count("festgehalten")

    back = await link_of(city, case_id, "jonas.thomsen")
    page = (await client.get(back)).text
    assert "Kosten fehlen" in page
    await send(client, back, f"{back}/sign", said="sign")
    assert await asked(city, case_id) == ["torben.voss"]  # past the head of section


async def test_a_refusal_ends_it_and_the_office_is_told(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing(city, signed=1)
    link = await link_of(city, case_id, "anneke.lorenzen")
    shown = await followed(client, await send(client, link, f"{link}/sign", said="refuse", remark="Zu teuer"))

    assert "Unterschrift abgelehnt" in shown.text
    assert (await city.case(case_id)).stage == "prioritisation"
    assert "sign_off_news" in {mail for mail, _ in await city.mails(case_id)}


async def test_signing_twice_or_an_older_text_shows_how_it_stands(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing(city, signed=1)
    link = await link_of(city, case_id, "anneke.lorenzen")
    before = await send(client, link, f"{link}/sign", said="sign", on_version="7")
    assert before.status_code in (409, 422)
    await send(client, link, f"{link}/sign", said="sign")
    seq = (await city.case(case_id)).seq
    again = await client.post(f"{link}/sign", data={"said": "refuse"}, headers={"Origin": "http://ideen.example"})

    assert again.status_code == 303
    assert (await city.case(case_id)).seq == seq


async def test_a_step_is_handed_to_a_colleague_and_the_old_link_says_so(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing(city, signed=1)
    link = await link_of(city, case_id, "anneke.lorenzen")
    page = (await client.get(f"{link}/hand-over")).text
    assert "Torben Voß" in page
    assert "Jonas Thomsen" not in page  # has signed already
    to = city.people["torben.voss"]
    await send(client, f"{link}/hand-over", to=to, reason="Urlaub")

    assert await asked(city, case_id) == ["torben.voss"]
    assert "wurde übergeben" in (await client.get(link)).text


async def test_who_need_not_sign_any_more_reads_so(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing(city)
    link = await link_of(city, case_id, "jonas.thomsen")
    await city.office(case_id, "sign_off_changed", change="stop", reason="Wird anders gelöst")

    assert "nicht mehr" in (await client.get(link)).text
    assert not (await client.get(link)).text.count('name="said"')


async def test_what_was_signed_stands_in_ones_own_history(city: City) -> None:
    case_id = await signing(city)
    await signs(city, case_id, "jonas.thomsen", "remark")
    async with city.db.read() as session:
        said = await own_desk.said_by(session, city.people["jonas.thomsen"])

    assert [(line.state, line.remark) for line in said.signed] == [("signed", "<script>so nicht")]


async def test_it_is_signed_from_the_desk(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing(city)
    desk = await a_desk(city, city.people["jonas.thomsen"])
    mine = city.mine(await city.case(case_id), "sign")
    page = (await client.get(desk)).text
    assert "Mitzeichnen" in page
    await send(client, f"{desk}/on/{mine.id}", f"{desk}/on/{mine.id}/sign", said="sign")

    assert await asked(city, case_id) == ["anneke.lorenzen"]
    assert "Mitzeichnen" not in (await client.get(desk)).text


async def test_a_signer_reads_who_was_asked_and_the_ways_out(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing(city)
    link = await link_of(city, case_id, "jonas.thomsen")
    page = (await client.get(link)).text

    assert "Das ging an Jonas Thomsen. Sind Sie das?" in page
    assert "In Vertretung von" not in page
    for way in ("bias", "hand-over"):
        assert f'href="{link}/{way}"' in page
        assert (await client.get(f"{link}/{way}")).status_code == 200


async def test_a_remark_that_came_too_late_is_kept_for_copying(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing(city)
    link = await link_of(city, case_id, "jonas.thomsen")
    form = {**hidden_of((await client.get(link)).text), "said": "remark", "remark": "<script>Bitte mit Radweg"}
    await city.office(case_id, "sign_off_changed", change="stop", reason="Wird anders gelöst")
    sent = await client.post(f"{link}/sign", data=form, headers={"Origin": "http://ideen.example"})
    page = (await followed(client, sent)).text

    assert "Was Sie geschrieben hatten" in page
    assert "&lt;script&gt;Bitte mit Radweg" in page
