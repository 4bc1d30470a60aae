"""The paper on requirements names files that exist, and no requirement without an honest state."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = re.findall(r"^\| ([A-Z]\d+) \|(.*)\|$", (ROOT / "docs" / "requirements.md").read_text("utf-8"), re.MULTILINE)


def test_no_requirement_stands_twice() -> None:
    assert len(ROWS) > 40
    assert len({name for name, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[name for name, _ in ROWS])
def test_what_a_row_names_is_there(name: str, row: str) -> None:
    what, built, shown, state = (cell.strip() for cell in row.split("|"))
    paths = re.findall(r"`([^`]+)`", built + shown)
    missing = [path for path in paths if not (ROOT / path).exists()]
    assert what
    assert not missing, f"{name} names {missing}: correct docs/requirements.md"
    assert re.match(r"done|part: |not built", state)
    assert not state.startswith("done") or (built != "–" and "test" in shown)
