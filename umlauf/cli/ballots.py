"""Commands about ballots under a budget."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kit.ranking_sentences import BALLOTS as SENTENCES

ballots = typer.Typer(help="Ballots under a budget: count a file, and say why each project is in or out.")


class Method(StrEnum):
    """How to count."""

    EQUAL_SHARES = "equal-shares"
    VOTES = "votes"


@ballots.callback()
def _group() -> None:
    """Keeps `count` a command of its own while it is the only one."""


@ballots.command("count")
def count(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, show_default=False)],
    method: Annotated[
        Method, typer.Option(help="Equal shares for every voter, completed by add1; or most approvals first.")
    ] = Method.EQUAL_SHARES,
) -> None:
    """Count approval ballots in a Pabulib file. The outcome is a proposal: a person or a body decides."""
    from domain.ballots import pabulib
    from domain.ballots.verdicts import METHODS

    field = pabulib.read(file.read_text(encoding="utf-8-sig"), str(file))
    found = METHODS[method](field)
    for verdict in found:
        project = field.known[verdict.project]
        mark = "in   " if verdict.taken else "out  "
        typer.echo(f"{mark}{project.cost:>12}  {project.title or project.id}: ", nl=False)
        typer.echo(SENTENCES[verdict.code].format(**verdict.facts))
    taken = [verdict.project for verdict in found if verdict.taken]
    typer.echo(
        f"{len(taken)} of {len(found)} projects for {field.cost_of(taken)} of {field.budget} {field.currency}".rstrip()
        + f", by {len(field.ballots)} ballots."
    )
