"""The register of what is kept: every column of every table with its class, ground and time, for law and tests."""

from dataclasses import dataclass
from sys import modules

from storage.tables import METADATA
from storage.tables.base import Base


@dataclass(frozen=True, slots=True)
class Declared:
    """One line of the register."""

    table: str
    column: str
    kind: str  # personal, case text, process, technical
    basis: str
    keep: str
    area: str  # the module that declares the table
    about: str  # what that module says of itself


def register() -> tuple[Declared, ...]:
    """Every column with what it declares; raises KeyError for one that declares nothing."""
    areas = {str(row.__tablename__): row.__module__ for row in Base.__subclasses__()}
    return tuple(
        Declared(
            table.name,
            column.name,
            column.info["class"],
            column.info["basis"],
            column.info["keep"],
            areas[table.name].rpartition(".")[2],
            (modules[areas[table.name]].__doc__ or "").strip().splitlines()[0],
        )
        for table in METADATA.sorted_tables
        for column in table.columns
    )
