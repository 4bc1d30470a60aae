"""What is looked for among the words of cases, whichever database looks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from domain.search.query import Query
from storage import sql
from storage.tables import CaseWordsRow

W = sql.table(CaseWordsRow)
RANKS = (1, 2, 3)  # all in the title; title and summary; anywhere
MANY = 200  # more than so many are not counted

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Looking:
    """All words have to be there; a page begins after this rank and place."""

    query: Query
    internal: bool  # whether the words for the office are looked through as well
    filters: Sequence[Condition]  # on the case
    rank: int = 1
    place: int | None = None

    def within(self, rank: int) -> tuple[str, ...]:
        """Where all words have to stand for this rank; a better rank is in it."""
        more = ("shown", "internal") if self.internal else ("shown",)
        return (("title",), ("title", "summary"), ("title", "summary", *more))[rank - 1]


@dataclass(frozen=True, slots=True)
class Hit:
    """One case that fits."""

    rank: int
    place: int
    case_id: str
