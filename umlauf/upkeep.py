"""What operators do to an installation: migrate, publish, import people, make tokens."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from activities.calendar import closed_days
from api.survey_sentences import SURVEY_SENTENCES
from domain.canvas.blueprint import Blueprint
from domain.errors import RuleBroken
from domain.goals.catalogue import Catalogue
from domain.survey.questionnaire import Questionnaire
from kit.tokens import hash_token, new_token
from storage import calendars, migrate, people, processes, round_series, shelf, tokens, wordings
from storage.engine import Database
from storage.queries import surveys as survey_lists
from storage.queries.surveys import SurveyLine
from storage.tokens import Token
from umlauf.declared_series import declared_series
from umlauf.definition_file import LoadedDefinition
from umlauf.deputies import stand_in
from umlauf.errors import Impossible
from umlauf.people_file import PersonIn, read_people
from umlauf.settings import Settings
from umlauf.superiors import report

SCOPES = ("read", "submit", "answer", "office")


async def prepare(settings: Settings) -> str:
    """Migrates the database and extends the table of closed days; the revision it is at now."""
    if settings.database_url.startswith("sqlite"):
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    await migrate.upgrade(settings.database_url)
    db = Database(settings.database_url)
    try:
        await extend_calendar(db, settings.region, datetime.now(UTC))
    finally:
        await db.close()
    return await migrate.current(settings.database_url)


async def extend_calendar(db: Database, region: str, now: datetime) -> None:
    """Puts this year's table of closed days into the database, if it is not there."""
    days = closed_days(region, now.year)
    async with db.write() as session:
        await calendars.put(session, region, days, at=now)


async def warnings(settings: Settings, loaded: LoadedDefinition) -> list[str]:
    """What its rules ask of questionnaires, and no questionnaire of this installation has."""
    if not loaded.definition.survey_rules:
        return []
    db = Database(settings.database_url)
    try:
        async with db.read() as session:
            return loaded.warnings(await wordings.newest_of_all(session))
    finally:
        await db.close()


async def publish(settings: Settings, loaded: LoadedDefinition) -> bool:
    """Makes a definition the one new ideas follow, with its series of rounds; False when it was that already.

    The worker puts the schedules of the series in place, as it does again wherever Temporal lost them.
    """
    now, db = datetime.now(UTC), Database(settings.database_url)
    try:
        await extend_calendar(db, loaded.definition.region, now)
        async with db.write() as session:
            await round_series.declare(session, declared_series(loaded.definition, settings.default_language), now)
            return await processes.publish(
                session, loaded.definition, loaded.text, loaded.content_hash, at=now, by="operator"
            )
    finally:
        await db.close()


async def import_people(settings: Settings, file: Path) -> tuple[int, int]:
    """Everybody in the file, in one transaction: how many are new, how many changed."""
    now, db = datetime.now(UTC), Database(settings.database_url)
    try:
        async with db.read() as session:
            definition = await processes.current(session)
        if definition is None:
            raise Impossible("Publish a process first: people are in its departments and know its themes.")
        found = read_people(file, definition)
        async with db.write() as session:
            results = [await people.put(session, _stored(person), at=now) for person in found]
            await report(session, found)
            await stand_in(session, found, now)
    finally:
        await db.close()
    new = sum(is_new for _, is_new in results)
    return new, len(results) - new


def _stored(person: PersonIn) -> people.PersonIn:
    return people.PersonIn(
        name=person.name,
        address=person.email,
        language=person.language,
        department=person.department,
        roles=frozenset(person.roles),
        themes=frozenset(person.themes),
        functions=frozenset(person.functions),
        shared=person.shared,
        external=person.external,
    )


async def publish_questionnaire(settings: Settings, form: Questionnaire, source: str) -> tuple[int, bool]:
    """Keeps a questionnaire as the one its surveys ask with: its version, and whether that is new."""
    now, db = datetime.now(UTC), Database(settings.database_url)
    try:
        async with db.write() as session:
            before = await wordings.latest(session, form.id)
            saved = await wordings.save(session, form, source, at=now, by="operator")
            return saved.number, before is None or before.content_hash != saved.content_hash
    except RuleBroken as refused:
        raise Impossible(SURVEY_SENTENCES[refused.code].format(**refused.facts)) from None
    finally:
        await db.close()


async def publish_references(
    settings: Settings, *, catalogues: Sequence[Catalogue] = (), blueprints: Sequence[Blueprint] = ()
) -> list[bool]:
    """Puts catalogues and blueprints into force, in one transaction; for each whether it is new."""
    now, db = datetime.now(UTC), Database(settings.database_url)
    try:
        async with db.write() as session:
            found = [await shelf.publish_catalogue(session, one, at=now) for one in catalogues]
            return found + [await shelf.publish_blueprint(session, one, at=now) for one in blueprints]
    finally:
        await db.close()


async def list_surveys(settings: Settings) -> list[SurveyLine]:
    """Every survey with its newest wave."""
    db = Database(settings.database_url)
    try:
        async with db.read() as session:
            return await survey_lists.surveys(session)
    finally:
        await db.close()


async def create_token(
    settings: Settings, address: str, name: str, scopes: tuple[str, ...], until: datetime, *, service: bool = False
) -> str:
    """A new API token of this person, in clear for the only time."""
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown:
        raise Impossible(f"There is no scope “{unknown[0]}”. Known: {', '.join(SCOPES)}.")
    now, db, token = datetime.now(UTC), Database(settings.database_url), new_token()
    try:
        async with db.write() as session:
            owner = await people.owner_of(session, address)
            if owner is None:
                raise Impossible(f"Nobody here has the address {address}. Import the person first.")
            await people.known_for_more(session, owner)
            await tokens.add(
                session, Token(hash_token(token), uuid4().hex, name, owner, frozenset(scopes), now, service, until)
            )
    finally:
        await db.close()
    return token
