"""The register of what is kept: every column of every table with its class, ground and time, for law and tests."""

from dataclasses import dataclass

from storage.tables import METADATA


@dataclass(frozen=True, slots=True)
class Declared:
    """One line of the register."""

    table: str
    column: str
    kind: str  # personal, case text, process, technical
    basis: str
    keep: str


def register() -> tuple[Declared, ...]:
    """Every column with what it declares; raises KeyError for one that declares nothing."""
    return tuple(
        Declared(table.name, column.name, column.info["class"], column.info["basis"], column.info["keep"])
        for table in METADATA.sorted_tables
        for column in table.columns
    )
