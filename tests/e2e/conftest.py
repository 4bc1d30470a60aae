"""One running installation for all tests of a process: starting one takes seconds."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.stack import Stack


@pytest.fixture(scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """On SQLite, with the example's process and people and no idea."""
    async with Stack(tmp_path_factory.mktemp("stack")) as running:
        yield running
