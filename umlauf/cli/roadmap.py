"""`roadmap`: measures in a file, planned into quarters."""

from pathlib import Path
from typing import Annotated

import typer

from umlauf.cli.ranking import Language


def add_to(app: typer.Typer) -> None:
    """Hangs the command into the application."""
    app.command("roadmap")(roadmap)


def roadmap(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, show_default=False)],
    language: Annotated[Language, typer.Option(help="The language of the report.")] = Language.EN,
) -> None:
    """Plan measures into the earliest quarters that keep dependencies and capacities, and say why no earlier."""
    from kit.i18n import Catalogues
    from umlauf.roadmap_file import load_roadmap
    from umlauf.roadmap_report import RoadmapReport
    from umlauf.wiring import ROOT

    speech = Catalogues(ROOT / "locales").of(language)
    content = load_roadmap(file, speech.gettext)
    typer.echo(content.title or str(file))
    for line in RoadmapReport(content, speech).lines():
        typer.echo(line)
