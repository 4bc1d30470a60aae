"""Comments at the desk: all of them are read there, let through, blanked with their files; and versions compared."""

from types import SimpleNamespace
from typing import Any

import httpx2
import pytest

from tests.api.city import City, followed, hidden_of, send
from tests.api.comments.conftest import EVIL, PDF, SHOWN, kept, upload
from tests.builders import a_text
from umlauf import doctor

ORIGIN = {"Origin": "http://ideen.example"}


@pytest.fixture
async def case_id(city: City) -> str:
    return await city.in_review()


@pytest.fixture
async def desk(city: City, case_id: str) -> str:
    return f"/office/ideas/{(await city.case(case_id)).number}"


async def act(office: httpx2.AsyncClient, desk: str, comment: str, **fields: str) -> httpx2.Response:
    form = hidden_of((await office.get(f"{desk}/comments")).text)
    return await office.post(f"{desk}/comments/{comment}", data={**form, **fields}, headers=ORIGIN)


@pytest.mark.parametrize("language", ["de", "en"])
async def test_the_office_writes_to_itself_and_nobody_gets_a_mail(
    office: httpx2.AsyncClient, city: City, case_id: str, desk: str, language: str
) -> None:
    before = len(await city.mails(case_id))
    sent = await upload(office, f"{desk}/comments?lang={language}", ("a.pdf", PDF, ""), audience="office")
    page = await followed(office, sent)
    assert SHOWN in page.text
    assert EVIL not in page.text
    assert SHOWN in (await office.get(desk)).text
    assert len(await city.mails(case_id)) == before
    (comment,) = await kept(city, case_id)
    assert (comment.role, comment.via) == ("office", "office")
    assert (await office.get(f"{desk}/files/{comment.files[0].id}")).content == PDF


async def test_what_the_office_says_to_whoever_is_asked_reaches_them_alone(
    office: httpx2.AsyncClient, city: City, case_id: str, desk: str
) -> None:
    await upload(office, f"{desk}/comments", audience="reviewers")
    names = [name for name, _ in await city.mails(case_id)]
    assert (names.count("comment_arrived"), names.count("comment_note")) == (2, 0)
    assert SHOWN in (await office.get(f"{await city.link(case_id, 'comment_arrived')}/comments")).text


async def test_what_the_office_says_to_everybody_is_public_at_once(
    office: httpx2.AsyncClient, case_id: str, desk: str
) -> None:
    await upload(office, f"{desk}/comments", audience="public")
    assert SHOWN in (await office.get(desk.removeprefix("/office"))).text


async def test_a_comment_of_a_case_that_is_not_public_is_read_by_nobody_outside(
    office: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.in_review(public=False)
    number = (await city.case(case_id)).number
    await upload(office, f"/office/ideas/{number}/comments", ("a.pdf", PDF, ""), audience="public")
    (comment,) = await kept(city, case_id)
    assert (await office.get(f"/ideas/{number}/files/{comment.files[0].id}")).status_code == 404
    assert SHOWN in (await office.get(f"{await city.link(case_id, 'idea_received')}/comments")).text


async def test_a_blanked_comment_keeps_its_mark_and_its_file_goes_with_the_last_one(
    office: httpx2.AsyncClient, city: City, case_id: str, desk: str
) -> None:
    link = await city.link(case_id, "review_asked")
    for _ in range(2):
        await upload(office, f"{desk}/comments", ("a.pdf", PDF, ""), audience="reviewers")
    first, second = await kept(city, case_id)
    why = "<script>Ein Name"
    for comment, left in ((first, 1), (second, 0)):
        fields = {f"reason.{comment.id}": why, f"sure.{comment.id}": "yes", "step": "blank"}
        done = await act(office, desk, comment.id, **fields)
        assert done.headers.get("location", done.text).endswith("done=blanked")
        assert len(list(city.services.files.hashes())) == left
    page = await office.get(f"{desk}/comments")
    assert SHOWN not in page.text
    assert page.text.count("Das Büro hat die Worte") == 2
    assert "&lt;script&gt;Ein Name" in page.text
    outside = await office.get(f"{link}/comments")
    assert outside.text.count("Das Büro hat die Worte") == 2
    assert "Ein Name" not in outside.text
    assert (await office.get(f"{desk}/files/{first.files[0].id}")).status_code == 404


@pytest.mark.parametrize("missing", ["reason", "sure"])
async def test_blanking_asks_for_a_reason_and_a_tick(
    office: httpx2.AsyncClient, city: City, case_id: str, desk: str, missing: str
) -> None:
    await upload(office, f"{desk}/comments", audience="office")
    (comment,) = await kept(city, case_id)
    given = {"reason": "Weil <so>", "sure": "yes"} | {missing: ""}
    done = await act(office, desk, comment.id, **{f"{n}.{comment.id}": v for n, v in given.items()}, step="blank")
    assert done.status_code == 422
    assert ("Weil &lt;so&gt;" in done.text) == (missing == "sure")
    assert (await kept(city, case_id))[0].text == EVIL


async def test_a_comment_that_is_not_there_is_neither_let_through_nor_blanked(
    office: httpx2.AsyncClient, desk: str
) -> None:
    fields = {"reason.x": "y", "sure.x": "yes"}
    for step in ("through", "blank"):
        done = await act(office, desk, "x", step=step, **fields)
        assert done.status_code == 422
        assert "error-summary" in done.text


async def test_without_a_session_nothing_is_taken_and_what_was_typed_comes_back(
    client: httpx2.AsyncClient, city: City, case_id: str, desk: str
) -> None:
    sent = await upload(client, f"{desk}/comments", ("a.pdf", PDF, ""), form={"nonce": "x"}, audience="office")
    assert sent.status_code == 401
    assert SHOWN in sent.text
    assert await kept(city, case_id) == ()
    for path in ("comments", "versions", "files/x"):
        assert (await client.get(f"{desk}/{path}")).status_code == 303


async def test_a_missing_file_is_told_and_not_a_broken_page(
    office: httpx2.AsyncClient, city: City, case_id: str, desk: str
) -> None:
    await upload(office, f"{desk}/comments", ("a.pdf", PDF, ""), audience="office")
    (comment,) = await kept(city, case_id)
    city.services.files.remove(comment.files[0].hash)
    answer = await office.get(f"{desk}/files/{comment.files[0].id}")
    assert answer.status_code == 503
    assert "liegt aber nicht an ihrem Ort" in answer.text


@pytest.mark.parametrize("language", ["de", "en"])
async def test_two_versions_are_compared_word_by_word_at_the_desk_and_behind_links(
    office: httpx2.AsyncClient, city: City, language: str
) -> None:
    case_id = await city.idea(description="Drei Bänke am <Ring>")
    await city.happens(case_id, "edited", "renate.kruse", text=a_text(description="Vier Bänke am <Ring>"), on_version=1)
    idea = await city.link(case_id, "idea_received")
    number = (await city.case(case_id)).number
    only = (await city.case(await city.idea())).number
    assert "</dl>" not in (await office.get(f"/office/ideas/{only}/versions")).text
    for page in (f"/office/ideas/{number}/versions", f"{idea}/versions"):
        shown = (await office.get(f"{page}?before=1&after=2&lang={language}")).text
        assert "Drei</del>" in shown
        assert "Vier</ins>" in shown
        assert "Bänke am &lt;Ring&gt;" in shown
        assert (await office.get(f"{page}?before=2&after=1")).text.count("Vier</ins>") == 1
        assert (await office.get(f"{page}?before=7")).status_code == 404
    case = (await office.get(f"/office/ideas/{number}")).text
    assert f"/office/ideas/{number}/versions?before=1&amp;after=2" in case
    assert f"{idea}/versions" in (await office.get(idea)).text


async def test_answers_and_comments_to_an_older_version_are_marked_and_lead_to_what_changed(
    office: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.in_review()
    link = await city.link(case_id, "review_asked")
    await upload(office, f"{link}/comments", audience="reviewers")
    case = await city.case(case_id)
    changes = {"verdict": "changes", "reason": "Wo genau?", "scores": {}}
    await city.answer(case_id, case.open_assignments()[0], **changes)
    await city.office(case_id, "edited", text=a_text(description="neu"), on_version=1)
    page = (await office.get(f"/office/ideas/{case.number}")).text
    assert page.count("versions?before=1") >= 3
    idea = await city.link(case_id, "idea_received")
    await upload(office, f"{idea}/comments", audience="office")
    await city.office(case_id, "edited", text=a_text(description="neuer"), on_version=2)
    shown = (await office.get(f"{idea}/comments")).text
    assert "zu Fassung 2" in shown
    assert f"{idea}/versions?before=2" in shown


async def test_the_form_is_kept_where_the_language_is_changed(office: httpx2.AsyncClient, desk: str) -> None:
    sent = await upload(office, f"{desk}/comments", audience="public", comment="Halb", step="change")
    assert ">\nHalb</textarea>" in (await followed(office, sent)).text


async def test_a_comment_may_be_about_one_task_and_about_none_that_is_not_there(
    office: httpx2.AsyncClient, city: City, case_id: str, desk: str
) -> None:
    task = (await city.case(case_id)).open_tasks()[0].id
    assert (await upload(office, f"{desk}/comments", audience="office", task="x")).status_code == 422
    assert (await upload(office, f"{desk}/comments", audience="office", task=task)).status_code == 303
    assert (await kept(city, case_id))[0].task == task
    assert "zur Aufgabe „" in (await office.get(f"{desk}/comments")).text
    assert (await send(office, f"{desk}/comments", comment="Ohne Datei", audience="office")).status_code == 303


async def test_the_doctor_names_files_that_are_missing_or_changed(
    office: httpx2.AsyncClient, city: City, case_id: str, desk: str
) -> None:
    await upload(office, f"{desk}/comments", ("a.pdf", PDF, ""), audience="office")
    (one,) = (await kept(city, case_id))[0].files
    files = city.services.files
    house: Any = SimpleNamespace(db=city.db, files=files)
    settings: Any = SimpleNamespace(files=files.folder)
    assert await doctor._files(settings, house) == (True, "1 attached files are in their place")
    files.path(one.hash).write_bytes(b"%PDF-other")
    well, told = await doctor._files(settings, house)
    assert not well
    assert "are not what they were" in told
    files.remove(one.hash)
    well, told = await doctor._files(settings, house)
    assert not well
    assert f"1 of 1 attached files are missing in {files.folder}" in told
