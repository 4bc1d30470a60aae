"""One process of the demo: started with its own log, stopped by asking, then by force."""

import asyncio
import contextlib
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

from umlauf.errors import Impossible

PATIENCE = 10.0  # seconds between asking a process to stop and stopping it


class Part:
    """A child process in a session of its own, so that Ctrl-C reaches only the one who stops them in order."""

    def __init__(self, name: str, command: Sequence[str], logs: Path, environment: Mapping[str, str]) -> None:
        self.name, self.log = name, logs / f"{name}.log"
        self._command, self._environment = command, environment
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self._process.pid if self._process is not None else None

    async def start(self) -> None:
        """Starts it; what it prints goes to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdout=log, stderr=log, env=dict(self._environment), start_new_session=True
            )

    async def ended(self) -> int:
        """Waits until it ends; its exit code."""
        assert self._process is not None
        return await self._process.wait()

    async def stop(self) -> None:
        """Asks it to stop and waits; kills it when it does not."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), PATIENCE)
        except TimeoutError:
            process.kill()
            await process.wait()

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()


async def wait_until_open(host: str, port: int, seconds: float = 60.0) -> None:
    """Returns when somebody listens there; raises after `seconds`."""
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection(host, port)
            writer.close()
            return
        if asyncio.get_running_loop().time() > deadline:
            raise Impossible(f"Nothing answers on port {port}. Look at the logs in var/logs.")
        await asyncio.sleep(0.1)
