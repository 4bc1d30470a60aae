"""What running courses and stored histories know by name: a changed name would strand them."""

import ast
import inspect
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from temporalio import activity, workflow

from activities.cycle import CycleOpener
from activities.deliver import Courier
from activities.errands import Runner
from activities.record import Recorder
from activities.record_round import RoundRecorder
from activities.record_wave import WaveRecorder
from activities.round_errands import RoundRunner
from activities.round_series import RoundOpener
from contracts import activities, names
from contracts.course import Course, Facts, Note
from contracts.rounds import RoundCourse, RoundErrandNote, RoundFacts, RoundNote, SeriesNote, SeriesStart
from contracts.survey import CycleNote, CycleStart, ErrandNote, WaveCourse, WaveFacts, WaveNote
from workflows.cycle import FeedbackCycle, RoundCycle
from workflows.idea import IdeaWorkflow
from workflows.round import RoundWorkflow
from workflows.survey import SurveyWorkflow

ROOT = Path(__file__).parents[2]
WORK: dict[str, Any] = {
    names.RECORD: Recorder.record,
    names.DELIVER: Courier.deliver,
    names.RECORD_WAVE: WaveRecorder.record_wave,
    names.CARRY_OUT: Runner.carry_out,
    names.OPEN_NEXT_WAVE: CycleOpener.open_next_wave,
    names.RECORD_ROUND: RoundRecorder.record_round,
    names.CARRY_OUT_ROUND: RoundRunner.carry_out_round,
    names.OPEN_NEXT_ROUND: RoundOpener.open_next_round,
}


def test_names_are_frozen() -> None:
    """A running course calls its activities by these names; never change one, add another beside it."""
    frozen = {
        "IDEA": "Idea",
        "HAPPEN": "happen",
        "RECORD": "record",
        "DELIVER": "deliver",
        "IDEAS": "ideas",
        "MAIL": "-mail",
        "STAGE": "UmlaufStage",
        "DUE": "UmlaufDue",
        "PROCESS": "UmlaufProcess",
        "SURVEY": "Survey",
        "FEEDBACK_CYCLE": "FeedbackCycle",
        "RECORD_WAVE": "record_wave",
        "CARRY_OUT": "carry_out",
        "OPEN_NEXT_WAVE": "open_next_wave",
        "SURVEYS": "surveys",
        "ROUND": "Round",
        "RECORD_ROUND": "record_round",
        "CARRY_OUT_ROUND": "carry_out_round",
        "ROUND_CYCLE": "RoundCycle",
        "OPEN_NEXT_ROUND": "open_next_round",
        "ROUNDS": "rounds",
    }
    assert {k: v for k, v in vars(names).items() if k.isupper() and not k.startswith("_")} == frozen
    assert names.course_id("c1") == "idea-c1"
    assert names.case_of("idea-c1") == "c1"
    assert names.wave_course_id("w1") == "wave-w1"
    assert names.wave_of("wave-w1") == "w1"
    assert names.round_course_id("r1") == "round-r1"
    assert names.round_of("round-r1") == "r1"
    assert names.cycle_id("s1") == "cycle-s1"
    assert names.series_id("s1") == "series-s1"
    assert (names.series_of("series-s1"), names.series_of("cycle-s1")) == ("s1", None)
    assert (names.survey_of("cycle-s1"), names.survey_of("other")) == ("s1", None)


@pytest.mark.parametrize(
    ("course", "name", "updates"),
    [
        (IdeaWorkflow, names.IDEA, {names.HAPPEN}),
        (SurveyWorkflow, names.SURVEY, {names.HAPPEN}),
        (RoundWorkflow, names.ROUND, {names.HAPPEN}),
        (FeedbackCycle, names.FEEDBACK_CYCLE, set()),
        (RoundCycle, names.ROUND_CYCLE, set()),
    ],
)
def test_a_course_is_registered_under_its_name(course: type, name: str, updates: set[str]) -> None:
    definition = workflow._Definition.must_from_class(course)
    assert definition.name == name
    assert set(definition.updates) == updates
    assert not definition.signals
    assert not definition.queries


def stubs() -> dict[str, Any]:
    found = (activity._Definition.from_callable(f) for _, f in inspect.getmembers(activities, inspect.isfunction))
    return {str(d.name): d.fn for d in found if d is not None}


def test_every_stub_has_its_activity_with_the_same_types() -> None:
    assert set(stubs()) == set(WORK)
    for name, stub in stubs().items():
        real = activity._Definition.must_from_callable(WORK[name])
        assert real.name == name
        mine, theirs = get_type_hints(stub), get_type_hints(WORK[name])
        assert list(mine.values()) == list(theirs.values()), name
        assert len(mine) == 2, "one argument in, one result out"


MESSAGES = [Course, Note, Facts, WaveCourse, WaveNote, WaveFacts, ErrandNote, CycleStart, CycleNote]
MESSAGES += [RoundCourse, RoundNote, RoundFacts, RoundErrandNote, SeriesStart, SeriesNote]


@pytest.mark.parametrize("kind", MESSAGES)
def test_a_new_field_of_a_message_needs_a_default(kind: type) -> None:
    """Old histories have no value for it. The first field of a message may go without: every history has it."""
    assert all((f.default, f.default_factory) != (MISSING, MISSING) for f in fields(kind)[1:]), kind


def test_no_workflow_file_imports_what_does_something() -> None:
    """One careless `import sqlmodel` in a workflow file costs 43 times the CPU and 24 MB per case in the sandbox."""
    allowed = (
        "asyncio",
        "collections",
        "contracts",
        "dataclasses",
        "datetime",
        "domain.rounds.words",
        "domain.words",
        "domain.survey.wave_words",
        "temporalio",
        "typing",
    )
    for path in (ROOT / "workflows").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for module in modules:
                assert module.startswith((*allowed, "workflows")), f"{path.name} imports {module}"
