"""Canvases as they are kept: every save a version, the second one told, shown to reviewers, blanked."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from domain.canvas.content import Content
from domain.errors import RuleBroken
from storage import canvases, shelf
from tests.storage.town import Town
from umlauf.reference_file import load_blueprint

PRODUCT = load_blueprint(Path(__file__).parents[2] / "examples" / "norderstedt" / "canvases" / "product.yaml")


def said(text: str) -> Content:
    return Content(boxes={"vision": text})


async def save(town: Town, case_id: str, text: str, number: int, blueprint: Any = PRODUCT) -> bool:
    async with town.db.write() as session:
        await shelf.publish_blueprint(session, blueprint, at=town.now)
        given = {"number": number, "at": town.now, "by": town.people["olga"]}
        return await canvases.save(session, case_id, blueprint, said(text), **given)


async def test_every_save_is_a_version_with_who_and_when_and_the_same_again_is_none(town: Town) -> None:
    case_id = await town.idea()
    assert await save(town, case_id, "Eins", 0)
    town.later(days=1)
    assert await save(town, case_id, "Zwei", 1)
    assert not await save(town, case_id, "Zwei", 2)
    async with town.db.read() as session:
        found = await canvases.versions(session, case_id, "product")
        newest = await canvases.get(session, case_id, "product")
    assert [(one.number, one.by, one.content) for one in found] == [
        (1, town.people["olga"], said("Eins")),
        (2, town.people["olga"], said("Zwei")),
    ]
    assert found[1].at == town.now
    assert newest is not None
    assert newest.newest == found[1]


async def test_the_second_of_two_people_is_told_and_nothing_is_overwritten(town: Town) -> None:
    case_id = await town.idea()
    await save(town, case_id, "Eins", 0)
    await save(town, case_id, "Olgas", 1)
    with pytest.raises(RuleBroken, match=r"canvas\.stale"):
        await save(town, case_id, "Ritas", 1)
    with pytest.raises(RuleBroken, match=r"canvas\.stale"):
        await save(town, case_id, "Ritas", 0)
    async with town.db.read() as session:
        assert [one.content for one in await canvases.versions(session, case_id, "product")][-1] == said("Olgas")


async def test_nothing_is_not_saved_as_a_first_version(town: Town) -> None:
    with pytest.raises(RuleBroken, match=r"canvas\.empty"):
        await save(town, await town.idea(), "", 0)


async def test_a_version_keeps_the_blueprint_it_was_written_by(town: Town) -> None:
    case_id = await town.idea()
    await save(town, case_id, "Eins", 0)
    await save(town, case_id, "Eins", 1, PRODUCT.model_copy(update={"boxes": PRODUCT.boxes[:1]}))
    async with town.db.read() as session:
        found = await canvases.versions(session, case_id, "product")
        assert [len((await canvases.blueprint_of(session, one)).boxes) for one in found] == [5, 1]


async def test_reviewers_see_it_once_the_office_says_so_and_no_longer_when_it_says_no(town: Town) -> None:
    case_id = await town.idea()
    await save(town, case_id, "Eins", 0)
    seen = []
    for shown in (True, False):
        async with town.db.write() as session:
            await canvases.show(session, case_id, "product", shown=shown, at=town.now, by="x")
            seen.append(len(await canvases.of_case(session, case_id, shown=True)))
    assert seen == [1, 0]
    with pytest.raises(RuleBroken, match=r"canvas\.unknown"):
        async with town.db.write() as session:
            await canvases.show(session, case_id, "nothing", shown=True, at=town.now, by="x")


async def test_a_version_is_blanked_once_and_stays_in_its_place(town: Town) -> None:
    case_id = await town.idea()
    await save(town, case_id, "Frau Meier aus der Kirchenstraße", 0)
    await save(town, case_id, "Eine Frau", 1)
    async with town.db.write() as session:
        await canvases.blank(session, case_id, "product", 1, at=town.now)
    async with town.db.read() as session:
        first, second = await canvases.versions(session, case_id, "product")
    assert (first.content, first.redacted_at) == (Content(), town.now)
    assert second.content == said("Eine Frau")
    with pytest.raises(RuleBroken, match=r"canvas\.version_unknown"):
        async with town.db.write() as session:
            await canvases.blank(session, case_id, "product", 1, at=town.now)


async def test_of_two_saves_at_the_same_moment_one_is_kept_and_the_other_told(town: Town) -> None:
    case_id = await town.idea()
    await save(town, case_id, "Eins", 0)
    told = await asyncio.gather(
        *(save(town, case_id, text, 1) for text in ("Olga", "Rita", "Rolf")), return_exceptions=True
    )
    assert sorted(str(one) for one in told) == ["True", "canvas.stale", "canvas.stale"]
    async with town.db.read() as session:
        assert [one.number for one in await canvases.versions(session, case_id, "product")] == [1, 2]
