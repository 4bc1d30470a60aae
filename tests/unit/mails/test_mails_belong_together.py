"""A mail is a folder and a class: the lists of both, of the definition and of the check of definitions are one."""

from collections.abc import Iterator
from dataclasses import fields

import pytest
from babel.messages import pofile
from jinja2 import Environment
from jinja2.ext import babel_extract

from activities.mail_props import FILLED
from activities.postbox import GREETING, NOTICES
from contracts.mail import Opens
from contracts.mail_samples import SAMPLE, sample
from contracts.mails import MAILS
from domain.checking import NOTICE_MAILS, check
from domain.definition import Notice
from domain.words import EventKind
from kit.templating import Templates
from tests.builders import a_definition
from tests.unit.mails.catalogue import DESKS, ROOT, ROUNDS, SURVEYS

CASELESS = {
    "confirm_address",
    "confirm_entry",
    "confirm_support",
    "signin_code",
    "new_link",
    "refused_later",
    "comment_note",
    "comment_arrived",
    "reply_kept",
    *SURVEYS,
    *ROUNDS,
    *DESKS,
}
MAIL = ROOT / "templates" / "mail"
CATALOGUES = sorted((ROOT / "locales" / "de" / "LC_MESSAGES").glob("*mail.po"))


def test_every_mail_has_a_folder_and_every_folder_a_mail(templates: Templates) -> None:
    assert templates.mail_names() == sorted(MAILS)
    for mail in MAILS:
        assert {path.name for path in (MAIL / mail).iterdir()} == {"subject.txt", "body.txt", "body.html"}


def test_a_definition_may_name_every_mail_but_those_nobody_tells_of() -> None:
    assert MAILS.keys() - CASELESS == NOTICE_MAILS


def test_the_example_names_only_mails_there_are() -> None:
    assert {notice.mail for notice in a_definition().notices} <= MAILS.keys() - CASELESS


def test_a_definition_with_a_mail_nobody_wrote_is_found_out() -> None:
    unknown = Notice(on=EventKind.SUBMITTED, tell=("office",), mail="triage_du")
    definition = a_definition()
    changed = definition.model_copy(update={"notices": (*definition.notices, unknown)})

    assert [finding.wrong for finding in check(changed)] == ["triage_du"]


@pytest.mark.parametrize("mail", sorted(MAILS))
def test_every_field_of_a_mail_is_filled_and_has_a_sample(mail: str) -> None:
    names = {field.name for field in fields(MAILS[mail].props)}

    assert names <= SAMPLE.keys()
    assert mail in CASELESS or names <= FILLED.keys()
    assert isinstance(sample(mail), MAILS[mail].props)


def test_two_mails_never_share_a_class() -> None:
    assert len({kind.props for kind in MAILS.values()}) == len(MAILS)


def test_only_codes_are_never_sent_again() -> None:
    assert [mail for mail, kind in MAILS.items() if kind.once] == ["signin_code", "desk_code", "answer_code"]
    assert MAILS["confirm_address"].opens is Opens.CONFIRM


def sentences() -> Iterator[str]:
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    environment.policies["ext.i18n.trimmed"] = True
    options = {"extensions": "", "trimmed": "true"}
    for path in sorted(MAIL.rglob("*.*")):
        with path.open("rb") as file:
            for _, _, message, _ in babel_extract(file, ("_", "gettext"), [], options):
                yield message[0] if isinstance(message, tuple) else str(message)
    yield from (GREETING, *NOTICES.values())


def test_every_sentence_of_the_mails_is_translated_and_none_is_left_over() -> None:
    german = set()
    for catalogue in CATALOGUES:
        with catalogue.open("rb") as file:
            german |= {
                str(message.id) for message in pofile.read_po(file, locale="de") if message.id and message.string
            }
    frame = {"Why you get this e-mail:", "Phone", "How we protect your data"}  # of the base, in the area of kit

    assert set(sentences()) - german == frame
    assert german - set(sentences()) == set()
