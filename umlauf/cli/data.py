"""Commands that bring something in: process definitions, people, ideas, API tokens."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

process = typer.Typer(help="Process definitions: check a file, publish it.", no_args_is_help=True)
people = typer.Typer(help="People: staff, reviewers, deciders, and the office.", no_args_is_help=True)
token = typer.Typer(help="API tokens.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, show_default=False)]


def add_to(app: typer.Typer) -> None:
    """Hangs the commands into the application."""
    app.add_typer(process, name="process")
    app.add_typer(people, name="people")
    app.add_typer(token, name="token")
    app.command("import")(import_ideas)


@process.command("check")
def process_check(
    file: File,
    people_file: Annotated[
        Path | None, typer.Option("--people", exists=True, help="Also check that there is somebody to ask.")
    ] = None,
    here: Annotated[
        bool, typer.Option("--here", help="Also warn of questions in survey_rules that no questionnaire here has.")
    ] = False,
) -> None:
    """Check a process definition; every problem is named with file and line."""
    from umlauf.definition_file import load_definition
    from umlauf.people_file import as_people, read_people
    from umlauf.running import run_async
    from umlauf.settings import load_settings
    from umlauf.upkeep import warnings

    people_known = None
    if people_file is not None:
        people_known = as_people(read_people(people_file, load_definition(file).definition))
    loaded = load_definition(file, people_known)
    typer.echo(f"{file}: this process works. Its version is {loaded.content_hash[:12]}.")
    if here:
        _warn(run_async(warnings(load_settings(), loaded)))


@process.command("publish")
def process_publish(file: File) -> None:
    """Publish a process definition; new ideas follow it, running ones keep theirs."""
    from umlauf.definition_file import load_definition
    from umlauf.running import run_async
    from umlauf.settings import load_settings
    from umlauf.upkeep import publish, warnings

    loaded = load_definition(file)
    new = run_async(publish(load_settings(), loaded))
    version = loaded.content_hash[:12]
    typer.echo(f"Version {version} is now in force." if new else f"Version {version} was in force already.")
    _warn(run_async(warnings(load_settings(), loaded)))


def _warn(found: list[str]) -> None:
    """Of what may never hold; it stops nothing, as the questionnaire may come later."""
    for warning in found:
        typer.secho(f"Warning: {warning}", err=True, fg="yellow")


@people.command("import")
def people_import(file: File) -> None:
    """Import people from YAML or CSV; whoever is known by address is changed. All or nothing.

    Columns: email, name, language, department, roles, themes, shared, external, functions, superior, deputies.
    External says what somebody outside is to the city (politics, business, institution, resident or worker); it is
    empty for staff. Superior is the address of whoever they report to; deputies stand in, by role and in order, as in
    “reviewer:ada@example.org reviewer:bo@example.org”.
    """
    from umlauf.running import run_async
    from umlauf.settings import load_settings
    from umlauf.upkeep import import_people

    new, changed = run_async(import_people(load_settings(), file))
    typer.echo(f"{new} new, {changed} changed.")


def import_ideas(file: File) -> None:
    """Import ideas from a CSV file as the office's; they wait at triage. All or nothing, and each row only once.

    Columns, in any order, of which title alone must be there: title, description, field, number, summary,
    benefit_group, benefit, theme, level, goals, cost, effort. The first line names them; comma, semicolon or tab
    separates. Theme, level and goals are ids or titles of the process in force, several goals separated by semicolon
    or bar; a field that is no theme goes into the summary. Benefit_group says who benefits, benefit how: one needs the
    other. Cost (euros) and effort (person days) are whole numbers. Field, number and title together tell whether a row
    was imported before.
    """
    from umlauf.importing import import_csv
    from umlauf.running import run_async
    from umlauf.settings import load_settings

    report = run_async(import_csv(load_settings(), file))
    typer.echo(f"{report.new} new ideas wait at triage, {report.known} were imported before.")


@token.command("create")
def token_create(
    address: Annotated[str, typer.Argument(help="Address of the person the token belongs to.", show_default=False)],
    name: Annotated[str, typer.Option(help="What it is for.")] = "command line",
    scope: Annotated[
        list[str] | None, typer.Option(help="read, submit, answer, office; all but office if none.")
    ] = None,
    service: Annotated[bool, typer.Option(help="A service: it may submit for confirmed people.")] = False,
    days: Annotated[int, typer.Option(min=1, max=3650, help="Days until it expires.")] = 365,
) -> None:
    """Create an API token; it is shown once and kept only as a hash."""
    from umlauf.running import run_async
    from umlauf.settings import load_settings
    from umlauf.upkeep import create_token

    until = datetime.now(UTC) + timedelta(days=days)
    scopes = tuple(scope or ("read", "submit", "answer"))
    typer.echo(run_async(create_token(load_settings(), address, name, scopes, until, service=service)))
