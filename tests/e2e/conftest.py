"""Running installations for all tests of a process: starting one takes seconds."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.stack import Stack
from tests.e2e.town import Town, settle


@pytest.fixture(scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """On SQLite, with the example's process and people and no idea."""
    async with Stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """Another one, for walks by rules of their own: each publishes its own, and ideas keep those they began with."""
    async with Stack(tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture(scope="session")
async def town(stack: Stack) -> Town:
    """Cases in every state, and all their pages."""
    return await settle(stack)
