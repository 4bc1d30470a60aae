"""Ideas from a table: all of them or none, as cities write them."""

from pathlib import Path

import pytest

from domain.definition import ProcessDefinition
from domain.errors import ImportBroken
from domain.happenings import BenefitIn
from umlauf.definition_file import load_definition
from umlauf.idea_csv import ImportedIdea, ideas_from

EXAMPLE = Path(__file__).parents[3] / "examples" / "norderstedt"


@pytest.fixture(scope="module")
def definition() -> ProcessDefinition:
    return load_definition(EXAMPLE / "process.yaml").definition


def ideas(text: str, definition: ProcessDefinition) -> list[ImportedIdea]:
    return ideas_from(text.encode(), "f.csv", definition)


def problems(raw: bytes, definition: ProcessDefinition) -> list[str]:
    with pytest.raises(ImportBroken) as refused:
        ideas_from(raw, "f.csv", definition)
    return refused.value.problems


def test_a_list_of_measures_is_taken_in_as_it_is(definition: ProcessDefinition) -> None:
    text = 'field,number,title,description\nGesundheit,01,"A, <script>",-\nEnergie,01,B,"Two\nlines"\nEnergie,02,C,x\n'

    first, second, third = ideas(text, definition)

    assert (first.number, first.text.title, first.text.description) == ("01", "A, <script>", "")
    assert (first.text.theme, first.text.summary) == ("health", "")
    assert (second.text.theme, second.text.summary) == ("", "Handlungsfeld: Energie")
    assert (second.line, third.line) == (3, 5)
    assert second.text.description == "Two\nlines"


def test_further_columns_are_taken_by_name_whatever_their_order(definition: ProcessDefinition) -> None:
    text = (
        "Title;Benefit group;Benefit;Theme;Level;Goals;Cost;Effort;Summary;Field\n"
        "A;All;Less waiting;Mobilität und Infrastruktur;whole city;liveable|Nachhaltigkeit|sustainability;12000;3;S;F\n"
    )

    (idea,) = ideas("\ufeff" + text, definition)

    assert idea.text.benefits == (BenefitIn(group="All", how="Less waiting"),)
    assert (idea.text.theme, idea.text.level, idea.text.goals) == (
        "mobility",
        "city",
        ("liveable", "sustainability"),
    )
    assert (idea.text.cost, idea.text.effort) == (12000, 3)
    assert idea.text.summary == "Handlungsfeld: F\nS"


def test_every_problem_has_its_line_and_nothing_is_taken_in(definition: ProcessDefinition) -> None:
    text = """field,number,title,benefit_group,benefit,theme,cost,goals
E,1,,,,,,
E,2,B,All,,,,
E,3,C,,Good,,,
E,4,D,,,helth,,
E,5,E,,,,12.000,
E,6,F,,,,,sustainable
E,6,Good,,,,,
E,6,Again,,,,,
E,7,G
E,8,bad\u202echars,,,,,
"""
    assert problems(text.encode(), definition) == [
        "f.csv:2: “title” must not be empty.",
        "f.csv:3: “benefit_group” is filled in, but “benefit” is not: how does the group benefit?",
        "f.csv:4: A benefit needs the group that has it: please fill in “benefit_group”.",
        "f.csv:5: There is no theme “helth”. Did you mean “health”?",
        "f.csv:6: “cost” is “12.000”, but must be a whole number without separators, such as 12000.",
        "f.csv:7: There is no goal “sustainable”. Did you mean “sustainability”?",
        "f.csv:9: The number “6” stands in “E” a second time (first in line 8).",
        "f.csv:10: This row has 3 cells, the first line names 8. Put text with a separator in quotation marks.",
        "f.csv:11: “title” holds control or invisible characters. Please type it again.",
    ]


def test_a_guess_is_written_as_the_definition_writes_it(definition: ProcessDefinition) -> None:
    [told] = problems("title,theme\nA,Mobilität und Infrastrukturr\n".encode(), definition)
    assert told.endswith("Did you mean “Mobilität und Infrastruktur”?")


def test_an_over_long_title_is_told(definition: ProcessDefinition) -> None:
    assert problems(f"title\n{'x' * 201}\n".encode(), definition) == ["f.csv:2: “title” is too long: at most 200."]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "f.csv:1: The file is empty"),
        (b"title\n", "f.csv:1: There is no row"),
        (b"name\nA\n", "f.csv:1: The column “title” is missing."),
        ("title\nA\nÄ\n".encode("cp1252"), "f.csv:3: The file is not UTF-8 text here."),
        (b"title,descripton\nA,b\n", "f.csv:1: The column “descripton” is not known."),
        (b"\x00\x00", "f.csv:1: "),
    ],
)
def test_a_file_of_the_wrong_form_is_told(definition: ProcessDefinition, raw: bytes, sentence: str) -> None:
    assert any(problem.startswith(sentence) for problem in problems(raw, definition))
