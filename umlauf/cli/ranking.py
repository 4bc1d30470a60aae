"""`rank`: a field of ideas in a file, by several methods side by side."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Language(StrEnum):
    """What the report is written in."""

    EN = "en"
    DE = "de"


def add_to(app: typer.Typer) -> None:
    """Hangs the command into the application."""
    app.command("rank")(rank)


def rank(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, show_default=False)],
    method: Annotated[
        list[str] | None, typer.Option(help="A method by its name; may be given several times. Without: all that fit.")
    ] = None,
    weightings: Annotated[int, typer.Option(min=1, max=1_000_000, help="So many weightings are tried.")] = 10_000,
    spread: Annotated[
        float, typer.Option(min=0, max=1, help="How far they leave the stated weights: 0 not at all, 1 altogether.")
    ] = 0.5,
    cut: Annotated[int | None, typer.Option(min=1, help="So many are meant to go on; instead of the file's.")] = None,
    language: Annotated[Language, typer.Option(help="The language of the report.")] = Language.EN,
) -> None:
    """Rank ideas by several methods, say why and how firmly, what fits under limits, and what if. A proposal only."""
    from domain.ranking import METHODS
    from domain.ranking.weightings import Draws
    from kit.i18n import Catalogues
    from umlauf.ranking_file import load_ranking
    from umlauf.ranking_report import Report
    from umlauf.wiring import ROOT

    if unknown := [one for one in method or () if one not in METHODS]:
        raise typer.BadParameter(f"{unknown[0]!r} is no method. Known: {', '.join(METHODS)}.")
    speech = Catalogues(ROOT / "locales").of(language)
    content = load_ranking(file, speech.gettext)
    report = Report(content, speech, Draws(weightings, spread), cut or content.cut)
    typer.echo(content.title or str(file))
    for line in report.lines(method or METHODS):
        typer.echo(line)
