"""Every sentence a promise can hold is one the catalogues know."""

from domain.survey.promise import SENTENCES
from kit.promise_words import PROMISE


def test_every_sentence_of_a_promise_is_named_for_translation() -> None:
    assert set(PROMISE) == set(SENTENCES)
