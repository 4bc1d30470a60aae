"""Running installations for all tests of a process: starting one takes seconds."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.stack import Stack, free_ports
from tests.e2e.town import Town, settle

METRICS = ("UMLAUF_METRICS_PORT", "UMLAUF_WORKER_METRICS_PORT")


@pytest.fixture(scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """On SQLite, with the example's process and people and no idea."""
    ports = dict(zip(METRICS, map(str, free_ports(2)), strict=True))
    async with Stack(tmp_path_factory.mktemp("stack"), extra=ports) as running:
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
