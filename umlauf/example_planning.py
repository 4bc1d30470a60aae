"""Planning of an example: the frame, and what its ideas cost and need; years are counted from the one after this."""

from collections.abc import Callable, Container, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from pydantic import Field

from domain.definition import Code
from domain.happenings.base import Line, Model
from domain.planning.facts import Facts
from domain.planning.frame import Frame, Named
from domain.planning.quarters import quarter_of, quarters_of
from kit.i18n import N_
from kit.problems import Gettext
from storage import planning
from storage.engine import Database
from umlauf.files import Reference, dangling, read_bytes, read_model, refuse

BY = "example"
NO_LINE = N_("There is no budget line “{name}” in the frame.")
NO_ROLE = N_("There is no role “{name}” in the frame.")
NO_IDEA = N_("There is no idea “{name}” in this file.")
Amount = Annotated[int, Field(ge=0)]
Amounts = Annotated[tuple[Amount, ...], Field(max_length=5)]  # the first is that of next year


class ExampleLine(Model):
    """A budget line, and what it has each year."""

    id: Code
    title: Line
    budget: Amounts


class ExampleRole(Model):
    """A role, and the person days it has each quarter."""

    id: Code
    title: Line
    days: Amount


class ExampleFrame(Model):
    """What there is."""

    lines: tuple[ExampleLine, ...] = ()
    roles: tuple[ExampleRole, ...] = ()

    def of(self, year: int) -> Frame:
        """The frame whose first year is this one."""
        years = range(year, year + max((len(line.budget) for line in self.lines), default=1))
        return Frame(
            tuple(Named(line.id, line.title) for line in self.lines),
            tuple(Named(role.id, role.title) for role in self.roles),
            {(year + n, line.id): euros for line in self.lines for n, euros in enumerate(line.budget)},
            {(quarter, role.id): role.days for role in self.roles for one in years for quarter in quarters_of(one)},
        )


class ExampleFacts(Model):
    """What one idea costs and needs, by the idea's title."""

    idea: Line
    costs: dict[Code, Amounts] = Field(default_factory=dict)
    effort: dict[Code, Amount] = Field(default_factory=dict)
    quarters: Annotated[int | None, Field(ge=1)] = None
    begins_in: Annotated[int | None, Field(ge=0)] = None
    needs: tuple[Line, ...] = ()
    excludes: tuple[Line, ...] = ()

    def on(self, now: datetime, case_of: Callable[[str], str], there: Container[str]) -> Facts:
        """What is kept of it, as of this day; ties to ideas that are not there are left out."""
        return Facts(
            {(now.year + n, line): euros for line, amounts in self.costs.items() for n, euros in enumerate(amounts, 1)},
            self.effort,
            self.quarters,
            None if self.begins_in is None else quarter_of(now.date()).plus(self.begins_in),
            tuple(filter(there.__contains__, map(case_of, self.needs))),
            tuple(filter(there.__contains__, map(case_of, self.excludes))),
        )


class ExamplePlanning(Model):
    """The whole file."""

    frame: ExampleFrame
    ideas: Annotated[tuple[ExampleFacts, ...], Field(max_length=1_000)] = ()


def read_planning(path: Path, gettext: Gettext = str) -> ExamplePlanning:
    """What the file says; raises ImportBroken with every problem."""
    content, read = read_model(read_bytes(path, gettext), str(path), ExamplePlanning, gettext)
    refuse(dangling(_references(content), read), str(path), gettext)
    return content


def _references(content: ExamplePlanning) -> Iterator[Reference]:
    lines, roles = {one.id for one in content.frame.lines}, {one.id for one in content.frame.roles}
    titles = {one.idea for one in content.ideas}
    for index, one in enumerate(content.ideas):
        yield from (Reference(("ideas", index, "costs", name), name, lines, NO_LINE) for name in one.costs)
        yield from (Reference(("ideas", index, "effort", name), name, roles, NO_ROLE) for name in one.effort)
        for key in ("needs", "excludes"):
            for place, title in enumerate(getattr(one, key)):
                yield Reference(("ideas", index, key, place), title, titles, NO_IDEA)


async def load_planning(db: Database, path: Path, case_of: Callable[[str], str]) -> None:
    """Loads it where nobody has planned yet: a frame that is there stays, and so does all that was said."""
    content, now = read_planning(path), datetime.now(UTC)
    async with db.write() as session:
        if (await planning.frame(session)).number:
            return
        await planning.set_frame(session, content.frame.of(now.year + 1), number=0, at=now, by=BY)
        there = {one.id: one.version for one in await planning.ideas(session)}
        for one in content.ideas:
            if there.get(case_of(one.idea)) == 0:
                await planning.say(session, case_of(one.idea), one.on(now, case_of, there), number=0, at=now, by=BY)
