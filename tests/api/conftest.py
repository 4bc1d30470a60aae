"""The API on a seeded database, with a messenger that records at once: no engine, no network, no waiting."""

from collections.abc import AsyncIterator, Callable
from functools import cache
from pathlib import Path

import httpx2
import pytest

from activities.calendar import closed_days
from activities.letters import House, Letters
from api.limits import Limits
from api.services import Services, Site
from kit.file_store import FileStore
from kit.i18n import Catalogues
from kit.modes import MailMode, Mode
from kit.sealing import KeyRing
from kit.signing import Signer
from kit.templating import Templates
from storage import calendars, migrate, people, processes
from storage.engine import Database
from storage.people import PersonIn
from tests.api.apps import app_on
from tests.api.city import MORNING, City, Clock, Direct, PlainPostbox
from tests.databases import copied
from umlauf.definition_file import load_definition
from umlauf.people_file import read_people
from umlauf.questionnaire_file import read_typed

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "norderstedt"
KEY = "a-key-for-tests-only-0123456789abcdef"
SITE = Site(
    organisation="Stadt Norderstedt",
    base_url="http://ideen.example",
    office_email="ideen@stadt.example",
    office_phone="040 123-0",
)

HOUSE = House(
    organisation=SITE.organisation,
    base_url=SITE.base_url,
    sender_address="ideen@stadt.example",
    mode=Mode(MailMode.LIVE, "stadt.example"),
)


async def seed(url: str) -> None:
    """Tables, the example's process, its people, and the closed days."""
    await migrate.upgrade(url)
    db = Database(url)
    loaded = load_definition(EXAMPLE / "process.yaml")
    async with db.write() as session:
        await processes.publish(session, loaded.definition, loaded.text, loaded.content_hash, at=MORNING, by="test")
        await calendars.put(session, "SH", closed_days("SH", MORNING.year), at=MORNING)
        for person in read_people(EXAMPLE / "people.yaml"):
            given = {name: getattr(person, name) for name in ("name", "language", "department", "shared")}
            roles, functions = frozenset(str(r) for r in person.roles), frozenset(person.functions)
            themes = frozenset(person.themes)
            stated = PersonIn(address=person.email, roles=roles, themes=themes, functions=functions, **given)
            await people.put(session, stated, at=MORNING)
    await db.close()


@pytest.fixture(scope="session")
async def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the seed, copied for every test."""
    path = tmp_path_factory.mktemp("seed") / "seed.db"
    await seed(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> str:
    """`@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)` runs a test on both."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture(scope="session")
async def seeded_postgres(new_postgres: Callable[..., str]) -> str:
    """A PostgreSQL database with the seed, copied for every test that asks for one."""
    url = new_postgres()
    await seed(url)
    return url


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, seeded_file: Path, tmp_path: Path) -> str:
    """A database of its own with the seed."""
    if backend == "postgres":
        new: Callable[..., str] = request.getfixturevalue("new_postgres")
        return new(copy_of=request.getfixturevalue("seeded_postgres"))
    return copied(seeded_file, tmp_path)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock(MORNING)


@pytest.fixture(scope="session")
def templates() -> Templates:
    return Templates(ROOT / "templates", Catalogues(ROOT / "locales"))


@pytest.fixture
async def city(db: Database, clock: Clock, templates: Templates, tmp_path: Path) -> City:
    """Services and everything a test needs to let ideas happen."""
    return await a_city(db, clock, templates, plain=True, files=tmp_path / "files")


async def a_city(
    db: Database, clock: Clock, templates: Templates, *keys_: str, plain: bool = False, files: Path | None = None
) -> City:
    """A city on this database; `plain` mails hold nothing but their link. Without `files`, nothing is attached."""
    keys = KeyRing(keys_ or [KEY])
    letters = Letters(templates, keys, HOUSE)
    if plain:
        letters.postbox = PlainPostbox(templates, keys, HOUSE)
    messenger = Direct(db, letters.write, clock)
    services = Services(
        site=SITE,
        db=db,
        messenger=messenger,
        templates=templates,
        signer=Signer(keys_ or [KEY]),
        keys=keys,
        limits=Limits(),
        write_caseless=letters.write_caseless,
        files=FileStore(files or Path("there-is-no-such-folder")),
        read_questionnaire=read_typed,
        clock=clock,
    )
    return City(services, messenger, clock, keys, await _ids(db))


async def _ids(db: Database) -> dict[str, str]:
    async with db.read() as session:
        return {mail.partition("@")[0]: await people.owner_of(session, mail) or "" for mail in _listed()}


@cache
def _listed() -> list[str]:
    """Addresses of the example's people: reading their file takes longer than most tests."""
    return [person.email for person in read_people(EXAMPLE / "people.yaml")]


@pytest.fixture
def services(city: City) -> Services:
    return city.services


@pytest.fixture
async def client(services: Services) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser without a screen: keeps cookies, follows nothing by itself, reads German."""
    transport = httpx2.ASGITransport(app=app_on(services))
    headers = {"Accept-Language": "de"}
    async with httpx2.AsyncClient(transport=transport, base_url=SITE.base_url, headers=headers) as browser:
        yield browser
