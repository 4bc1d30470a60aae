"""What is typed, how words are compared, and what of a text is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.search.excerpt import LENGTH, MORE, excerpt, marked
from domain.search.folding import fold, folded_with_places
from domain.search.query import Query, parse
from domain.search.words import internal, shown, words_of
from tests.builders import an_idea

FOLDED = (
    ("Bürgerbüro", "burgerburo"),
    ("BUERGERBUERO", "burgerburo"),
    ("Straße", "strasse"),
    ("Neuentwicklung, Steuer, Quelle", "neuentwicklung steuer quelle"),
    ("Fuß\u00adweg", "fussweg"),
    ("E-Bike/Rad & Café_neu", "e bike rad cafe neu"),
    ("İstanbul Łódź Ærø", "istanbul lodz aro"),
    ("Ｆｕｌｌ ² ㎏", "full 2 kg"),
    ("日本 Москва", "日本 москва"),
    ("<script>█</script>", "script script"),
    ("%_'\"*\0", ""),
    ("", ""),
)


@pytest.mark.parametrize(("written", "compared"), FOLDED)
def test_texts_are_compared_without_case_accents_and_signs(written: str, compared: str) -> None:
    assert fold(written) == compared


@given(st.text(max_size=60))
def test_where_a_folded_character_comes_from_is_known(written: str) -> None:
    folded, places = folded_with_places(written)

    assert folded == fold(written)
    assert len(places) == len(folded)
    assert places == sorted(places)
    assert all(0 <= at < len(written) for at in places)


TYPED = (
    ("Parkplätze am Markt", Query(("parkplatz", " am ", "markt"))),
    ("Straße Straßen", Query(("strass",))),
    ("Rad Räder 2026", Query(("rad", "rader", "2026"))),
    ('"neue Wege" Schulen', Query(("neue wege", "schul"))),
    ("„für alle“ »so«", Query(("fur alle", " so "))),
    ('"nie zu', Query(("nie zu",))),
    ("E-Bikes", Query(("e bikes",))),
    ("NOT -Wald OR (Teich) AND title:Bad*", Query(("not", "wald", " or ", "teich", "and", "title bad"))),
    ("%_'\"*", Query()),
    ('"" \0 \u200b', Query()),
    ("", Query()),
    (" #2026-42 ", Query(("2026 42",), "2026-0042")),
    ("2026-0042", Query(("2026 0042",), "2026-0042")),
    ("2026-0042 Bad", Query(("2026 0042", "bad"))),
    ("a b c d e f g h i", Query(tuple(f" {one} " for one in "abcdefgh"), cut=True)),
    ("x" * 201, Query(("x" * 200,), cut=True)),
)


@pytest.mark.parametrize(("typed", "query"), TYPED)
def test_what_is_typed_is_words_and_phrases_and_never_an_operator(typed: str, query: Query) -> None:
    assert parse(typed) == query
    assert bool(parse(typed)) == bool(query.terms)


@given(st.text(max_size=300))
def test_nothing_typed_breaks_it_and_only_letters_digits_and_blanks_are_left(typed: str) -> None:
    for term in parse(typed).terms:
        assert len(term) >= 3
        assert all(one.isalnum() or one == " " for one in term)


def test_whole_words_are_marked_though_a_part_was_looked_for() -> None:
    parts = marked("Über­weg: Parkplatznot in ALLEN Straßen", parse("Überweg parkplätze allen strasse").terms)

    assert [part.text for part in parts if part.found] == ["Über­weg", "Parkplatznot", "ALLEN", "Straßen"]
    assert "".join(part.text for part in parts) == "Über­weg: Parkplatznot in ALLEN Straßen"


def test_an_excerpt_is_of_the_piece_with_most_of_the_words_and_around_the_first() -> None:
    long = "Vorher " * 30 + "steht der Teich neben dem Wald. " + "Nachher " * 30

    parts = excerpt(["Nur ein Wald", long, "Wald Wald Wald"], parse("Wald Teich").terms)

    said = "".join(part.text for part in parts)
    assert said.startswith(f"{MORE}Vorher")
    assert said.endswith(f"Nachher{MORE}")
    assert [part.text for part in parts if part.found] == ["Teich", "Wald"]
    assert len(said) <= LENGTH + 2 * len(MORE)
    assert excerpt(["nichts", ""], ("wald",)) == ()


def test_words_are_those_of_the_newest_text_and_of_what_was_said_by_whom_it_may_be_read() -> None:
    case = an_idea().submitted(title="Alte Bänke", description="Am Teich").edited(title="Neue Bänke").accepted().case

    words = words_of(case)

    assert words.title == f" {fold(case.number)} \n neue banke "
    assert " alte " not in "".join((words.title, words.summary, words.shown, words.internal))
    declined = an_idea().submitted().declined().case
    assert declined.reasons[0].public in shown(declined)
    assert declined.reasons[0].internal in (*internal(declined), "")


def test_who_answered_is_no_word_of_the_idea() -> None:
    case = an_idea().in_review().answered("ana", stated_name="Frau Zack").case

    assert case.answers[0].stated_name == "Frau Zack"
    assert "zack" not in words_of(case).internal
