"""The daily round in the folder of files: what nothing leads to goes, what a comment holds stays."""

import os
from dataclasses import replace
from pathlib import Path

from activities.attached import forget_files
from kit.file_store import FileStore
from tests.storage.test_comments import add, plan, said
from tests.storage.town import Town


def put(store: FileStore, content: bytes) -> str:
    parcel = store.parcel()
    parcel.write(content)
    parcel.close()
    store.place(parcel)
    return parcel.hash


async def test_only_what_nothing_leads_to_is_removed(town: Town, tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    held, left = put(store, b"held"), put(store, b"left")
    assert await forget_files(town.db, store, town.now) == 0, "a database that knows of no file may be a new one"
    case_id = await town.idea()
    await add(town, said(town, case_id, "c1", replace(plan(), hash=held)))
    late = store.parcel()
    late.write(b"half")
    os.utime(late.path, (1_000, 1_000))
    assert await forget_files(town.db, store, town.now) == 2
    assert list(store.hashes()) == [held]
    assert not store.has(left)
    assert not late.path.exists()
