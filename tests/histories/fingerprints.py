"""What each recorded course asked of Temporal, in words: `python -m tests.histories.fingerprints` writes them anew.

A command more, less or in another order is what running courses cannot stand; here it is a line that can be read.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory

HERE = Path(__file__).parent
FILE = HERE / "fingerprints.txt"


def fingerprint(events: Iterable[HistoryEvent]) -> str:
    """Its commands in order; what comes several times in a row is counted."""
    runs = ((command, len(list(same))) for command, same in groupby(_commands(events)))
    return ", ".join(command if times == 1 else f"{times} × {command}" for command, times in runs)


def _commands(events: Iterable[HistoryEvent]) -> Iterator[str]:
    for event in events:
        kind = event.WhichOneof("attributes")
        if kind == "workflow_execution_update_accepted_event_attributes":
            yield "update"
        elif kind == "marker_recorded_event_attributes":
            yield _marker(event)
        elif kind == "activity_task_scheduled_event_attributes":
            yield f"activity {event.activity_task_scheduled_event_attributes.activity_type.name}"
        elif kind == "upsert_workflow_search_attributes_event_attributes":
            given = event.upsert_workflow_search_attributes_event_attributes.search_attributes.indexed_fields
            yield f"search by {' '.join(sorted(given))}"
        elif kind is not None and kind in _PLAIN:
            yield _PLAIN[kind]


def _marker(event: HistoryEvent) -> str:
    """A local activity by its name; a gate of `workflow.patched` by its own."""
    marker = event.marker_recorded_event_attributes
    return "local activity" if marker.marker_name == "core_local_activity" else marker.marker_name


_PLAIN = {
    "timer_started_event_attributes": "timer",
    "timer_canceled_event_attributes": "timer cancelled",
    "start_child_workflow_execution_initiated_event_attributes": "child",
    "workflow_execution_continued_as_new_event_attributes": "continue as new",
    "workflow_execution_completed_event_attributes": "complete",
}


def recorded() -> dict[str, str]:
    """The fingerprint of each history beside this file."""
    histories = {path.stem: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.json"))}
    return {name: fingerprint(WorkflowHistory.from_json(name, text).events) for name, text in histories.items()}


def kept() -> dict[str, str]:
    """What the file says."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)


def write() -> None:
    """The file, from the histories."""
    FILE.write_text("".join(f"{name}: {said}\n" for name, said in recorded().items()), encoding="utf-8")


if __name__ == "__main__":
    write()
