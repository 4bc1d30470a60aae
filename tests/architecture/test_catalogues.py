"""Every sentence is there in German, said for sure, and with the same places to fill in."""

import pytest

from kit.i18n import LANGUAGES, SOURCE_LANGUAGE, Catalogues
from tests.architecture.catalogues import ROOT, blank, entry, missing, placeholders, said, translated

TRANSLATED = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated(language: str) -> None:
    untranslated = missing(language)
    assert untranslated == [], (
        f"{len(untranslated)} sentences would be shown in English. Add them to the catalogue of their area in "
        f"locales/{language}/LC_MESSAGES/ and translate:\n\n"
        + "\n\n".join(entry(sentence) for sentence in untranslated)
    )


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_a_guess_of_a_tool(language: str) -> None:
    fuzzy = [f"{area}: {message.id}" for message, area in translated(language).values() if message.fuzzy]
    assert fuzzy == [], "Fuzzy entries are not shown. Check the wording and remove the line `#, fuzzy`."


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_fill_in_the_same_places(language: str) -> None:
    wrong = [
        f"{area}: {message.id!r} -> {message.string!r}"
        for message, area in translated(language).values()
        if not blank(message) and placeholders(message.id) != placeholders(message.string)
    ]
    assert wrong == [], "A place-holder is missing or misspelt; the page would fail or lose a fact."


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_translated_that_nobody_says(language: str) -> None:
    spoken = said()
    obsolete = [f"{area}: {message.id}" for key, (message, area) in translated(language).items() if key not in spoken]
    assert obsolete == [], (
        "These entries belong to no sentence any more. Remove them, or mark the sentence with N_(…) where it stands:\n"
        + "\n".join(map(str, obsolete))
    )


def test_no_sentence_is_translated_in_two_ways() -> None:
    assert Catalogues(ROOT / "locales").conflicts == [], "The first area would win. Agree on one, or use a context."
