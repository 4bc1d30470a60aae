"""The example of one city: everything in it fits together."""

from pathlib import Path

import pytest

from domain.definition import ProcessDefinition
from domain.errors import ImportBroken
from umlauf.definition_file import load_definition
from umlauf.example_files import read_projects, read_scripts
from umlauf.people_file import read_people

EXAMPLE = Path(__file__).parents[3] / "examples" / "norderstedt"


@pytest.fixture(scope="module")
def definition() -> ProcessDefinition:
    return load_definition(EXAMPLE / "process.yaml").definition


@pytest.fixture(scope="module")
def addresses(definition: ProcessDefinition) -> set[str]:
    return {person.email for person in read_people(EXAMPLE / "people.yaml", definition)}


def test_the_six_known_projects_are_there_with_their_promises(
    definition: ProcessDefinition, addresses: set[str]
) -> None:
    projects = read_projects(EXAMPLE / "projects.yaml", definition, addresses)

    assert [p.title for p in projects] == [
        "IT-Ausstattung der Schulen",
        "PANDA (e-Akte)",
        "Service-Chatbot Nordi",
        "MobilE",
        "Smart Health",
        "Nextbike",
    ]
    assert all(promise.text.startswith("Beispiel:") for p in projects for promise in p.promises)
    assert all(p.promises for p in projects)


def test_scores_of_the_example_name_its_criteria_and_lie_on_their_scale(
    definition: ProcessDefinition, addresses: set[str]
) -> None:
    ideas = read_scripts(EXAMPLE / "ideas.yaml", definition, addresses)
    scores = [pair for idea in ideas for act in idea.then if act.do == "answer" for pair in act.scores.items()]

    assert len(ideas) == 14
    for name, value in scores:
        criterion = definition.criterion(name)
        assert criterion is not None
        assert value is None or criterion.scale_from <= value <= criterion.scale_to


def test_an_example_with_typing_errors_is_told_with_lines(
    tmp_path: Path, definition: ProcessDefinition, addresses: set[str]
) -> None:
    path = tmp_path / "ideas.yaml"
    path.write_text(
        "ideas:\n"
        "  - title: A <script>\n"
        "    submitter: renate.kruse@example.com\n"
        "    then:\n"
        "      - {do: put_forward, decider: dezernt@example.org}\n"
    )
    with pytest.raises(ImportBroken) as refused:
        read_scripts(path, definition, addresses)
    assert [p.removeprefix(f"{path}:") for p in refused.value.problems] == [
        "3: Nobody in the people file has the address “renate.kruse@example.com”."
        " Did you mean “renate.kruse@example.org”?",
        "5: Nobody in the people file has the address “dezernt@example.org”. Did you mean “dezernat@example.org”?",
    ]

    path.write_text("ideas:\n  - title: A\n    submitter: x\n    then:\n      - {do: accept, publik: true}\n")
    with pytest.raises(ImportBroken, match=r"5: The key “publik” .* Known: do, public\. Did you mean “public”"):
        read_scripts(path, definition, addresses)
