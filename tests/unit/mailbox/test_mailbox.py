"""The embedded mailbox keeps what was sent, shows it safely, and fails when told to."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from jinja2.ext import babel_extract

from kit.i18n import Catalogues
from kit.message import build_message
from kit.smtp import Outcome, Smtp
from umlauf.mailbox.faults import FaultMode, Faults
from umlauf.mailbox.pages import FAULT_NAMES, ROOT, build_app
from umlauf.mailbox.store import JOURNAL, MailStore
from umlauf.mailbox.testing import Mailbox

LINK = "https://ideen.example/a/abcdefghijklmnopqrstuvwxyz234567"
GERMAN = {"accept-language": "de-DE,de;q=0.9"}
ENGLISH = {"accept-language": "en"}


def a_mail(subject: str = "Idee 42: <script>Rad</script>") -> bytes:
    return build_message(
        outbox_id="0f3a",
        mail_domain="mail.example.org",
        sender_name="Ideenbüro",
        sender_address="ideen@example.org",
        recipient_name="Ana Amt",
        recipient_address="ana@example.org",
        subject=subject,
        text=f"Bitte prüfen Sie: {LINK}\n",
        html=f'<!DOCTYPE html><html lang="de"><body><a href="{LINK}">Prüfen</a><script>x</script></body></html>',
        language="de",
        date=datetime(2026, 3, 3, 12, 0, tzinfo=UTC),
    )


@pytest.fixture
def store(tmp_path: Path) -> MailStore:
    return MailStore(tmp_path)


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def client(store: MailStore, faults: Faults) -> TestClient:
    return TestClient(build_app(store, faults), follow_redirects=False)


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with Mailbox() as box:
        yield box


def test_mails_survive_a_restart_byte_by_byte(store: MailStore) -> None:
    kept = store.add("ideen@example.org", ["ana@example.org"], a_mail())

    again = MailStore(store.directory)

    assert again.list() == [kept]
    assert again.list()[0].source == a_mail()


def test_mails_are_listed_newest_first_and_found_by_recipient(store: MailStore) -> None:
    first = store.add("x", ["ana@example.org"], a_mail())
    second = store.add("x", ["Bo@example.org"], a_mail())

    assert store.list() == [second, first]
    assert store.list("bo@example.org") == [second]
    assert store.list("*@example.org") == [second, first]
    assert store.list("eve@example.org") == []


def test_a_mail_is_told_as_json_with_text_html_headers_and_links(client: TestClient, store: MailStore) -> None:
    mail = store.add("ideen@example.org", ["ana@example.org"], a_mail())

    (summary,) = client.get("/api/mails", params={"to": "ana@example.org"}).json()
    whole = client.get(f"/api/mails/{mail.id}").json()

    assert summary == {
        "id": mail.id,
        "received": mail.received.isoformat(),
        "from": "ideen@example.org",
        "to": ["ana@example.org"],
        "subject": "Idee 42: <script>Rad</script>",
        "language": "de",
    }
    assert whole["text"] == f"Bitte prüfen Sie: {LINK}\n"
    assert whole["links"] == [LINK]
    assert whole["headers"]["Message-ID"] == "<0f3a@mail.example.org>"
    assert client.get("/api/mails/nothing").status_code == 404


def test_the_list_is_in_the_readers_language_and_escaped(client: TestClient, store: MailStore) -> None:
    store.add("x", ["ana@example.org"], a_mail())

    german, english = client.get("/", headers=GERMAN), client.get("/", headers=ENGLISH)

    assert "Alle E-Mails" in german.text
    assert '<html lang="de">' in german.text
    assert "1 mail, newest first" in english.text
    assert "Idee 42: &lt;script&gt;Rad" in german.text


def test_the_list_shows_what_each_mail_asks_since_mails_of_one_idea_share_a_subject(
    client: TestClient, store: MailStore
) -> None:
    store.add("ideen@example.org", ["ana@example.org"], a_mail())
    assert f"Bitte prüfen Sie: {LINK}" in client.get("/", headers=GERMAN).text


def test_every_sentence_of_the_pages_has_a_german_one() -> None:
    known = Catalogues(ROOT / "locales").of("de").catalogue
    said = set(FAULT_NAMES.values())
    for template in (ROOT / "templates" / "mailbox").glob("*.html"):
        with template.open("rb") as file:
            for _, _, message, _ in babel_extract(file, ["_", "ngettext"], [], {}):
                said.add(str(message if isinstance(message, str) else (message or [""])[0]))

    # Older releases of Python 3.11 find a sentence that has a plural only by asking for a count.
    assert [s for s in said if s == known.gettext(s) == known.ngettext(s, s, 1)] == []


def test_a_mail_is_shown_without_script_or_origin_and_its_links_open_in_the_whole_window(
    client: TestClient, store: MailStore
) -> None:
    mail = store.add("x", ["ana@example.org"], a_mail())

    page = client.get(f"/mails/{mail.id}", headers=GERMAN)
    html = client.get(f"/mails/{mail.id}/html")

    assert f'<a href="{LINK}"' in page.text
    assert "allow-scripts" not in page.text + html.headers["content-security-policy"]
    assert "sandbox allow-top-navigation-by-user-activation" in html.headers["content-security-policy"]
    assert html.text.startswith('<!DOCTYPE html><base target="_top">')
    assert client.get(f"/mails/{mail.id}/source").content == a_mail()


@pytest.mark.parametrize("path", ["/", "/mails/{id}", "/mails/{id}/html", "/mails/{id}/source"])
def test_no_page_is_stored_or_tells_where_one_came_from(client: TestClient, store: MailStore, path: str) -> None:
    mail = store.add("x", ["ana@example.org"], a_mail())

    answer = client.get(path.format(id=mail.id))

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "strict-origin"
    assert client.head(path.format(id=mail.id)).status_code == 200


def test_a_fault_can_be_ordered_on_the_page_and_taken_back(client: TestClient, faults: Faults) -> None:
    ordered = client.post("/faults", data={"mode": "refuse", "times": "2", "to": "ana@*", "seconds": "1"})

    assert (ordered.status_code, ordered.headers["location"]) == (303, "/")
    assert [(fault.mode, fault.times, fault.to) for fault in faults.pending()] == [(FaultMode.REFUSE, 2, "ana@*")]
    assert client.post("/api/faults", json={"mode": "accept"}).json() == []
    assert client.post("/api/faults", json={"mode": "explode"}).status_code == 422


def test_a_mail_that_is_gone_is_a_page_for_people_and_json_for_programs(client: TestClient) -> None:
    gone = client.get("/mails/gone", headers=GERMAN)

    assert (gone.status_code, client.get("/nothing").status_code) == (404, 404)
    assert "Diese E-Mail gibt es hier nicht" in gone.text
    assert '<a href="/">' in gone.text
    assert "detail" in client.get("/api/mails/gone").json()


def test_the_form_for_faults_is_one_link_away_however_many_mails_there_are(
    client: TestClient, store: MailStore
) -> None:
    store.add("x", ["ana@example.org"], a_mail())
    page = client.get("/", headers=GERMAN).text

    assert page.index('href="#faults"') < page.index("<table") < page.index('id="faults"') < page.index('"/faults"')


def test_a_fault_is_used_up_by_the_mails_it_is_for(faults: Faults, client: TestClient) -> None:
    client.post("/api/faults", json={"mode": "refuse", "times": 1, "to": "ana@*"})

    assert faults.next_for("bo@example.org") is None
    assert faults.next_for("ana@example.org") is not None
    assert faults.next_for("ana@example.org") is None


def test_all_mails_can_be_deleted_on_the_page_and_by_program(client: TestClient, store: MailStore) -> None:
    store.add("x", ["ana@example.org"], a_mail())
    assert client.delete("/api/mails").json() == {"deleted": 1}
    store.add("x", ["ana@example.org"], a_mail())
    assert client.post("/clear").status_code == 303

    assert store.list() == []
    assert list(store.directory.iterdir()) == []


def test_a_mailbox_that_is_opened_again_holds_what_was_caught_and_leaves_out_half_a_mail(store: MailStore) -> None:
    store.add("x", ["ana@example.org"], a_mail())
    store.add("x", ["bo@example.org"], b"Subject: =?\n\n{not a line of ours}\n")
    with (store.directory / JOURNAL).open("ab") as file:
        file.write(b'{"id": "half", "received": "2026-11-27T10:00:00+00:00", "from": "x", "to": [], "bytes": 50}\nSub')

    again = MailStore(store.directory)
    again.add("x", ["cem@example.org"], a_mail())

    assert [mail.envelope_to for mail in MailStore(store.directory).list()] == [
        ("cem@example.org",), ("bo@example.org",), ("ana@example.org",)
    ]  # fmt: skip
    assert again.list()[1].source == b"Subject: =?\n\n{not a line of ours}\n"


def test_another_sites_page_can_neither_change_nor_read_anything(client: TestClient, store: MailStore) -> None:
    store.add("x", ["ana@example.org"], a_mail())

    assert client.post("/clear", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.get("/", headers={"host": "rebound.example"}).status_code == 400
    assert len(store.list()) == 1


async def test_a_test_waits_for_a_mail_and_is_told_what_came_instead(box: Mailbox) -> None:
    async with Smtp(box.host, box.smtp_port, tls="none").session() as session:
        assert (await session.send("ideen@example.org", "ana@example.org", a_mail())).outcome is Outcome.SENT

    assert (await box.wait_for("ana@example.org", "Idee 42")).links == [LINK]
    assert len(await box.wait_for_count(1)) == 1
    with pytest.raises(AssertionError, match=r"There are: .*ana@example\.org: Idee 42"):
        await box.wait_for("bo@example.org", timeout=0.05)
    box.clear()
    assert box.mails() == []
