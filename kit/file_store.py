"""Files by the hash of their content: the same bytes lie there once, whatever they are called."""

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HASH = re.compile(r"[0-9a-f]{64}")
INCOMING = "incoming"


@dataclass
class Parcel:
    """A file while it comes in: written aside, counted and hashed as it comes."""

    path: Path
    size: int = 0
    _sum: Any = field(default_factory=hashlib.sha256)
    _file: Any = None

    @property
    def hash(self) -> str:
        """The name it will lie under."""
        return str(self._sum.hexdigest())

    def write(self, part: bytes) -> None:
        """The next bytes; raises OSError where there is no room."""
        if self._file is None:
            self._file = os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._file.write(part)
        self._sum.update(part)
        self.size += len(part)

    def close(self) -> None:
        """Everything is on the disk; raises OSError where there is no room."""
        if self._file is None:
            self.write(b"")
        if not self._file.closed:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()

    def drop(self) -> None:
        """It is not wanted, or lies in its place by now."""
        if self._file is not None:
            self._file.close()
        self.path.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Also the name is on the disk: a row that is committed afterwards finds its file when power fails."""
    with contextlib.suppress(OSError):  # not every system can do that to a folder
        known = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(known)
        finally:
            os.close(known)


@dataclass(frozen=True)
class FileStore:
    """A folder of files nobody but this product writes to; none of them can be run from there."""

    folder: Path

    def parcel(self) -> Parcel:
        """Takes a file in; raises OSError where the folder cannot be written."""
        aside = self.folder / INCOMING
        aside.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Parcel(aside / secrets.token_hex(16))

    def path(self, hash_: str) -> Path:
        """Where the file with this content lies; raises ValueError for what is no hash."""
        if not HASH.fullmatch(hash_):
            raise ValueError(hash_)
        return self.folder / hash_[:2] / hash_

    def has(self, hash_: str) -> bool:
        """Whether it is there."""
        return self.path(hash_).is_file()

    def place(self, parcel: Parcel) -> None:
        """From now on it lies under its hash; the same bytes again change nothing. Raises OSError."""
        place = self.path(parcel.hash)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        parcel.path.replace(place)
        _settle(place.parent)

    def remove(self, hash_: str) -> None:
        """It is gone, or was not there."""
        self.path(hash_).unlink(missing_ok=True)

    def hashes(self) -> Iterator[str]:
        """Of everything that lies here."""
        for place in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            if HASH.fullmatch(place.name):
                yield place.name

    def whole(self, hash_: str) -> bool:
        """Whether the bytes are still those they were; reads all of it."""
        with self.path(hash_).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == hash_

    def forget(self, before: float) -> int:
        """Removes what began to come in before this moment and never arrived; how much that was."""
        late = [one for one in self.folder.glob(f"{INCOMING}/*") if one.stat().st_mtime < before]
        for one in late:
            one.unlink(missing_ok=True)
        return len(late)
