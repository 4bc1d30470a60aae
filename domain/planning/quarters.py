"""Quarters of a year, counted on across years."""

import re
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One quarter."""

    year: int
    number: int  # 1 to 4

    def plus(self, many: int) -> "Quarter":
        """So many quarters later, or earlier."""
        year, rest = divmod(self.year * 4 + self.number - 1 + many, 4)
        return Quarter(year, rest + 1)

    def until(self, other: "Quarter") -> int:
        """How many quarters later the other one is."""
        return (other.year - self.year) * 4 + other.number - self.number

    def __str__(self) -> str:
        """As it is kept and sent: 2027-Q1."""
        return f"{self.year:04}-Q{self.number}"


def read(text: str) -> Quarter:
    """What `str` wrote. Raises ValueError."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return Quarter(int(found[1]), int(found[2]))


def quarter_of(day: date) -> Quarter:
    """The quarter of a day."""
    return Quarter(day.year, (day.month + 2) // 3)


def quarters_of(year: int) -> tuple[Quarter, ...]:
    """Its four quarters."""
    return tuple(Quarter(year, number) for number in range(1, 5))
