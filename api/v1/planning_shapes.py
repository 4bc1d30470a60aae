"""What the API takes and gives of planning: what is known of one idea, and the frame all of them have to fit into."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.v1.shapes import Out, _example
from domain.happenings.base import Id, Model

MOST = 1_000_000_000  # euros, days
LONGEST = 40  # quarters
Year = Annotated[int, Field(ge=2000, le=2099)]
Amount = Annotated[int, Field(ge=0, le=MOST)]
WrittenQuarter = Annotated[str, Field(pattern=r"^20[0-9]{2}-Q[1-4]$")]
IdeaNumbers = Annotated[
    tuple[Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{1,8}$")], ...], Field(strict=False, max_length=100)
]


class CostIn(Model):
    """What it costs in one year of one budget line; 0 is 0, and what is left out is unknown."""

    year: Year
    line: Id
    euros: Amount


class SavingIn(Model):
    """What it saves or takes in within one year."""

    year: Year
    euros: Amount


class PlanningIn(Model):
    """All that is known of an idea for planning, upon the `version` that was read; what is left out is unknown.

    Lines and roles are ids of the frame; `effort` is person days by role, `length` in quarters.
    """

    model_config = _example(
        version=0,
        costs=[{"year": 2027, "line": "traffic", "euros": 18000}],
        effort={"planning": 25},
        length=2,
        earliest="2027-Q2",
        needs=["2026-0051"],
    )
    version: Annotated[int, Field(ge=0, le=1_000_000)]
    costs: Annotated[tuple[CostIn, ...], Field(strict=False, max_length=400)] = ()
    effort: Annotated[dict[Id, Amount], Field(max_length=200)] = Field(default_factory=dict)
    length: Annotated[int, Field(ge=1, le=LONGEST)] | None = None
    earliest: WrittenQuarter | None = None
    needs: IdeaNumbers = ()
    excludes: IdeaNumbers = ()
    savings: Annotated[tuple[SavingIn, ...], Field(strict=False, max_length=100)] = ()


class CostOut(Out):
    """Whole euros of one year and budget line."""

    year: int
    line: str
    euros: int


class SavingOut(Out):
    """Whole euros saved or taken in within one year."""

    year: int
    euros: int


class PlanningOut(Out):
    """The newest version; 0, with everything unknown, where nobody has said anything."""

    number: str
    version: int
    at: datetime | None
    by: str
    costs: list[CostOut]
    effort: dict[str, int]
    length: int | None
    earliest: str | None
    needs: list[str]
    excludes: list[str]
    savings: list[SavingOut]


class LineOut(Out):
    """A budget line or a role by its id."""

    id: str
    title: str


class CapacityOut(Out):
    """Person days of a role in a quarter."""

    quarter: str
    role: str
    days: int


class FrameOut(Out):
    """All there is; a year and line, or a quarter and role, that is not there is not limited."""

    version: int
    lines: list[LineOut]
    roles: list[LineOut]
    budget: list[CostOut]
    capacity: list[CapacityOut]
    interest: float | None
