"""Surveys in the city, with answers: for tests of the pages, exports and programs that show results."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from domain.survey.modes import Mode
from domain.survey.survey import SurveyPlan
from domain.survey.wave_words import WaveState
from storage import sql
from storage.tables import WaveTopicRow
from tests.api.city import City
from tests.storage.answered import answer, in_state
from tests.storage.asking import add_people, add_survey, add_wave

EVIL = "<script>alert('Umfrage')</script>"
UNITS = {
    "town": {"title": {"de": "Stadtverwaltung"}, "under": None},
    "traffic": {"title": {"de": "Verkehr und Infrastruktur"}, "under": "town"},
    "it": {"title": {"de": "IT-Abteilung"}, "under": "town"},
    "culture": {"title": {"de": "Kultur"}, "under": "town"},
}
PLAN = {"title": {"de": "Puls <b>", "en": "Pulse <b>"}, "resolvers": "Amt 11", "readers": "Amt 11"}


def values(count: int, side: str, texts: int = 0, seed: int = 1, low: int = 1, high: int = 5) -> list[dict[str, Any]]:
    """Answers that are the same at every run."""
    chance = Random(seed)
    said: list[dict[str, Any]] = []
    for n in range(count):
        heard = chance.randint(low, high)
        one: dict[str, Any] = {"side": side, "informed": chance.randint(low, high), "heard": heard}
        one |= {"join_in": chance.randint(2 * low - 2, 2 * high)}
        one["first"] = chance.sample(["services", "participation", "mobility", "climate"], 3)
        if heard <= 2:
            one["obstacle"] = ["too_slow"] if n % 2 else ["no_answer", "no_reason"]
        if n < texts:
            one["one_thing"] = f"={n}+1 Mehr Rückmeldung {EVIL} bitte, Punkt {n}"
        said.append(one)
    return said


async def a_survey(city: City, mode: Mode = Mode.ANONYMOUS) -> str:
    """A survey owned by somebody of a department."""
    plan = SurveyPlan.model_validate(PLAN)
    return await add_survey(city.db, city.people["torben.voss"], mode, plan)


async def a_wave(
    city: City,
    survey: str,
    mode: Mode = Mode.ANONYMOUS,
    state: WaveState = WaveState.DONE,
    number: int = 0,
    parts: Sequence[tuple[str, str, int, int]] = (
        ("inside", "traffic", 14, 6),
        ("outside", "it", 11, 5),
        ("outside", "culture", 3, 0),
    ),
    low: int = 1,
    high: int = 5,
) -> str:
    """A wave with answers: side, unit, how many, how many with a text."""
    owner = city.people["torben.voss"]
    wave = await add_wave(city.db, survey, owner, mode, state, number)
    for n, (side, unit, count, texts) in enumerate(parts):
        people = await add_people(city.db, count) if mode is Mode.NAMED else []
        said = values(count, side, texts, seed=10 * number + n, low=low, high=high)
        await answer(city.db, wave, said, mode, unit, people)
    starts = date(2026, 1 + 3 * number, 2)
    columns: dict[str, Any] = {"invited": 80, "units": UNITS, "starts_on": starts, "done_at": city.clock()}
    await in_state(city.db, wave, state, **columns)
    return wave


async def a_topic(city: City, wave: str) -> None:
    """One topic of the answer to those who were asked."""
    row = {
        "wave": wave,
        "id": f"t{wave}"[:32],
        "position": 0,
        "about": f"Rückmeldung {EVIL}",
        "due_on": date(2026, 6, 1),
    }
    row |= {"result": "Viele warten zu lange.", "decision": "Wir antworten in 14 Tagen.", "reason": "Es ist machbar."}
    async with city.db.write() as session:
        await sql.insert(session, WaveTopicRow, [row | {"owner": city.people["torben.voss"]}])
