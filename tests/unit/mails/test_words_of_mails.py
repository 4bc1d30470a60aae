"""What stands in every mail, in every form it can take, in German and in English."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from contracts.mail import Mail, Opens
from contracts.mail_samples import SAMPLE, sample
from contracts.mails import MAILS
from kit.i18n import Catalogues
from kit.templating import Templates
from tests.unit.mails.catalogue import DESKS, LANGUAGES, ROOT, ROUNDS, SITE, SURVEYS, written

OUTCOMES = re.compile(r"accept|reject|approve|decline|yes|no\b|done|late|drop|outcome|verdict", re.IGNORECASE)
DATE = re.compile(r"\d{1,2}\.? [A-Z][a-zä]+ \d{4}(?:, \d\d:\d\d)?")
NAMES = ("Anna Amt", "Stadt <script>Norderstedt</script>", "040 12345", "ideen@example.org")

every_mail = pytest.mark.parametrize("mail", sorted(MAILS))


class Seen(HTMLParser):
    """What a reader of the HTML part sees, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.words: list[str] = []
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "title"):
            self._hidden += 1
        self.links += [value for name, value in attrs if name == "href" and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@every_mail
def test_both_parts_say_the_same(templates: Templates, mail: str) -> None:
    for _, props, words in written(templates, mail):
        seen = Seen(words.html)
        in_text = set(re.findall(r"https?://\S+", words.text))
        assert in_text == {link for link in seen.links if not link.startswith("mailto:")}
        assert set(DATE.findall(words.text)) == set(DATE.findall(seen.text))
        for name in (*NAMES, getattr(props, "title", "Anna Amt"), words.subject):
            assert name in seen.text
            assert name in words.text
        for line in filter(None, _plain_lines(words.text)):
            assert line in seen.text, line


def _plain_lines(text: str) -> list[str]:
    """Lines of the text part as they stand in the HTML part: without marks of lists and headings, and without links."""
    bare = [line.removeprefix("- ").strip() for line in text.splitlines() if not re.search(r"https?://", line)]
    return [line.removesuffix(":") for line in bare if line != "--"]


@every_mail
def test_the_first_line_after_the_heading_speaks_to_the_reader_and_the_last_block_says_why(
    templates: Templates, mail: str
) -> None:
    for language, _, words in written(templates, mail):
        lines = [line for line in words.text.splitlines() if line]
        assert lines[0] == words.subject
        assert lines[1].startswith("Anna Amt, ")
        why = "Warum Sie diese E-Mail erhalten: " if language == "de" else "Why you get this e-mail: "
        assert len(next(line for line in lines if line.startswith(why))) > len(why) + 10


@every_mail
def test_what_the_link_is_for_stands_on_the_line_above_it(templates: Templates, mail: str) -> None:
    for _, _, words in written(templates, mail):
        assert not re.search(r"^\s*:", words.text, re.MULTILINE), words.text


@every_mail
def test_there_is_one_link_to_open_and_it_says_nothing_of_an_outcome(templates: Templates, mail: str) -> None:
    for _, props, words in written(templates, mail):
        ours = [link for link in Seen(words.html).links if not link.startswith("mailto:")]
        acting = [link for link in ours if not link.startswith("https://ideen.example.org/privacy")]
        theirs = [getattr(props, name, None) for name in ("link", "stop_link")]
        assert acting == [link for link in theirs if link]
        for link in ours:
            assert len(link) <= 78
            assert urlsplit(link).query == ""
            path = link.removeprefix(SITE["base_url"])
            assert not OUTCOMES.search(path.replace(SAMPLE["link"][-32:], "").replace(SAMPLE["stop_link"][-43:], ""))


@every_mail
def test_what_people_wrote_is_text_and_nothing_is_fetched(templates: Templates, mail: str) -> None:
    for _, _, words in written(templates, mail):
        assert not re.search(r"<(script|img|link|iframe|object)\b|@import|url\(|@font-face", words.html)
        assert "\n" not in words.subject


@every_mail
def test_the_language_is_the_readers(templates: Templates, mail: str) -> None:
    for language, props, words in written(templates, mail):
        assert f'<html lang="{language}"' in words.html
        other = r"\b(bitte|Ihre|Sie|nicht)\b" if language == "en" else r"\b([Pp]lease|[Yy]ours?|the|need not|[Yy]ou)\b"
        assert not re.search(other, _ours(words.text, props))


def _ours(text: str, props: Mail) -> str:
    """Without what somebody else wrote, in whatever language."""
    for written_by_people in ("reason", "public_reason"):
        text = text.replace(getattr(props, written_by_people, "") or "\0", "")
    return text


@pytest.mark.parametrize(
    "mail",
    sorted(
        MAILS.keys() - {"confirm_address", "confirm_entry", "confirm_support", "signin_code", *SURVEYS, *ROUNDS, *DESKS}
    ),
)
def test_a_mail_about_an_idea_keeps_its_subject_whatever_happens(templates: Templates, mail: str) -> None:
    assert templates.mail(mail, "de", sample(mail)).subject == f"Idee 2026-0042: {SAMPLE['title']}"
    assert templates.mail(mail, "en", sample(mail)).subject == f"Idea 2026-0042: {SAMPLE['title']}"


def test_the_receipt_says_outcome_reasons_scores_and_what_comes_next(templates: Templates) -> None:
    text = templates.mail("receipt", "de", sample("receipt")).text

    for line in (
        "Anna Amt, Ihre Idee ist angenommen. Sie müssen nichts tun.",
        "Viele Menschen gehen täglich über den Platz.\nDer Aufwand ist gering.",
        "- Entschieden von: Stadtvertretung",
        "- Nutzen: 7,5 von 10 (höher ist besser)",
        "- Komplexität: 3,0 von 10 (niedriger ist besser)",
        "- Reife: 4,0 auf einer Skala von 1 bis 5 (höher ist besser)",
        "- Kosten: nicht bestimmt",
        "- Nutzwert (gewichtet): nicht bestimmt",
        "Bis zum 3. März 2026 halten wir fest, wer was bis wann tut.",
        "- 30. Juni 2026: Drei Bänke werden aufgestellt.",
    ):
        assert line in text


def test_an_invitation_says_who_asks_how_long_it_takes_until_when_and_what_is_kept(templates: Templates) -> None:
    text = templates.mail("survey_invitation", "de", sample("survey_invitation")).text

    for line in (
        "Anna Amt, bitte sagen Sie uns Ihre Meinung: Diese Umfrage ist bis 13. März 2026 offen.",
        "- Es fragt: Stadt Norderstedt",
        "- Zahl der Fragen: 7",
        "- Offen bis einschließlich: 13. März 2026",
        "Ihre Antworten sind anonym: Sie werden getrennt von der Liste der Eingeladenen aufbewahrt.",
        f"Keine E-Mails zu Umfragen mehr: {SAMPLE['stop_link']}",
    ):
        assert line in text


def test_a_code_is_not_shown_before_the_mail_is_opened(templates: Templates) -> None:
    words = templates.mail("signin_code", "de", sample("signin_code"))

    assert "048213" not in words.subject
    assert "048213" not in words.html.partition("<table")[0]
    assert "048213" in words.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unconfirmed_address_reads_nothing_that_a_stranger_wrote(templates: Templates, language: str) -> None:
    text = templates.mail("confirm_address", language, sample("confirm_address")).text

    assert SAMPLE["title"] not in text
    assert "title" not in MAILS["confirm_address"].props.__dataclass_fields__


def test_no_area_translates_a_sentence_of_the_mails_otherwise() -> None:
    assert Catalogues(ROOT / "locales").conflicts == []


def told(mail: str) -> str:
    """Which notice is meant for whoever gets this mail."""
    others = (
        "handed_over",
        "no_longer_needed",
        "promise_made",
        "paused_task",
        "silence",
        "taken_back",
        "answer_receipt",
    )
    if mail in others or mail in DESKS:
        return "/reviewers"
    if MAILS[mail].opens in (Opens.TASK, Opens.ROUND):
        return "/reviewers"
    return "/staff" if mail == "signin_code" or MAILS[mail].opens is Opens.OFFICE else ""


@every_mail
def test_every_mail_leads_to_the_privacy_notice_in_both_parts(templates: Templates, mail: str) -> None:
    for language, _, words in written(templates, mail):
        notice, said = f"{SITE['base_url']}/privacy{told(mail)}", "So schützen wir Ihre Daten"
        said = said if language == "de" else "How we protect your data"
        assert f"{said}: {notice}" in words.text
        assert notice in Seen(words.html).links
        assert said in Seen(words.html).text


# Case text and reviewers' words stay behind the link. The receipt says what is published anyway.
FACTS = {"recipient_name", "organisation", "number", "title", "link", "due_on", "task", "stage", "public", "until"}
FACTS |= {"expires_on", "expires_at", "promised_on", "change", "outcome", "body", "code", "minutes"}
FACTS |= {"other", "heard"}
FACTS |= {"late", "last", "asked", "meaning"}
FACTS |= {"questions", "closes_on", "mode", "news", "stop_link", "round_news", "ideas"}
MORE = {
    "review_asked": {"instead_of", "again"},  # the name of a colleague who is away
    "decision_asked": {"instead_of", "again"},
    "commitment_asked": {"instead_of"},
    "handed_over": {"deputy", "comes_back", "returned_to"},  # likewise
    "nobody_stands_in": {"away"},
    "promise_made": {"promised"},
    "survey_response": {"topics"},
    "deferred": {"waits"},  # sentences with names of goals, of laws, and of other ideas that are public
    "deferral_over": {"woke"},
    "deferral_ended": {"woke"},
    "survey_invitation": {"idea", "idea_title"},  # the title of a public idea only
    "survey_reminder": {"idea", "idea_title"},
    "receipt": {"body_date", "body_number", "promises", "public_reason", "scores", "utility", "votes_for"}
    | {"votes_against"},
    "answer_code": {"chosen"},
    "answer_receipt": {"chosen", "answered_at", "level", "objection_until"},
    "objection_note": {"undone"},
    "refused_later": {"reason", "received_at", "said"},  # the reason is the sentence of a code
    "wave_refused": {"reason", "received_at", "said"},
    "round_refused": {"reason", "received_at"},
    "round_missed": {"full"},
    "comment_note": {"to_let_through"},
    "reply_kept": {"left_out"},
    "digest": {
        "open",
        "open_tasks",
        "beside",
        "changed",
        "idea_news",
        "found",
    },  # numbers and titles of ideas, kinds of tasks, dates
    "sign_asked": {"step", "back", "again", "instead_of"},  # what the process calls the step, and whether it came back
    "radar_note": {"many", "findings", "office"},  # titles of ideas and goals with numbers; people are not named
}


@every_mail
def test_a_mail_can_only_say_what_is_on_the_list(mail: str) -> None:
    props = MAILS[mail].props.__dataclass_fields__
    assert set(props) <= FACTS | MORE.get(mail, set())
