"""What the office does to a case: each by its form, recorded as theirs, refused in words, nothing typed is lost."""

import re

import httpx2
import pytest
from sqlalchemy import text

from api.office.interventions import BY_PATH, INTERVENTIONS
from domain.may import MAY, Relation
from tests.api.city import City, followed
from tests.api.office.conftest import Fields, fill


async def url(city: City, case_id: str) -> str:
    return f"/office/ideas/{(await city.case(case_id)).number}"


async def does(office: httpx2.AsyncClient, city: City, case_id: str, path: str, **fields: str) -> None:
    """Fills in the form as it is offered on the case's page."""
    here = await url(city, case_id)
    form = f"{here}/{path}"
    assert f'href="{form}' in (await office.get(here)).text, f"{path} is not offered"
    sent = await fill(office, form, **fields)
    assert sent.status_code == 303, sent.text
    assert sent.headers["location"].startswith(f"{here}?done=")
    assert 'role="status"' in (await office.get(sent.headers["location"])).text


def test_the_table_holds_only_what_the_office_may() -> None:
    for one in INTERVENTIONS:
        assert Relation.OFFICE in MAY[one.happening.model_fields["kind"].default]
    assert len(BY_PATH) == len(INTERVENTIONS)


async def test_an_idea_is_taken_up(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.idea()
    await does(office, city, case_id, "accept", public="yes")
    case = await city.case(case_id)
    assert (case.stage, case.public) == ("review", True)


async def test_whether_it_is_public_has_no_default(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.idea()
    form = f"{await url(city, case_id)}/accept"
    assert "checked" not in (await office.get(form)).text
    refused = await fill(office, form)
    assert refused.status_code == 422
    assert "<title>Fehler:" in refused.text
    assert (await city.case(case_id)).stage == "intake"


async def test_without_a_benefit_the_page_leads_to_where_it_is_added(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.idea(benefits=[])
    here = await url(city, case_id)
    assert f"{here}/edit#f-group1" in (await office.get(here)).text
    refused = await fill(office, f"{here}/accept", public="yes")
    assert refused.status_code == 422
    assert "wer etwas davon hat" in refused.text
    await does(office, city, case_id, "edit", group1="Kinder", how1="sicherer Weg")
    await does(office, city, case_id, "accept", public="no")
    assert (await city.case(case_id)).text.benefits[0].group == "Kinder"


async def test_a_text_that_was_changed_meanwhile_is_not_overwritten(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.idea()
    form = f"{await url(city, case_id)}/edit"
    fields = {"title": "Mein neuer Titel", "group1": "Alle", "how1": "Viel", "on_version": "7"}
    refused = await fill(office, form, **fields)
    assert refused.status_code == 422
    assert "Mein neuer Titel" in refused.text
    assert (await city.case(case_id)).version == 1


async def test_a_question_and_its_reply_by_telephone(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.idea()
    await does(office, city, case_id, "ask", question="<script>Wo genau?")
    case = await city.case(case_id)
    await does(office, city, case_id, f"reply/{case.questions[0].id}", reply="Am Rathaus.")
    assert (await city.case(case_id)).state == "triage"


async def test_an_idea_is_declined_with_reasons_apart(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.idea()
    await does(office, city, case_id, "decline", public_reason="Gibt es schon.", internal_reason="Siehe Akte.")
    case = await city.case(case_id)
    assert case.state == "declined"
    assert (case.reasons[0].public, case.reasons[0].internal) == ("Gibt es schon.", "Siehe Akte.")


@pytest.mark.parametrize("to", ["person", "body"])
async def test_an_idea_is_put_forward(office: httpx2.AsyncClient, city: City, to: str) -> None:
    case_id = await city.reviewed()
    chosen = f"person:{city.people['oberbuergermeisterin']}" if to == "person" else "body:city_council"
    await does(office, city, case_id, "put-forward", to=chosen)
    assert (await city.case(case_id)).state == "deciding"


async def test_an_idea_is_deferred_and_the_form_says_everything_that_is_missing(
    office: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.reviewed()
    form = f"{await url(city, case_id)}/defer"
    wrong = await fill(office, form, until="31.02.2027", internal_reason="bleibt stehen")
    assert wrong.text.count('class="error-message"') == 2
    assert "bleibt stehen" in wrong.text
    past = await fill(office, form, until="1.1.2020", public_reason="Später.")
    assert "nach dem heutigen Tag" in past.text
    await does(office, city, case_id, "defer", until="1.3.2027", public_reason="Der Haushalt fehlt.")
    assert (await city.case(case_id)).state == "deferred"
    await does(office, city, case_id, "put-forward", to="body:main_committee")


async def test_the_decision_of_a_body_is_checked_before_it_counts(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.reviewed()
    await does(office, city, case_id, "put-forward", to="body:city_council")
    form = f"{await url(city, case_id)}/record-decision"
    fields = {"body": "city_council", "body_date": "2.11.2026", "body_number": "M 26/0173", "outcome": "accepted"}
    fields |= {"votes_for": "29", "votes_against": "6", "public_reason": "<script>Guter Plan"}
    sent = await fill(office, form, **fields)
    assert sent.headers["location"] == f"{form}?look=1"
    for _ in range(2):  # as Back and reload ask for it
        look = (await office.get(f"{form}?look=1")).text
        assert "Angaben prüfen" in look
        assert "M 26/0173" in look
    assert (await city.case(case_id)).decision is None
    changed = await fill(office, form, step="change", **fields)
    assert changed.headers["location"] == form
    assert 'value="M 26/0173"' in (await office.get(form)).text
    assert (await fill(office, form, step="send", **fields)).status_code == 303
    decision = (await city.case(case_id)).decision
    assert decision is not None
    assert (decision.votes_for, decision.body_number, decision.outcome) == (29, "M 26/0173", "accepted")
    page = (await office.get(await url(city, case_id))).text
    assert "29 Ja, 6 Nein" in page
    assert "M 26/0173" not in (await office.get(f"{form}?look=1")).text


async def test_the_decision_of_a_body_needs_an_outcome(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.deciding()
    form = f"{await url(city, case_id)}/record-decision"
    assert "checked" not in (await office.get(form)).text
    wrong = await fill(office, form, step="send")
    assert wrong.status_code == 422
    assert wrong.text.count('class="error-message"') == 4
    summary = wrong.text.partition('id="error-summary"')[2].partition("</ul>")[0]
    fields = re.findall(r'href="#f-([a-z_]+)"', summary)
    assert fields == ["body", "body_date", "outcome", "public_reason"]  # as they stand in the page


async def test_a_body_cannot_have_decided_in_the_future_and_hears_so_before_the_last_look(
    office: httpx2.AsyncClient, city: City
) -> None:
    form = f"{await url(city, await city.deciding())}/record-decision"
    fields = {"body": "city_council", "outcome": "accepted", "public_reason": "Einstimmig.", "body_date": "1.1.2099"}
    refused = await fill(office, form, **fields, votes_for="29")
    assert refused.status_code == 422
    assert 'id="f-body_date-error"' in refused.text
    assert "in der Zukunft" in refused.text
    refused = await fill(office, form, **fields | {"body_date": "1.1.2020"}, votes_for="-3", votes_against="-1")
    assert "Ja-Stimmen: Geben Sie eine ganze Zahl ab 0 ein." in refused.text
    assert "Nein-Stimmen: Geben Sie eine ganze Zahl ab 0 ein." in refused.text


async def test_a_case_becomes_public_and_is_hidden_again(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review(public=False)
    await does(office, city, case_id, "publish")
    assert (await city.case(case_id)).public
    await does(office, city, case_id, "hide", reason="Ein Name steht darin.")
    assert not (await city.case(case_id)).public


async def test_a_reviewer_is_named_and_a_task_handed_over(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    case = await city.case(case_id)
    asked = [a.person for a in case.open_assignments()]
    free = [p for name, p in city.people.items() if name in ("dilara.kaya", "ole.jessen", "henning.moeller")]
    free = [p for p in free if p not in asked]
    await does(office, city, case_id, "name-reviewer", person=free[0])
    await does(office, city, case_id, f"hand-over/{case.open_assignments()[0].id}", to=free[1], reason="Urlaub")
    now = {a.person for a in (await city.case(case_id)).open_assignments()}
    assert {free[0], free[1]} <= now
    assert asked[0] not in now


async def test_a_changed_idea_goes_back_to_who_asked_for_changes(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    case = await city.case(case_id)
    await city.answer(case_id, case.open_assignments()[0], verdict="changes", scores={}, reason="Zu vage.")
    await does(office, city, case_id, "edit", summary="Genauer.")
    await does(office, city, case_id, "review-again")
    assert (await city.case(case_id)).state == "reviewing"


async def test_commitments_are_recorded_and_settled(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.planning()
    owner = city.people["torben.voss"]
    await does(office, city, case_id, "promise", text="Wir bauen.", owner=owner, due_on="1.3.2027")
    promise = (await city.case(case_id)).commitments[0]
    form = f"{await url(city, case_id)}/settle/{promise.id}"
    refused = await fill(office, form, answer="late", reason="Lieferengpass")
    assert "Lieferengpass" in refused.text
    later = {"answer": "late", "reason": "Lieferengpass", "new_due_on": "1.6.2027"}
    await does(office, city, case_id, f"settle/{promise.id}", **later)
    await does(office, city, case_id, f"settle/{promise.id}", answer="done")
    assert (await city.case(case_id)).state == "settled"


async def test_the_office_enters_an_idea(office: httpx2.AsyncClient, city: City) -> None:
    assert (await fill(office, "/office/ideas/new")).status_code == 422
    sent = await fill(office, "/office/ideas/new", title="<script>Ein Anruf")
    assert sent.status_code == 303
    page = (await office.get(sent.headers["location"])).text
    assert "&lt;script&gt;Ein Anruf" in page
    assert "vom Büro eingetragen" in page


async def test_a_project_is_taken_over_with_what_was_promised(office: httpx2.AsyncClient, city: City) -> None:
    wrong = await fill(office, "/office/take-over", title="PANDA", promise1="e-Akte überall")
    assert wrong.status_code == 422
    assert wrong.text.count('class="error-message"') == 4
    fields = {"title": "PANDA", "project": "started", "public": "yes", "promise1": "e-Akte überall"}
    fields |= {"owner1": city.people["birte.claussen"], "due1": "31.12.2027"}
    sent = await fill(office, "/office/take-over", **fields)
    assert sent.status_code == 303, sent.text
    page = (await office.get(sent.headers["location"])).text
    assert "e-Akte überall" in page
    assert "Birte Claußen" in page


@pytest.mark.parametrize("one", [o for o in INTERVENTIONS if not o.item and o.path != "redact"], ids=lambda o: o.path)
async def test_what_does_not_fit_the_state_says_so_and_is_refused(
    office: httpx2.AsyncClient, city: City, one: object
) -> None:
    path = one.path  # type: ignore[attr-defined]
    case_id = await city.idea()
    await city.happens(case_id, "withdrawn", "renate.kruse")
    here = await url(city, case_id)
    assert f'href="{here}/{path}' not in (await office.get(here)).text
    form = await office.get(f"{here}/{path}")
    assert form.status_code == 200
    assert "zurzeit nicht möglich" in form.text


async def test_a_form_from_elsewhere_does_nothing(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.idea()
    form = f"{await url(city, case_id)}/accept"
    forged = await office.post(form, data={"public": "yes"}, headers={"Origin": "https://evil.example"})
    assert forged.status_code == 403
    assert (await city.case(case_id)).stage == "intake"


async def test_a_form_that_lay_open_for_a_day_is_shown_again_with_what_was_typed(
    office: httpx2.AsyncClient, city: City
) -> None:
    from tests.api.city import hidden_of

    case_id = await city.idea()
    form = f"{await url(city, case_id)}/ask"
    hidden = hidden_of((await office.get(form)).text)
    city.clock.later(hours=7)
    await office.get("/office")
    city.clock.later(hours=6)
    origin = {"Origin": "http://ideen.example"}
    late = await office.post(form, data={**hidden, "question": "Wo genau?"}, headers=origin)
    assert late.status_code in (409, 422)
    assert "Wo genau?" in late.text


async def test_opening_pages_changes_nothing(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    before = await city.case(case_id)
    here = await url(city, case_id)
    for path in ("", *(f"/{one.path}" for one in INTERVENTIONS if not one.item)):
        assert (await office.head(f"{here}{path}")).status_code == 200
        assert (await office.get(f"{here}{path}")).status_code == 200
    assert await city.case(case_id) == before


async def test_a_text_that_must_go_is_blanked_everywhere_and_the_history_says_so(
    office: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.idea(title="Der Nachbar Xaver Zwick")
    case = await city.case(case_id)
    page = f"/office/ideas/{case.number}/redact"
    unsure = await fill(office, page, item=case.text.id, reason="Ein Name")
    assert unsure.status_code == 422

    await does(office, city, case_id, "redact", item=case.text.id, reason="Ein Name", sure="yes")
    shown = (await office.get(f"/office/ideas/{case.number}")).text
    assert "Xaver Zwick" not in shown
    assert "Ein Text wurde geschwärzt" in shown
    assert "Verlauf vollständig und unverändert" in shown
    async with city.db.read() as session:
        for table in ("texts", "inbox", "cases"):
            rows = (await session.execute(text(f"SELECT * FROM {table}"))).all()
            assert rows
            assert "xaver zwick" not in str(rows).casefold(), table


async def test_a_mail_that_was_held_back_for_a_blanked_text_says_so(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.idea()
    case = await city.case(case_id)
    async with city.db.write() as session:
        await session.execute(text("UPDATE outbox SET dedup_key = 'unknown' WHERE mail = 'idea_received'"))
    await does(office, city, case_id, "redact", item=case.text.id, reason="Ein Name", sure="yes")
    shown = (await office.get(f"/office/ideas/{case.number}")).text
    assert shown.count("zurückgehalten: ein Text darin wurde geschwärzt") == 1


async def test_changing_the_language_half_way_keeps_what_was_typed(office: httpx2.AsyncClient, city: City) -> None:
    intake, reviewed = await city.idea(), await city.reviewed()
    pages = {f"{await url(city, intake)}/{act}": "public_reason" for act in ("decline",)}
    pages |= {f"{await url(city, intake)}/edit": "title", f"{await url(city, intake)}/redact": "reason"}
    pages |= {f"{await url(city, reviewed)}/defer": "internal_reason", "/office/ideas/new": "summary"}
    pages |= {"/office/take-over": "promise1", "/office/sign-in": "address"}
    for page, field in pages.items():
        office.cookies.delete("umlauf_lang")
        to = f'formaction="{page}?lang=en" name="step" value="change"'
        shown = await office.get(page)
        assert to in shown.text or page == "/office/sign-in", page
        parser = Fields()
        parser.feed(shown.text)
        data = {**parser.values, field: "<script>halb", "step": "change"}
        sent = await office.post(f"{page}?lang=en", data=data, headers={"Origin": str(office.base_url).rstrip("/")})
        english = await followed(office, sent)
        assert english.status_code == 200, page
        assert '<html lang="en"' in english.text
        assert "&lt;script&gt;halb" in english.text, page
    assert [(await city.case(case)).version for case in (intake, reviewed)] == [1, 1]


async def test_a_decision_of_a_body_names_every_figure_that_is_wrong_at_once(
    office: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.reviewed()
    await city.office(case_id, "put_forward", body="main_committee")
    page = f"{await url(city, case_id)}/record-decision"
    refused = await fill(office, page, votes_for="viele", votes_against="wenige")
    assert refused.status_code == 422
    summary = refused.text.partition('class="error-summary"')[2].partition("</ul>")[0]
    wrong = ["body", "body_date", "outcome", "votes_for", "votes_against", "public_reason"]  # as in the page
    assert re.findall(r'href="#f-(\w+)"', summary) == wrong


async def test_blanking_names_everything_that_is_missing_at_once(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.idea()
    page = f"{await url(city, case_id)}/redact"
    refused = await fill(office, page)
    assert refused.status_code == 422
    summary = refused.text.partition('class="error-summary"')[2].partition("</ul>")[0]
    assert re.findall(r'href="#f-(\w+)"', summary) == ["item", "reason", "sure"]
    for field in ("item", "reason", "sure"):
        assert f'id="f-{field}-error"' in refused.text
    assert (await city.case(case_id)).text.redacted_at is None
