"""The example's ideas and projects, played through the rules: they end up where the file says."""

from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from activities.calendar import closed_days
from domain.advance import advance
from domain.case import Case
from domain.happenings import Happening
from domain.utility import weighted_utility
from domain.words import Source, State
from domain.world import Person, World
from umlauf.definition_file import load_definition
from umlauf.example_acts import Accept, GiveAnswer
from umlauf.example_files import read_projects, read_scripts
from umlauf.example_play import Scene, ScriptError, meant, opening, takeover
from umlauf.people_file import read_people

EXAMPLE = Path(__file__).parents[3] / "examples" / "norderstedt"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DEFINITION = load_definition(EXAMPLE / "process.yaml").definition
PEOPLE = {
    p.email: Person(f"p{i}", p.name, p.language, p.department, frozenset(p.roles), frozenset(p.themes), shared=p.shared)
    for i, p in enumerate(read_people(EXAMPLE / "people.yaml", DEFINITION))
}
WORLD = World(NOW, DEFINITION, closed_days("SH", 2026), {p.id: p for p in PEOPLE.values()})
_ids = count(1)
SCENE = Scene(
    people={address: person.id for address, person in PEOPLE.items()},
    office=PEOPLE["jana.petersen@example.org"].id,
    now=NOW,
    zone=ZoneInfo("Europe/Berlin"),
    new_id=lambda: f"h{next(_ids)}",
)
IDEAS = read_scripts(EXAMPLE / "ideas.yaml", DEFINITION, PEOPLE)
PROJECTS = read_projects(EXAMPLE / "projects.yaml", DEFINITION, PEOPLE)


def shell(first: Happening) -> Case:
    return Case("c1", "2026-0001", "hash", first.by, Source.FORM, NOW, NOW)


def played(index: int) -> Case:
    idea = IDEAS[index]
    first = opening(idea, SCENE)
    case = advance(shell(first), first, WORLD).case
    for act in idea.then:
        case = advance(case, meant(act, case, SCENE), WORLD).case
    return case


def test_the_ideas_show_every_state_of_a_process() -> None:
    assert [played(index).state for index in range(len(IDEAS))] == [
        State.TRIAGE,
        State.QUESTION,
        State.TRIAGE,
        State.REVIEWING,
        State.REVIEWING,
        State.CHANGES,
        State.PRIORITISING,
        State.PRIORITISING,
        State.DEFERRED,
        State.DECIDING,
        State.COMMITTED,
        State.REJECTED,
        State.DECLINED,
        State.WITHDRAWN,
    ]


def test_what_nobody_scored_is_undefined() -> None:
    assert weighted_utility(DEFINITION.criteria, played(6).answers).value is not None
    assert weighted_utility(DEFINITION.criteria, played(7).answers).value is None


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.title)
def test_the_projects_come_in_with_their_promises(project) -> None:  # type: ignore[no-untyped-def]
    first = takeover(project, SCENE)
    step = advance(shell(first), first, WORLD)

    assert step.case.state is State.COMMITTED
    assert len(step.case.commitments) == len(project.promises)


def test_a_script_that_answers_unasked_is_told() -> None:
    first = opening(IDEAS[0], SCENE)
    case = advance(shell(first), first, WORLD).case

    assert meant(Accept(do="accept", public=True), case, SCENE).kind == "accepted"
    with pytest.raises(ScriptError):
        meant(GiveAnswer.model_validate_json('{"do": "answer", "verdict": "approve"}'), case, SCENE)
