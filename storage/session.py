"""What a transaction is to everybody who reads or writes in one: something that executes statements."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import CursorResult, Executable

Rows = CursorResult[*tuple[Any, ...]]
Given = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Session(Protocol):
    """One transaction; it begins and ends with the block that handed it out."""

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""
        ...

    async def execute(self, statement: Executable, given: Given | None = None, /) -> Rows:
        """Runs a statement; what it found is there whole."""
        ...
