"""Comments behind links: who writes for whom, who reads what, files saved and never run, nothing typed is lost."""

import re
from collections.abc import AsyncIterator

import httpx2
import pytest

from domain.comments.words import Audience
from tests.api.city import City, followed, hidden_of
from tests.api.comments.conftest import EVIL, PDF, SHOWN, kept, upload
from tests.api.office.conftest import signed_in

LINKS = re.compile(r'href="([^"]+/files/[^"]+)"')


@pytest.fixture
async def review(city: City) -> tuple[str, str]:
    """A case, and a reviewer's link."""
    case_id = await city.in_review()
    return case_id, await city.link(case_id, "review_asked")


@pytest.mark.parametrize("language", ["de", "en"])
async def test_a_reviewer_comments_with_a_file_and_the_office_and_the_others_read_it(
    client: httpx2.AsyncClient, city: City, review: tuple[str, str], language: str
) -> None:
    case_id, link = review
    sent = await upload(
        client, f"{link}/comments?lang={language}", ("Plan Süd.pdf", PDF, "text/html"), audience="reviewers"
    )
    assert sent.status_code == 303, sent.text
    page = await followed(client, sent)
    assert SHOWN in page.text
    assert EVIL not in page.text
    (comment,) = await kept(city, case_id)
    assert (comment.audience, comment.text, comment.role, comment.via) == ("reviewers", EVIL, "assignee", "link")
    assert comment.task
    (file,) = LINKS.findall(page.text)
    saved = await client.get(file)
    assert saved.content == PDF
    assert saved.headers["content-type"] == "application/pdf"
    assert saved.headers["content-disposition"].startswith(
        "attachment; filename=\"Plan Sud.pdf\"; filename*=UTF-8''Plan%20S"
    )
    assert saved.headers["x-content-type-options"] == "nosniff"
    assert saved.headers["content-security-policy"].startswith("sandbox;")
    assert saved.headers["cache-control"] == "no-store"
    names = [name for name, _ in await city.mails(case_id)]
    assert (names.count("comment_arrived"), names.count("comment_note")) == (1, 1)
    asked = await client.get(f"{await city.link(case_id, 'comment_arrived')}/comments")
    assert SHOWN in asked.text
    mine = await client.get(f"{await city.link(case_id, 'idea_received')}/comments")
    assert mine.status_code == 200
    assert SHOWN not in mine.text


async def test_the_submitter_reads_neither_the_comment_nor_the_file_that_are_for_others(
    client: httpx2.AsyncClient, city: City, review: tuple[str, str]
) -> None:
    case_id, link = review
    await upload(client, f"{link}/comments", ("a.pdf", PDF, ""), audience="reviewers")
    (comment,) = await kept(city, case_id)
    idea = await city.link(case_id, "idea_received")
    for other in (f"{idea}/files/{comment.files[0].id}", f"/ideas/{(await city.case(case_id)).number}/files/x"):
        assert (await client.get(other)).status_code == 404
    assert (await client.get(f"{link}/files/{comment.files[0].id}")).status_code == 200
    assert (await client.get(f"{link}/files/unknown")).status_code == 404


async def test_whoever_wrote_it_reads_it_whatever_it_is_meant_for(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    idea = await city.link(case_id, "idea_received")
    await upload(client, f"{idea}/comments", audience="office")
    page = await client.get(f"{idea}/comments")
    assert SHOWN in page.text
    assert "Sie, <time" in page.text
    assert SHOWN not in (await client.get(f"{await city.link(case_id, 'review_asked')}/comments")).text


@pytest.mark.parametrize(
    ("audience", "status"), [("office", 303), ("public", 303), ("reviewers", 422), ("", 422), ("x", 422)]
)
async def test_the_submitter_speaks_to_the_office_or_to_everybody(
    client: httpx2.AsyncClient, city: City, audience: str, status: int
) -> None:
    case_id = await city.in_review()
    sent = await upload(client, f"{await city.link(case_id, 'idea_received')}/comments", audience=audience)
    assert sent.status_code == status
    assert len(await kept(city, case_id)) == (status == 303)


async def test_pressing_the_button_of_the_form_as_it_is_says_nothing(
    client: httpx2.AsyncClient, city: City, review: tuple[str, str]
) -> None:
    case_id, link = review
    sent = await upload(client, f"{link}/comments", comment="", audience="reviewers")
    assert sent.status_code == 422
    assert "Schreiben Sie Ihren Kommentar." in sent.text
    assert await kept(city, case_id) == ()


async def test_sent_twice_from_one_page_it_is_one_comment_with_one_mail_each(
    client: httpx2.AsyncClient, city: City, review: tuple[str, str]
) -> None:
    case_id, link = review
    form = hidden_of((await client.get(f"{link}/comments")).text)
    for _ in range(2):
        sent = await upload(client, f"{link}/comments", ("a.pdf", PDF, ""), form=form, audience="office")
        assert sent.status_code == 303
    assert len(await kept(city, case_id)) == 1
    assert len(list(city.services.files.hashes())) == 1
    assert [name for name, _ in await city.mails(case_id)].count("comment_note") == 1
    assert not list(city.services.files.folder.glob("incoming/*"))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("böse.html", b"<!doctype html><script>alert(1)</script>", "„böse.html“ gehört zu keiner"),
        ("bild.svg", b"<svg/>", "„bild.svg“ gehört zu keiner"),
        ("harmlos.pdf", b"MZ\x90\0", "„harmlos.pdf“ gehört zu keiner"),
        ("leer.pdf", b"", "„leer.pdf“ ist leer"),
        ("😀" * 255, b"MZ\x90", "😀“ gehört zu keiner"),
    ],
)
async def test_a_file_that_is_not_taken_is_named_and_what_was_typed_stays(
    client: httpx2.AsyncClient, city: City, review: tuple[str, str], name: str, content: bytes, words: str
) -> None:
    case_id, link = review
    sent = await upload(client, f"{link}/comments", (name, content, "application/pdf"), audience="office")
    assert sent.status_code == 422
    assert words in sent.text
    assert SHOWN in sent.text
    assert re.search(r'value="office" checked', sent.text)
    assert await kept(city, case_id) == ()
    assert list(city.services.files.folder.rglob("*")) in ([], [city.services.files.folder / "incoming"])


async def test_a_file_with_a_name_of_255_emojis_is_kept_under_a_name_any_system_takes(
    client: httpx2.AsyncClient, city: City, review: tuple[str, str]
) -> None:
    case_id, link = review
    await upload(client, f"{link}/comments", ("😀" * 255 + ".exe", PDF, ""), audience="office")
    (comment,) = await kept(city, case_id)
    assert comment.files[0].name.endswith(".pdf")
    assert len(comment.files[0].name.encode()) < 255


async def test_too_many_and_too_large_files_are_refused_and_the_text_stays(
    client: httpx2.AsyncClient, city: City, review: tuple[str, str]
) -> None:
    case_id, link = review
    four = [(f"{n}.pdf", PDF, "") for n in range(4)]
    sent = await upload(client, f"{link}/comments", *four, audience="office")
    assert sent.status_code == 422
    assert "Höchstens 3 Dateien" in sent.text
    large = ("groß.pdf", PDF + bytes(20_000_000), "")
    sent = await upload(client, f"{link}/comments", large, audience="office")
    assert sent.status_code == 422
    assert "größer als 20 MB" in sent.text
    assert SHOWN in sent.text
    assert await kept(city, case_id) == ()
    assert not list(city.services.files.folder.glob("incoming/*"))


async def test_a_full_disk_is_told_and_the_text_stays(
    client: httpx2.AsyncClient, city: City, review: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id, link = review

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for place in ("kit.file_store.Parcel.write", "kit.file_store.FileStore.place"):
        with monkeypatch.context() as patched:
            patched.setattr(place, full)
            sent = await upload(client, f"{link}/comments", ("a.pdf", PDF, ""), audience="office")
        assert sent.status_code == 422
        assert "kein Platz" in sent.text
        assert SHOWN in sent.text
        assert await kept(city, case_id) == ()
    assert (await upload(client, f"{link}/comments", ("a.pdf", PDF, ""), audience="office")).status_code == 303


async def test_a_form_of_another_page_and_one_without_a_nonce_say_nothing(
    client: httpx2.AsyncClient, city: City, review: tuple[str, str]
) -> None:
    case_id, link = review
    other = hidden_of((await client.get(link)).text)
    for form in ({}, other):
        sent = await upload(client, f"{link}/comments", ("a.pdf", PDF, ""), form=form, audience="office")
        assert sent.status_code in (403, 409)
    assert await kept(city, case_id) == ()
    assert not list(city.services.files.folder.glob("incoming/*"))


async def test_half_a_form_keeps_nothing(client: httpx2.AsyncClient, city: City, review: tuple[str, str]) -> None:
    case_id, link = review
    form = hidden_of((await client.get(f"{link}/comments")).text) | {"comment": "Ja", "audience": "office"}
    parts = "".join(f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in form.items())
    head = parts + '--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n'
    headers = {"Origin": "http://ideen.example", "Content-Type": "multipart/form-data; boundary=x"}
    sent = await client.post(f"{link}/comments", content=head.encode() + PDF, headers=headers)
    assert sent.status_code == 422
    assert "nicht vollständig angekommen" in sent.text
    assert await kept(city, case_id) == ()
    assert not list(city.services.files.folder.glob("incoming/*"))


async def test_a_link_that_opens_nothing_any_more_shows_no_comment_and_no_file(
    client: httpx2.AsyncClient, city: City, review: tuple[str, str]
) -> None:
    case_id, link = review
    await upload(client, f"{link}/comments", ("a.pdf", PDF, ""), audience="reviewers")
    (comment,) = await kept(city, case_id)
    await city.happens(case_id, "withdrawn", "renate.kruse")
    assert (await client.get(f"{link}/comments")).status_code == 303
    assert (await client.get(f"{link}/files/{comment.files[0].id}")).status_code == 404
    assert (await client.post(f"{link}/comments", data={"x": "1"})).status_code == 303


async def test_the_switch_of_languages_keeps_what_was_typed(
    client: httpx2.AsyncClient, city: City, review: tuple[str, str]
) -> None:
    _, link = review
    sent = await upload(
        client, f"{link}/comments", ("a.pdf", PDF, ""), audience="office", step="change", comment="Halb"
    )
    page = await followed(client, sent)
    assert ">\nHalb</textarea>" in page.text
    assert not list(city.services.files.folder.glob("incoming/*"))


async def test_a_public_comment_waits_for_the_office_and_then_everybody_reads_it_and_its_file(
    client: httpx2.AsyncClient, city: City, review: tuple[str, str]
) -> None:
    case_id, link = review
    number = (await city.case(case_id)).number
    await upload(client, f"{link}/comments", ("a.pdf", PDF, ""), audience=Audience.PUBLIC)
    (comment,) = await kept(city, case_id)
    file = f"/ideas/{number}/files/{comment.files[0].id}"
    assert SHOWN not in (await client.get(f"/ideas/{number}")).text.partition("Kommentare")[2]
    assert (await client.get(file)).status_code == 404
    await signed_in(client, city)
    desk = f"/office/ideas/{number}/comments"
    form = hidden_of((await client.get(desk)).text)
    origin = {"Origin": "http://ideen.example"}
    done = await client.post(f"{desk}/{comment.id}", data={**form, "step": "through"}, headers=origin)
    assert done.headers["location"].endswith("done=through")
    assert SHOWN in (await client.get(f"/ideas/{number}")).text.partition("Kommentare")[2]
    assert (await client.get(file)).content == PDF
    await city.office(case_id, "hidden", reason="weil")
    assert (await client.get(file)).status_code == 404


async def test_a_form_that_does_not_say_how_long_it_is_ends_where_it_gets_too_long(
    client: httpx2.AsyncClient, city: City, review: tuple[str, str]
) -> None:
    case_id, link = review
    form = hidden_of((await client.get(f"{link}/comments")).text) | {"comment": "Ja", "audience": "office"}
    parts = "".join(f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in form.items())
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        yield (parts + '--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n').encode() + PDF
        while read < 100:
            read += 1
            yield bytes(1_000_000)

    headers = {"Origin": "http://ideen.example", "Content-Type": "multipart/form-data; boundary=x"}
    sent = await client.post(f"{link}/comments", content=endless(), headers=headers)
    assert sent.status_code == 422
    assert "größer als 20 MB" in sent.text
    assert ">\nJa</textarea>" in sent.text
    assert await kept(city, case_id) == ()
    assert not list(city.services.files.folder.glob("incoming/*"))


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data", "text/plain"])
async def test_what_is_no_form_is_refused(
    client: httpx2.AsyncClient, city: City, review: tuple[str, str], kind: str
) -> None:
    case_id, link = review
    headers = {"Origin": "http://ideen.example", "Content-Type": kind}
    sent = await client.post(f"{link}/comments", content=b"{}" * 600_000, headers=headers)
    assert sent.status_code in (400, 409)
    assert await kept(city, case_id) == ()
