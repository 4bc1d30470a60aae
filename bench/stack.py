"""The stack of the end-to-end tests, with a worker of the bare skeleton beside ours on the same Temporal."""

import sys
from pathlib import Path
from typing import Self

from bench.skeleton import __name__ as skeleton
from tests.e2e.stack import HOST, Stack
from umlauf.part import Part


class BenchStack(Stack):
    """SQLite, outbox, SMTP into the embedded mailbox: everything real, each part a process."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, extra={"UMLAUF_LOG_LEVEL": "WARNING"})

    @property
    def address(self) -> str:
        """Where Temporal is."""
        return f"{HOST}:{self.temporal_port}"

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        bare = Part("bare", [sys.executable, "-m", skeleton], self.logs, self.environment)
        await bare.start()
        self.parts["bare"] = bare
        return self
