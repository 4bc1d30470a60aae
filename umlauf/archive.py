"""The file a backup is: a compressed tar of the database's copy and the attached files, with a manifest at its end.

The manifest names the size and the hash of everything before it, so a file that was cut off has none, and one that was
changed does not agree with it. It can be written to a pipe and read from one.
"""

import gzip
import hashlib
import json
import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from io import BytesIO
from pathlib import Path
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE, FILES = "database", "files"
MEMBER = re.compile(rf"(?:{DATABASE}/[a-z0-9_]+\.(?:csv|db)|{FILES}/[0-9a-f]{{64}}|{MANIFEST})")
LARGEST_MANIFEST = 1 << 28
FAST = 4  # of nine levels: nine takes four times as long for a few percent
CHUNK = 1 << 20


class Damaged(Exception):  # noqa: N818 - reads as what happened
    """The file is no backup, or not the one that was written; says what was seen."""


class Newer(Exception):  # noqa: N818 - as above
    """The file was written by a release that writes other files than this one reads."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself. No secret is in it: `keys` is a word sealed with them, to try others on."""

    release: str
    made_at: str
    database: str  # sqlite or postgresql
    revision: str
    cases: int
    files: int
    missing: int  # files that comments hold, and that were not there whole
    keys: str
    members: Mapping[str, tuple[int, str]] = field(default_factory=dict)  # name: size, sha256
    format: int = FORMAT

    def as_json(self) -> bytes:
        """With its own hash, since nothing else vouches for it."""
        told = asdict(self)
        return json.dumps(told | {"sum": _sum(told)}, indent=1, sort_keys=True).encode()


def _sum(told: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def read_manifest(raw: bytes) -> Manifest:
    """Raises Damaged, or Newer before anything else is asked of it."""
    try:
        told = dict(json.loads(raw))
        if told["format"] != FORMAT:
            raise Newer(str(told["format"]))
        if told.pop("sum") != _sum(told):
            raise Damaged("its manifest was changed")
        members = {name: (int(size), str(sum_)) for name, (size, sum_) in told.pop("members").items()}
        return Manifest(**{one.name: told[one.name] for one in fields(Manifest) if one.name in told}, members=members)
    except (ValueError, KeyError, TypeError):
        raise Damaged("its manifest cannot be read") from None


class Packer:
    """Takes one file after the other, and what they are about at the end."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.members: dict[str, tuple[int, str]] = {}

    def add(self, name: str, path: Path) -> None:
        """A file as it is at this moment; raises FileNotFoundError for one that has gone."""
        with path.open("rb") as file:
            size = path.stat().st_size
            counted = _Counted(file)
            self._tar.addfile(_head(name, size), counted)  # reads exactly so many bytes, or raises
            self.members[name] = (size, counted.hash)

    def finish(self, manifest: Manifest) -> None:
        """The last member; `manifest` names those before it."""
        raw = manifest.as_json()
        self._tar.addfile(_head(MANIFEST, len(raw)), BytesIO(raw))


@contextmanager
def packing(target: IO[bytes]) -> Iterator[Packer]:
    """A new archive on this stream."""
    with (
        gzip.GzipFile(fileobj=target, mode="wb", compresslevel=FAST, mtime=0) as squeezed,
        tarfile.open(fileobj=squeezed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        yield Packer(tar)


def unpack(source: IO[bytes], folder: Path) -> Manifest:
    """Everything in it, below this folder, once all of it is known to be what was written; raises Damaged or Newer."""
    found: dict[str, tuple[int, str]] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(fileobj=source, mode="r|gz") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isreg() else None
                if content is None or manifest is not None or not MEMBER.fullmatch(member.name):
                    raise Damaged("it holds what no backup holds")
                if member.name == MANIFEST:
                    manifest = read_manifest(content.read(LARGEST_MANIFEST))
                else:
                    found[member.name] = _extract(content, folder / member.name)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile):
        raise Damaged("it is no backup, or only the beginning of one") from None
    if manifest is None:
        raise Damaged("its end is missing")
    if found != manifest.members:
        raise Damaged("something in it was changed or is missing")
    return manifest


def _extract(content: IO[bytes], to: Path) -> tuple[int, str]:
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    counted = _Counted(content)
    with to.open("xb") as file:
        while part := counted.read(CHUNK):
            file.write(part)
    return counted.size, counted.hash


def _head(name: str, size: int) -> tarfile.TarInfo:
    head = tarfile.TarInfo(name)
    head.size, head.mode = size, 0o600
    return head


class _Counted:
    """Counts and hashes what is read through it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._hash, self.size = stream, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        part = self._stream.read(size)
        self._hash.update(part)
        self.size += len(part)
        return part

    @property
    def hash(self) -> str:
        return self._hash.hexdigest()
