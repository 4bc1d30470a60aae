"""Sentences and numbers come in the reader's language, and nothing is lost between areas."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from kit.i18n import Catalogues

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    area = tmp_path / "de" / "LC_MESSAGES"
    area.mkdir(parents=True)
    plural = 'msgid "%(num)s idea"\nmsgid_plural "%(num)s ideas"\nmsgstr[0] "%(num)s Idee"\nmsgstr[1] "%(num)s Ideen"\n'
    (area / "pages.po").write_text(HEAD + 'msgid "Idea"\nmsgstr "Idee"\n\n' + plural, encoding="utf-8")
    meaning = 'msgctxt "of a survey"\nmsgid "Idea"\nmsgstr "Gedanke"\n'
    guess = '#, fuzzy\nmsgid "Vote"\nmsgstr "Stimmung"\n'
    (area / "mail.po").write_text(f'{HEAD}msgid "Reply"\nmsgstr "Antwort"\n\n{meaning}\n{guess}', encoding="utf-8")
    return tmp_path


def test_all_areas_of_a_language_are_one_catalogue(locales: Path) -> None:
    german = Catalogues(locales).of("de")

    assert german.gettext("Idea") == "Idee"
    assert german.gettext("Reply") == "Antwort"
    assert german.pgettext("of a survey", "Idea") == "Gedanke"
    assert german.ngettext("%(num)s idea", "%(num)s ideas", 2) == "%(num)s Ideen"


def test_a_guess_of_a_tool_is_not_shown_and_an_unknown_sentence_shows_itself(locales: Path) -> None:
    german = Catalogues(locales).of("de")

    assert german.gettext("Vote") == "Vote"
    assert german.gettext("<script>") == "<script>"
    assert german.gettext("") == ""


def test_a_language_we_do_not_speak_becomes_the_default_one(locales: Path) -> None:
    catalogues = Catalogues(locales, default="de")

    assert catalogues.of("fr").language == "de"
    assert catalogues.of(None).language == "de"
    assert catalogues.of("en-US").language == "en"
    assert catalogues.of("de_AT") is catalogues.of("de")


@pytest.mark.parametrize(
    ("header", "language"),
    [("en-GB,en;q=0.9,de;q=0.5", "en"), ("fr,de;q=0.2,en;q=0.9", "en"), ("fr", "de"), (None, "de"), (";q=x,,", "de")],
)
def test_the_browser_says_which_language_is_preferred(locales: Path, header: str | None, language: str) -> None:
    assert Catalogues(locales).negotiate(header) == language


def test_areas_that_contradict_each_other_are_told(locales: Path) -> None:
    (locales / "de" / "LC_MESSAGES" / "office.po").write_text(f'{HEAD}msgid "Idea"\nmsgstr "Einfall"\n', "utf-8")

    assert Catalogues(locales).conflicts == ["de: 'Idea'"]


def test_dates_and_numbers_are_written_as_people_write_them(locales: Path) -> None:
    german, english = Catalogues(locales).of("de"), Catalogues(locales).of("en")
    moment = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)

    assert german.date(date(2026, 3, 3)) == "3. März 2026"
    assert german.datetime(moment, "Europe/Berlin") == "4. März 2026, 00:30"
    assert english.datetime(moment, "Europe/Berlin") == "4 March 2026, 00:30"
    assert german.number(Decimal("1234.5"), 2) == "1.234,50"
    assert english.number(1234) == "1,234"
    assert german.money(12000) == "12.000\N{NO-BREAK SPACE}€"
    assert german.money(1234.5) == "1.234,50\N{NO-BREAK SPACE}€"


@pytest.mark.parametrize(
    ("days", "words"), [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (45, "in 45 days"), (-2, "2 days ago")]
)
def test_a_distance_is_counted_in_days(locales: Path, days: int, words: str) -> None:
    assert Catalogues(locales).of("en").relative_days(days) == words


def test_a_time_without_a_zone_is_an_error_and_not_a_wrong_day(locales: Path) -> None:
    german = Catalogues(locales).of("de")

    with pytest.raises(ValueError, match="zone"):
        german.datetime(datetime(2026, 3, 3), "Europe/Berlin")  # noqa: DTZ001
    with pytest.raises(TypeError, match="zone"):
        german.date(datetime(2026, 3, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    ("hour", "words"), [(22, "zum Ende des 3. März 2026"), (21, "3. März 2026, 23:00"), (23, "4. März 2026, 01:00")]
)
def test_what_ends_with_a_day_is_not_said_to_end_at_midnight(hour: int, words: str) -> None:
    german = Catalogues(Path("locales")).of("de")
    assert german.end(datetime(2026, 3, 3, hour, tzinfo=UTC), "Etc/GMT-2") == words


def test_our_own_areas_never_contradict_each_other() -> None:
    found = Catalogues(Path(__file__).parents[3] / "locales").conflicts

    assert not found, (
        f"Two .po files translate these sentences differently, and readers would see only one of them: {found}. "
        "Agree on one translation, or tell the meanings apart with pgettext (msgctxt)."
    )
