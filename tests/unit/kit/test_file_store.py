"""Files by the hash of their content: once each, aside until they are whole, away without a trace."""

import hashlib
import os
from pathlib import Path

import pytest

from kit.file_store import FileStore, Parcel

HELLO = hashlib.sha256(b"hello").hexdigest()


def sent(store: FileStore, *parts: bytes) -> Parcel:
    parcel = store.parcel()
    for part in parts:
        parcel.write(part)
    parcel.close()
    return parcel


def files(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


def test_the_same_bytes_lie_there_once(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    for parts in ((b"hello",), (b"hel", b"lo")):
        parcel = sent(store, *parts)
        assert (parcel.hash, parcel.size) == (HELLO, 5)
        store.place(parcel)
        parcel.drop()
    assert [one.name for one in files(tmp_path)] == [HELLO]
    assert list(store.hashes()) == [HELLO]
    assert store.path(HELLO).read_bytes() == b"hello"
    assert store.whole(HELLO)


def test_what_is_not_wanted_leaves_nothing(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    sent(store, b"hello").drop()
    store.parcel().drop()
    assert files(tmp_path) == []
    assert not store.has(HELLO)


def test_nobody_else_reads_it_and_nothing_runs_it(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    store.place(sent(store, b"#!/bin/sh"))
    (place,) = files(tmp_path)
    assert place.stat().st_mode & 0o777 == 0o600


def test_a_file_goes_and_going_twice_is_no_trouble(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    store.place(sent(store, b"hello"))
    store.remove(HELLO)
    store.remove(HELLO)
    assert list(store.hashes()) == []


@pytest.mark.parametrize("wrong", ["", "../../etc/passwd", HELLO.upper(), HELLO + "0", HELLO[:-1] + "/"])
def test_only_a_hash_leads_anywhere(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ValueError):
        FileStore(tmp_path).path(wrong)


def test_a_changed_file_is_found(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    store.place(sent(store, b"hello"))
    store.path(HELLO).write_bytes(b"hellO")
    assert not store.whole(HELLO)


def test_what_never_arrived_is_forgotten_after_a_while(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    old, new = sent(store, b"old"), sent(store, b"new")
    os.utime(old.path, (1_000, 1_000))
    assert store.forget(2_000) == 1
    assert not old.path.exists()
    assert new.path.exists()
