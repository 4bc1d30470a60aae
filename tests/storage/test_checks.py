"""What a column may hold is the same in the database, after all migrations, as in code."""

import re

from sqlalchemy import CheckConstraint, inspect
from sqlalchemy.ext.asyncio import create_async_engine

from storage.tables import METADATA

CODES = re.compile(r"'([a-z_0-9]*)'")


def in_code() -> dict[str, set[str]]:
    """The codes of every check that lists some."""
    found: dict[str, set[str]] = {}
    for table in METADATA.sorted_tables:
        for check in table.constraints:
            if isinstance(check, CheckConstraint) and " IN (" in str(check.sqltext):
                found[f"ck_{table.name}_{str(check.name).removeprefix(f'ck_{table.name}_')}"] = set(
                    CODES.findall(str(check.sqltext))
                )
    return found


async def test_every_check_allows_what_the_code_knows_and_no_more(database_url: str) -> None:
    engine = create_async_engine(database_url)
    async with engine.connect() as connection:
        checks = await connection.run_sync(
            lambda sync: [c for t in METADATA.tables for c in inspect(sync).get_check_constraints(t)]
        )
    await engine.dispose()
    allowed = {str(check["name"]): set(CODES.findall(str(check["sqltext"]))) for check in checks}

    assert {name: allowed.get(name) for name in in_code()} == in_code()
