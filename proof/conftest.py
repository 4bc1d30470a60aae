"""The proofs run on both databases."""

from collections.abc import Callable

import pytest


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Nothing for the stack's own SQLite file, or an empty database of PostgreSQL."""
    if request.param == "sqlite":
        return ""
    empty: Callable[[], str] = request.getfixturevalue("new_postgres")
    return empty()
