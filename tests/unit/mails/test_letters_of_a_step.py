"""Letters follow from notices: to one person, in their language, with a link that opens only what is theirs."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from activities import caseless_letters, held_back, letters, postbox
from activities.letters import House, Letters
from contracts.mails import MAILS
from contracts.post import sealed_mail, sealed_recipient
from domain.deferral.beside import Beside, Name, OtherIdea
from domain.deferral.words import Standing
from domain.digest import Wish
from domain.happenings import HAPPENING
from kit.modes import MailMode, Mode
from kit.sealing import KeyRing, SealBroken
from kit.templating import Templates
from kit.tokens import hash_token
from storage.digests import Item
from storage.links import Link
from storage.outbox import NewMail
from tests.builders import PEOPLE, TITLE, AnIdea, a_definition, a_person, an_idea, with_objection
from tests.chains import signing, signs
from tests.unit.mails.catalogue import DESKS, ROUNDS, SURVEYS

HOUSE = House(
    organisation="Stadt Norderstedt",
    base_url="https://ideen.example.org/",
    sender_address="umlauf@example.org",
    mode=Mode(MailMode.LIVE, "mail.example.org"),
    office_email="ideen@example.org",
)
TOKEN = re.compile(r"https://ideen\.example\.org/a/([a-z2-7]{32})\n")


class Box:
    """Stands in for the database: what was kept, opened again."""

    def __init__(self, templates: Templates, house: House = HOUSE) -> None:
        self.keys = KeyRing(["a-key-of-more-than-sixteen-characters"])
        self.letters = Letters(templates, self.keys, house, lambda code, language: f"{language}: {code}")
        self.mails: list[NewMail] = []
        self.links: list[Link] = []
        self.nowhere: set[str] = set()
        self.wish: Wish | None = Wish.AT_ONCE
        self.waiting: list[Item] = []

    async def wishes(self, session: Any, ids: Iterable[str]) -> dict[str, Wish]:
        return {} if self.wish is None else dict.fromkeys(ids, self.wish)

    async def wait(self, session: Any, items: Sequence[Item]) -> None:
        self.waiting += items

    async def addresses_of(self, session: Any, ids: Iterable[str]) -> dict[str, str]:
        return {person: f"{person}@example.org" for person in ids if person not in self.nowhere}

    async def address_of(self, session: Any, person: str) -> str | None:
        return (await self.addresses_of(session, [person])).get(person)

    async def add_mails(self, session: Any, mails: Sequence[NewMail]) -> list[str]:
        known = {mail.dedup_key for mail in self.mails}
        new = list({mail.dedup_key: mail for mail in mails if mail.dedup_key not in known}.values())
        self.mails += new
        return [mail.id for mail in new]

    async def add_links(self, session: Any, links: Sequence[Link]) -> None:
        self.links += links

    async def write(self, idea: AnIdea) -> list[EmailMessage]:
        """The letters of everything that has happened, as they will arrive."""
        before = len(self.mails)
        for step in idea.steps:
            world = replace(idea.world, now=step.case.last_at)
            await self.letters.write(None, step.case, step, world)
        return [self.opened(mail) for mail in self.mails[before:]]

    def opened(self, mail: NewMail) -> EmailMessage:
        content = self.keys.open(mail.sealed, sealed_mail(mail.id))
        assert hashlib.sha256(content).hexdigest() == mail.sha256
        return message_from_bytes(content, policy=policy.default)  # type: ignore[arg-type]

    def to(self, person: str, mail: str) -> tuple[NewMail, EmailMessage]:
        kept = next(m for m in reversed(self.mails) if (m.person_id, m.mail) == (person, mail))
        return kept, self.opened(kept)


@pytest.fixture
def box(templates: Templates, monkeypatch: pytest.MonkeyPatch) -> Box:
    box = Box(templates)
    monkeypatch.setattr(letters.people, "addresses_of", box.addresses_of)
    monkeypatch.setattr(held_back.digests, "wishes", box.wishes)
    monkeypatch.setattr(held_back.digests, "wait", box.wait)
    monkeypatch.setattr(caseless_letters.people, "address_of", box.address_of)
    monkeypatch.setattr(postbox.outbox, "add_all", box.add_mails)
    monkeypatch.setattr(postbox.links, "add_all", box.add_links)
    return box


def words(message: EmailMessage, kind: str = "plain") -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def a_whole_course() -> list[AnIdea]:
    """Ideas that between them make every notice of the example happen."""
    return [
        an_idea().submitted().question_asked().replied().accepted().handed_over("ana", "cem").answered("cem")
        .answered("ben").deferred().clock_rings().put_forward().decided().promised().clock_rings()
        .settled("late", new_due_on="2028-03-01").clock_rings().settled(),
        an_idea().submitted().declined(),
        an_idea(with_objection(a_definition(), hours=4)).deciding().decided().objected("dirk"),
        an_idea().submitted().accepted().withdrawn(),
        an_idea().submitted().accepted().answered("ana", "changes").clock_rings().clock_rings().clock_rings(),
        an_idea().submitted().accepted(public=False).published().reported().hidden(),
        an_idea().submitted().clock_rings().clock_rings(),
        an_idea().taken_over(("ole", "2027-03-01")).clock_rings().settled("dropped"),
        beside(an_idea().submitted().accepted()).merged().heard().parted().split(),
        an_idea().deciding().surveyed(18, 2, 0, 0).surveyed(18, 2, 0, 0),
        an_idea().in_review().paused().resumed().extended().clock_rings().clock_rings().clock_rings().clock_rings(),
        an_idea(a_definition(review={"deadline": {"weeks": 2, "starts": "complete"}})).in_review().complete(),
        an_idea(a_definition(decision={"deadline": {"days": 3, "silence": "blocked"}})).deciding().clock_rings(),
        signs(signs(signing(), "ella"), "fred", "refuse"),
        asking_back().asked_back("ana").clock_rings().asked_back("ana", "office").replied(by="olga"),
        asking_back().answered("ana", "changes", points=["<script>Ort</script>"]).handed_in(),
        asking_back(hours=4).answered("ana", "changes", points=["<script>Ort</script>"]).objected("ana"),
        an_idea(a_definition(review={"disagreement": {"more_than": 4}})).submitted().accepted()
        .answered("ana", scores={"benefit": 1, "complexity": 3}).answered("ben").clock_rings(),
    ]  # fmt: skip


def asking_back(**objection: int) -> AnIdea:
    """In review by one person, who may ask back; changes go to the submitter."""
    rules = {"questions": {"working_days": 5}, "rework": {"deadline": {"working_days": 5}}}
    definition = a_definition(review={"ask": 1, "quorum": 1, **rules})
    return an_idea(with_objection(definition, **objection) if objection else definition).in_review()


def beside(idea: AnIdea) -> AnIdea:
    """With another idea that it may be merged into."""
    other = OtherIdea("case7", "2026-0007", Standing.OPEN)
    idea.beside = Beside(ideas={other.id: other, other.number: other})
    return idea


async def test_whoever_is_put_off_reads_what_for_and_why_it_woke_in_their_language(box: Box) -> None:
    idea = an_idea().reviewed()
    idea.people["sina"] = replace(idea.people["sina"], language="en")
    idea.beside = Beside(documents={"law": None}, names={"law": Name("Gesetz <b>", "Law <b>")})
    idea.deferred(conditions=[{"kind": "document", "about": "law"}, {"kind": "supporters", "number": 3}])
    idea.came_about("document", about="law")
    await box.write(idea)
    asked, woke = (words(box.to("sina", mail)[1]) for mail in ("deferred", "deferral_over"))
    assert "until 1 February 2027 at the latest" in asked
    assert "- “Law <b>” is in force\n" in asked
    assert "- 3 more people support it\n" in asked
    assert "“Law <b>” is in force." in woke
    assert "Law &lt;b&gt;" in words(box.to("sina", "deferral_over")[1], "html")
    assert "„Gesetz <b>“ ist in Kraft." in words(box.to("olga", "deferral_ended")[1])


async def test_every_notice_of_whole_courses_becomes_one_letter(box: Box) -> None:
    notices = 0
    for number, idea in enumerate(a_whole_course()):
        for step in idea.steps:
            told = tuple(replace(notice, key=f"{number}:{notice.key}") for notice in step.notices)
            notices += len(told)
            world = replace(idea.world, now=step.case.last_at)
            await box.letters.write(None, step.case, replace(step, notices=told), world)

    assert len(box.mails) == notices
    missing = MAILS.keys() - {mail.mail for mail in box.mails}
    assert missing - SURVEYS - ROUNDS - DESKS <= {
        "confirm_address",
        "confirm_entry",
        "confirm_support",
        "signin_code",
        "new_link",
        "refused_later",
        "comment_note",
        "comment_arrived",
        "reply_kept",
        "bounced",
        "nobody_to_ask",
        "nobody_stands_in",
        "taken_back",
        "advice_asked",
        "advice_given",
        "round_result",
        "round_missed",
        "round_held",
    }


async def test_no_letter_but_the_receipt_holds_what_somebody_wrote(box: Box) -> None:
    canaries = re.compile(
        r"kurz|Radfahrende|Weniger Halte|Wo genau|Am Ring|Bitte anders|Haushalt|Zank|intern|Urlaub"
        r"|Krankheit|Hochwasser|Stab|Wieder da"
    )
    for idea in a_whole_course():
        for message in await box.write(idea):
            assert not canaries.search(message.as_string())
            assert not canaries.search(words(message) + words(message, "html"))


async def test_a_receipt_says_what_was_said_of_a_signature(box: Box) -> None:
    idea = signs(signing(), "ella", "remark")
    await box.write(idea)
    receipt = box.to("ella", "answer_receipt")[1]

    assert "was Sie zur Mitzeichnung gesagt haben, ist eingetragen" in words(receipt)
    assert "Eingetragen: Mit einer Anmerkung unterschreiben" in words(receipt)
    assert "so nicht" not in words(receipt)


async def test_a_reviewer_gets_a_link_of_their_own_kept_as_a_hash_only(box: Box) -> None:
    idea = an_idea().submitted().accepted()
    await box.write(idea)
    kept, message = box.to("ana", "review_asked")

    found = TOKEN.search(words(message))
    assert found is not None
    link = next(link for link in box.links if link.hash == hash_token(found[1]))
    assignment = idea.assignment("ana")
    assert (link.purpose, link.person_id, link.assignment) == ("task", "ana", assignment.id)
    assert (link.case_id, link.text_version) == ("case1", 1)
    due = idea.task("review").due_at
    assert due is not None
    assert link.expires_at == due + timedelta(days=14)
    assert kept.assignment == assignment.id
    assert found[1].encode() not in kept.sealed
    assert f"/a/{found[1]}" in words(message, "html")


async def test_the_submitter_gets_the_page_of_the_idea_and_replies_there(box: Box) -> None:
    await box.write(an_idea().submitted().question_asked())

    assert [link.purpose for link in box.links] == ["idea", "idea"]
    assert {link.person_id for link in box.links} == {"sina"}
    assert all(link.assignment == "" for link in box.links)
    assert box.links[0].expires_at == box.links[0].created_at + timedelta(days=400)


async def test_the_office_gets_an_address_behind_its_sign_in_and_no_link_that_acts(box: Box) -> None:
    await box.write(an_idea().submitted(via="public"))
    _, message = box.to("olga", "triage_due")

    assert "https://ideen.example.org/office/ideas/2026-0042" in words(message)
    assert not TOKEN.search(words(message))


async def test_nobody_gets_the_submitters_link_whatever_a_definition_says(box: Box) -> None:
    idea = an_idea().submitted()
    notice = replace(idea.notices[0], mail="idea_received", to="ana", key="wrong")
    await box.letters.write(None, idea.case, replace(idea.steps[-1], notices=(notice,)), idea.world)

    _, message = box.to("ana", "idea_received")
    assert box.links == []
    assert "https://ideen.example.org/a/" not in words(message)


async def test_a_mail_named_for_the_wrong_event_is_left_out_and_holds_up_nothing(box: Box) -> None:
    idea = an_idea().submitted()
    wrong = [replace(idea.notices[0], mail=mail, key=mail) for mail in ("receipt", "deferred", "commitment_news")]
    await box.letters.write(None, idea.case, replace(idea.steps[-1], notices=tuple(wrong)), idea.world)

    assert box.mails == []


async def test_a_letter_is_dated_by_the_course_and_the_same_notice_is_the_same_mail(box: Box) -> None:
    idea = an_idea().submitted()
    first = await box.write(idea)
    again = await box.write(idea)

    assert again == []
    assert first[0]["Date"].datetime == idea.case.last_at.replace(microsecond=0)
    assert first[0]["Message-ID"] == f"<{box.mails[0].id}@mail.example.org>"


async def test_each_letter_goes_to_one_person_in_their_language(box: Box, templates: Templates) -> None:
    people = PEOPLE | {"sina": a_person("sina", language="en"), "ana": a_person("ana", "reviewer", name='A", <x@y.z>')}
    idea = an_idea(people=people).submitted().accepted()
    await box.write(idea)

    kept, message = box.to("sina", "idea_received")
    assert message["Content-Language"] == "en"
    assert '<html lang="en"' in words(message, "html")
    assert message["Subject"] == f"Idea 2026-0042: {TITLE}"
    assert [str(address.addr_spec) for address in message["To"].addresses] == ["sina@example.org"]
    assert box.keys.open(kept.recipient, sealed_recipient(kept.id)) == b"sina@example.org"
    for mail in box.mails:
        assert len(box.opened(mail)["To"].addresses) == 1


async def test_mails_on_one_idea_to_one_person_stand_together_and_link_no_two_people(box: Box) -> None:
    messages = await box.write(an_idea().submitted().accepted())

    roots = {(m["To"].addresses[0].addr_spec, m["References"]) for m in messages}
    assert len(roots) == len({person for person, _ in roots}) == len({root for _, root in roots})
    assert {m["Auto-Submitted"] for m in messages} == {"auto-generated"}
    assert {m["Subject"] for m in messages} == {f"Idee 2026-0042: {TITLE}"}


@pytest.mark.parametrize("title", ["Ampel =?UTF-8?Q?=0A?=Bcc: x@example.org ä", "Ampel x-header: y " + "ä" * 150])
async def test_no_title_becomes_a_header(box: Box, title: str) -> None:
    plain = await box.write(an_idea().submitted())
    injected = await box.write(replace_keys(an_idea().submitted(title=title)))

    assert [m.keys() for m in plain] == [m.keys() for m in injected]
    assert "Bcc" not in injected[0]


def replace_keys(idea: AnIdea) -> AnIdea:
    told = tuple(replace(notice, key=f"again:{notice.key}") for notice in idea.steps[-1].notices)
    idea.steps[-1] = replace(idea.steps[-1], notices=told)
    return idea


async def test_whoever_has_no_address_is_left_out(box: Box) -> None:
    box.nowhere.add("sina")
    await box.write(an_idea().submitted())

    assert {mail.person_id for mail in box.mails} == {"olga"}


async def test_outside_live_every_mail_says_so(templates: Templates, box: Box) -> None:
    test = Box(templates, replace(HOUSE, mode=Mode(MailMode.TEST, "mail.example.org")))
    test.mails, test.links = box.mails, box.links
    messages = await test.write(an_idea().submitted())

    assert messages[0]["Subject"].startswith("[TEST] Idee 2026-0042: ")
    assert "*** Test: E-Mails dieser Installation gehen an niemanden. ***" in words(messages[0])


# Mails that no notice asks for


AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


async def test_an_unconfirmed_address_gets_one_link_for_seven_days(box: Box) -> None:
    about = {"submission_id": "s1", "address": "Neu@example.org", "language": "en"}
    await box.letters.write_caseless(None, "confirm_address", at=AT, **about)
    await box.letters.write_caseless(None, "confirm_address", at=AT, **about)

    (mail,), (link,) = box.mails, box.links
    assert (link.purpose, link.submission_id, link.expires_at) == ("confirm", "s1", AT + timedelta(days=7))
    assert (mail.case_id, mail.person_id, mail.once) == (None, "", False)
    text = words(box.opened(mail))
    assert "Good day, please confirm by 9 November 2026 that you sent in an idea with this address." in text


async def test_a_code_is_sent_once_and_opens_nothing(box: Box) -> None:
    await box.letters.signin_code(None, person=PEOPLE["olga"], code="048213", key="k1", at=AT)

    (mail,) = box.mails
    assert mail.once
    assert box.links == []
    assert "Code 048213 ein. Er gilt 10 Minuten, bis 2. November 2026, 10:10." in words(box.opened(mail))


async def test_a_new_link_replaces_an_expired_one(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    idea = an_idea().submitted().accepted()
    await box.write(idea)
    old = next(link for link in box.links if link.person_id == "ana")
    monkeypatch.setattr(caseless_letters.mapping, "load_case", answering(idea.case))
    monkeypatch.setattr(caseless_letters.people, "get", answering(PEOPLE["ana"]))
    await box.letters.write_caseless(None, "new_link", at=AT, link=old)

    _, message = box.to("ana", "new_link")
    found = TOKEN.search(words(message))
    assert found is not None
    assert box.links[-1].hash == hash_token(found[1]) != old.hash
    assert (box.links[-1].purpose, box.links[-1].assignment) == ("task", old.assignment)


async def test_no_new_link_for_what_somebody_else_does_now(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    idea = an_idea().submitted().accepted()
    await box.write(idea)
    old = next(link for link in box.links if link.person_id == "ana")
    idea.handed_over("ana", "cem")
    monkeypatch.setattr(caseless_letters.mapping, "load_case", answering(idea.case))
    monkeypatch.setattr(caseless_letters.people, "get", answering(PEOPLE["ana"]))
    before = len(box.mails)
    await box.letters.new_link(None, link=old, at=AT)

    assert len(box.mails) == before


def answering(value: Any) -> Any:
    async def answer(*_: Any, **__: Any) -> Any:
        return value

    return answer


async def test_a_late_refusal_says_what_and_why_and_leads_back_to_the_text(box: Box) -> None:
    idea = an_idea().submitted().accepted()
    given = {"kind": "answered", "id": "late", "by": "ana", "via": "link", "at": AT, "verdict": "approve"}
    happening = HAPPENING.validate_python(
        given
        | {"assignment": idea.assignment("ana").id, "on_version": 1, "scores": {}, "reason": "<script>gut</script>"}
    )
    about = {"case": idea.case, "happening": happening, "person": PEOPLE["ana"], "code": "task.changed", "at": AT}
    await box.letters.refused_later(None, **about)

    text = words(box.to("ana", "refused_later")[1])
    assert "Was Sie uns am 2. November 2026, 10:00 geschickt haben" in text
    assert "- Es geht um: Ihre Stellungnahme" in text
    assert "de: task.changed" in text
    assert "gut" not in text.replace("<script>alert", "")
    assert TOKEN.search(text)


def test_a_sealed_mail_opens_in_its_own_row_only() -> None:
    keys = KeyRing(["a-key-of-more-than-sixteen-characters"])

    with pytest.raises(SealBroken):
        keys.open(keys.seal(b"mail", sealed_mail("one")), sealed_mail("other"))
    with pytest.raises(SealBroken):
        keys.open(keys.seal(b"mail", sealed_mail("one")), sealed_recipient("one"))
