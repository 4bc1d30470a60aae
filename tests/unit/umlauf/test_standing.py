"""The demo says what is missing before anybody can hand in an idea, and no longer once it is there."""

from pathlib import Path

import pytest

from umlauf.definition_file import load_definition
from umlauf.settings import load_settings
from umlauf.standing import look
from umlauf.up import CLERK, tell
from umlauf.upkeep import import_people, prepare, publish

EXAMPLE = Path(__file__).parents[3] / "examples" / "norderstedt"


async def test_the_demo_names_the_steps_that_are_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = load_settings(demo=True, data_dir=tmp_path)
    await prepare(settings)
    await tell(settings)
    told = capsys.readouterr().out
    assert "nobody can sign in yet" in told
    assert CLERK not in told
    assert told.index("umlauf process publish FILE") < told.index("umlauf people import FILE")

    await publish(settings, load_definition(EXAMPLE / "process.yaml"))
    standing = await look(settings, CLERK)
    assert [step.split()[3:5] for step in standing.steps] == [["people", "import"]]

    await import_people(settings, EXAMPLE / "people.yaml")
    await tell(settings)
    told = capsys.readouterr().out
    assert f"sign in as {CLERK}" in told
    assert "people import" not in told
    assert "somebody of the office" in (await look(settings, "nobody@example.org")).sign_in("nobody@example.org")
