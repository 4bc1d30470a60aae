"""What a backup's file says is believed only when every byte of it is what was written."""

import gzip
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from umlauf.archive import Damaged, Manifest, Newer, packing, unpack

HASH = "a" * 64
CONTENT = b"Frau Meier" * 5000


def a_manifest(members: dict[str, tuple[int, str]], **changed: object) -> Manifest:
    given = {"release": "0.1.0", "made_at": "2026-03-02T09:00:00+00:00", "database": "sqlite", "revision": "0001"}
    return Manifest(**given | {"cases": 1, "files": 1, "missing": 0, "keys": "", "members": members} | changed)  # type: ignore[arg-type]


def packed(folder: Path, **changed: object) -> bytes:
    """An archive of a database and a file."""
    target, source = io.BytesIO(), folder / "source"
    source.write_bytes(CONTENT)
    with packing(target) as packer:
        packer.add("database/umlauf.db", source)
        packer.add(f"files/{HASH}", source)
        packer.finish(a_manifest(packer.members, **changed))
    return target.getvalue()


def with_member(raw: bytes, name: str, *, kind: bytes = tarfile.REGTYPE) -> bytes:
    """The same with one member more, before all others."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as new, tarfile.open(fileobj=io.BytesIO(raw)) as old:
        odd = tarfile.TarInfo(name)
        odd.type, odd.linkname = kind, "/etc/passwd"
        new.addfile(odd, io.BytesIO(b""))
        for member in old:
            new.addfile(member, old.extractfile(member))
    return target.getvalue()


def changed(raw: bytes, before: bytes, after: bytes) -> bytes:
    plain = gzip.decompress(raw)
    assert before in plain
    return gzip.compress(plain.replace(before, after, 1))


def test_what_was_packed_comes_out(tmp_path: Path) -> None:
    manifest = unpack(io.BytesIO(packed(tmp_path)), tmp_path / "out")
    assert (manifest.revision, manifest.cases, len(manifest.members)) == ("0001", 1, 2)
    assert (tmp_path / "out" / "files" / HASH).read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda raw: b"", "no backup"),
        (lambda raw: b"PK\x03\x04 no tar at all", "no backup"),
        (lambda raw: raw[: len(raw) // 2], "no backup"),
        (lambda raw: raw[:-40], "no backup"),
        (lambda raw: gzip.compress(gzip.decompress(raw)[:1024]), "no backup"),
        (lambda raw: raw[:300] + bytes([raw[300] ^ 1]) + raw[301:], "."),
        (lambda raw: changed(raw, b"Frau Meier", b"Frau Maier"), "changed or is missing"),
        (lambda raw: changed(raw, b'"cases": 1', b'"cases": 7'), "manifest was changed"),
        (lambda raw: changed(raw, b'"cases": 1', b'"cases": x'), "manifest cannot be read"),
        (lambda raw: changed(raw, b"manifest.json", b"manifesto.jso"), "end is missing"),
        (lambda raw: with_member(raw, "../../etc/cron.d/umlauf"), "no backup holds"),
        (lambda raw: with_member(raw, "/database/umlauf.db"), "no backup holds"),
        (lambda raw: with_member(raw, "database/umlauf.db", kind=tarfile.SYMTYPE), "no backup holds"),
        (lambda raw: with_member(raw, f"files/{'b' * 64}"), "changed or is missing"),
    ],
    ids=lambda value: None if callable(value) else value,
)
def test_what_is_not_whole_is_refused(damage: Callable[[bytes], bytes], why: str, tmp_path: Path) -> None:
    with pytest.raises(Damaged, match=why):
        unpack(io.BytesIO(damage(packed(tmp_path))), tmp_path / "out")
    assert list(tmp_path.glob("**/umlauf")) == []


def test_one_without_its_end_is_refused(tmp_path: Path) -> None:
    target = io.BytesIO()
    with packing(target) as packer:
        (tmp_path / "source").write_bytes(CONTENT)
        packer.add("database/umlauf.db", tmp_path / "source")
    with pytest.raises(Damaged, match="end is missing"):
        unpack(io.BytesIO(target.getvalue()), tmp_path / "out")


def test_one_of_a_format_to_come_is_said_to_be_newer_and_not_to_be_damaged(tmp_path: Path) -> None:
    with pytest.raises(Newer):
        unpack(io.BytesIO(packed(tmp_path, format=2)), tmp_path / "out")
