"""What a rule about a survey may know of its figures; what is not known never makes it hold."""

import json
from typing import Any

import pytest

from domain.definition import SurveyRule
from domain.happenings import Surveyed
from domain.survey_rules import FIELDS, facts, fires
from domain.words import Stage

TITLE = {"de": "x", "en": "x"}


def rule(*options: str, **fields: Any) -> SurveyRule:
    given = {"id": "r", "title": TITLE, "question": "q", "options": options, "then": "note"}
    when = {"field": "share", "operator": "less_than", "value": 0.5}
    return SurveyRule.model_validate_json(json.dumps({**given, "when": when, **fields}))


def result(kind: str, counts: dict[str, int], answered: int | None = None, **fields: Any) -> Surveyed:
    n = sum(counts.values()) if answered is None else answered
    bars = [{"key": key, "count": count, "answered": n} for key, count in counts.items()]
    said = {"id": "s", "by": "clock", "via": "clock", "at": "2026-11-02T09:00:00Z", "wave": "w", "survey": "s"}
    figures = [{"question": "q", "kind": kind, "bars": bars}]
    return Surveyed.model_validate({**said, "invited": 40, "answered": n, "figures": figures, **fields})


def known(rule_: SurveyRule, happening: Surveyed) -> dict[str, Any]:
    told = {name: one for name, one in facts(rule_, happening, Stage.REVIEW).items() if one is not None}
    return {name: round(one, 3) if isinstance(one, float) else one for name, one in told.items()}


def test_the_share_of_several_options_together_with_wilsons_interval() -> None:
    told = known(rule("a", "b"), result("single", {"a": 50, "b": 31, "c": 182}))
    assert told == {
        "stage": "review", "event": "", "days": 0, "invited": 40, "answered": 263,
        "share": 0.308, "share_low": 0.255, "share_high": 0.366,
    }  # fmt: skip


def test_a_scale_has_a_mean_with_students_interval_and_none_where_all_said_the_same() -> None:
    told = known(rule(), result("likert", {"1": 2, "2": 0, "3": 3, "4": 0, "5": 5}))
    assert (told["mean"], told["mean_low"], told["mean_high"]) == (3.6, 2.422, 4.778)
    same = known(rule(), result("ten", {"7": 0, "8": 9}))
    assert same["mean"] == 8.0
    assert not {"mean_low", "mean_high"} & same.keys()


def test_of_choices_there_is_no_mean_and_without_options_no_share() -> None:
    assert not {"mean", "share"} & known(rule(), result("single", {"a": 5, "b": 5})).keys()


def test_shares_of_several_answers_of_one_person_do_not_add_up() -> None:
    several = result("multiple", {"a": 8, "b": 7}, answered=10)
    assert "share" not in known(rule("a", "b"), several)
    assert known(rule("a"), several)["share"] == 0.8


@pytest.mark.parametrize(
    ("happening", "why"),
    [
        (result("single", {"a": 4}), "fewer than least"),
        (result("single", {"a": 10}, figures=[]), "not shown"),
        (result("single", {}), "nothing to choose"),
        (result("single", {"a": 10}).model_copy(update={"answered": None}), "withheld"),
        (result("single", {"b": 10}), "not offered"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_known_makes_no_rule_hold(happening: Surveyed, why: str) -> None:
    for operator in ("less_than", "at_least"):
        when = {"field": "share", "operator": operator, "value": 0.5}
        assert not fires(rule("a", when=when), happening, Stage.REVIEW)
        assert not fires(rule("a", when={"not": when}), happening, Stage.REVIEW)


def test_every_field_is_known_somewhere() -> None:
    scale = known(rule("1"), result("likert", {"1": 2, "5": 5}))
    assert scale.keys() == set(FIELDS)
