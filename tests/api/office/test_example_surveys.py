"""The surveys of the example: loaded once, with the next wave of the pulse planned."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.errors import ImportBroken
from domain.survey.survey import Cycle
from storage import plan, stakeholders
from storage.queries import surveys as lists
from tests.api.city import City
from tests.api.conftest import EXAMPLE
from tests.api.office.waves import let_waves_happen
from umlauf.example_communication import load_communication, read_communication
from umlauf.example_surveys import Where, load_surveys, read_surveys, survey_of

WHERE = Where(ZoneInfo("Europe/Berlin"), "SH")


class Schedules:
    """Remembers which cycles were set up."""

    def __init__(self) -> None:
        self.known: dict[str, Cycle | None] = {}

    async def set_up(self, survey_id: str, cycle: Cycle | None, pause: str | None = None) -> bool:
        self.known[survey_id] = cycle
        return True


async def test_the_example_brings_a_quarterly_pulse_and_plans_its_next_wave(city: City) -> None:
    direct = let_waves_happen(city)
    schedules: Any = Schedules()
    file = EXAMPLE / "surveys.yaml"
    assert await load_surveys(city.db, city.messenger, schedules, file, WHERE) == 2
    assert await load_surveys(city.db, city.messenger, schedules, file, WHERE) == 0
    async with city.db.read() as session:
        (wave,) = await lists.waves_of(session, survey_of("pulse"))
        assert {one.id for one in await lists.audiences(session)} == {"network", "all_staff", "residents"}
        assert [line.name for line in await lists.questionnaires(session)] == ["benefit", "pulse", "readiness"]
    planned = await direct.wave(wave.id)
    assert planned.plan is not None
    assert planned.starts_on is not None
    assert planned.starts_on.month in (1, 4, 7, 10)
    assert schedules.known[survey_of("pulse")].months == (1, 4, 7, 10)
    assert schedules.known[survey_of("readiness")] is None


def test_a_file_that_names_nobody_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "surveys.yaml"
    file.write_text((EXAMPLE / "surveys.yaml").read_text().replace("audience: network", "audience: networx"))
    with pytest.raises(ImportBroken) as refused:
        read_surveys(file, ["jana.petersen@example.org", "malte.hinrichs@example.org"])
    assert "networx" in str(refused.value)


async def test_the_example_brings_a_plan_and_a_map(city: City) -> None:
    let_waves_happen(city)
    schedules: Any = Schedules()
    await load_surveys(city.db, city.messenger, schedules, EXAMPLE / "surveys.yaml", WHERE)
    file = EXAMPLE / "communication.yaml"
    assert await load_communication(city.db, file, WHERE.zone) == 12
    assert await load_communication(city.db, file, WHERE.zone) == 0
    async with city.db.read() as session:
        entries = await plan.entries(session)
        assert len(await stakeholders.everybody(session)) == 8
    assert [entry.proof is not None for entry in entries] == [True, False, False, False]
    assert {entry.planned.owner for entry in entries} <= set(city.people.values())


def test_a_plan_that_names_no_audience_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "communication.yaml"
    file.write_text((EXAMPLE / "communication.yaml").read_text().replace("audience: network", "audience: networx"))
    owners = {f"{name}@example.org" for name in ("jana.petersen", "malte.hinrichs", "silke.brandt")}
    with pytest.raises(ImportBroken) as refused:
        read_communication(file, owners, {"network", "all_staff", "residents"})
    assert "networx" in str(refused.value)
    assert "Did you mean “network”?" in str(refused.value)
