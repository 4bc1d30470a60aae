"""Work a few at a time, timed; figures of several rounds; what each process used of the processor."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median


async def at_once(work: Iterable[Callable[[], Awaitable[object]]], many: int) -> list[float]:
    """Does all of it, so many at a time; how long each took, in seconds."""
    waiting, took = iter(list(work)), []

    async def one_after_the_other() -> None:
        for act in waiting:
            began = time.perf_counter()
            await act()
            took.append(time.perf_counter() - began)

    await asyncio.gather(*(one_after_the_other() for _ in range(many)))
    return took


@dataclass
class Figures:
    """The same figure from several rounds."""

    values: list[float] = field(default_factory=list)

    def add(self, value: float) -> None:
        self.values.append(value)

    @property
    def middle(self) -> float:
        return median(self.values)

    def told(self, digits: int = 1, unit: str = "") -> str:
        """The median, and the range it comes from."""
        low, high = min(self.values), max(self.values)
        return f"{self.middle:.{digits}f}{unit} ({low:.{digits}f}–{high:.{digits}f})"


def ratios(ours: Figures, theirs: Figures) -> Figures:
    """Round by round: neighbours in time were disturbed alike."""
    return Figures([mine / other for mine, other in zip(ours.values, theirs.values, strict=True)])


def processor(pid: int | None) -> float:
    """Seconds of processor time a process has used; 0 where the system does not tell."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load() -> str:
    """How busy the machine is, with whatever else runs on it."""
    return f"{os.getloadavg()[0]:.1f}"
