"""Replies by mail, through the command that a mail server calls: kept for the office, answered, never a decision."""

from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from domain.definition import MailHours
from storage.outbox import Delivery
from tests.api.asking import publish
from tests.api.city import City, text_of
from tests.api.comments.conftest import EVIL, kept
from tests.api.conftest import HOUSE, KEY, SITE
from tests.builders import DEFINITION
from tests.commands.calling import called
from umlauf.replies import Outcome, Replies, Taken

DOMAIN = HOUSE.mail_domain
STRANGER = "angreifer@evil.example"
MAYOR = "oberbuergermeisterin"
STATE = ("cases", "assignments", "tasks", "decisions", "events", "inbox", "answers")


def reply(to: str, words: str = "genehmigt", *fields: str, sender: str = STRANGER, number: int = 1) -> str:
    head = [f"From: OB <{sender}>", f"Message-ID: <{number}@evil.example>", f"In-Reply-To: <{to}@{DOMAIN}>", *fields]
    return "\n".join((*head, "Content-Type: text/plain; charset=utf-8", "", words, ""))


async def sent(city: City, case_id: str, mail: str) -> Delivery:
    return next(one for one in reversed(await city.deliveries(case_id)) if one.mail == mail)


async def rows(city: City, *tables: str) -> dict[str, list[Any]]:
    async with city.db.read() as session:
        return {one: sorted(map(repr, (await session.execute(text(f"SELECT * FROM {one}"))).all())) for one in tables}


def given_in(folder: Path, url: str, mail: str, **variables: str) -> int:
    """What a mail server is told; nothing but ids is said to it, and nobody is told what the mail says."""
    names = {"UMLAUF_DATABASE_URL": url, "UMLAUF_SEAL_KEYS": KEY, "UMLAUF_MAIL_FROM": HOUSE.sender_address}
    names |= {"UMLAUF_BASE_URL": SITE.base_url.replace("http:", "https:"), **variables}
    done = called(folder, "mail", "receive", given=mail, **names)
    for private in ("genehmigt", "@evil.example", "example.org", "Traceback"):
        assert private not in done.stdout + done.stderr, done.stderr
    return done.returncode


async def take(city: City, mail: str) -> Taken:
    replies = Replies(city.db, city.services.write_caseless, DOMAIN)
    return await replies.take(mail.encode(), city.clock())


@pytest.mark.parametrize("backend", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
async def test_a_forged_approval_is_a_comment_in_quarantine_and_nothing_else_changes(
    city: City, database_url: str, tmp_path: Path
) -> None:
    case_id = await city.deciding()
    asked = await sent(city, case_id, "decision_asked")
    before, links = await rows(city, *STATE), (await rows(city, "links"))["links"]
    mails = len(await city.deliveries(case_id))
    for _ in range(2):  # a mail server that hears nothing sends it again
        assert given_in(tmp_path, database_url, reply(asked.id, f"genehmigt {EVIL}")) == 0

    assert await rows(city, *STATE) == before
    (comment,) = await kept(city, case_id)
    assert (comment.text, comment.audience, comment.origin) == (f"genehmigt {EVIL}", "office", "mail")
    assert (comment.by, comment.role, comment.released_at) == (city.people[MAYOR], "anyone", None)
    after = (await rows(city, "links"))["links"]
    assert [one for one in links if one not in after] == []
    assert len(after) == len(links) + 1

    new = (await city.deliveries(case_id))[mails:]
    assert sorted(one.mail for one in new) == ["comment_note", "reply_kept"]
    assert STRANGER not in str(await city.mails(case_id, STRANGER))
    assert await city.mails(case_id, STRANGER) == []
    ((name, answer),) = [one for one in await city.mails(case_id, MAYOR) if one[0] == "reply_kept"]
    said = text_of(answer)
    assert "hat nichts entschieden" in said
    assert "genehmigt" not in said
    assert name == "reply_kept"
    assert await city.link(case_id, "reply_kept")


async def test_the_link_in_the_answer_opens_the_decision_and_shows_nothing_of_the_reply(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.deciding()
    taken = await take(city, reply((await sent(city, case_id, "decision_asked")).id, EVIL))
    assert taken.outcome is Outcome.KEPT
    link = await city.link(case_id, "reply_kept")
    opened = await client.get(link)
    assert opened.status_code == 200
    assert "Entscheid" in opened.text
    comments = await client.get(f"{link}/comments")
    assert comments.status_code == 200
    for page in (opened, comments):
        assert "script&gt;Kommentar" not in page.text
        assert "per E-Mail" not in page.text


@pytest.mark.parametrize("page", ["", "/comments"])
async def test_the_office_reads_it_with_a_mark_in_words(office: httpx2.AsyncClient, city: City, page: str) -> None:
    case_id = await city.deciding()
    await take(city, reply((await sent(city, case_id, "decision_asked")).id, EVIL))
    shown = (await office.get(f"/office/ideas/{(await city.case(case_id)).number}{page}")).text
    assert "&lt;script&gt;Kommentar" in shown
    assert EVIL not in shown
    assert "per E-Mail, Absender nicht geprüft" in shown
    assert "wer sie geschickt hat, ist nicht sicher" in shown
    assert "Jemand per E-Mail, <time" in shown


async def test_attachments_are_left_out_and_both_are_told(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.deciding()
    asked = await sent(city, case_id, "decision_asked")
    body = 'Content-Type: application/pdf; name="a.pdf"\n\n%PDF-1.7\n'
    await take(city, f"From: a@b.example\nMessage-ID: <9@x>\nIn-Reply-To: <{asked.id}@{DOMAIN}>\n{body}")
    (comment,) = await kept(city, case_id)
    assert (comment.text, comment.left_out, comment.files) == ("", 1, ())
    shown = (await office.get(f"/office/ideas/{(await city.case(case_id)).number}/comments")).text
    assert "Es standen keine lesbaren Worte darin." in shown
    assert "Eine angehängte Datei wurde nicht aufbewahrt." in shown


@pytest.mark.parametrize(
    "field", ["Auto-Submitted: auto-replied", "Precedence: bulk", "Return-Path: <>", "Subject: Abwesenheitsnotiz: x"]
)
async def test_what_a_machine_answers_is_kept_nowhere_and_never_answered(city: City, field: str) -> None:
    case_id = await city.deciding()
    mails = len(await city.deliveries(case_id))
    taken = await take(city, reply((await sent(city, case_id, "decision_asked")).id, "bin im Urlaub", field))
    assert taken == Taken(Outcome.AUTOMATIC)
    assert await kept(city, case_id) == ()
    assert len(await city.deliveries(case_id)) == mails


async def test_an_answer_to_our_answer_is_kept_and_not_answered_again(city: City) -> None:
    case_id = await city.deciding()
    await take(city, reply((await sent(city, case_id, "decision_asked")).id))
    ours = await sent(city, case_id, "reply_kept")
    assert (await take(city, reply(ours.id, "doch genehmigt", number=2))).outcome is Outcome.KEPT
    assert len(await kept(city, case_id)) == 2
    assert [one.mail for one in await city.deliveries(case_id)].count("reply_kept") == 1


async def test_what_answers_no_mail_about_an_idea_is_not_kept(city: City) -> None:
    case_id = await city.deciding()
    for unknown in ("0" * 32, "x", "thread-" + "0" * 32):
        assert await take(city, reply(unknown)) == Taken(Outcome.UNMATCHED)
    assert (await take(city, "no mail at all")).outcome is Outcome.UNREADABLE
    assert await kept(city, case_id) == ()


async def test_a_person_has_thirty_comments_an_hour_and_those_by_mail_are_among_them(city: City) -> None:
    case_id = await city.deciding()
    asked = await sent(city, case_id, "decision_asked")
    for number in range(30):
        assert (await take(city, reply(asked.id, number=number))).outcome is Outcome.KEPT
    assert (await take(city, reply(asked.id, number=0))).outcome is Outcome.KNOWN
    assert (await take(city, reply(asked.id, number=30))).outcome is Outcome.TOO_MANY
    assert len(await kept(city, case_id)) == 30
    city.clock.later(hours=2)
    assert (await take(city, reply(asked.id, number=31))).outcome is Outcome.KEPT


async def test_after_the_decision_the_answer_asks_for_nothing(city: City) -> None:
    case_id = await city.planning(public=False)
    await take(city, reply((await sent(city, case_id, "decision_asked")).id))
    answer = [message for name, message in await city.mails(case_id, MAYOR) if name == "reply_kept"][-1]
    assert "/a/" not in text_of(answer)
    assert len(await kept(city, case_id)) == 1


async def test_the_submitter_is_led_to_the_page_of_the_idea(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    await take(city, reply((await sent(city, case_id, "idea_received")).id, EVIL))
    page = await client.get(f"{await city.link(case_id, 'reply_kept', 'renate.kruse')}/comments")
    assert page.status_code == 200
    assert "script&gt;Kommentar" not in page.text


async def test_the_office_hears_of_a_reply_in_its_own_name(city: City) -> None:
    case_id = await city.deciding()
    await take(city, reply((await sent(city, case_id, "decision_asked")).id))
    note = await sent(city, case_id, "comment_note")
    await take(city, reply(note.id, number=2))
    names = [one.mail for one in await city.deliveries(case_id) if one.person_id == note.person_id]
    assert (names.count("comment_note"), names.count("reply_kept")) == (2, 1)


async def test_at_night_the_note_waits_for_office_hours_and_the_answer_is_sent_at_once(city: City) -> None:
    hours = MailHours.model_validate({"from": "07:00", "to": "19:00"})
    await publish(city, DEFINITION.model_copy(update={"mail_hours": hours}))
    case_id = await city.deciding()
    asked = await sent(city, case_id, "decision_asked")
    city.clock.later(hours=(22 - city.clock().hour) % 24)
    night = city.clock()
    await take(city, reply(asked.id))
    query = "SELECT mail, next_try FROM outbox WHERE mail IN ('comment_note', 'reply_kept')"
    async with city.db.read() as session:
        found = {row.mail: str(row.next_try) for row in (await session.execute(text(query))).all()}

    assert found["reply_kept"][:13] == f"{night:%Y-%m-%d %H}"
    assert found["comment_note"][:10] > f"{night:%Y-%m-%d}"


def test_a_mail_server_is_told_to_come_again_or_that_there_was_no_mail(tmp_path: Path) -> None:
    away = f"sqlite+aiosqlite:///{tmp_path / 'no-such-folder' / 'umlauf.db'}"
    empty = f"sqlite+aiosqlite:///{tmp_path / 'umlauf.db'}"
    assert given_in(tmp_path, away, reply("0" * 32)) == 75
    assert given_in(tmp_path, empty, reply("0" * 32)) == 75  # nobody has called migrate yet
    assert given_in(tmp_path, empty, reply("0" * 32), UMLAUF_MAIL_MODE="nonsense") == 75
    assert given_in(tmp_path, empty, "") == 65
    assert given_in(tmp_path, empty, "no head, so no mail") == 0
