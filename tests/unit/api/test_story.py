"""What the public reads of a round: why it decided as it did, once."""

from datetime import UTC, date, datetime

from api import story
from domain.case import Case, Deferral, Reason
from domain.words import Source

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def a_case(*reasons: Reason, deferrals: tuple[Deferral, ...] = ()) -> Case:
    return Case("c", "2026-0001", "p", "s", Source.FORM, NOW, NOW, reasons=reasons, deferrals=deferrals)


def test_reasons_of_rounds_are_published_and_only_their_public_words() -> None:
    said = Reason("1", "ranked", "olga", NOW, public="Weil es eilt")
    inside, other = (
        Reason("2", "ranked", "olga", NOW, internal="Streng geheim"),
        Reason("3", "hidden", "olga", NOW, "x"),
    )
    assert story.compared(a_case(said, inside, other)) == (said,)


def test_what_a_deferral_says_now_is_told_there_alone() -> None:
    said = Reason("1", "ranked", "olga", NOW, public="Erst im nächsten Haushalt")
    rests = Deferral("d", "olga", NOW, date(2027, 1, 31), NOW, public_reason=said.public)
    assert story.compared(a_case(said, deferrals=(rests,))) == ()
