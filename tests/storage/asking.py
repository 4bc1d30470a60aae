"""Rows of a survey under way, written as they are: for tests of what stands on them."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from uuid import uuid4

from domain.survey.modes import Mode
from domain.survey.questionnaire import Questionnaire
from domain.survey.survey import SurveyPlan
from domain.survey.wave_happenings import WavePlan
from domain.survey.wave_words import WaveState
from kit.tokens import hash_token, new_token
from storage import sql
from storage.engine import Database
from storage.tables import (
    AudienceRow,
    InvitationLinkRow,
    InvitationRow,
    PersonRow,
    QuestionnaireRow,
    SurveyRow,
    WaveRow,
)
from umlauf.questionnaire_file import load_questionnaire

EXAMPLES = Path(__file__).parents[2] / "examples" / "norderstedt" / "surveys"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@cache
def questionnaire(name: str = "pulse") -> Questionnaire:
    """One of the examples, read once."""
    return load_questionnaire(EXAMPLES / f"{name}.yaml").questionnaire


async def add_people(db: Database, count: int, department: str = "") -> list[str]:
    """So many people without an address."""
    people = [uuid4().hex for _ in range(count)]
    rows = [
        {"id": one, "name": f"Person {n}", "language": "de", "department": department, "shared": False}
        | {"active": True, "created_at": MONDAY, "external": ""}
        for n, one in enumerate(people)
    ]
    async with db.write() as session:
        await sql.insert(session, PersonRow, rows)
    return people


async def add_survey(
    db: Database, owner: str, mode: Mode = Mode.ANONYMOUS, plan: SurveyPlan | None = None, name: str = "pulse"
) -> str:
    """A survey of everybody, with one of the example questionnaires."""
    form, survey = questionnaire(name), uuid4().hex
    wanted = plan or SurveyPlan.model_validate({"title": {"de": "Puls"}, "resolvers": "Amt 11", "readers": "Amt 11"})
    kept = {"saved_at": MONDAY, "saved_by": owner}
    asked = {"hash": form.content_hash, "name": form.id, "version": 1, "source": form.text, "content": form.text}
    everybody = {"id": "everybody", "content": {"id": "everybody", "title": {"de": "Alle"}}}
    row = {"id": survey, "questionnaire": form.id, "audience": "everybody", "mode": mode.value, "owner": owner}
    async with db.write() as session:
        await sql.insert_or_ignore(session, QuestionnaireRow, asked | kept)
        await sql.insert_or_ignore(session, AudienceRow, everybody | kept)
        made = {"plan": wanted.model_dump(mode="json"), "seed": "seed", "public": False, "revision": 0}
        await sql.insert(session, SurveyRow, [row | made | {"created_at": MONDAY, "created_by": owner}])
    return survey


async def add_wave(
    db: Database,
    survey: str,
    owner: str,
    mode: Mode = Mode.ANONYMOUS,
    state: WaveState = WaveState.OPEN,
    number: int = 0,
) -> str:
    """A wave of it in some state, to which nothing happened by the rules."""
    wave = uuid4().hex
    row: dict[str, object] = {
        "id": wave,
        "survey": survey,
        "questionnaire": questionnaire().content_hash,
        "mode": mode.value,
        "owner": owner,
        "number": number,
        "state": state.value,
        "plan": WavePlan(starts_on=date(2026, 3, 2), closes_on=date(2026, 3, 13)).model_dump(mode="json"),
        "starts_on": date(2026, 3, 2),
        "closes_on": date(2026, 3, 13),
        "started_at": MONDAY,
        "last_at": MONDAY,
        "remind_on": [],
        "errands": [],
        "units": {},
        "seq": 0,
        "events": 0,
        "head": "",
        "reminded": 0,
        "invited": 0,
        "answered": 0,
        "calendar": "",
    }
    async with db.write() as session:
        await sql.insert(session, WaveRow, [row])
    return wave


async def invite(db: Database, wave: str, people: list[str], unit: str = "") -> dict[str, str]:
    """Invitations that have left: person id to the token of their link."""
    tokens = {person: new_token() for person in people}
    ids = {person: uuid4().hex for person in people}
    rows = [
        {"id": ids[person], "wave": wave, "person_id": person, "unit": unit, "state": "invited", "left": ""}
        | {"reminders": 0, "answered": False, "response_told": False}
        for person in people
    ]
    async with db.write() as session:
        await sql.insert(session, InvitationRow, rows)
        links = [{"hash": hash_token(tokens[person]), "invitation": ids[person]} for person in people]
        await sql.insert(session, InvitationLinkRow, links)
    return tokens
