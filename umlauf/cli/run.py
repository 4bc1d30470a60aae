"""Commands that run something until they are stopped, and those that look after the database."""

import asyncio
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Hangs the commands into the application."""
    for command in (up, worker, api, mailbox, migrate, recover):
        app.command()(command)


def up(
    fresh: Annotated[bool, typer.Option(help="Forget what the last demo kept, and begin anew.")] = False,
    example: Annotated[bool, typer.Option(help="Load the example city into an empty database.")] = True,
) -> None:
    """Run everything on this machine: Temporal, database, mailbox, worker, pages. Ctrl-C stops it."""
    from umlauf.up import run_everything

    raise typer.Exit(asyncio.run(run_everything(fresh=fresh, example=example)))


def worker() -> None:
    """Run a worker: it records what happens, sends mail, and rings when something is due."""
    from umlauf.logs import configure_logging
    from umlauf.running import run_async
    from umlauf.settings import load_settings
    from umlauf.worker import run_worker

    settings = load_settings()
    configure_logging(settings.log_level)
    run_async(run_worker(settings))


def api() -> None:
    """Run the pages and the API."""
    from umlauf.logs import configure_logging
    from umlauf.running import run_async
    from umlauf.serving import serve
    from umlauf.settings import load_settings

    settings = load_settings()
    configure_logging(settings.log_level)
    run_async(serve(settings))


def mailbox() -> None:
    """Run the mailbox that catches all mail and shows it in the browser (for trials)."""
    from umlauf.logs import configure_logging
    from umlauf.mailbox.server import serve
    from umlauf.settings import load_settings

    settings = load_settings()
    configure_logging(settings.log_level)
    asyncio.run(serve(settings.mail_port, settings.mailbox_port, settings.data_dir / "mailbox"))


def migrate() -> None:
    """Bring the database to this release's shape, and the table of closed days up to date."""
    from umlauf.running import run_async
    from umlauf.settings import load_settings
    from umlauf.upkeep import prepare

    settings = load_settings()
    typer.echo(f"Database is at revision {run_async(prepare(settings))}.")


def recover(
    restart: Annotated[
        bool, typer.Option("--restart", help="Last resort: end every running course and start it again.")
    ] = False,
) -> None:
    """Give every open case its course again, from the database. Run it after every restore; it repeats nothing."""
    from umlauf.recover import recover as recover_all
    from umlauf.running import run_async
    from umlauf.settings import load_settings

    typer.echo(str(run_async(recover_all(load_settings(), restart=restart))))
