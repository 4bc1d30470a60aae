"""`doctor`: looks at everything an installation needs and says what to do about what it lacks."""

import typer


def add_to(app: typer.Typer) -> None:
    """Hangs the command into the application."""
    app.command()(doctor)


def doctor() -> None:
    """Check settings, database, process, calendar, Temporal, worker and mail; says what to do."""
    from umlauf.doctor import examine
    from umlauf.running import run_async
    from umlauf.settings import load_settings

    findings = run_async(examine(load_settings()))
    for finding in findings:
        typer.secho(("ok    " if finding.well else "WRONG ") + finding.part.ljust(12), nl=False, bold=True)
        typer.echo(finding.sentence)
    raise typer.Exit(0 if all(f.well for f in findings) else 1)
