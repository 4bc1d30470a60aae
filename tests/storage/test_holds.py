"""A case is read from the tables that hold something of it, and from no other."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Executable, text

from domain.case import Case
from storage.mapping import COLLECTIONS, load_case
from storage.session import Given, Rows, Session
from tests.storage.town import Town


class Listening:
    """A session that keeps the names of the tables it was asked about."""

    def __init__(self, session: Session) -> None:
        self.session, self.dialect = session, session.dialect
        self.tables: list[str] = []

    async def execute(self, statement: Executable, given: Given | None = None, /) -> Rows:
        self.tables += [table.name for table in _tables(statement)]
        return await self.session.execute(statement, given)


def _tables(statement: Any) -> Sequence[Any]:
    return statement.get_final_froms()  # type: ignore[no-any-return]


async def read(town: Town, case_id: str) -> tuple[Case, list[str]]:
    """The case, and the tables that were asked."""
    async with town.db.read() as session:
        listening = Listening(session)
        found = await load_case(listening, case_id, lock=False)
    assert found is not None
    return found, listening.tables


async def test_tables_that_hold_nothing_of_a_case_are_not_asked(town: Town) -> None:
    case, tables = await read(town, case_id := await town.in_review())

    assert {"texts", "tasks", "assignments"} <= set(held(case))
    assert sorted(tables) == sorted(["cases", *(str(COLLECTIONS[name][1].__tablename__) for name in held(case))])
    mine = case.open_assignments()[0]
    await town.happen(case_id, "asked_back", mine.person, assignment=mine.id, to="office", question="Wo genau?")

    case, tables = await read(town, case_id)

    assert case.questions
    assert "questions" in tables


async def test_a_case_from_before_is_read_whole(town: Town) -> None:
    case, _ = await read(town, case_id := await town.in_review())
    async with town.db.write() as session:
        await session.execute(text("UPDATE cases SET holds = :all"), {"all": " ".join(COLLECTIONS)})

    again, tables = await read(town, case_id)

    assert again == case
    assert len(tables) == 1 + len(COLLECTIONS)


def held(case: Case) -> list[str]:
    return [name for name in COLLECTIONS if getattr(case, name)]
