"""The README's ten minutes: its commands are run as they stand there, against a real stack."""

import asyncio
import json
import re
from pathlib import Path

import pytest

from tests.e2e.stack import Stack
from umlauf.definition_file import load_definition

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def here(command: str, stack: Stack, token: str) -> str:
    """The command with this stack's addresses in place of the demo's."""
    return (
        command.replace("$(cat var/demo-token)", token)
        .replace("http://localhost:8000", stack.base_url)
        .replace("http://127.0.0.1:8025", stack.mailbox_url)
        .replace(".venv/bin/python -m umlauf", " ".join(f"'{part}'" for part in stack.command))
    )


async def run(command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        "bash", "-euo", "pipefail", "-c", command, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, command
    return printed.decode()


async def test_the_tour_s_commands_do_what_the_readme_says(stack: Stack) -> None:
    submit, mails, listing, check = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    token = await stack.token("jana.petersen@example.org", service=True)

    receipt = json.loads(await run(here(submit, stack, token)))
    again = json.loads(await run(here(submit, stack, token)))
    assert receipt["number"] == again["number"]

    await stack.letter("renate.kruse@example.org", "idea_received", receipt["number"])
    assert receipt["number"] in await run(here(mails, stack, token))
    assert receipt["number"] in await run(here(listing, stack, token))
    assert "this process works" in await run(here(check, stack, token))


@pytest.mark.parametrize(
    "paper", [*sorted(p.relative_to(ROOT).as_posix() for p in ROOT.glob("docs/**/*.md")), "README.md"]
)
def test_every_link_between_the_papers_leads_somewhere(paper: str) -> None:
    text = (ROOT / paper).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert ((ROOT / paper).parent / target).exists(), f"{paper} links to {target}, which is not there."


def test_the_tour_promises_the_office_no_mail_of_its_own_and_names_the_code_of_a_decision() -> None:
    """What the README says comes by mail is what the example's process sends."""
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    definition = load_definition(ROOT / "examples/norderstedt/process.yaml").definition
    (note,) = (one for one in definition.notices if one.on == "submitted" and "office" in one.tell)
    assert note.digest is True
    assert "in its one mail a day" in readme
    assert definition.stages.decision.assurance == "L1"
    assert "a decision also asks for a code" in readme


def test_the_tour_signs_in_as_somebody_of_the_office() -> None:
    """The person the README names can sign in: they are in the example's office."""
    people = (ROOT / "examples/norderstedt/people.yaml").read_text(encoding="utf-8")
    line = next(line for line in people.splitlines() if "jana.petersen@example.org" in line)
    assert "office" in line
