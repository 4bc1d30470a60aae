"""Templates speak the reader's language, escape what people wrote, and leave nothing out silently."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from kit.i18n import Catalogues
from kit.templating import Templates

ROOT = Path(__file__).parents[3]
SITE = {
    "organisation": "Stadt Norderstedt",
    "base_url": "https://ideen.example",
    "office_email": "ideen@example.org",
    "office_phone": "040 12345",
}
BODY = """{% extends "base.ENDING" %}
{% from "macros.ENDING" import fact, paragraph %}
{% block asked %}Please review by {{ due|date }}.{% endblock %}
{% block details %}{% call paragraph() %}{{ title }}{% endcall %}{% endblock %}
{% block facts %}
{{ fact('Title', title) }}
{{ fact('Received', received|datetime) }}
{% endblock %}
{% block action_url %}{{ link }}{% endblock %}
{% block action_label %}Open the review{% endblock %}
{% block why %}You were named as reviewer.{% endblock %}
"""


@dataclass(frozen=True)
class ReviewAsked:
    title: str = "<script>Rad & Tat</script>"
    link: str = "https://ideen.example/a/abcdefghijklmnopqrstuvwxyz234567"
    due: date = date(2026, 3, 3)
    received: datetime = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


@pytest.fixture
def templates(tmp_path: Path) -> Templates:
    mail = tmp_path / "mail"
    (mail / "review_asked").mkdir(parents=True)
    for name in ("base.html", "base.txt", "macros.html", "macros.txt"):
        (mail / name).write_text((ROOT / "templates" / "mail" / name).read_text("utf-8"), "utf-8")
    (mail / "review_asked" / "subject.txt").write_text("{{ title }}\n Idee\n\n", "utf-8")
    for ending in ("html", "txt"):
        (mail / "review_asked" / f"body.{ending}").write_text(BODY.replace("ENDING", ending), "utf-8")
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "idea.html").write_text(
        '{{ _("today") }} {{ title }} {{ title|lang("en") }} {{ 1234.5|number(1)}}', "utf-8"
    )
    return Templates(tmp_path, Catalogues(ROOT / "locales"), globals={"site": SITE})


def test_a_page_is_escaped_and_in_the_readers_language(templates: Templates) -> None:
    page = templates.page("idea.html", "de", {"title": "<script>"})

    assert page == 'heute &lt;script&gt; <span lang="en">&lt;script&gt;</span> 1.234,5'
    assert templates.page("idea.html", "en", {"title": "x"}).startswith("today")


def test_a_name_that_is_missing_is_an_error(templates: Templates) -> None:
    with pytest.raises(UndefinedError):
        templates.page("idea.html", "de", {})


def test_only_html_files_are_pages(templates: Templates) -> None:
    with pytest.raises(ValueError, match="escaped"):
        templates.page("idea.html.j2", "de", {})


def test_a_mail_has_a_subject_of_one_line_a_plain_text_and_an_escaped_html(templates: Templates) -> None:
    mail = templates.mail("review_asked", "de", ReviewAsked())

    assert mail.subject == "<script>Rad & Tat</script> Idee"
    assert "- Title: <script>Rad & Tat</script>\n- Received: 2. März 2026, 00:30" in mail.text
    assert "<script>" not in mail.html
    assert "&lt;script&gt;Rad &amp; Tat&lt;/script&gt;" in mail.html


def test_both_parts_of_a_mail_hold_the_same_links_dates_and_reasons(templates: Templates) -> None:
    mail = templates.mail("review_asked", "de", ReviewAsked())

    hrefs = {href.removeprefix("mailto:") for href in re.findall(r'href="([^"]+)"', mail.html)}
    assert hrefs == {ReviewAsked.link, "ideen@example.org", "https://ideen.example/privacy"}
    shared = {*hrefs, "3. März 2026", "040 12345", "Stadt Norderstedt", "You were named", "Warum Sie diese E-Mail"}
    for fact in shared:
        assert fact in mail.text
        assert fact in mail.html


def test_the_first_line_of_the_text_part_after_the_heading_is_what_is_asked(templates: Templates) -> None:
    lines = [line for line in templates.mail("review_asked", "en", ReviewAsked()).text.splitlines() if line]

    assert lines[1] == "Please review by 3 March 2026."
    assert "\n\n\n" not in templates.mail("review_asked", "en", ReviewAsked()).text


def test_a_mail_is_readable_by_screen_readers(templates: Templates) -> None:
    html = templates.mail("review_asked", "de", ReviewAsked()).html

    assert '<html lang="de"' in html
    assert html.count("<h1") == 1
    assert html.count("<table") == html.count('<table role="presentation"')
    assert html.count('class="button"') == 1
    assert "color-scheme" in html


def test_no_mail_fetches_anything_from_elsewhere(templates: Templates) -> None:
    html = templates.mail("review_asked", "de", ReviewAsked()).html

    assert not re.search(r"<(img|script|link|iframe)\b|@import|url\(|@font-face", html)


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("#1b1b1b", "#ffffff"), ("#4a4a4a", "#ffffff"), ("#0b4a8f", "#ffffff"),
        ("#ffffff", "#0b4a8f"), ("#3d2f00", "#fff3c4"),
        ("#f2f2f2", "#20242b"), ("#c4c8ce", "#20242b"), ("#9cc8ff", "#20242b"),
        ("#0b1a2b", "#9cc8ff"), ("#fff3c4", "#4a3b00"),
    ],
)  # fmt: skip
def test_every_text_can_be_read_in_light_and_in_dark(templates: Templates, ink: str, ground: str) -> None:
    source = "".join((ROOT / "templates" / "mail" / name).read_text("utf-8") for name in ("base.html", "macros.html"))

    assert ink in source
    assert ground in source
    assert contrast(ink, ground) >= 4.5


def test_a_mail_without_an_action_has_no_button(templates: Templates) -> None:
    body = templates.root / "mail" / "review_asked" / "body.html"
    body.write_text(body.read_text("utf-8").replace("{{ link }}", ""), "utf-8")

    assert 'class="button"' not in templates.mail("review_asked", "de", ReviewAsked()).html


def test_all_mails_are_listed_by_folder(templates: Templates) -> None:
    assert templates.mail_names() == ["review_asked"]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
