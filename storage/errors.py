"""What can go wrong while keeping things, as one tree.

StorageError
├── StorageUnavailable    nothing was written; the same call may succeed later (`reason` says what was seen)
├── StorageConflict       the row contradicts one that is there already; the same call will fail again
└── StillUsed             (migrations.checks) a row says what the version before does not know: no way back
"""

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from domain.errors import UmlaufError

_FULL = ("disk is full", "diskfull", "no space left")
_LOCKED = ("locked", "lock timeout", "deadlock", "lock_timeout", "locknotavailable")
_SLOW = ("statement timeout", "querycancel", "canceling statement")

_REFUSED = ("invalidpassword", "invalidauthorizationspecification", "invalidcatalogname")
_MISSING = ("no such table", "no such column", "has no column named", "undefinedtable", "undefinedcolumn")

_AWAY = (
    "connectiondoesnotexist",
    "connection is closed",
    "closed in the middle",
    "connectionfailure",
    "cannotconnectnow",
    "toomanyconnections",
    "terminating connection",
    "adminshutdown",
    "crashshutdown",
)


class StorageError(UmlaufError):
    """Everything storage raises on purpose."""


class StorageUnavailable(StorageError):  # noqa: N818 - reads as what happened
    """The database is locked, full, slow or away: nothing was written, trying again later is right."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"storage.unavailable: {reason}")
        self.reason = reason  # "locked", "full", "slow", "busy", "away", "refused"; never a statement or a value


class StorageConflict(StorageError):  # noqa: N818 - as above
    """A unique key or a check refuses the row."""

    def __init__(self) -> None:
        super().__init__("storage.conflict")


def translated(error: BaseException) -> StorageError | None:
    """The error of our tree for one of the driver's; None for what is a bug and must be seen as it is."""
    if isinstance(error, PoolTimeout):
        return StorageUnavailable("busy")
    if isinstance(error, IntegrityError):
        return StorageConflict()
    if isinstance(error, DBAPIError):
        return _from_driver(error)
    if isinstance(error, OSError | TimeoutError) and not isinstance(error, SQLAlchemyError):
        return StorageUnavailable("away")
    return None


def misses_tables(error: BaseException) -> bool:
    """Whether the database has not the tables or columns that were asked for."""
    return isinstance(error, DBAPIError) and any(words in _seen(error) for words in _MISSING)


def _seen(error: DBAPIError) -> str:
    return f"{type(error.orig).__name__} {error.orig} {getattr(error.orig, '__cause__', '')!r}".lower()


def _from_driver(error: DBAPIError) -> StorageError | None:
    seen = _seen(error)
    for words, reason in ((_FULL, "full"), (_LOCKED, "locked"), (_SLOW, "slow"), (_REFUSED, "refused")):
        if any(word in seen for word in words):
            return StorageUnavailable(reason)
    if isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated or _lost(seen):
        return StorageUnavailable("away") if "no such" not in seen else None
    return None


def _lost(seen: str) -> bool:
    return any(word in seen for word in _AWAY)
