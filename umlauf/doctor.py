"""`doctor`: every part an installation needs, looked at once, with a sentence that says what to do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from domain.checking import check
from domain.words import Role
from kit.at_once import all_at_once
from storage import calendars, comments, migrate, people, processes
from storage.shape import Shape, judged
from umlauf.settings import Settings
from umlauf.settings_error import SettingsError
from umlauf.temporal import connect, has_worker
from umlauf.trouble import sentence_for
from umlauf.unsafe import refuse_unnamed_proxy
from umlauf.wiring import Wiring


@dataclass(frozen=True)
class Finding:
    """One part, well or not, and what to do."""

    part: str
    well: bool
    sentence: str


Look = Callable[[Settings, Wiring], Awaitable[tuple[bool, str]]]
PATIENCE = 5.0  # seconds a part has to answer: a first connection, name and all, may take some


async def examine(settings: Settings) -> list[Finding]:
    """Looks at everything at once; a part that cannot be looked at is a finding, not an error."""
    wiring = Wiring(settings)
    looks: dict[str, Look] = {
        "database": _database,
        "process": _process,
        "calendar": _calendar,
        "temporal": _temporal,
        "mail": _mail,
    }
    findings = [_settings(settings)]
    try:
        findings += await _looked(looks, settings, wiring, PATIENCE)
        if all(one.well for one in findings if one.part == "database"):
            findings += await _looked({"files": _files}, settings, wiring, None)  # reads them all, as long as it takes
    finally:
        await wiring.db.close()
    return findings


def _settings(settings: Settings) -> Finding:
    try:
        refuse_unnamed_proxy(settings)
    except SettingsError as refused:
        return Finding("settings", False, str(refused))
    return Finding("settings", True, f"complete and safe; mail mode is {settings.mail_mode}")


async def _looked(looks: dict[str, Look], settings: Settings, wiring: Wiring, patience: float | None) -> list[Finding]:
    asked = {part: partial(look, settings, wiring) for part, look in looks.items()}
    found = await all_at_once(asked, patience)
    return [Finding(part, *_told(answer)) for part, answer in found.items()]


def _told(answer: tuple[bool, str] | Exception) -> tuple[bool, str]:
    if isinstance(answer, TimeoutError):
        return False, f"has not answered in {PATIENCE:.0f} seconds. Does it hang? Look at its log, or restart it."
    if isinstance(answer, Exception):
        unknown = f"cannot be looked at ({type(answer).__name__}). Is it running, and reachable?"
        return False, sentence_for(answer) or unknown
    return answer


async def _database(settings: Settings, wiring: Wiring) -> tuple[bool, str]:
    await wiring.db.ping()
    at, head = await migrate.current(settings.database_url), migrate.head()
    match judged(at):
        case Shape.BEHIND:
            return False, f"is at revision {at or 'none'}, this release needs {head}. Run: python -m umlauf migrate"
        case Shape.AHEAD:
            return False, f"is at revision {at}, which this release does not know: a newer one migrated it. Start that."
    return True, f"answers, revision {at}"


async def _process(settings: Settings, wiring: Wiring) -> tuple[bool, str]:
    async with wiring.db.read() as session:
        definition = await processes.current(session)
        everybody = await people.everybody(session)
        office = await people.holding(session, Role.OFFICE)
    if definition is None:
        return False, "none is published. Run: python -m umlauf process publish FILE"
    if not office:
        return False, "nobody holds the role office. Run: python -m umlauf people import FILE"
    findings = check(definition, people=everybody)
    if findings:
        return False, f"{len(findings)} problems with the people there are. Run: python -m umlauf process check FILE"
    return True, f"{definition.id} is in force, {len(everybody)} people are known"


async def _calendar(settings: Settings, wiring: Wiring) -> tuple[bool, str]:
    async with wiring.db.read() as session:
        days = await calendars.newest(session, settings.region)
    next_year = (datetime.now(UTC) + timedelta(days=366)).year
    if days is None or days.last_year < next_year:
        return False, f"closed days of {settings.region} are missing for {next_year}. Run: python -m umlauf migrate"
    return True, f"closed days of {settings.region} are known until {days.last_year}"


async def _temporal(settings: Settings, wiring: Wiring) -> tuple[bool, str]:
    client = await connect("doctor", wait=timedelta(seconds=PATIENCE))
    if not await has_worker(client):
        return False, "answers, but no worker does. Run: python -m umlauf worker"
    return True, "answers, and a worker takes its work"


async def _mail(settings: Settings, wiring: Wiring) -> tuple[bool, str]:
    if not await wiring.smtp.answers():
        return False, f"{settings.mail_host}:{settings.mail_port} does not answer. Mail waits until it does."
    if settings.mail_host.endswith("office365.com"):
        return (
            False,
            "this server keeps a copy of every mail, with its links, in a Sent folder. Use another submission.",
        )
    return True, f"{settings.mail_host}:{settings.mail_port} answers"


async def _files(settings: Settings, wiring: Wiring) -> tuple[bool, str]:
    """Every attached file is in its place, with the bytes it came with; reads all of them."""
    async with wiring.db.read() as session:
        wanted = await comments.files(session)
    missing = [one for one in wanted if not wiring.files.has(one)]
    if missing:
        told = f"{len(missing)} of {len(wanted)} attached files are missing in {settings.files}, first {missing[0]}."
        return False, f"{told} Restore the folder from the backup; UMLAUF_FILES says where it is."
    changed = [one for one in wanted if not wiring.files.whole(one)]
    if changed:
        told = f"{len(changed)} attached files are not what they were, first {changed[0]}."
        return False, f"{told} Restore them from the backup, and look who writes to {settings.files}."
    return True, f"{len(wanted)} attached files are in their place"
