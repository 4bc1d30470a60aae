"""Two versions of a text side by side: what stayed, went and came, and never more time than a page may take."""

import time

import pytest

from domain.canvas.comparing import Mark
from domain.text_changes import Change, changes, words

KEPT, GONE, NEW = Mark.KEPT, Mark.GONE, Mark.NEW


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ()),
        ("Bänke am Ring", "Bänke am Ring", ((KEPT, "Bänke am Ring"),)),
        ("Bänke am Ring", "Bänke am Markt", ((KEPT, "Bänke am"), (GONE, " Ring"), (NEW, " Markt"))),
        ("Bänke am Ring", "Bänke am Ring und Licht", ((KEPT, "Bänke am Ring"), (NEW, " und Licht"))),
        ("Drei Bänke", "Bänke", ((GONE, "Drei Bänke"), (NEW, "Bänke"))),
        ("eins\n\nzwei", "eins\n\ndrei", ((KEPT, "eins"), (GONE, "\n\nzwei"), (NEW, "\n\ndrei"))),
        ("", "<script>", ((NEW, "<script>"),)),
    ],
)
def test_words_that_changed_are_marked(before: str, after: str, expected: object) -> None:
    assert words(before, after) == expected


@pytest.mark.parametrize(("before", "after"), [("a b\nc ", " a  c\n"), ("x", ""), ("😀 ä", "ä 😀 z")])
def test_no_word_and_no_blank_is_lost(before: str, after: str) -> None:
    found = words(before, after)
    assert "".join(text for mark, text in found if mark is not NEW) == before
    assert "".join(text for mark, text in found if mark is not GONE) == after


def test_only_parts_that_differ_are_told_and_what_is_gone_comes_last() -> None:
    before = {"title": "A", "cost": "5", "theme": "Verkehr"}
    after = {"title": "A", "theme": "Umwelt", "effort": "3"}
    assert changes(before, after) == (
        Change("theme", ((GONE, "Verkehr"), (NEW, "Umwelt"))),
        Change("effort", ((NEW, "3"),)),
        Change("cost", ((GONE, "5"),)),
    )
    assert changes(before, before) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [("a " * 5_000, "b a " * 2_500), ("".join(f"{n % 120} " for n in range(2_500)), "7 3 1 " * 1_600)],
)
def test_a_text_made_to_take_long_does_not(before: str, after: str) -> None:
    began = time.process_time()
    words(before[:10_000], after[:10_000])
    assert time.process_time() - began < 10
