"""What an idea says of surveys about it: to the office's token, and to no other."""

from domain.survey.wave_words import WaveState
from tests.api.asked import a_survey, a_wave
from tests.api.city import City
from tests.api.office.test_surveys_of_ideas import about
from tests.api.v1.conftest import OFFICE, SUBMITTER, Program


async def test_the_office_is_told_which_waves_asked_about_an_idea(program: Program, city: City) -> None:
    case_id = await city.in_review()
    wave = await a_wave(city, await a_survey(city), state=WaveState.ANSWERING)
    await about(city, wave, case_id)
    address = f"/ideas/{(await city.case(case_id)).number}"
    office = await program(OFFICE, "read", "office")
    (told,) = (await office.get(address)).json()["surveys"]
    results = told.pop("results")
    assert told == {"wave": wave, "event": "in_review", "days": 0, "invited": 80, "answered": 28}
    assert results.endswith(f"/api/v1/surveys/waves/{wave}/results")
    submitter = await program(SUBMITTER, "read")
    assert (await submitter.get(address)).json()["surveys"] == []
