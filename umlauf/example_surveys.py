"""Surveys of an example: questionnaires, audiences and surveys from its file, and the first wave of a cycle planned."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import structlog
from pydantic import Field

from contracts.cycles import Cycles
from contracts.messenger import Letter, Messenger
from domain.calendar import local_date
from domain.definition import Code
from domain.happenings.base import Model
from domain.survey.audience import Audience
from domain.survey.begun import wave_of_date
from domain.survey.cycle import dates, wave_plan, working_day_from
from domain.survey.modes import Mode
from domain.survey.survey import SurveyPlan
from domain.words import Via
from kit.i18n import N_
from kit.problems import Gettext
from storage import audiences, people, surveys, waves, wordings
from storage.engine import Database
from storage.session import Session
from storage.surveys import SurveyIn
from umlauf.files import NO_PERSON, Reference, dangling, read_bytes, read_model, refuse
from umlauf.questionnaire_file import load_questionnaire

PLAYED = UUID("f0b5c9a2-6f1d-4f0e-8d4f-2f6d3a1f7c55")  # namespace: the same id is the same survey on every machine
NO_AUDIENCE = N_("There is no audience “{name}” in this file.")

log = structlog.stdlib.get_logger(__name__)


class ExampleSurvey(Model):
    """One survey; its owner is an address of the people file."""

    id: Code
    questionnaire: Code
    audience: Code
    mode: Mode
    owner: str
    plan: SurveyPlan
    begin: bool = False  # plan the next wave of its cycle


class ExampleSurveys(Model):
    """The whole file."""

    questionnaires: Annotated[tuple[str, ...], Field(max_length=50)] = ()
    audiences: Annotated[tuple[Audience, ...], Field(max_length=50)] = ()
    surveys: Annotated[tuple[ExampleSurvey, ...], Field(max_length=50)] = ()


@dataclass(frozen=True)
class Where:
    """The calendar that dates go by."""

    zone: ZoneInfo
    region: str


def read_surveys(path: Path, addresses: Collection[str], gettext: Gettext = str) -> ExampleSurveys:
    """What the file says; raises ImportBroken with every problem."""
    content, read = read_model(read_bytes(path, gettext), str(path), ExampleSurveys, gettext)
    known = [audience.id for audience in content.audiences]
    references = [
        reference
        for index, one in enumerate(content.surveys)
        for reference in (
            Reference(("surveys", index, "owner"), one.owner, addresses, NO_PERSON),
            Reference(("surveys", index, "audience"), one.audience, known, NO_AUDIENCE),
        )
    ]
    refuse(dangling(references, read), str(path), gettext)
    return content


def survey_of(name: str) -> str:
    """The id of the example's survey of this name."""
    return uuid5(PLAYED, f"survey/{name}").hex


async def load_surveys(db: Database, messenger: Messenger, cycles: Cycles, path: Path, where: Where) -> int:
    """Loads what is not there yet; how many surveys it made. What was changed since stays as it is."""
    async with db.read() as session:
        addresses = await people.addresses_of(session, [p.id for p in await people.everybody(session)])
    content = read_surveys(path, set(addresses.values()))
    now, letters = datetime.now(UTC), list[Letter]()
    async with db.write() as session:
        made = await _save(session, content, path.parent, now)
        for one in made:
            letters += [await _begin(session, db, one, now, where)] if one.begin and one.plan.cycle else []
    for letter in letters:
        await messenger.bring(letter)
    for one in made:
        try:
            await cycles.set_up(survey_of(one.id), one.plan.cycle)
        except ConnectionError as away:  # the worker sees to it within minutes
            log.warning("cycle.not_set_up", survey=survey_of(one.id), code=type(away).__name__)
    return len(made)


async def _save(session: Session, content: ExampleSurveys, folder: Path, now: datetime) -> list[ExampleSurvey]:
    """Everything that nobody has made here yet."""
    for file in content.questionnaires:
        form = load_questionnaire(folder / file).questionnaire
        if await wordings.latest(session, form.id) is None:
            source = (folder / file).read_text(encoding="utf-8")
            await wordings.save(session, form, source, at=now, by="example")
    for audience in content.audiences:
        if await audiences.load(session, audience.id) is None:
            await audiences.save(session, audience, at=now, by="example")
    made = [one for one in content.surveys if await surveys.survey(session, survey_of(one.id)) is None]
    for one in made:
        owner = await people.owner_of(session, one.owner) or ""
        wanted = SurveyIn(one.questionnaire, one.audience, one.mode, owner, one.plan)
        await surveys.create_survey(session, wanted, at=now, by=owner, survey_id=survey_of(one.id))
    return made


async def _begin(session: Session, db: Database, one: ExampleSurvey, now: datetime, where: Where) -> Letter:
    """The wave of the next date of its cycle, which its schedule will then find there."""
    survey = await surveys.survey(session, survey_of(one.id))
    assert survey is not None
    assert one.plan.cycle is not None
    known = await db.known.directory.at(session)
    closed = (await known.closed_days(session, where.region)).days
    today = local_date(now, where.zone)
    day = next(day for day in dates(one.plan.cycle, today) if day > today)
    plan = wave_plan(one.plan, working_day_from(day, closed), closed)
    wave_id = wave_of_date(survey.id, day)
    return await waves.open_wave(session, survey, plan, by=survey.owner, via=Via.OFFICE, at=now, wave_id=wave_id)
