"""What both kinds of database say when a copy cannot go into them."""

from collections.abc import Iterable
from dataclasses import dataclass

from storage.errors import StorageError
from storage.tables import METADATA

REVISIONS = "alembic_version"
OF_MIGRATE = frozenset({REVISIONS, "calendars"})  # what `migrate` itself fills
ATTACHMENTS = "attachments"
# In plain words: what is copied may be at a migration of long ago.
REVISION = f"SELECT version_num FROM {REVISIONS}"  # noqa: S608 - ours
CASES = "SELECT count(*) FROM cases"
HASHES = f"SELECT DISTINCT hash FROM {ATTACHMENTS} WHERE hash <> ''"  # noqa: S608 - ours


@dataclass(frozen=True)
class Copied:
    """What a copy holds: the migration it is at, how many cases, and the hashes of the files that comments hold."""

    revision: str
    cases: int
    files: frozenset[str]


class InUse(StorageError):  # noqa: N818 - reads as what happened
    """Somebody else works on this database."""


class Filled(StorageError):  # noqa: N818 - as above
    """The database holds something; `tables` are those."""

    def __init__(self, tables: Iterable[str]) -> None:
        super().__init__("copy.filled")
        self.tables = sorted(tables)


class Foreign(StorageError):  # noqa: N818 - as above
    """The database holds tables that no release of ours made, or that a newer one made."""

    def __init__(self, tables: Iterable[str]) -> None:
        super().__init__("copy.foreign")
        self.tables = sorted(tables)


class CopyBroken(StorageError):  # noqa: N818 - as above
    """The copy and the tables of its migration do not belong together."""


def refuse_foreign(tables: Iterable[str]) -> None:
    """Raises where a database that is to be emptied is not ours alone."""
    foreign = set(tables) - METADATA.tables.keys() - {REVISIONS}
    if foreign:
        raise Foreign(foreign)
