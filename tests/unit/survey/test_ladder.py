"""The first barrier of questions that rest on one another, and what a questionnaire may not name as a step."""

import json

import pytest

from domain.survey.checking import check_questionnaire
from domain.survey.ladder import Ladder, first_barrier, own_barrier
from domain.survey.modes import Mode
from domain.survey.questionnaire import Questionnaire
from domain.survey.results import Gathered, figures_for
from tests.storage.asking import questionnaire
from tests.unit.survey.forms import a_form, a_page, likert, ten
from tests.unit.survey.results import Said, many

STEPS = ("one", "two", "three")
FORM = a_form(a_page("p", *(likert(key) for key in STEPS)), ladder=list(STEPS))


def barrier(*answers: list[Said]):  # type: ignore[no-untyped-def]
    given = Gathered(FORM, Mode.ANONYMOUS, [one for some in answers for one in some], 40, closed=True)
    return first_barrier(FORM, figures_for(given).everybody)


def test_the_first_step_at_or_below_the_middle_is_the_barrier_whatever_comes_after() -> None:
    told = barrier(many(10, one=4, two=3, three=1))

    assert (told.kind, told.step, told.number, told.mean.value) == (Ladder.BARRIER, "two", 2, 3.0)


def test_a_mean_just_above_the_middle_is_no_barrier() -> None:
    told = barrier(many(9, one=3, two=5, three=5), many(1, first=9, one=4, two=5, three=5))

    assert told.kind is Ladder.CLEAR


@pytest.mark.parametrize(
    ("said", "kind", "number"),
    [
        ({"one": 4, "two": 3, "three": 1}, Ladder.BARRIER, 2),
        ({"one": 4, "two": 4, "three": 5}, Ladder.CLEAR, 0),
        ({"one": 4, "three": 1}, Ladder.UNTOLD, 2),  # left out: nothing is said of it or of what comes after
    ],
)
def test_one_person_s_own_first_barrier(said: dict[str, int], kind: Ladder, number: int) -> None:
    told = own_barrier(FORM, said)
    assert told is not None
    assert (told.kind, told.number) == (kind, number)
    assert own_barrier(a_form(a_page("p", likert("one"))), said) is None


def test_its_interval_says_how_sure_it_is() -> None:
    sure = barrier(many(10, one=1, two=5, three=5), many(10, first=10, one=2, two=5, three=5))
    unsure = barrier(many(4, one=1, two=5, three=5), many(4, first=4, one=5, two=5, three=5))

    assert sure.sure
    assert unsure.mean.value == 3.0
    assert not unsure.sure


def test_a_step_that_few_answered_is_not_passed_over() -> None:
    told = barrier(many(4, one=4, two=1, three=1), many(6, first=4, one=4, three=1))

    assert (told.kind, told.step, told.mean) == (Ladder.UNTOLD, "two", None)


def test_the_middle_is_that_of_the_scale() -> None:
    seven = a_form(a_page("p", likert("one", 7)), ladder=["one"])
    given = Gathered(seven, Mode.ANONYMOUS, many(8, one=4), 40, closed=True)
    told = first_barrier(seven, figures_for(given).everybody)

    assert told is not None
    assert (told.kind, told.middle) == (Ladder.BARRIER, 4.0)


def test_without_a_ladder_nothing_is_said_and_the_wording_keeps_its_name() -> None:
    form = questionnaire("pulse")

    assert first_barrier(form, None) is None
    assert "ladder" not in form.text


@pytest.mark.parametrize(
    ("ladder", "code"),
    [(["one", "tow"], "ladder_unknown"), (["one", "like"], "ladder_misfit"), (["one", "one"], "ladder_twice")],
)
def test_what_cannot_be_a_step_is_found_at_its_place(ladder: list[str], code: str) -> None:
    form = a_form(a_page("p", *(likert(key) for key in STEPS), ten("like")), ladder=ladder)
    (found,) = check_questionnaire(form)

    assert (found.code, found.where) == (code, ("ladder", 1))


def test_the_example_climbs_its_five_steps_in_order() -> None:
    form: Questionnaire = questionnaire("readiness")

    assert form.ladder == ("awareness", "desire", "knowledge", "ability", "reinforcement")
    assert list(form.ladder) == [question.key for question in form.questions]
    assert "adkar" not in json.dumps(form.text).lower()
