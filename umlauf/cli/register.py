"""`register`: the register of processing, for the data-protection officer."""

from enum import StrEnum
from typing import Annotated

import typer


class Language(StrEnum):
    """Of the register."""

    DE = "de"
    EN = "en"


def add_to(app: typer.Typer) -> None:
    """Hangs the command into the application."""
    app.command("register")(register)


def register(
    language: Annotated[Language, typer.Option(help="The language of the register.")] = Language.DE,
) -> None:
    """Print the register of processing (Markdown): every column about people, its ground, and how long it stays."""
    from kit.i18n import Catalogues
    from umlauf.register import as_markdown
    from umlauf.wiring import ROOT

    typer.echo(as_markdown(Catalogues(ROOT / "locales").of(language).gettext))
