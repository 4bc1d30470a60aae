"""What the office blanks is not mailed afterwards, and nobody is left without the mail."""

import hashlib

import pytest
from sqlalchemy import text, update

from api.commenting import Speaker, write
from api.forms import Form
from api.uploads import Upload
from contracts.post import sealed_mail
from domain.may import Relation
from domain.words import Via
from kit.templating import Templates
from kit.tokens import hash_token
from storage import delivery, links, outbox, sql
from storage.engine import Database
from storage.tables import MailRow
from tests.api.city import City, Clock, Opened, text_of
from tests.api.conftest import HOUSE, a_city
from umlauf.replies import Replies

NAME = "Xaver Zwick"
O = sql.table(MailRow)  # noqa: E741 - as in storage.outbox


@pytest.fixture
async def city(db: Database, clock: Clock, templates: Templates) -> City:
    """With the real letters."""
    return await a_city(db, clock, templates)


async def waiting(city: City, case_id: str) -> dict[str, Opened]:
    """The case's mails that have not gone out, by id."""
    async with city.db.read() as session:
        rows = await outbox.unsent(session, case_id)
    return {row.id: (row.mail, city._open(row.id, row.sealed)) for row in rows}


async def blank(city: City, case_id: str, item: str) -> None:
    await city.office(case_id, "redacted", item=item, reason="Ein Name")


def said(mails: dict[str, Opened]) -> str:
    return "\n".join(f"{m['Subject']}\n{text_of(m)}\n{m.get_body(('html',))}" for _, m in mails.values())


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_waiting_mails_are_written_anew_without_a_text_that_was_blanked(city: City) -> None:
    case_id = await city.deciding(title=f"Der Nachbar {NAME}")
    before = await waiting(city, case_id)
    assert {"idea_received", "idea_accepted", "review_asked", "decision_asked"} <= {name for name, _ in before.values()}
    assert NAME in said(before)

    await blank(city, case_id, (await city.case(case_id)).text.id)

    after = await waiting(city, case_id)
    assert NAME not in said(after)
    assert after.keys() >= before.keys(), "nobody is left without a mail"
    for one, (name, message) in before.items():
        assert after[one][0] == name
        assert "█" in after[one][1]["Subject"]
        for kept in ("Message-ID", "Date", "To", "References"):
            assert after[one][1][kept] == message[kept], kept
        assert [line for line in text_of(after[one][1]).splitlines() if "/a/" in line or "/office/" in line] == [
            line for line in text_of(message).splitlines() if "/a/" in line or "/office/" in line
        ]
    async with city.db.read() as session:
        rows = (await session.execute(text("SELECT id, sealed, sha256 FROM outbox"))).all()
    for row in rows:
        assert hashlib.sha256(city.keys.open(bytes(row.sealed), sealed_mail(row.id))).hexdigest() == row.sha256


async def test_a_mail_about_a_comment_that_waits_is_written_anew_too(city: City) -> None:
    case_id = await city.in_review(title=f"Der Nachbar {NAME}")
    case, person = await city.case(case_id), city.people["renate.kruse"]
    form = Form([("comment", f"Über {NAME}"), ("audience", "public")])
    for relation in (Relation.SUBMITTER, Relation.OFFICE):
        speaker = Speaker(person, Via.LINK, frozenset({relation}))
        await write(city.services, case, speaker, Upload(form))
    before = await waiting(city, case_id)
    assert {"comment_note", "comment_arrived"} <= {name for name, _ in before.values()}
    assert f"Über {NAME}" not in said(before)

    await blank(city, case_id, case.text.id)

    after = await waiting(city, case_id)
    assert NAME not in said(after)
    assert after.keys() >= before.keys()
    for one, (name, message) in before.items():
        if name in ("comment_note", "comment_arrived"):
            assert text_of(after[one][1]).replace("█", "x") == text_of(message).replace(f"Der Nachbar {NAME}", "x")


async def test_published_reasons_that_were_blanked_are_not_in_the_receipt_that_waits(city: City) -> None:
    case_id = await city.deciding()
    assignment = (await city.case(case_id)).open_assignments()[0].id
    given = {"assignment": assignment, "outcome": "rejected", "public_reason": f"Weil {NAME} dagegen ist."}
    await city.happens(case_id, "decided", "oberbuergermeisterin", **given)
    assert NAME in said(await waiting(city, case_id))

    await blank(city, case_id, (await city.case(case_id)).decisions[0].id)

    receipt = next(m for name, m in (await waiting(city, case_id)).values() if name == "receipt")
    assert "abgelehnt" in text_of(receipt)
    assert "█" in text_of(receipt)
    assert NAME not in said(await waiting(city, case_id))


async def test_a_mail_in_a_couriers_hands_says_the_new_words_when_it_is_tried_again(city: City) -> None:
    case_id = await city.idea(title=NAME)
    async with city.db.write() as session:
        taken = await delivery.claim(session, city.clock())
    assert taken

    await blank(city, case_id, (await city.case(case_id)).text.id)

    async with city.db.write() as session:
        for mail in taken:
            await delivery.uncertain(session, mail.id, city.clock(), attempt=mail.attempts)
        again = await delivery.claim(session, city.clock())
    assert {mail.id for mail in taken} <= {mail.id for mail in again}
    assert NAME not in str([str(city._open(mail.id, mail.sealed)) for mail in again])


async def test_what_is_no_notice_is_written_anew_too(city: City) -> None:
    case_id = await city.in_review(title=NAME)
    case = await city.case(case_id)
    link = await city.link(case_id, "review_asked")
    async with city.db.write() as session:
        found = await links.find(session, hash_token(link.rpartition("/")[2]))
        await city.services.write_caseless(session, "new_link", at=city.clock(), link=found)

    await blank(city, case_id, case.text.id)

    fresh = next(m for name, m in (await waiting(city, case_id)).values() if name == "new_link")
    assert NAME not in str(fresh["Subject"])
    assert "/a/" in text_of(fresh)


async def nobody_knows_why_it_was_written(city: City, case_id: str) -> None:
    async with city.db.write() as session:
        mine = (O.c.case_id == case_id, O.c.mail == "idea_received")
        await session.execute(update(O).where(*mine).values(dedup_key="of a release that counted otherwise"))


async def test_a_mail_that_cannot_be_written_any_more_is_held_back_and_the_case_says_so(city: City) -> None:
    case_id = await city.idea(title=NAME)
    await nobody_knows_why_it_was_written(city, case_id)

    await blank(city, case_id, (await city.case(case_id)).text.id)

    held = next(one for one in await city.deliveries(case_id) if one.mail == "idea_received")
    assert (held.state, held.reply_text) == ("suppressed", outbox.BLANKED)
    assert NAME not in said(await waiting(city, case_id))
    async with city.db.read() as session:
        kept = (
            await session.execute(text("SELECT sealed, recipient FROM outbox WHERE id = :id"), {"id": held.id})
        ).one()
    assert tuple(kept) == (None, None)


@pytest.mark.parametrize("left_out", [0, 2])
async def test_the_answer_to_a_reply_by_mail_that_waits_is_written_anew_with_its_link(
    city: City, left_out: int
) -> None:
    case_id = await city.deciding(title=f"Der Nachbar {NAME}")
    asked = next(one for one in reversed(await city.deliveries(case_id)) if one.mail == "decision_asked")
    files = ["", "--x", "Content-Type: image/png; name=a.png", "", "-"] * left_out
    head = ["From: a@b.example", "Message-ID: <1@b>", f"In-Reply-To: <{asked.id}@{HOUSE.mail_domain}>"]
    body = ["Content-Type: multipart/mixed; boundary=x", "", "--x", "", "genehmigt", *files, "--x--", ""]
    replies = Replies(city.db, city.services.write_caseless, HOUSE.mail_domain)
    await replies.take("\n".join((*head, *body)).encode(), city.clock())
    ((one, (_, before)),) = [(i, m) for i, m in (await waiting(city, case_id)).items() if m[0] == "reply_kept"]
    assert "nicht aufbewahrt" in text_of(before) or not left_out

    await blank(city, case_id, (await city.case(case_id)).text.id)

    _, after = (await waiting(city, case_id))[one]
    assert NAME in before["Subject"]
    assert NAME not in said({one: ("reply_kept", after)})
    assert text_of(after).replace("█", f"Der Nachbar {NAME}") == text_of(before)
