"""Putting ideas off at the office's desk: what they wait for, how far that is, the list, and what is not taken."""

from typing import Any

import httpx2
import pytest

from domain.goals.tree import Wanted
from storage import documents, goals, sleepers, supporters
from storage.supporters import Entry
from tests.api.city import City
from tests.api.office.conftest import Fields, fill
from tests.api.office.test_interventions import does, url
from tests.api.v1.conftest import a_token

ASLEEP, LAWS = "/office/portfolio/asleep", "/office/portfolio/documents"
WHY = {"public_reason": "Der <Haushalt> fehlt."}


async def supported(city: City, case_id: str, *who: str) -> None:
    async with city.db.write() as session:
        for one in who:
            await supporters.add(session, Entry(f"{case_id}-{one}", case_id, b"sealed"), one, at=city.clock())
            given: dict[str, Any] = {"language": "de", "at": city.clock(), "today": city.clock().date()}
            assert await supporters.confirm(
                session, Entry(f"{case_id}-{one}", case_id, b"sealed"), one, f"{one}@example.org", **given
            )


async def swept(city: City) -> int:
    """What the worker's chore does; how many it brought."""
    async with city.db.read() as session:
        news = await sleepers.come_about(session, city.clock(), city.clock().date())
    async with city.db.write() as session:
        letters = await sleepers.bring(session, news)
    for letter in letters:
        assert await city.messenger.record(letter.case_id, letter.inbox_id) == "done"
    return len(letters)


async def test_an_idea_sleeps_until_supporters_come_and_every_page_says_how_far_it_is(
    office: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.reviewed(title="Mehr Bänke")
    here = await url(city, case_id)
    await does(office, city, case_id, "defer", supporters="3", again="review", **WHY)
    await supported(city, case_id, "one", "two")
    said = "3 weitere Personen unterstützen sie"
    page = (await office.get(here)).text
    listed = (await office.get(ASLEEP)).text
    public = (await office.get(here.replace("/office", ""))).text
    for shown in (page, listed, public):
        assert said in shown
        assert "bisher 2 von 3" in shown
        assert "Der &lt;Haushalt&gt; fehlt." in shown
    assert "Spätestens am" in public
    assert "noch einmal begutachtet" in page
    assert f"Oder vorher, sobald eines zutrifft: {said}." in page
    token = await a_token(city, "jana.petersen", "read", "office")
    asked = await office.get(f"/api/v1{here.replace('/office', '')}", headers={"Authorization": f"Bearer {token}"})
    told = asked.json()["deferral"]
    assert told["reason"] == "Der <Haushalt> fehlt."
    assert told["again"] == "review"
    (wait,) = told["waits_for"]
    assert (wait["kind"], wait["number"], wait["have"], wait["met"]) == ("supporters", 3, 2, False)
    assert await swept(city) == 0
    await supported(city, case_id, "three")
    assert await swept(city) == 1
    assert (await city.case(case_id)).stage == "review"
    page = (await office.get(here)).text
    assert "3 weitere Personen haben gesagt, dass sie ihnen wichtig ist." in page
    assert said not in (await office.get(ASLEEP)).text


async def test_the_form_offers_goals_and_laws_and_the_change_begins_with_what_there_is(
    office: httpx2.AsyncClient, city: City
) -> None:
    other = (await city.case(await city.reviewed())).number
    case_id = await city.reviewed()
    async with city.db.write() as session:
        goal = await goals.add(session, Wanted("Kurze <Wege>", "Short ways"), at=city.clock(), by="office")
        law = await documents.add(session, "OZG <neu>", at=city.clock(), by="office")
    year = str(city.clock().year + 2)
    given = {"goal": goal, "aim": "yes", "document": law, "idea": other, "year": year, "lead": "20", "supporters": "7"}
    await does(office, city, case_id, "defer", **given, **WHY)
    here = await url(city, case_id)
    page = (await office.get(here)).text
    for said in (
        "Das Ziel „Kurze &lt;Wege&gt;“ bekommt eine andere Kennzahl",
        "„OZG &lt;neu&gt;“ ist in Kraft",
        f"Haushaltsjahr {year}",
    ):
        assert said in page
    parser = Fields()
    parser.feed((await office.get(f"{here}/defer-again")).text)
    assert {name: parser.values[name] for name in given} == given
    await does(office, city, case_id, "defer-again", supporters="5")
    (changed,) = [one for one in (await city.case(case_id)).deferrals if one.ended_at is None]
    assert [one.number for one in changed.conditions if one.kind == "supporters"] == [5]
    assert len(changed.conditions) == 5
    assert "wurde geändert: längstens bis" in (await office.get(here)).text
    await does(office, city, case_id, "wake", public_reason="Es eilt <doch>.")
    assert (await city.case(case_id)).state == "prioritising"
    page = (await office.get(here)).text
    assert "Das Büro wollte nicht länger warten." in page
    assert "Es eilt &lt;doch&gt;." in page


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("until", "1.1.2020", "nach dem heutigen Tag"),
        ("year", "2020", "hat begonnen oder ist vorbei"),
        ("year", "bald", "ganze Zahl"),
        ("lead", "3", "auch das Haushaltsjahr ein"),
        ("lead", "999", "höchstens 250"),
        ("aim", "yes", "auch das Ziel"),
        ("goal", "gone", "Dieses Ziel gibt es nicht mehr"),
        ("idea", "SELF", "Nummer der Idee selbst"),
        ("idea", "CIRCLE", "Sie würden aufeinander warten"),
        ("idea", "DONE", "ist schon umgesetzt"),
        ("idea", "2026-9999", "keine Idee mit dieser Nummer"),
        ("idea", "<script>", "keine Idee mit dieser Nummer"),
        ("supporters", "0", "mindestens eine Person"),
        ("document", "gone", "steht nicht auf der Liste"),
        ("again", "nowhere", "eine der"),
    ],
)
async def test_what_cannot_be_waited_for_is_said_at_its_field_and_nothing_typed_is_lost(
    office: httpx2.AsyncClient, city: City, field: str, typed: str, said: str
) -> None:
    case_id = await city.reviewed()
    number = (await city.case(case_id)).number
    if typed == "CIRCLE":
        waiting = await city.reviewed()
        await city.office(waiting, "deferred", conditions=[{"kind": "idea", "about": number}], **WHY)
        typed = (await city.case(waiting)).number
    elif typed == "DONE":
        typed = (await city.case(await settled(city))).number
    elif typed == "SELF":
        typed = number
    form = f"{await url(city, case_id)}/defer"
    refused = await fill(office, form, **{field: typed, "internal_reason": "bleibt <stehen>", **WHY})
    assert refused.status_code == 422, refused.text
    assert said in refused.text
    at = {"auch das Haushaltsjahr ein": "year", "auch das Ziel": "goal"}.get(said, field)
    assert f'id="f-{at}-error"' in refused.text
    assert "bleibt &lt;stehen&gt;" in refused.text
    assert typed.replace("<script>", "&lt;script&gt;") in refused.text or field in ("goal", "document", "again")
    assert (await city.case(case_id)).state == "prioritising"


async def settled(city: City) -> str:
    """An idea that is done."""
    case_id = await city.reviewed()
    await city.office(case_id, "put_forward", body="main_committee")
    given = {"body": "main_committee", "body_date": city.clock().date().isoformat(), "public_reason": "Ja"}
    await city.office(case_id, "decided", outcome="accepted", **given)
    owner = next(iter(sorted(city.people.values())))
    due = city.clock().date().replace(year=city.clock().year + 1).isoformat()
    await city.office(case_id, "promised", promise={"text": "Wir bauen", "owner": owner, "due_on": due})
    await city.office(case_id, "settled", commitment=(await city.case(case_id)).commitments[0].id, answer="done")
    return case_id


async def test_a_law_is_entered_once_marked_with_its_day_and_wakes_all_who_wait(
    office: httpx2.AsyncClient, city: City
) -> None:
    sent = await fill(office, LAWS, name="Landesgesetz <A>")
    assert sent.status_code == 303
    again = await fill(office, LAWS, name="landesgesetz <a>")
    assert again.status_code == 422
    assert "steht schon auf der Liste" in again.text
    assert "landesgesetz &lt;a&gt;" in again.text
    assert (await fill(office, LAWS, name="")).status_code == 422
    async with city.db.read() as session:
        (law,) = await documents.all_documents(session)
    cases = [await city.reviewed(), await city.reviewed()]
    for case_id in cases:
        await does(office, city, case_id, "defer", document=law.id, **WHY)
    assert (await fill(office, f"{LAWS}/{law.id}", in_force_on="31.02.2027")).status_code == 422
    assert (await fill(office, f"{LAWS}/{law.id}", in_force_on="1.1.2199")).status_code == 422
    marked = await fill(office, f"{LAWS}/{law.id}", in_force_on="1.1.2020")
    assert marked.status_code == 303
    assert "in Kraft seit" in (await office.get(marked.headers["location"])).text
    assert await swept(city) == 2
    assert {(await city.case(case_id)).state for case_id in cases} == {"prioritising"}
    assert (await office.get(f"{LAWS}/nothing")).status_code == 404
    assert "Keine Idee ruht" in (await office.get(ASLEEP)).text


async def test_whoever_sent_it_in_reads_what_it_waits_for_and_why_it_woke(
    office: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.reviewed()
    await city.office(case_id, "deferred", conditions=[{"kind": "supporters", "number": 2}], **WHY)
    mine = await city.link(case_id, "deferred")
    page = (await office.get(mine)).text
    assert "2 weitere Personen unterstützen sie" in page
    await city.office(case_id, "lifted", public_reason="Jetzt <doch>.")
    page = (await office.get(mine)).text
    assert "Das Büro wollte nicht länger warten." in page
    assert "Jetzt &lt;doch&gt;." in page
