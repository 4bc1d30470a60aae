"""What papers tell engineers and operators to run works: Python as it stands, commands with their options."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from tests.architecture.catalogues import ROOT
from umlauf.cli import app

PAPERS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/decisions/*.md")]
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
SHELL = re.compile(r"```(?:sh|text)?\n(.*?)```|`([^`\n]*python -m umlauf[^`\n]*)`", re.DOTALL)
CALLED = re.compile(r"python -m umlauf ([^|&;<>#()\n]+)")


@pytest.mark.parametrize("paper", [p for p in PAPERS if PYTHON.search(p.read_text("utf-8"))], ids=lambda p: p.name)
def test_its_python_runs_as_it_stands(paper: Path) -> None:
    known: dict[str, object] = {"__name__": paper.name}
    for block in PYTHON.findall(paper.read_text("utf-8")):
        exec(compile(block, paper.name, "exec"), known)


def called() -> Iterator[tuple[str, str]]:
    for paper in PAPERS:
        for block, inline in SHELL.findall(paper.read_text("utf-8")):
            for words in CALLED.findall((block or inline).replace("\\\n", " ")):
                yield paper.name, words.strip()


COMMANDS = sorted(set(called()))


def test_commands_are_found() -> None:
    assert len(COMMANDS) > 25


@pytest.mark.parametrize(("paper", "words"), COMMANDS)
def test_a_command_it_tells_exists_with_its_options(paper: str, words: str) -> None:
    command: Any = typer.main.get_command(app)
    given = [word for word in shlex.split(words, posix=True) if word not in ("…", "...")]
    while given and hasattr(command, "commands"):
        first = given.pop(0)
        if first.startswith("-"):
            continue
        assert first in command.commands, f"{paper} calls `{words}`; there is no {first!r}"
        command = command.commands[first]
    options = {name for one in command.params for name in (*one.opts, *one.secondary_opts)} | {"--help"}
    unknown = [word for word in given if word.startswith("-") and word != "-" and word.partition("=")[0] not in options]
    assert not unknown, f"{paper} calls `{words}`; there is no {unknown}"
