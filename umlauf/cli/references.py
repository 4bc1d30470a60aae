"""Commands about catalogues that goals are held against, and blueprints of canvases."""

from pathlib import Path
from typing import Annotated

import typer

catalogue = typer.Typer(help="Catalogues of goals or themes: check files, publish them.", no_args_is_help=True)
canvas = typer.Typer(help="Blueprints of canvases and story maps: check files, publish them.", no_args_is_help=True)
Files = Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, readable=True, show_default=False)]
IN_FORCE = {True: "is now in force", False: "was in force already"}


@catalogue.command("check")
def catalogue_check(files: Files) -> None:
    """Check catalogues; every problem is named with file and line."""
    from umlauf.reference_file import load_catalogue

    for file in files:
        found = load_catalogue(file)
        typer.echo(f"{file}: this catalogue works. Entries: {len(found.entries)}. Its version is {_version(found)}.")


@catalogue.command("publish")
def catalogue_publish(files: Files) -> None:
    """Publish catalogues: ideas and goals are held against them from now on. All or nothing."""
    from umlauf.reference_file import load_catalogue
    from umlauf.running import run_async
    from umlauf.settings import load_settings
    from umlauf.upkeep import publish_references

    found = [load_catalogue(file) for file in files]
    for one, new in zip(found, run_async(publish_references(load_settings(), catalogues=found)), strict=True):
        typer.echo(f"{one.id} ({_version(one)}) {IN_FORCE[new]}.")


@canvas.command("check")
def canvas_check(files: Files) -> None:
    """Check blueprints; every problem is named with file and line."""
    from umlauf.reference_file import load_blueprint

    for file in files:
        found = load_blueprint(file)
        typer.echo(f"{file}: this blueprint works. Boxes: {len(found.boxes)}. Its version is {_version(found)}.")


@canvas.command("publish")
def canvas_publish(files: Files) -> None:
    """Publish blueprints: canvases are filled in by them from now on; what is filled in stays. All or nothing."""
    from umlauf.reference_file import load_blueprint
    from umlauf.running import run_async
    from umlauf.settings import load_settings
    from umlauf.upkeep import publish_references

    found = [load_blueprint(file) for file in files]
    for one, new in zip(found, run_async(publish_references(load_settings(), blueprints=found)), strict=True):
        typer.echo(f"{one.id} ({_version(one)}) {IN_FORCE[new]}.")


def _version(one: object) -> str:
    return str(getattr(one, "content_hash", ""))[:12]
