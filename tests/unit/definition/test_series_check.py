"""Series of rounds in the definition: what cannot work is told on its line, with what was probably meant."""

from datetime import date
from pathlib import Path

import pytest

from domain.definition import ProcessDefinition
from domain.errors import DefinitionBroken
from domain.rounds.ballots import Ask
from domain.rounds.declared import Declared, series_id
from umlauf.declared_series import declared_series
from umlauf.definition_file import read_definition

TEXT = (Path(__file__).parents[3] / "examples" / "norderstedt" / "process.yaml").read_text("utf-8")
BEFORE = "  decision:\n    then: follow_up\n"
GOOD = """
      - id: spring
        title: {de: "Frühjahrsrunde", en: "Spring round"}
        months: [3, 9]
        day: 15
        until: 2030-12-31
        criteria: [{id: benefit, weight: 70, scale: fibonacci}, {id: complexity, weight: 30}]
        methods: [utility, quadrant]
        panel: [reviewer]
        working_days: 10
        remind_after: 5
        take: 3
"""


def with_series(series: str) -> str:
    assert BEFORE in TEXT
    shown = TEXT[: TEXT.index(BEFORE)]
    if "\n    series:" in shown:  # the example's own
        shown = shown[: shown.index("\n    series:") + 1]
    return f"{shown}    series:{series}{TEXT[TEXT.index(BEFORE) :]}"


def definition(series: str = GOOD) -> ProcessDefinition:
    return read_definition(with_series(series).encode(), "p.yaml").definition


def problems(text: str) -> list[str]:
    with pytest.raises(DefinitionBroken) as refused:
        read_definition(text.encode(), "p.yaml")
    return refused.value.problems


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("months: [3, 9]", "every: quartr", "Did you mean “quarter”?"),
        ("months: [3, 9]", "months: []", "exactly one of “every” and “months”"),
        ("months: [3, 9]", "every: year, months: [3]", ""),
        ("months: [3, 9]", "months: [13]", "12"),
        ("day: 15", "day: 31", "28"),
        ("until: 2030-12-31", "until: 2030-13-31", "until"),
        ("id: benefit,", "id: benefti,", "Did you mean “benefit”?"),
        ("weight: 70,", "weight: 60,", "add up to 90"),
        ("id: complexity", "id: benefit", "“benefit” is used twice"),
        ("scale: fibonacci", "scale: fibonaci", "Did you mean “fibonacci”?"),
        ("[utility, quadrant]", "[utilty]", "Did you mean “utility”?"),
        ("[utility, quadrant]", "[pairwise]", "cannot rank what “asks: scores” gives. It may be: utility"),
        ("[utility, quadrant]", "[utility, utility]", "“utility” is used twice"),
        ("[utility, quadrant]", "[lower_bound]", "The method “lower_bound” needs “support”"),
        ("take: 3", "settings: {middle: 12}", "“middle” must not be above 10."),
        (
            "[{id: benefit, weight: 70, scale: fibonacci}, {id: complexity, weight: 30}]",
            "[{id: benefit, weight: 100}]",
            "The method “quadrant” needs “complexity”",
        ),
        ("panel: [reviewer]", "panel: [reviewr]", "Did you mean “reviewer”?"),
        ("remind_after: 5", "remind_after: 10", "A reminder after 10 working days"),
        ("take: 3", "taken: 3", "Did you mean “take”?"),
        ("take: 3", "settings: {supprt: benefit}", "None of these methods has a setting “supprt”"),
        ('de: "Frühjahrsrunde"', 'de: ""', "one line of 1 to 200"),
    ],
)
def test_what_cannot_work_is_told_on_its_line(right: str, wrong: str, says: str) -> None:
    assert right in GOOD
    text = with_series(GOOD.replace(right, wrong.replace(", months", "\n        months"), 1))
    found = [one for one in problems(text) if says in one]
    assert found
    first = text.index("    series:\n")
    lines = range(text[:first].count("\n") + 1, text[: text.index(BEFORE)].count("\n") + 2)
    assert int(found[0].split(":")[1]) in lines


@pytest.mark.parametrize(
    ("says", "wrong"),
    [
        ("please leave out “criteria”", "asks: pairs\n        criteria: [{id: benefit, weight: 100}]"),
        ("Please leave out “take”", "asks: approvals\n        take: 3\n        settings: {budget: 1000}"),
        ("needs “budget”", "asks: approvals"),
        ("“budget” must be a number", "asks: approvals\n        settings: {budget: viel}"),
        ("It may be: pairwise", "asks: pairs\n        methods: [wsjf]"),
        ("has a setting “budget”", "asks: votes\n        settings: {budget: 3}"),
    ],
)
def test_what_raters_say_decides_what_fits(says: str, wrong: str) -> None:
    found = problems(with_series(_of(wrong)))
    assert [one for one in found if says in one], found


def _of(asks: str) -> str:
    return f"""
      - id: rounds
        title: {{de: "Runde", en: "Round"}}
        every: quarter
        {asks}
        panel: [reviewer]
        working_days: 10
"""


def test_two_series_have_two_ids() -> None:
    assert "is used twice" in problems(with_series(GOOD + GOOD.lstrip("\n")))[0]


def declared(text: str) -> Declared:
    (one,) = declared_series(definition(text), "de")
    return one


def test_a_series_becomes_the_plan_of_its_rounds() -> None:
    one = declared(GOOD)
    assert one.id == series_id("norderstedt", "spring")
    assert (one.cycle.months, one.cycle.day, one.cycle.catch_up_days) == ((3, 9), 15, 2)
    assert (one.cycle.until, one.open_days) == (date(2030, 12, 31), 10)
    assert (one.plan.title_in("de"), one.plan.title_in("en")) == ("Frühjahrsrunde", "Spring round")
    assert (one.plan.method, one.plan.beside, one.plan.take) == ("utility", ("quadrant",), 3)
    assert (one.plan.roles, one.plan.remind_after, one.plan.ideas) == (("reviewer",), (5,), ())
    benefit, complexity = one.plan.criteria
    assert (benefit.weight, benefit.points) == (70, (1, 2, 3, 5, 8, 13, 21))
    assert benefit.steps[0].words is not None
    assert (benefit.steps[0].words.de, benefit.steps[0].words.en) == ("so gut wie nichts", "next to nothing")
    assert (complexity.id, complexity.weight) == ("complexity", 30)


@pytest.mark.parametrize(
    ("asks", "ask", "method", "criteria"),
    [
        ("", Ask.SCORES, "utility", ["benefit", "complexity"]),
        ("asks: votes", Ask.VOTES, "lower_bound", ["support"]),
        ("asks: pairs", Ask.PAIRS, "pairwise", []),
        ("asks: approvals\n        settings: {budget: 50000}", Ask.APPROVALS, "equal_shares", ["approval"]),
    ],
)
def test_without_more_words_the_method_that_fits_best_makes_the_proposal(
    asks: str, ask: Ask, method: str, criteria: list[str]
) -> None:
    plan = declared(_of(asks)).plan
    assert (plan.ask, plan.method, [one.id for one in plan.criteria]) == (ask, method, criteria)


def test_a_definition_without_series_keeps_its_version() -> None:
    assert "series" not in read_definition(with_series(" []\n").encode(), "p").text
