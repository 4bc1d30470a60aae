"""Before and after of the same people on the pages: paired where that was promised, and said so."""

import httpx2
import pytest

from api.results.paired import compared
from api.results.words import Speaker
from domain.survey.intervals import arrow
from domain.survey.modes import Mode
from domain.survey.paired import share_change
from domain.survey.pairing import MOVED, Changed, Paired, PairedFigure
from kit.templating import Templates
from tests.api.asked import a_survey
from tests.api.city import City
from tests.api.office.test_surveys_of_ideas import about
from tests.storage.asking import add_people, add_wave
from tests.storage.test_pairing import answered, evaluated
from tests.unit.survey.results import form, question


async def two_waves(city: City, *, pairs: bool = True, count: int = 8) -> tuple[str, str]:
    """The survey, and its later wave, which asked the same people again."""
    case_id, survey = await city.in_review(), await a_survey(city, Mode.CONFIDENTIAL)
    people = await add_people(city.db, count)
    owner = city.people["torben.voss"]
    before, after = [await add_wave(city.db, survey, owner, Mode.CONFIDENTIAL, number=n) for n in (0, 1)]
    for wave, step in ((before, 2), (after, 4)):
        await about(city, wave, case_id, "live", before if wave == after else None)
        await answered(city.db, wave, Mode.CONFIDENTIAL, people, step, pairs=pairs)
        await evaluated(city.db, wave)
    return survey, after


async def test_each_change_says_of_how_many_pairs_it_is(office: httpx2.AsyncClient, city: City) -> None:
    survey, after = await two_waves(city)
    page = (await office.get(f"/office/surveys/waves/{after}/results")).text
    for said in (
        "Vorher und nachher, Person für Person",
        "gepaart; bis zu 8 Paare",
        ">2,1<",
        ">4,1<",
        ">+2,0<",
        "alle haben sich gleich geändert",
    ):
        assert said in page, said
    trend = (await office.get(f"/office/surveys/{survey}/trend")).text
    assert f'href="/office/surveys/waves/{after}/results#beside"' in trend
    assert "Person für Person (gepaart)" in trend
    english = (await office.get(f"/office/surveys/waves/{after}/results", params={"lang": "en"})).text
    assert "paired; up to 8 pairs" in english


async def test_without_the_promise_they_are_two_groups(office: httpx2.AsyncClient, city: City) -> None:
    survey, after = await two_waves(city, pairs=False)
    page = (await office.get(f"/office/surveys/waves/{after}/results")).text
    assert "Querschnitt" in page
    assert "Person für Person verglichen werden" in page
    assert "gepaart" not in page
    assert "gepaart" not in (await office.get(f"/office/surveys/{survey}/trend")).text


@pytest.mark.parametrize(
    ("language", "row", "note"),
    [
        (
            "de",
            ["minutes", "12", "55", "45", "−67 (−88 bis −16)", "gesunken; mehr: 1, weniger: 9"],
            "Von Zahlen wird der mittlere Wert",
        ),
        (
            "en",
            ["minutes", "12", "55", "45", "−67 (−88 to −16)", "fallen; more: 1, less: 9"],
            "Of numbers the middle value",
        ),
    ],
)
def test_numbers_are_told_by_which_way_people_went(
    templates: Templates, language: str, row: list[str], note: str
) -> None:
    asked = form(question("minutes", "number", minimum=0, maximum=240))
    interval = share_change(1, 9, 12)
    figure = PairedFigure("minutes", 12, (Changed(MOVED, 55, 45, interval, arrow(interval), 1, 9),))
    told = compared(Speaker(templates.catalogues.of(language), asked, {}), Paired("before", 5, (figure,), {}))
    assert told["rows"] == [row]
    assert told["numbers"].startswith(note)
