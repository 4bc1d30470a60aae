"""The office's side of surveys: every page, every wrong input with what was typed kept, and what becomes of a wave."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import select, update

from domain.survey.modes import Mode
from domain.survey.survey import SurveyPlan
from storage import audiences, sql, surveys, wordings
from storage import cycles as pauses
from storage.queries import surveys as lists
from storage.tables import AbsenceRow, ContactRow, InboxRow, InvitationRow, PersonRow, SurveyRow
from tests.api.city import City
from tests.api.office.conftest import Fields, signed_in
from tests.api.office.waves import Cycles, DirectWaves, let_waves_happen
from tests.storage import asking

X, P = sql.table(InboxRow), sql.table(PersonRow)
ROOT = "/office/surveys"
PULSE = (asking.EXAMPLES / "pulse.yaml").read_text()
TYPED = "<script>Getippt"


@pytest.fixture
def direct(city: City) -> DirectWaves:
    return let_waves_happen(city)


@pytest.fixture
async def survey(city: City) -> str:
    """The pulse, of everybody, anonymous; Jana owes the answer."""
    return await asking.add_survey(city.db, city.people["jana.petersen"], plan=a_plan())


def a_plan(**fields: Any) -> SurveyPlan:
    given = {"title": {"de": "Puls", "en": "Pulse"}, "resolvers": "Amt 11", "readers": "Amt 11"}
    return SurveyPlan.model_validate_json(json.dumps(given | fields))


async def post(client: httpx2.AsyncClient, page: str, **fields: Any) -> httpx2.Response:
    """Opens a form, changes what is given, and sends all of it as a browser would."""
    shown = await client.get(page)
    assert shown.status_code == 200, page
    return await again(client, page, shown, **fields)


async def again(client: httpx2.AsyncClient, page: str, shown: httpx2.Response, **fields: Any) -> httpx2.Response:
    parser = Fields()
    parser.feed(shown.text)
    origin = {"Origin": str(client.base_url).rstrip("/")}
    return await client.post(page, data={**parser.values, **fields}, headers=origin)


async def planned(office: httpx2.AsyncClient, survey: str, **fields: Any) -> str:
    """A wave by its form; its id."""
    sent = await post(office, f"{ROOT}/{survey}/start", **fields)
    assert sent.status_code == 303, sent.text
    return sent.headers["location"].partition("?")[0].rpartition("/")[2]


# Pages


@pytest.mark.parametrize("path", ["", "/new", "/audiences", "/audiences/new", "/questionnaires", "/questionnaires/new"])
@pytest.mark.parametrize("language", ["de", "en"])
async def test_every_page_opens_in_both_languages(
    office: httpx2.AsyncClient, survey: str, path: str, language: str
) -> None:
    page = await office.get(f"{ROOT}{path}?lang={language}")
    assert page.status_code == 200
    assert page.text.count("<h1") == 1


@pytest.mark.parametrize("path", ["", "/edit", "/start", "/document", "/approval"])
@pytest.mark.parametrize("language", ["de", "en"])
async def test_every_page_of_a_survey_opens(office: httpx2.AsyncClient, survey: str, path: str, language: str) -> None:
    page = await office.get(f"{ROOT}/{survey}{path}?lang={language}")
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert (await office.get(f"{ROOT}/nothing{path}")).status_code == 404


@pytest.mark.parametrize("path", ["", "/audiences/everybody", "/questionnaires/pulse"])
async def test_nobody_sees_them_without_signing_in(client: httpx2.AsyncClient, survey: str, path: str) -> None:
    assert (await client.get(f"{ROOT}{path}")).status_code == 303


@pytest.mark.parametrize(
    "path", ["audiences/nothing", "questionnaires/nothing", "waves/nothing", "waves/nothing/pause"]
)
async def test_what_is_not_there_is_not_found(office: httpx2.AsyncClient, path: str) -> None:
    assert (await office.get(f"{ROOT}/{path}")).status_code == 404


# A survey


async def test_a_new_survey_with_its_promise_to_look_at_first(
    office: httpx2.AsyncClient, city: City, survey: str
) -> None:
    given = {"title_de": "Neue Umfrage", "questionnaire": "pulse", "audience": "everybody", "mode": "anonymous"}
    looked = await post(office, f"{ROOT}/new", **given, step="look")
    assert looked.status_code == 200
    assert "Ihre Antworten sind anonym" in looked.text
    assert 'value="Neue Umfrage"' in looked.text
    saved = await again(office, f"{ROOT}/new", looked)
    assert saved.status_code == 303, saved.text
    page = (await office.get(saved.headers["location"])).text
    assert "Die Umfrage ist gespeichert." in page
    assert "Neue Umfrage" in (await office.get(ROOT)).text


async def test_what_is_missing_or_wrong_is_said_at_its_field_and_what_was_typed_is_kept(
    office: httpx2.AsyncClient, survey: str
) -> None:
    wrong = {"title_en": TYPED, "open_days": "many", "figures": "3", "remind_after": "8, 5", "selection": "sample"}
    page = await post(office, f"{ROOT}/new", **wrong)
    assert page.status_code == 422
    for field in ("questionnaire", "audience", "mode", "open_days", "figures"):
        assert f'href="#f-{field}"' in page.text, field
    assert 'value="many"' in page.text
    assert "&lt;script&gt;Getippt" in page.text


async def test_changing_keeps_everything_that_the_form_shows(office: httpx2.AsyncClient, city: City) -> None:
    plan = a_plan(cycle={"months": [3, 6], "day": 2}, enough=50, remind_after=[3, 7], figures=8)
    survey = await asking.add_survey(city.db, city.people["jana.petersen"], plan=plan)
    saved = await post(office, f"{ROOT}/{survey}/edit")
    assert saved.status_code == 303, saved.text
    async with city.db.read() as session:
        after = await surveys.survey(session, survey)
    assert after is not None
    assert after.plan == plan


async def test_a_threshold_is_never_lowered(office: httpx2.AsyncClient, city: City) -> None:
    survey = await asking.add_survey(city.db, city.people["jana.petersen"], plan=a_plan(figures=8))
    page = await post(office, f"{ROOT}/{survey}/edit", figures="6", title_de=TYPED)
    assert page.status_code == 422
    assert "mindestens 8" in page.text
    assert "&lt;script&gt;Getippt" in page.text


async def test_the_mode_stays_once_somebody_was_invited(office: httpx2.AsyncClient, city: City, survey: str) -> None:
    wave = await asking.add_wave(city.db, survey, city.people["jana.petersen"])
    await asking.invite(city.db, wave, [city.people["silke.brandt"]])
    page = await post(office, f"{ROOT}/{survey}/edit", mode="named", title_de=TYPED)
    assert page.status_code == 422
    assert "Die Art lässt sich nicht mehr ändern" in page.text
    assert "&lt;script&gt;Getippt" in page.text


async def test_whoever_was_slower_compares_first(office: httpx2.AsyncClient, survey: str) -> None:
    shown = await office.get(f"{ROOT}/{survey}/edit")
    assert (await post(office, f"{ROOT}/{survey}/edit", title_de="Zuerst")).status_code == 303
    late = await again(office, f"{ROOT}/{survey}/edit", shown, title_de="Danach")
    assert late.status_code == 422
    assert "Danach" in late.text
    meant = await again(office, f"{ROOT}/{survey}/edit", late)
    assert meant.status_code == 303


# Audiences


async def test_an_audience_is_counted_before_it_is_saved(office: httpx2.AsyncClient, city: City) -> None:
    given = {"id": "reviewers", "title_de": "Stellungnahmen", "roles": ["reviewer"], "staff": "yes"}
    counted = await post(office, f"{ROOT}/audiences/new", **given, step="count")
    assert counted.status_code == 200
    assert "10" in counted.text
    async with city.db.read() as session:
        assert await audiences.load(session, "reviewers") is None
    saved = await again(office, f"{ROOT}/audiences/new", counted)
    assert saved.status_code == 303, saved.text
    async with city.db.write() as session:
        opted = {"opted_out_at": city.clock()}
        await session.execute(update(P).where(P.c.id == city.people["silke.brandt"]).values(**opted))
    page = (await office.get(saved.headers["location"])).text
    assert "wollen nicht befragt werden" in page
    twice = await post(office, f"{ROOT}/audiences/new", **given)
    assert twice.status_code == 422


async def test_a_wrong_audience_keeps_what_was_typed(office: httpx2.AsyncClient) -> None:
    page = await post(office, f"{ROOT}/audiences/new", id="Groß!", title_de="", title_en=TYPED, staff="both")
    assert page.status_code == 422
    assert 'href="#f-id"' in page.text
    assert "&lt;script&gt;Getippt" in page.text


# Questionnaires


async def test_a_questionnaire_is_saved_once_it_works(office: httpx2.AsyncClient, city: City) -> None:
    looked = await post(office, f"{ROOT}/questionnaires/new", source=PULSE, step="look")
    assert looked.status_code == 200
    assert "Woran lag es?" in looked.text
    saved = await again(office, f"{ROOT}/questionnaires/new", looked)
    assert saved.headers["location"] == f"{ROOT}/questionnaires/pulse?done=saved"
    async with city.db.read() as session:
        assert await wordings.newest(session, "pulse") == asking.questionnaire()
        newest = await wordings.latest(session, "pulse")
        assert newest is not None
        assert (await lists.source(session, newest.content_hash) or "").strip() == PULSE.strip()
    again_ = await post(office, f"{ROOT}/questionnaires/new", source=PULSE)
    assert "schon einen Fragebogen" in again_.text


async def test_branching_in_a_circle_is_told_with_its_line_and_the_text_is_kept(office: httpx2.AsyncClient) -> None:
    """Above the text, as whoever has a phone would look for it below in vain."""
    heard = "- key: heard\n        when: {field: obstacle, operator: known, value: true}\n"
    page = await post(
        office, f"{ROOT}/questionnaires/new", source=PULSE.replace("- key: heard\n", heard) + f"# {TYPED}\n"
    )
    assert page.status_code == 422
    above, _, below = page.text.partition("<textarea")
    assert "Zeile" in above
    assert "im Kreis" in above
    assert "heard, obstacle" in above
    assert "&lt;script&gt;Getippt" in below


async def test_a_question_that_was_removed_and_one_reworded_show_in_the_versions(
    office: httpx2.AsyncClient, city: City, survey: str
) -> None:
    await asking.add_wave(city.db, survey, city.people["jana.petersen"])
    start = PULSE.index("      - key: one_thing")
    changed = PULSE[:start].replace("Woran lag es?", "Was war der Grund?")
    saved = await post(office, f"{ROOT}/questionnaires/pulse", source=changed)
    assert saved.status_code == 303, saved.text
    page = (await office.get(f"{ROOT}/questionnaires/pulse")).text
    assert "entfernt" in page
    assert "Bruch in der Reihe" in page
    assert "Version 2" in page
    other = await post(office, f"{ROOT}/questionnaires/pulse", source=changed.replace("id: pulse", "id: puls2"))
    assert "pulse" in other.text
    assert other.status_code == 422


# Staff surveys


async def _idea_to_be_asked_about(city: City, survey: str) -> str:
    """An idea comes into review, which begins a wave of this survey the same day; so does a day that is over."""
    table = sql.table(SurveyRow)
    async with city.db.write() as session:
        plan = (await session.execute(select(table.c.plan).where(table.c.id == survey))).scalar_one()
        plan |= {"triggers": [{"event": "in_review", "days": 0}]}
        plan |= {"cycle": {"months": list(range(1, 13)), "day": 1}}
        long_ago = city.clock() - timedelta(days=40)
        await session.execute(update(table).where(table.c.id == survey).values(plan=plan, created_at=long_ago))
    return await city.in_review()


async def test_staff_are_not_asked_without_notices_and_an_approval(
    office: httpx2.AsyncClient, city: City, survey: str, direct: DirectWaves
) -> None:
    words = '{de: "Ja", en: "Yes"}'
    blocks = "".join(f"  {name}: {words}\n" for name in ("voluntary", "purpose", "recipients", "evaluations"))
    without = PULSE.replace("id: pulse\n", "id: pulse\nkind: staff\n")
    refused = await post(office, f"{ROOT}/questionnaires/pulse", source=without)
    assert refused.status_code == 422
    whole = without + f"\nnotice:\n{blocks}"
    assert (await post(office, f"{ROOT}/questionnaires/pulse", source=whole)).status_code == 303
    stopped = await post(office, f"{ROOT}/{survey}/start")
    assert stopped.status_code == 409
    assert "Personalrat" in stopped.text
    pages = f"{ROOT}/{survey}", "/office/operations"
    held = "Zurückgehalten, bis der Wortlaut genehmigt ist", "Umfragen, die Hilfe brauchen"
    assert not [words for words, page in zip(held, pages, strict=True) if words in (await office.get(page)).text]
    case_id = await _idea_to_be_asked_about(city, survey)
    for words, page in zip(held, pages, strict=True):
        assert words in (await office.get(page)).text
    told = (await office.get(pages[0])).text
    assert (await city.case(case_id)).number in told
    assert "zurückgehalten seit" in told
    assert "verging ohne Welle und wird nicht nachgeholt" in told
    early = await post(office, f"{ROOT}/{survey}/approval", approved_by=TYPED, approved_on="31.12.2030")
    assert early.status_code == 422
    assert "&lt;script&gt;Getippt" in early.text
    given = await post(office, f"{ROOT}/{survey}/approval", approved_by="Personalrat", approved_on="01.11.2026")
    assert given.status_code == 303, given.text
    document = (await office.get(f"{ROOT}/{survey}/document")).text
    assert "Version 1 (" in document
    assert "Version 1 des Fragebogens" in (await office.get(f"{ROOT}/{survey}/approval")).text
    assert "Personalrat" in document
    assert "Was sollten wir als Nächstes anders machen?" in document
    assert not [words for words, page in zip(held, pages, strict=True) if words in (await office.get(page)).text]
    assert await planned(office, survey)


# Starting


async def test_a_wave_starts_on_a_day_and_its_page_tells_its_story(
    office: httpx2.AsyncClient, city: City, survey: str, direct: DirectWaves
) -> None:
    wave = await planned(office, survey, starts_on="09.11.2026")
    page = (await office.get(f"{ROOT}/waves/{wave}?done=planned")).text
    assert "Die Welle ist geplant." in page
    assert "Verlauf vollständig und unverändert" in page
    await direct.asked(wave, answered=8)
    await signed_in(office, city)  # a week later
    page = (await office.get(f"{ROOT}/waves/{wave}")).text
    assert "5 oder mehr" in page
    assert ">8<" not in page
    assert (await office.get(f"{ROOT}/{survey}")).text.count("5 oder mehr") == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "gestern"}, "starts_on"),
        ({"starts_on": "01.11.2026"}, "starts_on"),
        ({"starts_on": "09.11.2026", "closes_on": "09.11.2026"}, "closes_on"),
        ({"starts_on": "09.11.2026", "closes_on": "09.11.2999"}, "closes_on"),
        ({"starts_on": "31.12.9999"}, "starts_on"),
    ],
)
async def test_days_that_make_no_sense_are_refused(
    office: httpx2.AsyncClient, survey: str, fields: dict[str, str], field: str
) -> None:
    page = await post(office, f"{ROOT}/{survey}/start", **fields)
    assert page.status_code == 422
    assert f'href="#f-{field}"' in page.text
    assert all(f'value="{value}"' in page.text for value in fields.values())


async def test_an_empty_audience_starts_nothing(office: httpx2.AsyncClient, city: City, survey: str) -> None:
    async with city.db.write() as session:
        await session.execute(update(P).values(active=False).where(P.c.id != city.people["jana.petersen"]))
        await session.execute(update(P).values(opted_out_at=city.clock()).where(P.c.id == city.people["jana.petersen"]))
    page = await post(office, f"{ROOT}/{survey}/start", starts_on="09.11.2026")
    assert page.status_code == 409
    assert "Niemand kann befragt werden" in page.text
    assert 'value="09.11.2026"' in page.text
    async with city.db.read() as session:
        assert await lists.waves_of(session, survey) == []


async def test_everybody_above_the_cap_starts_nothing_before_the_budget_is_free(
    office: httpx2.AsyncClient, city: City, survey: str, direct: DirectWaves
) -> None:
    async with city.db.write() as session:
        ids = (await session.execute(select(P.c.id))).scalars().all()
        at = city.clock() - timedelta(days=1)
        rows = [{"id": uuid4().hex, "person_id": one, "at": at, "purpose": "invitation"} for one in ids]
        await sql.insert(session, ContactRow, rows)
    page = await post(office, f"{ROOT}/{survey}/start")
    assert page.status_code == 409
    assert "Kontaktbudget" in page.text
    assert await planned(office, survey, starts_on="16.11.2026")


# Interventions


async def test_a_wave_is_paused_goes_on_and_is_closed_early(
    office: httpx2.AsyncClient, city: City, survey: str, direct: DirectWaves
) -> None:
    wave = await planned(office, survey)
    await direct.asked(wave)
    without = await post(office, f"{ROOT}/waves/{wave}/pause", reason="")
    assert without.status_code == 422
    assert (await post(office, f"{ROOT}/waves/{wave}/pause", reason="Sommer")).status_code == 303
    page = (await office.get(f"{ROOT}/waves/{wave}")).text
    assert "pausiert" in page
    assert "Sommer" in page
    assert f"/waves/{wave}/close" not in page
    assert (await post(office, f"{ROOT}/waves/{wave}/resume")).status_code == 303
    assert (await post(office, f"{ROOT}/waves/{wave}/close", reason="Genug")).status_code == 303
    assert (await direct.wave(wave)).state == "closed"


async def test_a_wave_that_was_planned_is_called_off(
    office: httpx2.AsyncClient, city: City, survey: str, direct: DirectWaves
) -> None:
    wave = await planned(office, survey, starts_on="09.11.2026")
    assert (await post(office, f"{ROOT}/waves/{wave}/cancel", reason="Doch nicht")).status_code == 303
    assert (await direct.wave(wave)).state == "cancelled"
    assert "steht inzwischen woanders" in (await office.get(f"{ROOT}/waves/{wave}/pause")).text


async def test_what_a_rule_refuses_keeps_what_was_typed(
    office: httpx2.AsyncClient, city: City, survey: str, direct: DirectWaves
) -> None:
    wave = await planned(office, survey)
    await direct.asked(wave)
    shown = await office.get(f"{ROOT}/waves/{wave}/pause")
    assert (await again(office, f"{ROOT}/waves/{wave}/pause", shown, reason="Erst")).status_code == 303
    late = await again(office, f"{ROOT}/waves/{wave}/pause", shown, reason=TYPED)
    assert late.status_code == 422
    assert "Diese Welle ist pausiert" in late.text
    assert "&lt;script&gt;Getippt" in late.text


async def test_nothing_is_lost_while_the_engine_is_away(
    office: httpx2.AsyncClient, city: City, survey: str, direct: DirectWaves
) -> None:
    city.messenger.away = True
    sent = await post(office, f"{ROOT}/{survey}/start")
    assert sent.headers["location"].endswith("?received=planned")
    page = (await office.get(sent.headers["location"])).text
    assert "Planung der Welle" in page
    async with city.db.read() as session:
        rows = (await session.execute(select(X.c.kind, X.c.wave, X.c.case_id))).all()
    assert [(r.kind, r.case_id) for r in rows] == [("planned", None)]


# The answer to those who were asked


def said_of(page: str, term: str) -> str:
    """What a list of terms says of this one."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition(f"<dt>{term}</dt>")[2].partition("</dd>")[0]).split())


def topic(city: City, number: int = 1, **fields: Any) -> dict[str, Any]:
    given = {"about": "Radwege", "result": "Zu eng.", "decision": "Wir bauen.", "reason": "Weil es nötig ist."}
    given |= {"owner": city.people["jana.petersen"], "due_on": "31.03.2027"}
    return {f"{name}{number}": value for name, value in (given | fields).items()}


async def test_the_answer_is_written_topic_by_topic_looked_at_and_published(
    office: httpx2.AsyncClient, city: City, survey: str, direct: DirectWaves
) -> None:
    wave = await planned(office, survey)
    await direct.asked(wave, answered=7)
    await direct.evaluated(wave)
    await signed_in(office, city)
    page = f"{ROOT}/waves/{wave}/respond"
    more = await post(office, page, **topic(city, about=TYPED), step="add")
    assert "about3" in more.text
    assert "&lt;script&gt;Getippt" in more.text
    half = await again(office, page, more, about2="Nur dies", step="")
    assert half.status_code == 422
    assert 'href="#f-decision2"' in half.text
    assert "&lt;script&gt;Getippt" in half.text
    look = await again(office, page, half, **topic(city, 2), step="")
    assert look.status_code == 200
    assert "Radwege" in look.text
    assert "nicht festgelegt" not in look.text, "who is responsible, too"
    back = await again(office, page, look, step="change")
    assert 'name="about2"' in back.text
    sent = await again(office, page, look, step="send")
    assert sent.status_code == 303, sent.text
    assert len((await direct.wave(wave)).topics) == 2
    shown = (await office.get(sent.headers["location"])).text
    assert "Wir bauen." in shown
    assert "Die Antwort ist veröffentlicht" in shown
    assert said_of(shown, "Antwort steht noch aus") == "12"
    free = city.clock() + timedelta(days=4)
    async with city.db.write() as session:
        mine = sql.table(InvitationRow)
        await session.execute(update(mine).where(mine.c.wave == wave).values(again_at=free))
        await session.execute(update(mine).where(mine.c.wave == wave, mine.c.answered).values(response_told=True))
    later = (await office.get(f"{ROOT}/waves/{wave}")).text
    assert said_of(later, "Antwort erhalten") == "7"
    assert said_of(later, "Antwort steht noch aus").startswith("5 (die nächsten ab ")
    assert "bis das Kontaktbudget frei ist" in later


async def test_an_answer_of_nothing_and_one_before_its_time_are_refused(
    office: httpx2.AsyncClient, city: City, survey: str, direct: DirectWaves
) -> None:
    wave = await planned(office, survey)
    await direct.asked(wave)
    assert "steht inzwischen woanders" in (await office.get(f"{ROOT}/waves/{wave}/respond")).text
    await direct.evaluated(wave)
    await signed_in(office, city)
    empty = await post(office, f"{ROOT}/waves/{wave}/respond", step="")
    assert empty.status_code == 422
    assert empty.text.count('href="#f-') == 6
    far = await post(office, f"{ROOT}/waves/{wave}/respond", **topic(city, due_on="31.03.2999"), step="send")
    assert far.status_code == 422
    assert "zu weit" in far.text


# The cycle


async def test_a_cycle_is_set_up_with_its_survey_paused_and_let_go_on(
    office: httpx2.AsyncClient, city: City, survey: str
) -> None:
    cycles = city.services.cycles = Cycles()
    given = {"months": ["1", "7"], "cycle_day": "2"}
    assert (await post(office, f"{ROOT}/{survey}/edit", **given)).status_code == 303
    set_up = cycles.known[survey]
    assert set_up is not None
    assert set_up.months == (1, 7)
    assert "02.01.2027" in (await office.get(f"{ROOT}/{survey}")).text
    assert (await post(office, f"{ROOT}/{survey}/cycle", act="pause", note=TYPED)).status_code == 303
    page = (await office.get(f"{ROOT}/{survey}")).text
    assert "Die Wiederholung ist pausiert." in page
    assert "&lt;script&gt;Getippt" in page
    about = (await office.get(f"{ROOT}/{survey}/cycle")).text
    assert "Angehalten von Jana Petersen am" in about
    async with city.db.read() as session:
        kept = await pauses.pause_of(session, survey)
    assert kept is not None
    assert (kept.note, kept.by) == (TYPED, city.people["jana.petersen"])
    assert (await post(office, f"{ROOT}/{survey}/cycle", act="resume")).status_code == 303
    async with city.db.read() as session:
        assert await pauses.pause_of(session, survey) is None
    shown = await office.get(f"{ROOT}/{survey}/cycle")
    cycles.away = True
    away = await again(office, f"{ROOT}/{survey}/cycle", shown, act="pause", note="Sommer")
    assert away.status_code == 503
    assert "nicht erreichbar" in away.text
    async with city.db.read() as session:
        assert await pauses.pause_of(session, survey) is None
    assert (await post(office, f"{ROOT}/{survey}/edit")).status_code == 303  # the worker sees to it


# Somebody


async def test_a_person_shows_whether_and_when_they_are_not_asked(office: httpx2.AsyncClient, city: City) -> None:
    silke = city.people["silke.brandt"]
    page = (await office.get(f"/office/people/{silke}")).text
    assert "Darf befragt werden" in page
    first = city.clock().date()
    async with city.db.write() as session:
        rows = [{"person_id": silke, "first_day": first, "last_day": first + timedelta(days=9)}]
        await sql.insert(session, AbsenceRow, rows)
        await session.execute(update(P).where(P.c.id == silke).values(opted_out_at=city.clock()))
    page = (await office.get(f"/office/people/{silke}")).text
    assert "11.11.2026" in page
    assert "Möchte seit" in page


async def test_a_wave_of_an_other_mode_shows_the_number_as_it_is(
    office: httpx2.AsyncClient, city: City, direct: DirectWaves
) -> None:
    survey = await asking.add_survey(city.db, city.people["jana.petersen"], Mode.NAMED, a_plan())
    wave = await planned(office, survey)
    await direct.asked(wave, answered=8)
    async with city.db.write() as session:
        row: dict[str, Any] = {
            "id": "i1",
            "wave": wave,
            "person_id": city.people["silke.brandt"],
            "unit": "",
            "state": "left",
        }
        row |= {"left": "opted_out", "reminders": 0, "answered": False, "response_told": False}
        await sql.insert(session, InvitationRow, [row])
    page = (await office.get(f"{ROOT}/waves/{wave}")).text
    assert ">8<" in page.replace(" ", "").replace("\n", "")
    assert "wollen nicht befragt werden: 1" in page
