"""What tests, proofs and benches share: PostgreSQL, and marks that follow from the fixtures a test asks for."""

import pytest

pytest_plugins = ["tests.postgres"]

MARKS = {"postgres_server": "postgres", "new_postgres": "postgres", "postgres_url": "postgres", "browser": "browser"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for fixture in set(getattr(item, "fixturenames", ())) & MARKS.keys():
            item.add_marker(MARKS[fixture])
