"""Absence and deputies: who gets what is asked meanwhile, when what is open goes on and back, and when nobody does.

MONDAY is the 2nd of November 2026, at ten; ana and ben are asked for the review, and its end is the 16th.
"""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.absence import Absence, back_on, handed_on_at
from domain.deputies import deputy_of
from domain.errors import RuleBroken
from domain.limits import Limits
from tests.builders import CLOSED, PEOPLE, AnIdea, a_definition, a_person, an_idea

WEEK = ("2026-11-02", "2026-11-06")  # from today on
NEXT = ("2026-11-09", "2026-11-13")


def of(idea: AnIdea, person: str) -> tuple[str, str, bool]:
    """State of their newest part, whom it is for, and whether it goes back."""
    found = idea.assignment(person)
    return found.state.value, found.for_person, found.until_back


# New tasks


def test_a_review_goes_to_the_deputy_of_whoever_is_away_at_once() -> None:
    idea = an_idea().deputised("ana", "cem").away("ana", *WEEK).in_review()

    assert idea.asked == ["cem", "ben"]
    assert of(idea, "cem") == ("open", "ana", True)
    assert ("review_asked", "cem") in idea.told
    asked = next(e for e in idea.events if e.kind == "review_asked")
    assert (asked.facts["person"], asked.facts["for_person"]) == ("cem", "ana")


def test_a_deputy_who_would_be_asked_as_well_is_asked_once_and_somebody_else_besides() -> None:
    idea = an_idea().deputised("ana", "ben").away("ana", *WEEK).in_review()

    assert idea.asked == ["ben", "box"]
    assert (of(idea, "ben"), of(idea, "box")) == (("open", "ana", True), ("open", "", False))


def test_a_decision_goes_to_the_deputy_who_need_not_be_a_decider() -> None:
    idea = an_idea().deputised("dirk", "ole", role="decider").away("dirk", *WEEK).reviewed().put_forward("dirk")

    assert idea.asked == ["ole"]
    assert idea.decided("ole").case.stage == "follow_up"
    assert idea.case.decisions[-1].by == "ole"


def test_a_commitment_is_asked_of_the_deputy_who_settles_it_and_does_not_become_its_owner() -> None:
    idea = an_idea().deputised("ole", "ora", role="owner").committed()
    idea.away("ole", "2027-02-25", "2027-03-10").clock_rings()

    assert (idea.waiting, idea.asked) == (["commitment"], ["ora"])
    assert idea.settled("done", by="ora").case.state == "settled"
    assert idea.promise().owner == "ole"


def test_nobody_but_whoever_is_asked_about_a_commitment_settles_it() -> None:
    idea = an_idea().deputised("ole", "ora", role="owner").committed()

    with pytest.raises(RuleBroken, match="not_allowed"):
        idea.settled("done", by="ora")


def test_who_is_named_or_handed_a_task_while_away_has_a_deputy_too() -> None:
    idea = an_idea().deputised("cem", "box").in_review().away("cem", *WEEK).handed_over("ana", "cem")

    assert idea.asked == ["ben", "box"]
    assert of(idea, "box") == ("open", "cem", True)


def test_a_second_look_is_at_ones_own_scores_and_goes_to_nobody_else() -> None:
    idea = an_idea(a_definition(review={"disagreement": {"more_than": 4}})).deputised("ana", "cem").in_review()
    idea.answered("ana").away("ana", *WEEK).answered("ben", scores={"benefit": 1, "complexity": 3})

    assert (idea.waiting, idea.asked) == (["reconsider"], ["ana", "ben"])


# Who stands in

CHAIN = {f"d{n}": (f"d{n + 1}",) for n in range(8)}


@pytest.mark.parametrize(
    ("deputies", "away", "found"),
    [
        pytest.param({"ana": ("cem", "box")}, "", "cem", id="the first"),
        pytest.param({"ana": ("cem", "box")}, "cem", "box", id="the next, where the first is away"),
        pytest.param({"ana": ("gone", "box")}, "", "box", id="nobody who has left"),
        pytest.param({"ana": ("sina", "box")}, "", "box", id="never the submitter"),
        pytest.param({"ana": ("ben", "box")}, "", "box", id="nobody who is asked already"),
        pytest.param({"ana": ("unknown",)}, "", None, id="nobody who is not known"),
        pytest.param({"ana": ("cem", "box"), "cem": ("dana",)}, "cem", "box", id="one's own before a deputy's"),
        pytest.param({"ana": ("cem",), "cem": ("dana",)}, "cem", "dana", id="a deputy's deputy"),
        pytest.param({"ana": ("sina",), "sina": ("dana",)}, "", None, id="not of one who is merely passed over"),
        pytest.param({"ana": ("cem",), "cem": ("ana",)}, "cem", None, id="a circle ends"),
        pytest.param({"ana": ("d0",), **CHAIN}, "d0 d1 d2 d3", "d4", id="five steps"),
        pytest.param({"ana": ("d0",), **CHAIN}, "d0 d1 d2 d3 d4", None, id="no more than five"),
        pytest.param({}, "", None, id="nobody"),
    ],
)
def test_who_stands_in(deputies: dict[str, tuple[str, ...]], away: str, found: str | None) -> None:
    people = {**PEOPLE, **{f"d{n}": a_person(f"d{n}") for n in range(9)}}
    idea = an_idea(people=people).in_review()
    for person, others in deputies.items():
        idea.deputised(person, *others)
    for person in away.split():
        idea.away(person, *WEEK)

    assert deputy_of("ana", idea.task("review"), idea.case, idea.world) == found


def test_somebody_who_stands_in_for_another_role_does_not_for_this_one() -> None:
    idea = an_idea().deputised("ana", "cem", role="decider").in_review()

    assert deputy_of("ana", idea.task("review"), idea.case, idea.world) is None


@pytest.mark.parametrize(
    ("without", "found"),
    [
        ({}, "cem"),
        ({"people": ["cem"]}, "dana"),
        ({"functions": ["office_head"]}, "dana"),
        ({"same_department": True}, "dana"),
    ],
)
def test_a_deputy_whom_the_process_excludes_is_passed_over(without: dict[str, object], found: str) -> None:
    people = dict(PEOPLE)
    people["cem"] = a_person("cem", "reviewer", department="schools", functions=frozenset({"office_head"}))
    people["sina"] = a_person("sina", department="schools")
    idea = an_idea(a_definition(review={"without": without}), people).deputised("ana", "cem", "dana")
    idea.away("ana", *WEEK).in_review()

    assert idea.asked[0] == found


def test_a_deputy_who_has_enough_before_them_is_passed_over() -> None:
    idea = an_idea().deputised("ana", "cem", "dana").away("ana", *WEEK).submitted().limited(Limits(people={"cem": 2}))
    idea.load = {"cem": 2}

    assert idea.accepted().asked[0] == "dana"


def test_a_deputy_who_is_biased_is_replaced_by_the_next() -> None:
    idea = an_idea().deputised("ana", "cem", "dana").away("ana", *WEEK).in_review().biased("cem")

    assert "cem" not in idea.asked
    assert of(idea, "dana") == ("open", "ana", True)


# Open tasks


@pytest.mark.parametrize(
    ("open_after", "first", "moved"),
    [
        (1, "2026-11-09", "2026-11-10"),
        (0, "2026-11-09", "2026-11-09"),
        (3, "2026-11-05", "2026-11-10"),
        (1, "2026-11-07", "2026-11-09"),  # from a Saturday
    ],
)
def test_what_is_open_goes_to_the_deputy_after_the_time_the_process_says(
    open_after: int, first: str, moved: str
) -> None:
    definition = a_definition()
    definition = definition.model_validate_json(
        definition.text.replace('"criteria"', f'"absence":{{"open_after":{open_after}}},"criteria"', 1)
    )
    idea = an_idea(definition).deputised("ana", "cem").in_review().away("ana", first, "2026-11-13").absence_noted("ana")

    assert idea.case.wake == datetime.fromisoformat(f"{moved}T07:00:00+00:00")
    idea.clock_rings()
    assert idea.kinds[:2] == ["deputised", "review_asked"]
    assert idea.asked == ["ben", "cem"]
    assert of(idea, "ana")[0] == "handed_over"
    assert (idea.assignment("ana").handed_to, of(idea, "cem")) == ("cem", ("open", "ana", True))
    assert {("handed_over", "ana"), ("review_asked", "cem")} <= set(idea.told)


def test_it_goes_back_on_the_morning_of_the_return_if_it_is_untouched() -> None:
    idea = an_idea().deputised("ana", "cem").in_review().away("ana", "2026-11-04", "2026-11-06").absence_noted("ana")
    idea.clock_rings()
    assert idea.asked == ["ben", "cem"]

    assert idea.case.wake == datetime(2026, 11, 9, 7, tzinfo=UTC)  # Monday
    idea.clock_rings()
    assert idea.kinds[:2] == ["given_back", "review_asked"]
    assert idea.asked == ["ben", "ana"]
    assert of(idea, "ana") == ("open", "", False)
    assert idea.answered("ana").answered("ben").case.stage == "prioritisation"


@pytest.mark.parametrize("touched", ["answered", "handed over"])
def test_what_the_deputy_has_touched_does_not_go_back(touched: str) -> None:
    idea = an_idea().deputised("ana", "cem").away("ana", *WEEK).in_review()
    if touched == "answered":
        idea.answered("cem", "abstain")
    else:
        idea.handed_over("cem", "box")
    idea.here("ana").absence_noted("ana")

    assert "given_back" not in idea.kinds
    assert "ana" not in idea.asked


def test_absences_that_follow_each_other_are_one() -> None:
    idea = an_idea().deputised("ana", "cem").away("ana", *WEEK).away("ana", *NEXT).in_review()

    assert idea.case.wake is not None
    while idea.case.wake < datetime(2026, 11, 16, 7, tzinfo=UTC):
        idea.clock_rings()
        assert "cem" in idea.asked
    idea.clock_rings()
    assert "given_back" in idea.kinds


def test_an_absence_that_is_taken_back_gives_the_task_back_at_once() -> None:
    idea = an_idea().deputised("ana", "cem").away("ana", *WEEK).in_review().here("ana").absence_noted("ana")

    assert idea.kinds == ["given_back", "review_asked"]
    assert idea.asked == ["ben", "ana"]


def test_an_absence_that_changes_nothing_leaves_no_line() -> None:
    idea = an_idea().in_review().away("nina", *WEEK).absence_noted("nina")

    assert (idea.kinds, idea.case.seq) == ([], 2)


def test_a_deputy_who_goes_away_too_passes_it_on_and_it_still_goes_back_to_its_owner() -> None:
    idea = an_idea().deputised("ana", "cem").deputised("cem", "dana").away("ana", *WEEK).in_review()
    idea.away("cem", "2026-11-03", "2026-11-20").absence_noted("cem").clock_rings()

    assert idea.asked == ["ben", "dana"]
    assert of(idea, "dana") == ("open", "ana", True)
    while "given_back" not in idea.kinds:
        idea.clock_rings()
    assert idea.asked == ["ben", "ana"]


def test_where_a_deputy_leaves_the_next_one_has_it() -> None:
    idea = an_idea().deputised("ana", "cem", "dana").away("ana", *WEEK).in_review().without("cem").absence_noted("cem")

    assert idea.asked == ["ben", "dana"]


def test_what_somebody_has_who_leaves_goes_to_their_deputy_for_good() -> None:
    idea = an_idea().deputised("ana", "cem").in_review().without("ana").absence_noted("ana")

    assert idea.asked == ["ben", "cem"]
    assert of(idea, "cem")[:2] == ("open", "ana")
    idea.clock_rings()
    assert idea.asked == ["ben", "cem"]


@pytest.mark.parametrize(
    ("idea", "who"), [(lambda: an_idea().in_review(), "ana"), (lambda: an_idea().deciding(), "dirk")]
)
def test_the_office_hears_once_that_whoever_is_asked_has_left_and_nobody_stands_in(idea: Any, who: str) -> None:
    left = idea().without(who).absence_noted(who)

    assert left.told == [("nobody_stands_in", "olga")]
    assert who in left.asked
    assert left.absence_noted(who).told == []
    assert left.clock_rings().told != [("nobody_stands_in", "olga")]
    left.deputised(who, "cem" if who == "ana" else "box", role="reviewer" if who == "ana" else "decider")
    assert who not in left.absence_noted(who).asked


def test_whoever_left_while_away_gets_nothing_back() -> None:
    idea = an_idea().deputised("ana", "cem").away("ana", *WEEK).in_review().without("ana").here("ana")
    idea.absence_noted("ana")

    assert (idea.asked, of(idea, "cem")) == (["cem", "ben"], ("open", "ana", False))


# Nobody


def test_where_nobody_stands_in_the_office_hears_of_it_at_once_and_once() -> None:
    idea = an_idea().away("ana", *WEEK).in_review()

    assert idea.asked == ["ana", "ben"]
    assert idea.kinds[-1] == "review_asked"
    assert "nobody_stands_in" in idea.kinds
    assert ("nobody_stands_in", "olga") in [(n.mail, n.to) for n in idea.notices]
    idea.absence_noted("ana")
    assert idea.kinds == []


def test_where_nobody_stands_in_for_an_open_task_the_office_hears_of_it_when_its_time_comes() -> None:
    idea = an_idea().in_review().away("ana", *NEXT).absence_noted("ana").clock_rings()

    assert (idea.kinds, idea.told) == (["nobody_stands_in"], [("nobody_stands_in", "olga")])
    assert idea.asked == ["ana", "ben"]
    assert idea.case.wake is not None
    assert idea.case.wake > idea.now
    idea.clock_rings()
    assert "nobody_stands_in" not in idea.kinds


def test_a_deputy_who_is_named_later_gets_it_then() -> None:
    idea = an_idea().away("ana", *WEEK).in_review().deputised("ana", "cem").absence_noted("ana")

    assert idea.asked == ["ben", "cem"]


# The ladder


def test_the_ladder_asks_the_deputy_beside_and_the_first_to_answer_is_heard() -> None:
    rules = a_definition(review={"deadline": {"working_days": 10, "deputy_after": 1}, "ask": 2, "quorum": 2})
    idea = an_idea(rules).deputised("ana", "cem").in_review()
    idea.clock_rings().clock_rings()

    assert idea.asked == ["ana", "ben", "cem"]
    assert of(idea, "cem") == ("open", "ana", False)
    idea.answered("cem")
    assert (idea.asked, of(idea, "ana")[0], idea.case.stage) == (["ben"], "revoked", "review")
    assert idea.answered("ben").case.stage == "prioritisation"


# In a pause


def test_in_a_pause_nothing_changes_hands() -> None:
    idea = an_idea().deputised("ana", "cem").in_review().paused().away("ana", *WEEK).absence_noted("ana")

    assert (idea.kinds, idea.asked) == ([], ["ana", "ben"])
    idea.at(datetime(2026, 11, 3, 9, tzinfo=UTC)).resumed().clock_rings()
    assert idea.asked == ["ben", "cem"]


def test_after_the_end_an_absence_is_nothing() -> None:
    idea = an_idea().in_review().withdrawn().away("ana", *WEEK).absence_noted("ana")

    assert (idea.kinds, idea.case.wake) == ([], None)


# Days


@pytest.mark.parametrize(
    ("absences", "day", "back"),
    [
        ([], "2026-11-02", "2026-11-02"),
        ([("2026-11-02", "2026-11-06")], "2026-11-04", "2026-11-09"),  # over a weekend
        ([("2026-11-02", "2026-11-06"), ("2026-11-07", "2026-11-10")], "2026-11-02", "2026-11-11"),
        ([("2026-12-21", "2026-12-24")], "2026-12-22", "2026-12-28"),  # over Christmas
    ],
)
def test_the_day_of_return(absences: list[tuple[str, str]], day: str, back: str) -> None:
    known = [Absence(date.fromisoformat(first), date.fromisoformat(last)) for first, last in absences]

    assert back_on(known, date.fromisoformat(day), CLOSED) == date.fromisoformat(back)


def test_the_morning_is_local_also_when_the_clocks_change() -> None:
    idea = an_idea()
    absence = Absence(date(2026, 10, 23), date(2026, 11, 6))  # summer time ends on the 25th

    assert handed_on_at(absence, 1, CLOSED, idea.world.zone) == datetime(2026, 10, 26, 7, tzinfo=UTC)
    assert handed_on_at(absence, 0, CLOSED, idea.world.zone) == datetime(2026, 10, 23, 6, tzinfo=UTC)
