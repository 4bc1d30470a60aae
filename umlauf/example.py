"""The example city, played through the real engine: every act of its script is a happening like any other."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from contracts.messenger import Letter, Messenger
from domain.definition import ProcessDefinition
from domain.happenings import Submitted, TakenOver
from domain.telling import office_of
from domain.words import Role, Source
from storage import inbox, mapping, people, radar
from storage.engine import Database
from umlauf.cycles import TemporalCycles
from umlauf.definition_file import load_definition
from umlauf.errors import Impossible
from umlauf.example_acts import Act
from umlauf.example_communication import load_communication
from umlauf.example_files import read_projects, read_scripts
from umlauf.example_goals import load_goals
from umlauf.example_planning import load_planning
from umlauf.example_play import Scene, meant, opening, takeover
from umlauf.example_surveys import Where, load_surveys
from umlauf.messenger import TemporalMessenger
from umlauf.people_file import read_people
from umlauf.settings import Settings
from umlauf.temporal import connect
from umlauf.upkeep import import_people, publish
from umlauf.wiring import ROOT

FOLDER = ROOT / "examples" / "norderstedt"
PLAYED = UUID("a3c1d6b4-2f0e-4c5d-9d0a-3f6f9f0f7a11")  # namespace: the same title is the same case
TRIES = 8  # of five seconds each: the worker may still be starting


async def load_example(settings: Settings, folder: Path = FOLDER) -> int:
    """Loads the example, or what of it is not there yet; how many cases it made."""
    db = Database(settings.database_url)
    try:
        loaded = load_definition(folder / "process.yaml")
        addresses = [person.email for person in read_people(folder / "people.yaml", loaded.definition)]
        projects = read_projects(folder / "projects.yaml", loaded.definition, addresses)
        ideas = read_scripts(folder / "ideas.yaml", loaded.definition, addresses)
        client = await connect("example")
        messenger = TemporalMessenger(client, db)
        if await _all_there(db, [part.text.title for part in (*projects, *ideas)]):
            await _beside(db, messenger, TemporalCycles(client, loaded.definition.timezone), folder, loaded.definition)
            return 0  # what has been published or changed since stays in force
        await publish(settings, loaded)
        await import_people(settings, folder / "people.yaml")
        stage = Theatre(db, messenger, loaded.content_hash)
        scene = await stage.scene(addresses, loaded.definition.timezone)
        made = []
        for project in projects:
            at = by_now(scene)
            made.append(await stage.play(takeover(project, at), Source.TAKEOVER, (), at))
        for idea in ideas:
            at = by_now(scene)
            made.append(await stage.play(opening(idea, at), Source.FORM, idea.then, at))
        await _beside(db, messenger, TemporalCycles(client, loaded.definition.timezone), folder, loaded.definition)
        async with db.write() as session:
            await radar.look_soon(session)
        return sum(made)
    finally:
        await db.close()


async def _beside(
    db: Database, messenger: Messenger, cycles: TemporalCycles, folder: Path, definition: ProcessDefinition
) -> None:
    where = Where(ZoneInfo(definition.timezone), definition.region)
    await load_surveys(db, messenger, cycles, folder / "surveys.yaml", where)
    await load_communication(db, folder / "communication.yaml", where.zone)
    await load_goals(db, folder, definition, case_of)
    await load_planning(db, folder / "planning.yaml", case_of)


async def _all_there(db: Database, titles: Sequence[str]) -> bool:
    async with db.read() as session:
        there = [await mapping.load_case(session, case_of(title), lock=False) is not None for title in titles]
    return all(there)


def case_of(title: str) -> str:
    """The id of the example's case with this title, on every machine."""
    return uuid5(PLAYED, title).hex


def by_now(scene: Scene) -> Scene:
    """The scene at this moment: what happens one after the other is told in that order, newest first."""
    return replace(scene, now=datetime.now(UTC))


class Theatre:
    """Where scripts are played: the real inbox and the real courses."""

    def __init__(self, db: Database, messenger: Messenger, process: str) -> None:
        self.db, self.messenger, self.process = db, messenger, process

    async def scene(self, addresses: Sequence[str], timezone: str) -> Scene:
        """Who is who today."""
        async with self.db.read() as session:
            ids = {address: await people.owner_of(session, address) or "" for address in addresses}
            holding = await people.holding(session, Role.OFFICE)
        clerks = [person for person in holding if person not in office_of(holding)] or list(holding)
        return Scene(ids, clerks[0].id, datetime.now(UTC), ZoneInfo(timezone), lambda: uuid4().hex)

    async def play(self, first: Submitted | TakenOver, source: Source, acts: Sequence[Act], scene: Scene) -> bool:
        """One case from its first happening through its script; False when it has been played before."""
        case_id, year = case_of(first.text.title), scene.day(0).year
        async with self.db.write() as session:
            if await mapping.load_case(session, case_id, lock=False) is not None:
                return False
            await inbox.open_case(
                session, case_id, process=self.process, submitter=first.by, source=source, at=scene.now, year=year
            )
            letter = await inbox.put(session, case_id, first)
        await self._deliver(letter)
        for act in acts:
            await self._act(case_id, act, scene)
        return True

    async def _act(self, case_id: str, act: Act, scene: Scene) -> None:
        async with self.db.write() as session:
            case = await mapping.load_case(session, case_id, lock=False)
            if case is None:
                raise Impossible("A case of the example has gone.")
            letter = await inbox.put(session, case_id, meant(act, case, by_now(scene)))
        await self._deliver(letter)

    async def _deliver(self, letter: Letter) -> None:
        for attempt in range(TRIES):
            verdict = await self.messenger.bring(Letter(letter.inbox_id, letter.case_id, letter.kind, attempt))
            if verdict == "done":
                return
            if verdict is not None:
                raise Impossible(f"The example does not fit the rules: {letter.kind} was answered with {verdict}.")
            await asyncio.sleep(1)
        raise Impossible("The worker does not answer. Look at its log.")
