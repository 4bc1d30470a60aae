"""Commands about surveys."""

from pathlib import Path
from typing import Annotated

import typer

survey = typer.Typer(help="Surveys: check a questionnaire, publish it, list what is asked.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, show_default=False)]


@survey.command("check")
def survey_check(
    file: File,
    invited: Annotated[int | None, typer.Option(min=1, help="How many people will be asked.")] = None,
    smallest_unit: Annotated[int | None, typer.Option(min=1, help="How many of them the smallest unit has.")] = None,
) -> None:
    """Check a questionnaire; what is wrong and what deserves a second look is named with file and line."""
    from umlauf.questionnaire_file import Asked, load_questionnaire

    loaded = load_questionnaire(file, Asked(invited, smallest_unit))
    for hint in loaded.hints:
        typer.secho(hint, fg="yellow", err=True)
    form = loaded.questionnaire
    asking = [question for question in form.questions if question.type != "info"]
    typer.echo(
        f"{file}: this questionnaire works. Pages: {len(form.pages)}. Questions: {len(asking)}."
        f" Complete in: {', '.join(loaded.complete) or 'no language'}. Its version is {form.content_hash[:12]}."
    )


@survey.command("publish")
def survey_publish(file: File) -> None:
    """Publish a questionnaire: its surveys ask with it from their next wave on. What was sent stays as it is."""
    from umlauf.questionnaire_file import load_questionnaire
    from umlauf.running import run_async
    from umlauf.settings import load_settings
    from umlauf.upkeep import publish_questionnaire

    loaded = load_questionnaire(file)
    for hint in loaded.hints:
        typer.secho(hint, fg="yellow", err=True)
    form = loaded.questionnaire
    version, new = run_async(publish_questionnaire(load_settings(), form, file.read_text(encoding="utf-8-sig")))
    said = "is now what the next wave asks with" if new else "was that already"
    typer.echo(f"{form.id}: version {version} ({form.content_hash[:12]}) {said}.")


@survey.command("list")
def survey_list() -> None:
    """List the surveys: what is asked, of whom, in which mode, and where the newest wave stands."""
    from umlauf.running import run_async
    from umlauf.settings import load_settings
    from umlauf.upkeep import list_surveys

    found = run_async(list_surveys(load_settings()))
    for line in found:
        wave = f"wave {line.wave.number + 1} {line.wave.state}" if line.wave is not None else "no wave yet"
        title = line.title.get("en") or line.title.get("de") or ""
        typer.echo(f"{line.id}  {title}: {line.questionnaire}, {line.audience}, {line.mode}, {wave}")
    if not found:
        typer.echo("There are no surveys yet. The office makes them on its pages, under Surveys.")
