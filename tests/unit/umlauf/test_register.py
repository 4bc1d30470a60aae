"""The register of processing: whole, in both languages, and in words that people know."""

import pytest
from typer.testing import CliRunner

from kit.i18n import Catalogues
from storage.register import register
from umlauf.cli import app
from umlauf.register import GROUNDS, KINDS, PURPOSES, TIMES, as_markdown
from umlauf.wiring import ROOT

DECLARE = "Add it to `{where}` in umlauf/register.py, marked with N_, and its German to locales/de."


def test_every_ground_time_and_purpose_can_be_said_in_german() -> None:
    for where, known, used in (
        ("GROUNDS", {*GROUNDS, "no personal data"}, {one.basis for one in register()}),
        ("TIMES", set(TIMES), {one.keep for one in register() if one.kind in KINDS}),
        ("PURPOSES", set(PURPOSES), {one.area for one in register()}),
    ):
        assert not used - known, f"{sorted(used - known)} would stay English. {DECLARE.format(where=where)}"


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_column_about_people_is_listed_once(language: str) -> None:
    text = as_markdown(Catalogues(ROOT / "locales").of(language).gettext)
    for one in register():
        assert text.count(f"| {one.table} | {one.column} |") == (one.kind in KINDS), one


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", ("# Verzeichnis der Verarbeitungen", "öffentliche Aufgabe, Art. 6 Abs. 1 Buchst. e DSGVO", "14 Tage")),
        ("en", ("# Register of processing", "public task, Art. 6 (1) (e) GDPR", "14 days after delivery")),
    ],
)
def test_the_command_prints_it(language: str, said: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, ["register", "--language", language])
    assert done.exit_code == 0, done.output
    for words in said:
        assert words in done.output
    assert "| people | name |" in done.output
