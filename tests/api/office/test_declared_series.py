"""Series of rounds that the process definition declares, at the office's desk: seen, paused, and ended only there."""

from datetime import date

import httpx2

from domain.definition import RoundSeries
from domain.part import Words
from domain.rounds.declared import declared
from storage import processes, round_series
from tests.api.city import City, send
from tests.api.office.conftest import signed_in
from umlauf.declared_series import declared_series


async def test_the_office_sees_and_pauses_a_declared_series_but_ends_it_by_publishing(
    city: City, client: httpx2.AsyncClient
) -> None:
    async with city.db.write() as session:
        definition = await processes.current(session)
        assert definition is not None
        (one,) = declared_series(definition, "de")
        await round_series.declare(session, [one], city.clock())
    await signed_in(client, city)
    listed = (await client.get("/office/rounds")).text
    for words in ("Quartalsrunde", "04.01.2027", "aus der Prozessdefinition"):
        assert words in listed
    page = f"/office/rounds/series/{one.id}"
    shown = (await client.get(page)).text
    assert "Sie steht in der Prozessdefinition" in shown
    assert 'value="end"' not in shown
    refused = await send(client, page, act="end", sure="yes")
    assert "Diese Reihe steht in der Prozessdefinition" in refused.text
    await send(client, page, act="pause", note="Umbau <b>")
    assert "Umbau &lt;b&gt;" in (await client.get(page)).text
    assert "04.01.2027" not in (await client.get("/office/rounds")).text
    assert "Quarterly round" in (await client.get("/office/rounds?lang=en")).text


async def test_a_series_whose_last_day_has_passed_says_so(city: City, client: httpx2.AsyncClient) -> None:
    said = RoundSeries(
        id="gone",
        title=Words(de="Vorbei", en="Over"),
        every="year",
        until=date(2026, 2, 1),
        panel=("reviewer",),
        working_days=5,
        asks="pairs",
    )
    async with city.db.write() as session:
        await round_series.declare(session, [declared("x", said, (), "de")], city.clock())
    await signed_in(client, city)
    assert "letzter Tag vorbei" in (await client.get("/office/rounds")).text
