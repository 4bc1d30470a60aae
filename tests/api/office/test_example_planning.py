"""The planning of the example: every reference in its file is checked, and loading twice changes nothing."""

from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest

from domain.errors import ImportBroken
from storage import planning
from tests.api.city import City
from umlauf.example_planning import load_planning, read_planning

FILE = Path(__file__).parents[3] / "examples" / "norderstedt" / "planning.yaml"


async def test_the_example_is_loaded_once_and_shown(office: httpx2.AsyncClient, city: City) -> None:
    cases = {title: await city.planning(title=title) for title in ("MobilE", "Nextbike", "Smart Health")}
    for _ in range(2):
        await load_planning(city.db, FILE, lambda title: cases.get(title, f"none:{title}"))
    async with city.db.read() as session:
        frame = await planning.frame(session)
        (bikes,) = await planning.versions(session, cases["Nextbike"])
    year = datetime.now(UTC).year + 1
    assert (frame.number, frame.frame.budget[year + 1, "mobility"]) == (1, 200_000)
    assert len(frame.frame.capacity) == 2 * 4 * 2  # years, quarters, roles
    assert (bikes.facts.costs, bikes.facts.needs) == ({(year, "mobility"): 25_000}, (cases["MobilE"],))
    page = (await office.get("/office/portfolio/frame")).text
    assert "Mobilität und Verkehr" in page
    assert "180.000" in page
    number = (await city.case(cases["Nextbike"])).number
    for shown in (page, (await office.get(f"/office/ideas/{number}/planning")).text):
        assert "das Beispiel" in shown  # who entered it, which is nobody who has left


def test_what_the_file_names_and_is_not_there_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "planning.yaml"
    text = FILE.read_text("utf-8").replace("{mobility: [25000]}", "{mobilty: [25000]}").replace("{it: 30}", "{itt: 30}")
    file.write_text(text.replace('needs: ["MobilE"]', 'needs: ["MobiLe"]'), "utf-8")
    with pytest.raises(ImportBroken) as broken:
        read_planning(file)
    told = "\n".join(broken.value.problems)
    for said in ("line “mobilty” in the frame. Did you mean “mobility”?", "role “itt”", "idea “MobiLe” in this file"):
        assert said in told
    assert ":44: " in told
