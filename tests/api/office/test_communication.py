"""The communication plan, the map and groups without a voice: every page, every refusal with what was typed kept."""

import csv
import io
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import text, update

from domain.survey.modes import Mode
from domain.survey.opening import NOBODY
from domain.survey.wave_words import WaveState
from storage import audiences, plan, sql, stakeholders
from storage.tables import MailRow, PersonRow
from tests.api.city import City
from tests.api.office.test_surveys import again, post
from tests.storage import asking

ROOT = "/office/communication"
MAP = f"{ROOT}/map"
P = sql.table(PersonRow)
EVIL = "<script>Getippt"
NEW = {"name": "Seniorenbeirat", "message": "Wir fragen Sie im Mai.", "channel": "meeting", "due_on": "31.3.2027"}
PLACED = {"name": "EGNO", "power": "4", "interest": "2", "disposition": "neutral", "wanted": "supportive"}


async def entry(office: httpx2.AsyncClient, **fields: Any) -> str:
    """A new entry by its form; the address of its page."""
    sent = await post(office, f"{ROOT}/entries/new", **NEW | fields)
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"].partition("?")[0])


async def group(office: httpx2.AsyncClient, city: City, **fields: Any) -> str:
    """A group on the map; the address of its page."""
    sent = await post(office, f"{MAP}/new", **PLACED | fields)
    assert sent.status_code == 303, sent.text
    async with city.db.read() as session:
        return f"{MAP}/{(await stakeholders.everybody(session))[-1].id}"


async def to(office: httpx2.AsyncClient, page: str, act: str, **fields: Any) -> httpx2.Response:
    """Sends a form of an entry's page."""
    shown = await office.get(page)
    nonce = re.findall(r'name="nonce" value="([^"]*)"', shown.text)[-1]  # one page, one value
    origin = {"Origin": str(office.base_url).rstrip("/")}
    return await office.post(f"{page}/{act}", data={"nonce": nonce, **fields}, headers=origin)


async def outside(city: City, **classes: str) -> None:
    """What these people are to the city."""
    async with city.db.write() as session:
        for who, external in classes.items():
            mine = P.c.id == city.people[who.replace("_", ".")]
            await session.execute(update(P).where(mine).values(external=external))


# Pages


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("path", ["", "/entries/new", "/map", "/map/new", "/voices"])
async def test_every_page_opens_empty_and_filled(
    office: httpx2.AsyncClient, city: City, path: str, language: str
) -> None:
    for _ in range(2):
        page = await office.get(f"{ROOT}{path}?lang={language}")
        assert page.status_code == 200
        assert page.text.count("<h1") == 1
        await entry(office)
        await group(office, city)


async def test_the_pages_are_reached_from_everywhere_and_only_by_the_office(
    client: httpx2.AsyncClient, office: httpx2.AsyncClient
) -> None:
    assert f'href="{ROOT}"' in (await office.get("/office")).text
    office.cookies.clear()
    for path in ("", "/entries/new", "/plan.csv", "/map", "/voices"):
        assert (await client.get(f"{ROOT}{path}")).status_code == 303


@pytest.mark.parametrize("path", ["entries/nothing", "entries/nothing/edit", "map/nothing", "entries/%00", "map/%00"])
async def test_what_is_not_there_is_not_found(office: httpx2.AsyncClient, path: str) -> None:
    assert (await office.get(f"{ROOT}/{path}")).status_code == 404


# The plan


async def test_an_entry_from_its_form_to_the_proof_with_a_history(office: httpx2.AsyncClient, city: City) -> None:
    page = await entry(office)
    sent = await post(office, f"{page}/edit", due_on="27.2.2026", channel="newspaper")
    assert sent.headers["location"] == f"{page}?done=changed"
    assert (await office.get(ROOT)).text.count("überfällig, kein Nachweis") > 1  # once in what can be chosen
    done = await to(office, page, "done", sent_on="28.2.2026", proof="Abendblatt, Seite 3")
    assert done.status_code == 303, done.text
    shown = (await office.get(page)).text
    for said in ("verschickt, mit Nachweis", "Abendblatt, Seite 3", "Jana Petersen", "31.03.2027 → 27.02.2026"):
        assert said in shown, said
    assert "Treffen → Zeitung" in shown
    assert (await office.get(ROOT)).text.count("überfällig, kein Nachweis") == 1


async def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(
    office: httpx2.AsyncClient, city: City
) -> None:
    page = await post(office, f"{ROOT}/entries/new", message=EVIL, due_on="morgen", owner="")
    assert page.status_code == 422
    for field in ("group", "channel", "due_on", "owner"):
        assert f'href="#f-{field}"' in page.text, field
    assert "&lt;script&gt;Getippt" in page.text
    both = await again(office, f"{ROOT}/entries/new", page, **NEW | {"group": "external:resident", "owner": "x\0y"})
    assert both.status_code == 422
    assert 'href="#f-name"' in both.text
    assert 'href="#f-owner"' in both.text
    unknown = await post(office, f"{ROOT}/entries/new", **NEW | {"name": "", "group": "audience:nothing"})
    assert 'href="#f-group"' in unknown.text


@pytest.mark.parametrize("text", ["z.\u00a0B. § 5", "Umfrage\u00adergebnis", "Rad 🚲"])
async def test_what_a_text_editor_puts_between_words_is_taken(office: httpx2.AsyncClient, text: str) -> None:
    assert (await post(office, f"{ROOT}/entries/new", **NEW | {"message": text})).status_code == 303


@pytest.mark.parametrize("forged", ["²", "9" * 5_000, "-1", ""])
async def test_a_forged_revision_is_a_stale_one_and_keeps_what_was_typed(
    office: httpx2.AsyncClient, city: City, forged: str
) -> None:
    page = await entry(office)
    sent = await to(office, page, "edit", **NEW | {"revision": forged, "message": EVIL})
    assert sent.status_code == 409
    assert "&lt;script&gt;Getippt" in sent.text


async def test_what_was_sent_stays_as_it_was(office: httpx2.AsyncClient, city: City) -> None:
    page = await entry(office)
    form = await office.get(f"{page}/edit")
    assert (await to(office, page, "done", sent_on="1.3.2026", proof="Protokoll")).status_code == 303
    late = await again(office, f"{page}/edit", form, message=EVIL)
    assert late.status_code == 422
    assert "bleibt, wie es war" in late.text
    assert "&lt;script&gt;Getippt" in late.text
    assert "Das ist verschickt" in (await to(office, page, "done", sent_on="1.3.2026", proof="Noch einmal")).text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"sent_on": "31.3.2027", "proof": "Morgen"}, "sent_on"),
        ({"sent_on": "", "proof": EVIL}, "sent_on"),
        ({"sent_on": "1.3.2026", "proof": ""}, "proof"),
    ],
)
async def test_no_proof_without_a_day_and_a_place_to_see_it(
    office: httpx2.AsyncClient, city: City, fields: dict[str, str], field: str
) -> None:
    page = await entry(office)
    refused = await to(office, page, "done", **fields)
    assert refused.status_code == 422
    assert f'href="#f-{field}"' in refused.text
    assert fields["proof"].replace("<", "&lt;").replace(">", "&gt;") in refused.text


async def test_two_who_change_the_same_entry(office: httpx2.AsyncClient, city: City) -> None:
    page = await entry(office)
    mine = await office.get(f"{page}/edit")
    await post(office, f"{page}/edit", message="Schneller")
    stale = await again(office, f"{page}/edit", mine, message="Langsamer")
    assert stale.status_code == 422
    assert "Langsamer" in stale.text
    assert (await again(office, f"{page}/edit", stale)).status_code == 303


async def test_taking_an_entry_out_deletes_its_texts_and_keeps_its_history(
    office: httpx2.AsyncClient, city: City
) -> None:
    page = await entry(office, message="Streng geheim")
    unsure = await to(office, page, "remove")
    assert unsure.status_code == 422
    assert 'href="#f-sure"' in unsure.text
    assert (await to(office, page, "remove", sure="yes")).headers["location"] == f"{ROOT}?done=removed"
    assert (await office.get(page)).status_code == 404
    async with city.db.read() as session:
        gone = await plan.entry(session, page.rpartition("/")[2])
        lines = (await session.execute(text("SELECT did FROM plan_history ORDER BY number"))).scalars().all()
    assert gone is not None
    assert (gone.planned.message, gone.planned.group.name) == ("", "")
    assert list(lines) == ["added", "removed"]


async def test_a_form_of_another_site_does_nothing(office: httpx2.AsyncClient, city: City) -> None:
    page = await entry(office)
    for act in ("done", "remove", "edit"):
        sent = await office.post(f"{page}/{act}", data={"sure": "yes"}, headers={"Origin": "https://evil.example"})
        assert sent.status_code == 403
    assert (await office.get(page)).status_code == 200


async def a_wave(city: City, states: dict[str, int]) -> str:
    """A wave to everybody, with invitations in these states of the outbox."""
    survey = await asking.add_survey(city.db, city.people["jana.petersen"])
    wave = await asking.add_wave(city.db, survey, city.people["jana.petersen"], Mode.ANONYMOUS, WaveState.OPEN)
    await asking.invite(city.db, wave, await asking.add_people(city.db, sum(states.values())))
    rows = [
        {"id": uuid4().hex, "wave": wave, "mail": "survey_invitation", "language": "de", "dedup_key": uuid4().hex}
        | {"state": state, "created_at": city.clock(), "next_try": city.clock(), "once": False}
        for state, count in states.items()
        for _ in range(count)
    ]
    blank = {"assignment": "", "person_id": "", "sender_key": "", "sha256": "", "attempts": 0, "reply_text": ""}
    async with city.db.write() as session:
        await sql.insert(session, MailRow, [row | blank for row in rows])
    return wave


@pytest.mark.parametrize("backend", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
async def test_the_mails_of_a_wave_are_the_proof_and_nobody_types_it(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, {"sent": 7, "queued": 2, "refused": 1})
    mail = {"channel": "mail", "wave": wave, "name": "", "group": "audience:everybody"}
    page = await entry(office, **mail)
    assert "7 von 10 Mails verschickt, 1 zurückgekommen, 2 stehen aus" in (await office.get(ROOT)).text
    shown = (await office.get(page)).text
    assert "verschickt, mit Nachweis" in shown
    assert f"{page}/done" not in shown
    forged = await to(office, page, "done", sent_on="1.3.2026", proof="Doch")
    assert forged.status_code == 422


async def test_a_wave_proves_nothing_before_its_mails_leave_or_about_others(
    office: httpx2.AsyncClient, city: City
) -> None:
    wave = await a_wave(city, {"queued": 3})
    mail = {"channel": "mail", "wave": wave, "name": "", "group": "audience:everybody"}
    page = await entry(office, **mail)
    assert "steht noch aus" in (await office.get(page)).text
    refused = await to(office, page, "done", sent_on="1.3.2026", proof="Doch")
    assert "Die Mails der Welle sind der Nachweis" in refused.text
    for wrong in ({"channel": "press"}, {"group": "external:resident"}, {"name": "Andere", "group": ""}):
        said = await post(office, f"{ROOT}/entries/new", **NEW | mail | wrong)
        assert said.status_code == 422
        assert 'href="#f-wave"' in said.text, wrong


async def test_the_plan_as_a_file_holds_no_formula(office: httpx2.AsyncClient, city: City) -> None:
    await entry(office, message="=1+1", name="@Gruppe")
    file = await office.get(f"{ROOT}/plan.csv")
    assert file.headers["content-type"].startswith("text/csv")
    (row,) = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";")
    assert (row["group"], row["message"], row["channel"]) == ("'@Gruppe", "'=1+1", "Treffen")
    assert (row["day"], row["owner"], row["proof"]) == ("31.03.2027", "Jana Petersen", "–")


async def test_the_plan_of_one_theme(office: httpx2.AsyncClient, city: City) -> None:
    await entry(office, name="Radverkehr", theme="mobility")
    await entry(office, name="Ärztenetz", theme="health")
    page = (await office.get(f"{ROOT}?theme=health")).text.partition("<table")[2]
    assert "Ärztenetz" in page
    assert "Radverkehr" not in page


async def test_the_plan_by_group_person_channel_and_day(office: httpx2.AsyncClient, city: City) -> None:
    today = city.clock().date()
    soon, far = (f"{day:%d.%m.%Y}" for day in (today + timedelta(days=5), today + timedelta(days=20)))
    await entry(office, name="Radverkehr", due_on=soon, owner=city.people["jana.petersen"])
    await entry(office, name="Ärztenetz", due_on=far, channel="press", owner=city.people["malte.hinrichs"])
    page = (await office.get(ROOT)).text
    (cyclists,) = re.findall(r'<option value="([0-9a-f]{16})">Radverkehr', page)
    for choice in (
        {"group": cyclists},
        {"owner": city.people["jana.petersen"]},
        {"channel": "meeting"},
        {"due": "week"},
    ):
        page = (await office.get(ROOT, params=choice)).text
        assert "1 Eintrag entspricht der Auswahl." in page
        rows = page.partition("<table")[2]
        assert ("Radverkehr" in rows, "Ärztenetz" in rows) == (True, False), choice
        (file,) = re.findall(r'href="([^"]*plan\.csv[^"]*)"', page)
        assert "Ärztenetz" not in (await office.get(file)).text
    assert "0 Einträge entsprechen" in (await office.get(ROOT, params={"due": "late", "group": "no\0ne"})).text
    assert "2 Einträge entsprechen" in (await office.get(ROOT, params={"due": "month"})).text


# The map


async def test_more_groups_than_a_place_holds_are_listed_below_the_drawing(
    office: httpx2.AsyncClient, city: City
) -> None:
    for number in range(8):
        await group(office, city, name=f"Verein {number}")
    page = (await office.get(MAP)).text
    assert "Und 3 weitere bei Einfluss 4, Interesse 2" in page
    details = page.partition("<details>")[2].partition("</details>")[0]
    assert details.count(f'<a href="{MAP}/') == 3
    assert ">+3</text>" in page


async def test_a_group_on_the_map_with_what_it_calls_for(office: httpx2.AsyncClient, city: City) -> None:
    page = await group(office, city, note=EVIL)
    shown = (await office.get(MAP)).text
    for said in ("Zufriedenstellen", "zu gewinnen: 1 Stufe", "○ weder dafür noch dagegen", "&lt;script&gt;Getippt"):
        assert said in shown, said
    assert "EGNO: Einfluss 4, Interesse 2" in shown
    wanted = PLACED | {"interest": "5", "disposition": "supportive", "note": EVIL}
    stale = await post(office, page, **wanted)  # the last form of the page does not know what was seen
    assert stale.status_code == 422
    changed = await post(office, page, **wanted, revision="0")
    assert changed.headers["location"] == f"{MAP}?done=placed"
    shown = (await office.get(MAP)).text
    assert "wie gewünscht" in shown
    history = (await office.get(page)).text
    assert "Interesse: 2 → 5" in history


async def test_what_is_missing_on_the_map_is_said_at_its_field(office: httpx2.AsyncClient, city: City) -> None:
    page = await post(office, f"{MAP}/new", power="6", note=EVIL)
    assert page.status_code == 422
    for field in ("group", "power", "interest", "disposition", "wanted"):
        assert f'href="#f-{field}"' in page.text, field
    for said in (
        "wie viel Einfluss",
        "wie groß das Interesse",
        "Haltung die Gruppe jetzt",
        "Haltung der Gruppe gewünscht",
    ):
        assert page.text.count(said) == 2, said  # at the top and at the field
    assert "&lt;script&gt;Getippt" in page.text


async def test_the_audience_of_nobody_is_no_group(office: httpx2.AsyncClient, city: City) -> None:
    async with city.db.write() as session:
        await audiences.save(session, NOBODY, at=city.clock(), by="")
    for path in ("/voices", "/entries/new", "/map/new"):
        assert "Niemand persönlich" not in (await office.get(f"{ROOT}{path}")).text, path


async def test_taking_a_group_off_the_map_needs_to_be_meant(office: httpx2.AsyncClient, city: City) -> None:
    page = await group(office, city)
    unsure = await post(office, page, step="remove")
    assert unsure.status_code == 422
    assert (await again(office, page, unsure, step="remove", sure="yes")).headers["location"] == f"{MAP}?done=taken"
    assert (await office.get(page)).status_code == 404


# Without a voice


async def test_groups_that_nobody_asked_are_listed_with_the_way_to_ask_them(
    office: httpx2.AsyncClient, city: City
) -> None:
    await asking.add_survey(city.db, city.people["jana.petersen"])  # its audience is everybody
    page = (await office.get(f"{ROOT}/voices")).text
    assert "Alle" in page
    assert 'href="/office/surveys/new?audience=everybody"' in page
    assert "nie in einer Umfrage gefragt, und keine Idee kam von dort" in page
    form = (await office.get("/office/surveys/new?audience=everybody")).text
    assert '<option value="everybody" selected>' in form
    await city.idea()  # of somebody in the audience
    assert "audience=everybody" not in (await office.get(f"{ROOT}/voices")).text


async def test_who_was_asked_has_had_a_voice_whether_or_not_they_took_part(
    office: httpx2.AsyncClient, city: City
) -> None:
    survey = await asking.add_survey(city.db, city.people["jana.petersen"])
    wave = await asking.add_wave(city.db, survey, city.people["jana.petersen"])
    await outside(city, renate_kruse="resident")
    assert "external=resident" in (await office.get(f"{ROOT}/voices")).text
    await asking.invite(city.db, wave, [city.people["renate.kruse"]])
    page = (await office.get(f"{ROOT}/voices")).text
    assert "audience=everybody" not in page
    assert "external=resident" not in page


async def test_of_few_people_it_is_not_told_whether_an_idea_came_from_them(
    office: httpx2.AsyncClient, city: City
) -> None:
    await outside(city, emre_demir="worker")
    before = (await office.get(f"{ROOT}/voices")).text
    assert "zu wenige, um zu sagen" in before
    assert "external=worker" in before
    await city.idea("emre.demir")  # the only one who works here
    line = (await office.get(f"{ROOT}/voices")).text.partition("Menschen, die hier arbeiten")[2][:400]
    assert "zu wenige, um zu sagen" in line
    assert "weniger als 5" in line


async def test_groups_that_ideas_name_are_told_by_name_and_never_in_an_address(
    office: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.idea(benefits=[{"group": "Ältere Menschen", "how": "Kürzere Wege."}])
    number = (await city.case(case_id)).number
    page = (await office.get(f"{ROOT}/voices")).text
    address = f"{ROOT}/entries/new?idea={number}&amp;benefit=0"
    assert "Ältere Menschen" in page
    assert address in page
    assert 'value="Ältere Menschen"' in (await office.get(address.replace("&amp;", "&"))).text
    await asking.add_survey(city.db, city.people["jana.petersen"])
    await group(office, city, name="ältere  menschen", known_by="everybody")  # known now, and somebody had an idea
    assert "Ältere Menschen" not in (await office.get(f"{ROOT}/voices")).text


async def test_opening_pages_changes_nothing(office: httpx2.AsyncClient, city: City) -> None:
    page = await entry(office)
    city.clock.later(minutes=1)
    async with city.db.read() as session:
        before = await plan.entries(session)
    for path in (ROOT, page, f"{page}/edit", f"{ROOT}/plan.csv", MAP, f"{ROOT}/voices"):
        assert (await office.get(path)).status_code == 200
    async with city.db.read() as session:
        assert await plan.entries(session) == before
        lines = (await session.execute(text("SELECT count(*) FROM plan_history"))).scalar_one()
    assert lines == 1
