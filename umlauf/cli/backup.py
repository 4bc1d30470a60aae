"""`backup` and `restore`: the whole of an installation's data in one file, and back."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated

import typer

PIPE = Path("-")


def add_to(app: typer.Typer) -> None:
    """Hangs the commands into the application."""
    app.command()(backup)
    app.command()(restore)


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, or - for standard output.", show_default=False)],
) -> None:
    """Write database and attached files into one file, while everything goes on. Keep the keys elsewhere."""
    from umlauf.backup import back_up, kept
    from umlauf.running import run_async
    from umlauf.settings import load_settings

    settings = load_settings()
    with _written(file) as target:
        manifest = run_async(back_up(settings, target))
    typer.echo(kept(manifest), err=file == PIPE)


def restore(
    file: Annotated[Path, typer.Argument(help="What backup has written, or - for standard input.", show_default=False)],
    replace: Annotated[
        bool, typer.Option("--replace", help="The database is not empty, and what it holds may go.")
    ] = False,
    other_keys: Annotated[
        bool, typer.Option("--other-keys", help="The keys of the backup are lost: what they seal stays closed.")
    ] = False,
) -> None:
    """Make the database and the folder of files what a backup holds. Stop API and worker first; then run recover."""
    from umlauf.backup import back, bring_back
    from umlauf.running import run_async
    from umlauf.settings import load_settings

    settings = load_settings()
    with _read(file) as source:
        typer.echo(back(run_async(bring_back(settings, source, replace=replace, other_keys=other_keys))))


@contextmanager
def _written(file: Path) -> Iterator[IO[bytes]]:
    """A stream to it; the file is there once it is whole, and readable to nobody else."""
    if file == PIPE:
        yield sys.stdout.buffer
        return
    from umlauf.errors import Impossible

    if file.exists():
        raise Impossible(f"{file} is there already. Name another file.")
    aside = file.with_name(file.name + ".part")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def _read(file: Path) -> Iterator[IO[bytes]]:
    if file == PIPE:
        yield sys.stdin.buffer
        return
    with file.open("rb") as source:
        yield source
