"""`backup` and `restore`: the database and the attached files in one file, and a new installation from it."""

import errno
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO

from kit.file_store import FileStore
from kit.sealing import KeyRing, SealBroken
from storage import copies
from storage.copying import CopyBroken, Filled, Foreign, InUse
from umlauf import RELEASE
from umlauf.archive import DATABASE, FILES, Damaged, Manifest, Newer, Packer, packing, unpack
from umlauf.errors import Impossible
from umlauf.settings import Settings
from umlauf.trouble import NO_TABLES, place_of

WORD, CONTEXT = b"umlauf", "backup"
NO_ROOM = "There is no room for it ({reason}). Make some, or say by TMPDIR where there is more. Nothing was changed."
BROKEN = "This file cannot be restored: {why}. Take another backup. Nothing was changed."
NEWER = (
    "This backup was made by a newer release ({release}). Restore it with that release, or a newer one. "
    "Nothing was changed."
)
OTHER_KIND = (
    "This backup was made from {made}, and UMLAUF_DATABASE_URL names {here}. "
    "Restore it into an empty database of {made}. Nothing was changed."
)
OTHER_KEYS = (
    "UMLAUF_SEAL_KEYS cannot open what this backup holds. Set the keys that were kept beside it. If they are lost, say "
    "--other-keys: mails that wait cannot be sent then, nor anonymous answers be opened. Nothing was changed."
)
IN_USE = (
    "Somebody works on the database {where}. Stop API and worker, and whoever else is connected to it, then try again. "
    "Nothing was changed."
)
FILLED = (
    "The database {where} is not empty ({tables}). Name an empty one, or say --replace: what it holds is lost then. "
    "Nothing was changed."
)
FOREIGN = (
    "The database {where} holds tables that this release does not know ({tables}). Name one that is ours alone, or "
    "empty it yourself. Nothing was changed."
)


KEPT = (
    "{cases} cases and {files} attached files are kept, at revision {revision}.{missing} "
    "Keep UMLAUF_SEAL_KEYS and UMLAUF_SIGN_KEYS elsewhere: they are not in it."
)
BACK = (
    "{cases} cases and {files} attached files of {made_at} are back.{missing} "
    "Now {migrate}start API and worker, then run: python -m umlauf recover"
)
NOT_ALL = " {missing} files that comments hold are missing or damaged in it: run doctor."


@dataclass(frozen=True)
class Restored:
    """What was brought back, and whether it has the tables of this release."""

    manifest: Manifest
    fits: bool


# In words


def kept(manifest: Manifest) -> str:
    """What a backup holds, and what must be kept beside it."""
    return KEPT.format(
        cases=manifest.cases, files=manifest.files, revision=manifest.revision, missing=_missing(manifest)
    )


def back(restored: Restored) -> str:
    """What was brought back, and what is to be done next."""
    told = restored.manifest
    migrate = "" if restored.fits else "run: python -m umlauf migrate, "
    return BACK.format(
        cases=told.cases, files=told.files, made_at=told.made_at, missing=_missing(told), migrate=migrate
    )


def _missing(manifest: Manifest) -> str:
    return NOT_ALL.format(missing=manifest.missing) if manifest.missing else ""


# Out


async def back_up(settings: Settings, target: IO[bytes]) -> Manifest:
    """Writes database and files to this stream, while others go on working.

    The database comes first: a file that is attached meanwhile is one too many, which does no harm.
    """
    with _room() as folder:
        copied = folder / DATABASE
        copied.mkdir()
        try:
            copy = await copies.write_copy(settings.database_url, copied)
        except copies.NoTables:
            raise Impossible(NO_TABLES) from None
        store = FileStore(settings.files)
        with packing(target) as packer:
            for file in sorted(copied.iterdir()):
                packer.add(f"{DATABASE}/{file.name}", file)
                file.unlink()
            files = _pack(packer, store)
            manifest = Manifest(
                release=RELEASE,
                made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                database=copies.kind_of(settings.database_url),
                revision=copy.revision,
                cases=copy.cases,
                files=len(files),
                missing=len(copy.files - files),
                keys=b64encode(KeyRing(settings.seal_keys).seal(WORD, CONTEXT)).decode(),
                members=packer.members,
            )
            packer.finish(manifest)
    return manifest


def _pack(packer: Packer, store: FileStore) -> set[str]:
    """Every file that is whole; one that goes away at this moment was let go of by its comment."""
    packed = set()
    for hash_ in store.hashes():
        try:
            if store.whole(hash_):
                packer.add(f"{FILES}/{hash_}", store.path(hash_))
                packed.add(hash_)
        except FileNotFoundError:
            continue
    return packed


# Back


async def bring_back(
    settings: Settings, source: IO[bytes], *, replace: bool = False, other_keys: bool = False
) -> Restored:
    """Makes the database what this stream holds, in one step, and puts its files into their folder before.

    Raises Impossible, having changed nothing.
    """
    with _room() as folder:
        manifest = _unpacked(source, folder)
        _refuse(settings, manifest, other_keys)
        store = FileStore(settings.files)
        where = place_of(settings.database_url)
        try:
            fits = await copies.restore_copy(
                settings.database_url,
                folder / DATABASE,
                manifest.revision,
                replace=replace,
                beside=partial(_place, folder / FILES, store),
            )
        except InUse:
            raise Impossible(IN_USE.format(where=where)) from None
        except Filled as filled:
            raise Impossible(FILLED.format(where=where, tables=_some(filled.tables))) from None
        except Foreign as foreign:
            raise Impossible(FOREIGN.format(where=where, tables=_some(foreign.tables))) from None
        except copies.NewerCopy:
            raise Impossible(NEWER.format(release=manifest.release)) from None
        except CopyBroken:
            raise Impossible(BROKEN.format(why="its tables are not those of its revision")) from None
    return Restored(manifest, fits)


def _unpacked(source: IO[bytes], folder: Path) -> Manifest:
    try:
        return unpack(source, folder)
    except Damaged as damaged:
        raise Impossible(BROKEN.format(why=damaged)) from None
    except Newer as newer:
        raise Impossible(NEWER.format(release=f"its files have the format {newer}")) from None


def _refuse(settings: Settings, manifest: Manifest, other_keys: bool) -> None:
    here = copies.kind_of(settings.database_url)
    if manifest.database != here:
        raise Impossible(OTHER_KIND.format(made=manifest.database, here=here))
    try:
        opened = KeyRing(settings.seal_keys).open(b64decode(manifest.keys), CONTEXT) == WORD
    except (SealBroken, ValueError):
        opened = False
    if not opened and not other_keys:
        raise Impossible(OTHER_KEYS)


def _place(folder: Path, store: FileStore) -> None:
    for file in sorted(folder.glob("*")):
        if store.has(file.name) and store.whole(file.name):
            continue
        parcel = store.parcel()
        with file.open("rb") as content:
            while part := content.read(1 << 20):
                parcel.write(part)
        parcel.close()
        store.place(parcel)


# Both


@contextmanager
def _room() -> Iterator[Path]:
    """A folder of our own that is gone afterwards; a full disk is said in a sentence."""
    with tempfile.TemporaryDirectory(prefix="umlauf-backup-") as folder:
        try:
            yield Path(folder)
        except OSError as failed:
            if failed.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise Impossible(NO_ROOM.format(reason=failed.strerror)) from None


def _some(tables: list[str]) -> str:
    more = f" and {len(tables) - 3} more" if len(tables) > 3 else ""
    return ", ".join(tables[:3]) + more
