"""The command line: `python -m umlauf COMMAND`; heavy parts are loaded by the command that needs them."""

import os
import sys
from pathlib import Path

import typer

from umlauf.cli import backup, ballots, check, data, mail, ranking, references, register, roadmap, run, surveys
from umlauf.settings_error import SettingsError

DEMO_SHELL = Path("var", "demo.env")

app = typer.Typer(
    help="Umlauf takes an idea from the person who has it to a decision, and back to that person with an answer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
run.add_to(app)
backup.add_to(app)
data.add_to(app)
app.add_typer(surveys.survey, name="survey")
app.add_typer(ballots.ballots, name="ballots")
app.add_typer(references.catalogue, name="catalogue")
app.add_typer(references.canvas, name="canvas")
app.add_typer(mail.mail, name="mail")
ranking.add_to(app)
roadmap.add_to(app)
check.add_to(app)
register.add_to(app)


def main() -> None:
    """Runs one command. Exit codes: 0 done, 1 it could not be done, 2 it was called wrongly."""
    code = _outcome()
    sys.stdout.flush()
    sys.stderr.flush()
    # Temporal's client crashes now and then when the interpreter is taken apart; the work is done by here.
    os._exit(code)


def _outcome() -> int:
    try:
        app()
    except SettingsError as refused:
        typer.secho(str(refused), fg="red", err=True)
        if DEMO_SHELL.exists() and "UMLAUF_DEMO" not in os.environ:
            typer.echo(f"If you mean the demo of this folder, say so first:  . {DEMO_SHELL}", err=True)
        return 1
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 1
    except Exception as error:
        sentence = _told(error)
        if sentence is None:
            raise
        typer.secho(sentence, fg="red", err=True)
        return 1
    return 0


def _told(error: Exception) -> str | None:
    """The sentence for a part that is down, or for what cannot be done; None for a bug."""
    from umlauf.trouble import sentence_for

    return sentence_for(error)
