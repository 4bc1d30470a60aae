"""What all tables share: names for every constraint, so that migrations can find them again."""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, MetaData
from sqlmodel import SQLModel

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ID = 80  # longest id


class Base(SQLModel):
    """Rows validate nothing: what comes in was checked by the models of `domain.happenings` or of the API."""

    metadata: ClassVar[MetaData] = METADATA


def one_of(column: str, codes: type[StrEnum] | Iterable[str], *, empty: bool = False) -> CheckConstraint:
    """The column holds one of these codes (or NULL, where the column allows it)."""
    words = [str(code) for code in codes] + ([""] if empty else [])
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def at_most(column: str, longest: int) -> CheckConstraint:
    """The text is no longer than that: the input models say so first, this is the second lock."""
    return CheckConstraint(f"length({column}) <= {longest}", name=f"{column}_length")
