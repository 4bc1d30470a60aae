"""The goals of the example: every reference in its file is checked, and loading twice changes nothing."""

from pathlib import Path

import httpx2
import pytest

from domain.errors import ImportBroken
from storage import assessments, goals, shelf
from tests.api.city import City
from umlauf.definition_file import load_definition
from umlauf.example_goals import load_goals, read_goals

EXAMPLE = Path(__file__).parents[3] / "examples" / "norderstedt"
FILE = EXAMPLE / "goals.yaml"


async def test_the_example_is_loaded_once_and_shown(office: httpx2.AsyncClient, city: City) -> None:
    measure = await city.planning(title="MobilE")
    definition = load_definition(EXAMPLE / "process.yaml").definition
    for _ in range(2):
        await load_goals(city.db, EXAMPLE, definition, lambda title: measure if title == "MobilE" else "nothing")
    async with city.db.read() as session:
        assert len(await goals.tree(session)) == 9
        assert [one.number for one in await goals.versions(session, "sustainability")] == [1, 2]
        assert len(await assessments.versions(session, measure)) == 1
        assert [len(await shelf.blueprints(session)), len(await shelf.catalogues(session))] == [3, 4]
    page = (await office.get("/office/goals/matrix")).text
    assert '<td class="heat heat-for-3">+3</td>' in page
    assert "Nachhaltigkeit" not in (await office.get("/office/goals/lists")).text.partition('id="without-goals"')[0]


def test_what_the_file_names_and_is_not_there_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "goals.yaml"
    text = FILE.read_text("utf-8").replace("goal: liveable", "goal: livable").replace("sdg.sdg_04", "sdg.sdg_40")
    file.write_text(text.replace("sustainability: 3", "sustainability: 3, nothing: 1"), "utf-8")
    with pytest.raises(ImportBroken) as broken:
        read_goals(file, {"torben.voss@example.org", "katharina.wolff@example.org"}, {"liveable", "innovation"}, set())
    told = "\n".join(broken.value.problems)
    assert "There is no goal “livable”. Did you mean “liveable”?" in told
    assert ":13: " in told
    assert "There is no entry “sdg.sdg_40” in a catalogue." in told
    assert "There is no goal “nothing”." in told


def test_a_contribution_off_the_scale_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "goals.yaml"
    file.write_text(FILE.read_text("utf-8").replace("sustainability: 3", "sustainability: 4"), "utf-8")
    with pytest.raises(ImportBroken, match=r"goals\.yaml:\d+: “sustainability” must be at most 3"):
        read_goals(file, set(), set(), set())
