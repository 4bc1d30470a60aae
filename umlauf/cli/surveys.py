"""Commands about surveys."""

from pathlib import Path
from typing import Annotated

import typer

survey = typer.Typer(help="Surveys: check a questionnaire.", no_args_is_help=True)


@survey.callback()
def surveys() -> None:
    """A group even while it holds one command only."""


@survey.command("check")
def survey_check(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, show_default=False)],
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
