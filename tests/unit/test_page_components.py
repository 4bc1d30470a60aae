"""The components keep what was entered, say what is wrong where it is wrong, and escape what people write."""

import re
from pathlib import Path
from typing import Any

import pytest

from kit.i18n import Catalogues
from kit.templating import Templates

ROOT = Path(__file__).parents[2]
TEMPLATES = Templates(ROOT / "templates", Catalogues(ROOT / "locales"))


def a_page(language: str = "de", **context: Any) -> str:
    site = {
        "organisation": "Stadt <b>Beispiel</b>",
        "product": "Umlauf",
        "logo_url": None,
        "office_email": "ideen@stadt.example",
        "office_phone": "040 123-0",
        "base_url": "https://ideen.stadt.example",
        "scheme": None,
    }
    frame = {
        "site": site,
        "language": language,
        "languages": ["de", "en"],
        "path": "/gallery?x=1",
        "title": "Komponenten",
    }
    return TEMPLATES.page("gallery.html", language, {**frame, **context})


@pytest.mark.parametrize(("language", "prefix"), [("de", "Fehler:"), ("en", "Error:")])
def test_a_page_with_errors_says_so_first_in_its_title(language: str, prefix: str) -> None:
    errors = [{"field": "title", "message": "Geben Sie einen Titel ein."}]
    assert f"<title>{prefix} " in a_page(language, errors=errors)
    assert f"<title>{prefix}" not in a_page(language)


def test_an_error_is_told_in_the_summary_and_at_its_field_in_the_same_words() -> None:
    page = a_page(errors=[{"field": "title", "message": "Geben Sie einen Titel ein."}])
    assert '<a href="#f-title">Geben Sie einen Titel ein.</a>' in page
    field = re.search(r'<input[^>]*id="f-title"[^>]*>', page)
    assert field
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="f-title-limit f-title-error"' in field[0]


def test_what_was_entered_stays_and_is_text() -> None:
    page = a_page(values={"title": "<script>alert(1)</script>", "theme": "health", "summary": "a & b"})
    assert 'value="&lt;script&gt;alert(1)&lt;/script&gt;"' in page
    assert '<option value="health" selected>' in page
    assert ">\na &amp; b</textarea>" in page


def test_every_id_is_there_once_and_every_reference_finds_its_target() -> None:
    page = a_page(errors=[{"field": "title", "message": "x"}, {"field": "goals", "message": "y"}])
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    named = re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', page)
    assert {one for names in named for one in names.split()} <= set(ids)
    assert set(re.findall(r'<label for="([^"]+)"', page)) <= set(ids)


def test_a_page_needs_no_script_no_inline_style_and_no_foreign_file() -> None:
    page = a_page()
    assert "<script" not in page
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)
    assert not re.search(r'(?:src|<link[^>]*href)="https?:', page)


def test_the_legal_pages_and_the_office_are_on_every_page() -> None:
    page = a_page()
    for name in ("Impressum", "Datenschutz", "Barrierefreiheit", "Kontakt"):
        assert f">{name}</a>" in page
    assert 'href="tel:0401230"' in page
    assert "Stadt &lt;b&gt;Beispiel&lt;/b&gt;" in page


def test_the_other_language_is_one_link_away() -> None:
    assert 'href="/gallery?x=1&amp;lang=en"' in a_page() or 'href="/gallery?x=1&lang=en"' in a_page()
