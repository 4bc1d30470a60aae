"""What cannot be open to everybody, and what is said of questions about the person there."""

import pytest

from domain.errors import RuleBroken
from domain.survey.audience import External, Member
from domain.survey.modes import Mode
from domain.survey.opening import NOBODY, check_open, open_hints
from domain.survey.promise import promise
from domain.survey.survey import SurveyPlan
from tests.storage.asking import questionnaire

PLAN = SurveyPlan.model_validate({"title": {"de": "Puls"}, "resolvers": "Amt 11", "readers": "Amt 11"})


@pytest.mark.parametrize(
    ("mode", "kind", "code"),
    [(Mode.NAMED, "network", "open.named"), (Mode.ANONYMOUS, "staff", "open.staff")],
)
def test_names_and_staff_are_refused(mode: Mode, kind: str, code: str) -> None:
    form = questionnaire()
    asked = form.model_copy(update={"kind": kind}) if kind == "staff" else form
    with pytest.raises(RuleBroken) as refused:
        check_open(mode, asked)
    assert refused.value.code == code


@pytest.mark.parametrize("mode", [Mode.ANONYMOUS, Mode.CONFIDENTIAL])
def test_other_modes_are_not(mode: Mode) -> None:
    check_open(mode, questionnaire())


def test_questions_about_the_person_are_warned_of() -> None:
    assert [one.code for one in open_hints(questionnaire(), 5)] == ["identifiable_open"]


def test_nobody_is_nobody() -> None:
    members = [Member("a"), Member("b", external=External.RESIDENT), Member("c", roles=frozenset({"office"}))]
    assert not any(map(NOBODY.holds, members))


@pytest.mark.parametrize("mode", [Mode.ANONYMOUS, Mode.CONFIDENTIAL])
def test_whoever_came_is_promised_no_list_of_those_invited(mode: Mode) -> None:
    said = " ".join(one.sentence for one in promise(PLAN.settings(mode, questionnaire(), entered=True)))
    assert "invited" not in said
    assert "You will not be reminded." in said
    assert "apart from your address" in said
