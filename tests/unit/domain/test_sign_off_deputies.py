"""Signers who are away: whoever stands in for them signs, both names stay, and four eyes hold for them too."""

import pytest

from domain.errors import RuleBroken
from tests.builders import AnIdea
from tests.chains import a_chain, by, signing, signs
from tests.unit.domain.test_absence import WEEK


def chain(*people: str) -> AnIdea:
    return signing(a_chain(*[by(person) for person in people]))


def later(first: str, second: str, deputy: str) -> AnIdea:
    """A chain of two, of whom the second is away and has this deputy."""
    idea = chain(first, second).deputised(second, deputy, role="office")
    return idea.away(second, idea.now.date().isoformat(), idea.now.date().replace(month=12, day=30).isoformat())


def test_a_step_of_somebody_who_is_away_goes_to_their_deputy_at_once() -> None:
    idea = signs(later("ella", "fred", "emil"), "ella")

    assert idea.asked == ["emil"]
    assert (idea.assignment("emil").for_person, idea.assignment("emil").until_back) == ("fred", True)
    assert ("sign_asked", "emil") in idea.told
    assert signs(idea, "emil").case.sign_steps[-1].person == "emil"


@pytest.mark.parametrize("deputy", ["sina", "ella", "left", "gone"])
def test_a_deputy_who_submitted_it_has_signed_before_or_has_left_is_passed_over(deputy: str) -> None:
    idea = signs(later("ella", "fred", deputy), "ella")

    assert idea.asked == ["fred"]  # all the same, and the office hears of it
    assert "nobody_stands_in" in idea.kinds


def test_the_step_goes_back_once_they_are_there_and_it_is_untouched() -> None:
    idea = signs(later("ella", "fred", "emil"), "ella")
    while idea.asked == ["emil"]:
        idea.clock_rings()

    assert idea.asked == ["fred"]
    with pytest.raises(RuleBroken, match=r"task\.handed_over"):
        signs(idea, "emil")
    assert signs(idea, "fred").case.sign_offs[-1].result == "signed"


def test_an_open_step_goes_on_after_the_time_the_process_says() -> None:
    idea = chain("ella", "fred").deputised("ella", "emil", role="office").away("ella", *WEEK)
    idea.absence_noted("ella")

    assert idea.asked == ["ella"]
    idea.clock_rings()
    assert idea.asked == ["emil"]


def test_a_ladder_asks_the_deputy_beside_and_the_first_to_sign_is_heard() -> None:
    rules = a_chain(by("ella"), by("fred"), deadline={"working_days": 5, "deputy_after": 2})
    idea = signing(rules).deputised("ella", "emil", role="office")
    while len(idea.asked) == 1:
        idea.clock_rings()

    assert idea.asked == ["ella", "emil"]
    signs(idea, "emil")
    assert idea.asked == ["fred"]
    assert idea.assignment("ella").state == "revoked"
    assert ("no_longer_needed", "ella") in idea.told
