"""Communication of an example: entries of the plan and groups on the map, from its file."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Self
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from domain.calendar import local_date
from domain.communication.plan import Group, Planned, Proof
from domain.communication.stakeholders import Placed
from domain.communication.words import Channel, Disposition, GroupKind
from domain.definition import Code
from domain.happenings.base import Line, Model, Sentence
from domain.survey.audience import External
from kit.i18n import N_
from kit.problems import Gettext
from storage import people, plan, stakeholders
from storage.engine import Database
from storage.queries import surveys as lists
from storage.session import Session
from umlauf.files import NO_PERSON, Reference, dangling, read_bytes, read_model, refuse

PLAYED = UUID(
    "7c1f0b5e-3a52-4b8f-9a4f-5d1c2e9b6a43"
)  # namespace: the same place in the file is the same on every machine
NO_AUDIENCE = N_("There is no audience “{name}”.")
Step = Annotated[int, Field(ge=1, le=5)]


class ExampleGroup(Model):
    """One of the three ways to name a group."""

    audience: Code | None = None
    external: External | None = None
    name: Line | None = None
    known_by: Code | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(one is not None for one in (self.audience, self.external, self.name)) != 1:
            raise ValueError("one_of_audience_external_name")
        return self

    @property
    def group(self) -> Group:
        """As the plan knows it."""
        if self.audience is not None:
            return Group(GroupKind.AUDIENCE, self.audience)
        if self.external is not None:
            return Group(GroupKind.EXTERNAL, self.external.value)
        return Group(GroupKind.NAMED, self.known_by or "", self.name or "")


class ExampleEntry(Model):
    """One entry of the plan; its owner is an address of the people file."""

    group: ExampleGroup
    message: Sentence
    channel: Channel
    in_days: Annotated[int, Field(ge=-365, le=365)]
    owner: str
    theme: Code | None = None
    sent: Sentence | None = None


class ExampleStakeholder(Model):
    """One group on the map."""

    group: ExampleGroup
    power: Step
    interest: Step
    stands: Annotated[Disposition, Field(alias="from")]
    wanted: Annotated[Disposition, Field(alias="to")]
    note: str = ""
    theme: Code | None = None


class ExampleCommunication(Model):
    """The whole file."""

    entries: Annotated[tuple[ExampleEntry, ...], Field(max_length=200)] = ()
    stakeholders: Annotated[tuple[ExampleStakeholder, ...], Field(max_length=200)] = ()


def read_communication(
    path: Path, addresses: set[str], audiences: set[str], gettext: Gettext = str
) -> ExampleCommunication:
    """What the file says; raises ImportBroken with every problem."""
    content, read = read_model(read_bytes(path, gettext), str(path), ExampleCommunication, gettext)
    refuse(dangling(_references(content, addresses, audiences), read), str(path), gettext)
    return content


def _references(content: ExampleCommunication, addresses: set[str], audiences: set[str]) -> Iterator[Reference]:
    for index, entry in enumerate(content.entries):
        yield Reference(("entries", index, "owner"), entry.owner, addresses, NO_PERSON)
        yield from _of_group(entry.group, ("entries", index, "group"), audiences)
    for index, one in enumerate(content.stakeholders):
        yield from _of_group(one.group, ("stakeholders", index, "group"), audiences)


def _of_group(group: ExampleGroup, where: tuple[str | int, ...], audiences: set[str]) -> Iterator[Reference]:
    for name in ("audience", "known_by"):
        yield Reference((*where, name), getattr(group, name) or "", audiences, NO_AUDIENCE)


async def load_communication(db: Database, path: Path, zone: ZoneInfo) -> int:
    """Loads what is not there yet; how many entries and groups it made. What was changed since stays as it is."""
    now, made = datetime.now(UTC), 0
    async with db.read() as session:
        ids = [person.id for person in await people.everybody(session)]
        addresses = set((await people.addresses_of(session, ids)).values())
        audiences = {one.id for one in await lists.audiences(session)}
    content = read_communication(path, addresses, audiences)
    async with db.write() as session:
        for number, entry in enumerate(content.entries):
            made += await _entry(session, entry, uuid5(PLAYED, f"entry/{number}").hex, now, zone)
        for number, one in enumerate(content.stakeholders):
            made += await _stakeholder(session, one, uuid5(PLAYED, f"stakeholder/{number}").hex, now)
    return made


async def _entry(session: Session, entry: ExampleEntry, entry_id: str, now: datetime, zone: ZoneInfo) -> bool:
    if await plan.entry(session, entry_id) is not None:
        return False
    owner, today = await people.owner_of(session, entry.owner) or "", local_date(now, zone)
    due_on = today + timedelta(days=entry.in_days)
    planned = Planned(entry.group.group, entry.message, entry.channel, due_on, owner, theme=entry.theme or "")
    await plan.add(session, planned, at=now, by=owner, entry_id=entry_id)
    if entry.sent is not None:
        proof = Proof(min(due_on, today), owner, now, entry.sent)
        await plan.prove(session, entry_id, proof, today=today)
    return True


async def _stakeholder(session: Session, one: ExampleStakeholder, stakeholder_id: str, now: datetime) -> bool:
    if await stakeholders.get(session, stakeholder_id) is not None:
        return False
    placed = Placed(one.group.group, one.power, one.interest, one.stands, one.wanted, one.note, one.theme or "")
    await stakeholders.add(session, placed, at=now, by="example", stakeholder_id=stakeholder_id)
    return True
