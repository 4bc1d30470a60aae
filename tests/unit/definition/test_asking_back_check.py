"""What a definition says about questions and rework is checked with its line, and with what was probably meant."""

import pytest

from tests.builders import EXAMPLE
from tests.unit.definition.test_asking_check import problems

TEXT = EXAMPLE.read_text("utf-8").replace("    # rework: {", "    rework: {")


def test_a_definition_with_questions_and_rework_works() -> None:
    assert "\n    rework: {" in TEXT
    assert problems(TEXT) == []


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("again: those_who_asked", "again: those_who_askd", "“again” is “those_who_askd”, but must be one of:"),
        ("questions: {working_days: 5,", "questions: {working_dys: 5,", "The key “working_dys” is not known here."),
        ("silence: abstention, silence_after: 2}", "silence: consent, silence_after: 2}", "consent"),
        ("remind_before: 2, silence: abst", "remind_before: 6, silence: abst", "6"),
        ("again: those_who_asked", "again: nobody", "Please say “those_who_asked”, or ask more people."),
        (
            '{"on": asked_back, tell: [assignee]',
            '{"on": asked_back, tell: [reviewers]',
            "No notice tells “assignee” of “asked_back”",
        ),
        ("questions: {working_days: 5,", "questions: {working_days: 5, deputy_after: 1,", "“deputy_after”."),
        (
            "rework: {deadline: {working_days: 10",
            "rework: {deadline: {working_days: 10, deputy_after: 1",
            "“deputy_after”.",
        ),
        (
            "silence: abstention, silence_after: 2}",
            "escalate: {after: 1, to: office}}",
            "A question is over with its deadline",
        ),
        ('{"on": rework_asked, tell: [assignee]', '{"on": rework_asked, tell: [owners]', "of “rework_asked”"),
    ],
)
def test_what_cannot_work_is_told_with_its_line(right: str, wrong: str, sentence: str) -> None:
    assert right in TEXT
    found = problems(TEXT.replace(right, wrong, 1))

    assert any(sentence in problem and problem.startswith("p.yaml:") for problem in found), found
