"""A prepared statement finds what the library finds, says what it says, and steps aside where it cannot."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    create_engine,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from storage.prepared import Shelf
from storage.sqlite import Near

T = Table(
    "things",
    MetaData(),
    Column("id", String, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("at", DateTime),
    Column("sure", Boolean),
    Column("facts", JSON),
    Column("sealed", LargeBinary),
)
MORNING = datetime(2026, 3, 29, 7, 30, tzinfo=UTC).replace(tzinfo=None)
ROW = {"id": "a", "count": 1, "at": MORNING, "sure": True, "facts": {"ä": [1, None]}, "sealed": b"\x00\xff"}
EMPTY = {"id": "b", "count": 2, "at": None, "sure": None, "facts": None, "sealed": None}
BY_ID = T.c.id == bindparam("this")
KEPT = insert(T)
ONE = select(T).where(BY_ID)
COUNTED = update(T).where(BY_ID).values(count=T.c.count + 1).returning(T.c.count)


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://", connect_args={"isolation_level": None})
    with engine.connect() as connection:
        T.metadata.create_all(connection)
        yield connection
    engine.dispose()


@pytest.fixture
def near(connection: Connection) -> Near:
    return Near(connection, Shelf(connection.dialect))


async def _filled(near: Near) -> None:
    await near.execute(KEPT, [ROW, EMPTY])


@pytest.mark.parametrize(
    ("statement", "given"),
    [
        (ONE, {"this": "a"}),
        (ONE, {"this": "b"}),
        (ONE, {"this": "nobody"}),
        (select(T.c.id, T.c.facts.label("said")).order_by(T.c.id.desc()), None),
        (select(func.count(), func.max(T.c.at)).select_from(T), None),
        (select(T.c.id).where(T.c.count > 1, T.c.sure.is_(None)).limit(3), None),
        (select(T.c.id).where(T.c.id.in_(bindparam("ids", expanding=True))), {"ids": ["b", "c"]}),
        (select(T.c.id).where(T.c.id.in_(bindparam("ids", expanding=True))), {"ids": []}),
        (select(T.c.id).where(T.c.count.in_([2, 1]), T.c.id.in_(bindparam("ids", expanding=True))), {"ids": ["a"]}),
        (text("SELECT id, count FROM things ORDER BY id"), None),
    ],
)
async def test_rows_are_those_of_the_library(
    connection: Connection, near: Near, statement: Any, given: dict[str, Any] | None
) -> None:
    await _filled(near)
    wanted = connection.execute(statement, given).mappings().all()
    for _ in range(3):  # the second time it is prepared, the third time it is ready
        assert [dict(row) for row in (await near.execute(statement, given)).mappings()] == [dict(row) for row in wanted]
        found = (await near.execute(statement, given)).all()
        assert [tuple(row) for row in found] == [tuple(row.values()) for row in wanted]


async def test_lists_may_be_of_another_length_each_time(near: Near) -> None:
    await near.execute(KEPT, [EMPTY | {"id": f"{n:02}"} for n in range(40)])
    some = select(T.c.id).where(T.c.id.in_(bindparam("ids", expanding=True)), T.c.count == bindparam("of"))
    for many in (1, 3, 3, 2, 3, 20, 0, 20, 16, 17):
        ids = [f"{n:02}" for n in range(many)]
        assert [row.id for row in await near.execute(some.order_by(T.c.id), {"ids": ids, "of": 2})] == ids
        assert {row.id for row in await near.execute(some, {"of": 2, "ids": ids})} == set(ids)
    gone = delete(T).where(T.c.id.in_(bindparam("ids", expanding=True)))
    assert [(await near.execute(gone, {"ids": ["00", "01"]})).rowcount for _ in range(3)] == [2, 0, 0]


async def test_one_or_many_rows_are_written(near: Near) -> None:
    for n in range(3):
        assert (await near.execute(KEPT, ROW | {"id": f"one{n}"})).rowcount == 1
        many = [ROW | {"id": f"{name}{n}"} for name in ("two", "three")]
        assert (await near.execute(KEPT, many)).rowcount == 2
    found = (await near.execute(select(T.c.facts, T.c.at, T.c.sealed))).all()
    assert [tuple(row) for row in found] == [(ROW["facts"], MORNING, ROW["sealed"])] * 9


async def test_columns_follow_the_names_given(near: Near) -> None:
    await _filled(near)
    changing = update(T).where(BY_ID)
    for n in range(3):
        assert (await near.execute(changing, {"this": "a", "count": n})).rowcount == 1
        assert (await near.execute(changing, {"this": "a", "sure": n == 1, "at": None})).rowcount == 1
        row = (await near.execute(ONE, {"this": "a"})).one()
        assert row._asdict() == ROW | {"count": n, "sure": n == 1, "at": None}


async def test_what_is_returned_and_how_many_were_touched(near: Near) -> None:
    await _filled(near)
    given_out = [(await near.execute(COUNTED, {"this": "b"})).scalar_one() for _ in range(4)]
    assert given_out == [3, 4, 5, 6]
    gone = delete(T).where(T.c.count > bindparam("more"))
    assert [(await near.execute(gone, {"more": more})).rowcount for more in (9, 5, 0, 0)] == [0, 1, 1, 0]


async def test_errors_are_those_of_the_library(near: Near) -> None:
    await _filled(near)
    for _ in range(3):
        with pytest.raises(IntegrityError):
            await near.execute(KEPT, ROW)
        with pytest.raises(StatementError):
            await near.execute(ONE, {})  # no value for what it asks for
    await near.execute(text("DROP TABLE things"))
    with pytest.raises(OperationalError):
        await near.execute(ONE, {"this": "a"})


async def test_rows_that_lack_what_the_first_has_are_refused(near: Near) -> None:
    for n in range(3):
        with pytest.raises((StatementError, KeyError)):
            await near.execute(KEPT, [ROW | {"id": f"whole{n}"}, {"id": f"half{n}"}])


async def test_an_error_tells_no_values(near: Near) -> None:
    for _ in range(3):
        with pytest.raises(IntegrityError) as failed:
            await near.execute(KEPT, {"id": "secret", "count": None})
    assert "secret" not in str(failed.value)
