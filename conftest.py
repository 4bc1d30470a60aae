"""What tests, proofs and benches share: PostgreSQL, a browser, and a loud word on what did not run."""

from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("busy", deadline=None)  # a slow example says that the machine is busy, not that it is wrong
settings.load_profile("busy")

pytest_plugins = ["tests.postgres", "tests.databases", "tests.browser"]

# Several workers take file by file: what is long begins first, and what shares a running town comes before the rest.
LONGEST_FIRST = (
    "tests/e2e/test_accessibility.py",
    "tests/e2e/test_robot.py",
    "tests/e2e/test_results_accessibility.py",
    "tests/e2e/test_forced_colours.py",
    "tests/e2e",
    "tests/storage/test_adversary.py",
    "tests/workflow/test_wave_course.py",
    "tests/workflow",
)
MARKS = {"postgres_server": "postgres", "new_postgres": "postgres", "browser": "browser"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for fixture in set(getattr(item, "fixturenames", ())) & MARKS.keys():
            item.add_marker(MARKS[fixture])
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    """The same for all of one file, so that it stays together."""
    return next((n for n, path in enumerate(LONGEST_FIRST) if item.nodeid.startswith(path)), len(LONGEST_FIRST))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """A green run that left out PostgreSQL or the browser must not look like a whole one."""
    skipped = terminalreporter.stats.get("skipped", [])
    for mark in ("postgres", "browser"):
        left_out = [report for report in skipped if mark in report.keywords]
        if left_out:
            sentence = f"NOT RUN: {len(left_out)} tests with {mark}. {_reason(left_out[0])}"
            terminalreporter.write_line(sentence, red=True, bold=True)


def _reason(report: Any) -> str:
    return str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else ""
