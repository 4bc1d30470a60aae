"""What is wrong, in words somebody can act on: bounds, waits, and in the order of the page."""

from pathlib import Path

import pytest

from api.page_order import in_page_order
from api.telling import told, told_program, waiting
from kit.i18n import Catalogues

SAY = Catalogues(Path(__file__).parents[3] / "locales")
DE, EN = SAY.of("de"), SAY.of("en")


@pytest.mark.parametrize(
    ("seconds", "german", "english"),
    [
        (1, "in 1 Sekunde", "in 1 second"),
        (89, "in 89 Sekunden", "in 89 seconds"),
        (90, "in 2 Minuten", "in 2 minutes"),
        (3561, "in 60 Minuten", "in 60 minutes"),
        (5341, "in 2 Stunden", "in 2 hours"),
        (7200, "in 2 Stunden", "in 2 hours"),
    ],
)
def test_nobody_counts_thousands_of_seconds(seconds: int, german: str, english: str) -> None:
    assert (waiting(DE, seconds), waiting(EN, seconds)) == (german, english)
    assert f"{german} noch einmal" in told(DE, "too_many", {"seconds": seconds})
    assert told(EN, "code.too_many", {"seconds": seconds}).endswith(f"try again {english}.")


@pytest.mark.parametrize(
    ("facts", "german"),
    [
        ({}, "Geben Sie eine ganze Zahl ohne Nachkommastellen ein."),
        ({"least": 0}, "Geben Sie eine ganze Zahl ab 0 ein."),
        ({"most": 10_000_000_000}, "Geben Sie eine ganze Zahl bis höchstens 10.000.000.000 ein."),
    ],
)
def test_a_number_out_of_bounds_is_told_the_bound(facts: dict[str, str | int | None], german: str) -> None:
    assert told(DE, "input.number", facts) == german


@pytest.mark.parametrize("code", ["input.invalid", "unavailable"])
def test_programs_are_not_promised_that_their_words_are_kept(code: str) -> None:
    assert "noch da" in told(DE, code) or "noch hier" in told(DE, code)
    assert "noch da" not in told_program(DE, code, {})
    assert "noch hier" not in told_program(DE, code, {})


PAGE = """
<fieldset class="f" aria-describedby="f-outcome-hint f-outcome-error"><legend>Was &amp; wie?</legend>
<input type="radio" id="f-outcome" name="outcome"><label for="f-outcome">Ja</label></fieldset>
<label for="f-cost">Kosten <span class="optional">(optional)</span></label><input id="f-cost">
<label for="f-upkeep-1">Laufende
  Kosten</label><input id="f-upkeep-1">
"""


def test_errors_stand_in_the_order_of_the_page_and_the_same_sentence_names_its_field() -> None:
    errors = [
        {"field": "elsewhere", "message": "Prüfen"},
        {"field": "upkeep.1", "message": "Zahl"},
        {"field": "cost", "message": "Zahl"},
        {"field": "outcome", "message": "Wählen"},
        {"field": "", "message": "Alles"},
    ]
    assert in_page_order(PAGE, errors) == [
        {"field": "", "message": "Alles"},
        {"field": "outcome", "message": "Wählen"},
        {"field": "cost", "message": "Kosten: Zahl"},
        {"field": "upkeep.1", "message": "Laufende Kosten: Zahl"},
        {"field": "elsewhere", "message": "Prüfen"},
    ]


def test_a_group_is_named_by_its_legend() -> None:
    errors = [{"field": "outcome", "message": "Wählen"}, {"field": "cost", "message": "Wählen"}]
    assert [error["message"] for error in in_page_order(PAGE, errors)] == ["Was & wie?: Wählen", "Kosten: Wählen"]
