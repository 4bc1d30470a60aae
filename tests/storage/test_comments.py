"""Comments as they are kept: each once, let through, blanked with their files; a file goes with its last comment."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.comments.comment import BLANK, Attached, Comment
from domain.comments.words import Audience, Origin
from domain.errors import RuleBroken
from domain.may import Relation
from domain.words import Via
from storage import comments, outbox
from tests.storage.town import Town

TEXT = "Frau Meier <script>alert(1)</script>"
HASH = "a" * 64


def plan(name: str = "Plan.pdf", hash_: str = HASH, id_: str = "f1") -> Attached:
    return Attached(id_, hash_, name, "pdf", 12)


def said(town: Town, case_id: str, id_: str = "c1", *files: Attached, audience: str = "public") -> Comment:
    given: dict[str, Any] = {
        "role": Relation.ASSIGNEE,
        "stated_name": "Rita",
        "text": TEXT,
        "text_version": 1,
        "files": files,
    }
    by = town.people["rita"]
    return Comment(id_, case_id, "task", by=by, at=town.now, via=Via.LINK, audience=Audience(audience), **given)


async def add(town: Town, comment: Comment) -> bool:
    async with town.db.write() as session:
        return await comments.add(session, comment)


async def kept(town: Town, case_id: str) -> tuple[Comment, ...]:
    async with town.db.read() as session:
        return await comments.of_case(session, case_id)


async def test_a_comment_comes_back_as_it_was_written_and_once_however_often_it_is_sent(town: Town) -> None:
    case_id = await town.idea()
    comment = said(town, case_id, "c1", plan(), plan("Bild.png", "b" * 64, "f2"))
    assert await add(town, comment)
    assert not await add(town, replace(comment, text="anders"))
    assert await kept(town, case_id) == (comment,)
    assert await kept(town, await town.idea()) == ()


async def test_they_are_told_in_the_order_they_were_written(town: Town) -> None:
    case_id = await town.idea()
    await add(town, said(town, case_id, "b"))
    town.later(minutes=1)
    await add(town, said(town, case_id, "a"))
    assert [one.id for one in await kept(town, case_id)] == ["b", "a"]


async def test_a_public_one_is_let_through_once_and_no_other_at_all(town: Town) -> None:
    case_id = await town.idea()
    await add(town, said(town, case_id))
    await add(town, said(town, case_id, "c2", audience="office"))
    async with town.db.write() as session:
        await comments.let_through(session, case_id, "c1", at=town.now, by="olga")
    first, second = await kept(town, case_id)
    assert (first.released_at, second.released_at) == (town.now, None)
    for wrong in (("c1", case_id), ("c2", case_id), ("c9", case_id)):
        with pytest.raises(RuleBroken, match=r"comment\.not_waiting"):
            async with town.db.write() as session:
                await comments.let_through(session, wrong[1], wrong[0], at=town.now, by="olga")


async def test_a_blanked_one_keeps_its_mark_and_gives_up_its_words_and_files(town: Town) -> None:
    case_id = await town.idea()
    await add(town, said(town, case_id, "c1", plan()))
    async with town.db.write() as session:
        assert await comments.blank(session, case_id, "c1", at=town.now, by="olga", why="Ein Name") == [HASH]
    (found,) = await kept(town, case_id)
    assert (found.text, found.stated_name, found.redacted_why) == (BLANK, "", "Ein Name")
    assert (found.redacted_at, found.redacted_by, found.by) == (town.now, "olga", town.people["rita"])
    assert found.files == (plan(BLANK, ""),)
    with pytest.raises(RuleBroken, match=r"comment\.unknown"):
        async with town.db.write() as session:
            await comments.blank(session, case_id, "c1", at=town.now, by="olga", why="noch einmal")
    async with town.db.write() as session:
        with pytest.raises(RuleBroken, match=r"comment\.not_waiting"):
            await comments.let_through(session, case_id, "c1", at=town.now, by="olga")


async def test_a_comment_of_another_case_is_not_blanked(town: Town) -> None:
    case_id, other = await town.idea(), await town.idea()
    await add(town, said(town, case_id))
    with pytest.raises(RuleBroken, match=r"comment\.unknown"):
        async with town.db.write() as session:
            await comments.blank(session, other, "c1", at=town.now, by="olga", why="x")


async def test_a_file_is_needed_as_long_as_one_comment_holds_it(town: Town) -> None:
    case_id, other = await town.idea(), await town.idea()
    await add(town, said(town, case_id, "c1", plan()))
    await add(town, said(town, other, "c2", plan("Anders.pdf", HASH, "f2")))
    for case, comment, expected in ((case_id, "c1", []), (other, "c2", [HASH])):
        async with town.db.write() as session:
            await comments.hold_files(session)
            held = await comments.blank(session, case, comment, at=town.now, by="olga", why="x")
            assert await comments.unused(session, held) == expected
    async with town.db.read() as session:
        assert await comments.files(session) == []
        assert await comments.unused(session, []) == []


async def test_one_that_came_by_mail_keeps_its_mark_and_counts_among_those_of_the_hour(town: Town) -> None:
    case_id = await town.idea()
    by_mail = replace(said(town, case_id, "c1", audience="office"), origin=Origin.MAIL, left_out=2)
    await add(town, by_mail)
    await add(town, said(town, case_id, "c2"))
    assert (await kept(town, case_id))[0] == by_mail
    async with town.db.read() as session:
        assert [await comments.there(session, one) for one in ("c1", "c9")] == [True, False]
        since = town.now - timedelta(hours=1)
        assert await comments.written_since(session, town.people["rita"], since) == 2
        assert await comments.written_since(session, town.people["rita"], town.now) == 0
        assert await comments.written_since(session, "olga", since) == 0


async def test_a_reply_is_matched_to_the_first_mail_about_a_case_that_we_wrote_to_somebody(town: Town) -> None:
    case_id = await town.idea()
    mails = [("m1", case_id, "rita"), ("m2", None, "rita"), ("m3", case_id, "")]
    async with town.db.write() as session:
        for id_, about, person in mails:
            given: dict[str, Any] = {"case_id": about, "person_id": person, "assignment": "a1"}
            await outbox.add(session, outbox.NewMail(id_, "review_asked", "de", id_, b"x", b"x", town.now, **given))
        for asked in (["m9", "m3", "m2", "m1"], ["m1"]):
            assert await outbox.first_of(session, asked) == outbox.Sent("m1", "review_asked", case_id, "a1", "rita")
        for asked in ([], ["m2"], ["m3", "m9"]):
            assert await outbox.first_of(session, asked) is None
