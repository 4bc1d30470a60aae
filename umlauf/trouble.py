"""What an operator is told about a part that is down: one sentence with what to do, and nothing that anybody typed."""

from temporalio.service import RPCError, RPCStatusCode

from domain.errors import UmlaufError
from storage.errors import StorageConflict, StorageUnavailable, misses_tables
from umlauf.settings import load_settings

NO_TABLES = "The database has not the tables of this release. Run first: python -m umlauf migrate"
DATABASE = {
    "away": "The database {where} does not answer. Start it, or say where it is: UMLAUF_DATABASE_URL",
    "refused": "The database {where} lets us not in. Correct name, password or database in UMLAUF_DATABASE_URL",
    "locked": "The database {where} is held by somebody else. Try again in a minute, or stop who works on it",
    "full": "The disk of the database {where} is full. Make room, then try again",
    "slow": "The database {where} is too slow. Try again in a minute, or look what it is busy with",
    "busy": "The database {where} has no connection left. Try again in a minute",
}
FILE = "The database {where} cannot be opened. Make its folder, with the right to write, or correct UMLAUF_DATABASE_URL"
NOTHING_DONE = "{sentence}. Nothing was changed."
CONFLICT = "Something that is there already contradicts this. Nothing was changed; look at it, and try again."
TEMPORAL = "Temporal answers, and refuses ({code}). Look at TEMPORAL_NAMESPACE and its credentials, and at its log."
SILENT = "Temporal has gone away meanwhile ({code}). Start it, and run this again."
GONE = (RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED)


def sentence_for(error: Exception) -> str | None:
    """The sentence for what went wrong; None for what is a bug and must be seen as it is."""
    if isinstance(error, StorageUnavailable):
        return _of_database(error)
    if isinstance(error, StorageConflict):
        return CONFLICT
    if isinstance(error, UmlaufError):
        return str(error)
    if isinstance(error, RPCError):
        return (SILENT if error.status in GONE else TEMPORAL).format(code=error.status.name)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename} cannot be used: {error.strerror}."
    return NO_TABLES if misses_tables(error) else None


def _of_database(error: StorageUnavailable) -> str:
    url = load_settings().database_url
    file = url.startswith("sqlite") and error.reason == "away"
    sentence = (FILE if file else DATABASE.get(error.reason, DATABASE["away"])).format(where=place_of(url))
    return NOTHING_DONE.format(sentence=sentence)


def place_of(url: str) -> str:
    """Where a database is, without the name and the password it is opened with."""
    place = url.partition("://")[2].partition("?")[0]
    return place.removeprefix("/") if url.startswith("sqlite") else place.rpartition("@")[2]
