"""A database whose disk is full, as its driver says it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Executable, event
from sqlalchemy.exc import DBAPIError

from storage.engine import Database
from storage.session import Given, Rows
from storage.sqlite import Near


class DiskFullError(Exception):
    """Named as asyncpg names it."""


@contextmanager
def full_disk(db: Database, statements: tuple[str, ...] = ("INSERT", "UPDATE")) -> Iterator[None]:
    """No statement that begins so gets through, as drivers say it when the disk is full."""

    def full(statement: str) -> None:
        if statement.lstrip().startswith(statements):
            raise DBAPIError.instance(statement, None, DiskFullError("could not extend file: No space left"), Exception)

    async def near(self: Near, statement: Executable, given: Given | None = None, /) -> Rows:
        full(str(statement))
        return await execute(self, statement, given)

    def far(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        full(statement)

    execute = Near.execute
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Near, "execute", near)  # prepared statements tell the library nothing
        event.listen(db.engine, "before_cursor_execute", far)
        yield
        event.remove(db.engine, "before_cursor_execute", far)
