"""Commands about mail that comes in."""

import sys

import typer

mail = typer.Typer(help="Mail that comes in: replies to our mails.", no_args_is_help=True)

NO_MAIL, TRY_AGAIN = 65, 75  # EX_DATAERR and EX_TEMPFAIL, as mail servers know them
NOTHING = "No mail came in on standard input. A mail server pipes one in: python -m umlauf mail receive < MESSAGE"


@mail.callback()
def commands() -> None:
    """Mail that comes in: replies to our mails."""


@mail.command("receive")
def receive() -> None:
    """Take one mail from standard input: a reply to a mail of ours is kept as a comment and decides nothing.

    The office alone reads the comment; whoever our mail went to is sent the link by which an answer counts. Nobody is
    ever answered at the address a mail seems to come from.

    Exit codes: 0 it is settled (kept, or not for us), 75 come again later, 65 there was no mail on standard input.
    """
    from kit.incoming import MOST_BYTES

    raw = sys.stdin.buffer.read(MOST_BYTES)
    while sys.stdin.buffer.read(1_000_000):  # a server whose pipe breaks would try again for days
        pass
    if not raw.strip():
        typer.secho(NOTHING, fg="red", err=True)
        raise typer.Exit(NO_MAIL)
    try:
        _take(raw)
    except Exception as error:  # any other code than 75 makes the server answer a stranger
        typer.secho(_told(error), fg="red", err=True)
        raise typer.Exit(TRY_AGAIN) from None


def _take(raw: bytes) -> None:
    from datetime import UTC, datetime

    from umlauf.logs import configure_logging, get_logger
    from umlauf.replies import Replies
    from umlauf.running import run_async
    from umlauf.settings import Settings, load_settings
    from umlauf.wiring import Wiring

    async def taken(settings: Settings) -> None:
        wiring = Wiring(settings)
        try:
            replies = Replies(wiring.db, wiring.letters.write_caseless, wiring.mode.mail_domain)
            result = await replies.take(raw, datetime.now(UTC))
        finally:
            await wiring.db.close()
        get_logger("umlauf.replies").info(
            "reply.taken", outcome=result.outcome.value, case_id=result.case_id, mail_id=result.mail_id
        )

    settings = load_settings()
    configure_logging("INFO", sys.stderr)
    run_async(taken(settings))


def _told(error: Exception) -> str:
    """What the operator is told: never a word of the mail."""
    from umlauf.settings_error import SettingsError
    from umlauf.trouble import sentence_for

    if isinstance(error, SettingsError):
        return str(error)
    return sentence_for(error) or f"The mail could not be taken ({type(error).__name__}). It is asked for again."
