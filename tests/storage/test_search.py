"""A search finds the same in the same order on both databases, for those who may read it, and nothing blanked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from domain.search.query import parse
from domain.search.words import shown
from storage import sql
from storage.queries import search_postgres, search_sqlite
from storage.queries.lists import CaseFilter
from storage.queries.public import without_secrets
from storage.queries.search import Found, search
from storage.reading_again import read_again
from storage.tables import CaseRow, CaseWordsRow
from tests.storage.town import Town

C, W = sql.table(CaseRow), sql.table(CaseWordsRow)
SCORES = {"benefit": 8, "complexity": 3}
SIGNS = "%_'\"*"
# Title, summary, description of ideas, oldest first: numbers 1 to 8.
IDEAS = (
    ("Bänke für alle", "Mehr Sitzplätze", "An der Straße nach Süden fehlen Bänke."),
    ("Parkplatznot lindern", "Eine Anzeige", "Wer sucht, fährt im Kreis."),
    ("Freie Parkplätze anzeigen", "", "Auch für E-Bikes und die IT der Schulen."),
    ("Wege im Stadtpark", "Parkplatz am Rand", "100 % barrierefrei"),
    ("Bürgerbüro", "", "Der Parkplatz <b>davor</b> ist zu klein; Müller & Söhne haben's gesagt."),
    ("Neuentwicklung des Rathauses", "", "Zeit für_alle"),
    ("Ein Wald", "Bäume an Straßen", "Kühle Luft: der ÖPNV fährt hin"),
    ("Schule neu", "E-Akte", "Digital"),
)
FOUND: Sequence[tuple[str, list[int]]] = (
    ("Bänke", [1]),
    ("BAENKE", [1]),
    ("banke", [1]),
    # Title before summary before text, the newest first in each; an ending typed or not.
    ("Parkplatz", [3, 2, 4, 5]),
    ("parkplätze", [3, 2, 4, 5]),
    ('"Parkplatz"', [3, 2, 4, 5]),
    ('"Parkplätze"', [3]),
    ("park", [4, 3, 2, 5]),
    ("Straße", [7, 1]),
    ("strassen", [7, 1]),
    ("Baum", [7]),
    ("entwicklung", [6]),
    ("Mueller", [5]),
    ("Bürger", [5]),
    # All words, wherever they stand.
    ("Wege Rand barrierefrei", [4]),
    ("Wege Wald", []),
    # Short ones as whole words.
    ("IT", [3]),
    ("ra", []),
    ("im Stadtpark", [4]),
    ("ÖPNV", [7]),
    # Words that belong together, in quotes of any kind or by a sign between.
    ('"im Stadtpark"', [4]),
    ("„Stadtpark im“", []),
    ('"alle mehr"', []),
    ("E-Akte", [8]),
    ("e-bike", [3]),
    ("haben's", [5]),
    # No sign is an operator.
    ("100 %", [4]),
    ("für_alle", [1, 6]),
    ("Schule OR Wald", []),
    ("Schule -neu", [8]),
    ("Schul*", [8, 3]),
    ("(Bürgerbüro)", [5]),
    ("<b>davor</b>", [5]),
    ("title:Wald", []),
    ('"Wald', [7]),
    # Numbers are words too.
    ("2026-0004", [4]),
    ("0004", [4]),
    ("niemals", []),
)


@pytest.fixture
async def ideas(town: Town) -> Town:
    """Eight public ideas."""
    for title, summary, description in IDEAS:
        case_id = await town.idea(title=title, summary=summary, description=description)
        await town.happen(case_id, "accepted", "olga", public=True)
        town.later(hours=1)
    return town


async def look(
    town: Town, typed: str, *, office: bool = False, after: str = "", limit: int = 20, **only: object
) -> Found:
    wanted = replace(CaseFilter(public=None if office else True), **only)  # type: ignore[arg-type]
    async with town.db.read() as session:
        return await search(session, parse(typed), wanted, office=office, after=after, limit=limit)


def numbers(found: Found) -> list[int]:
    return [int(match.line.number[-4:]) for match in found.matches]


async def test_what_is_typed_finds_the_same_on_both_databases(ideas: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a word is seldom or stands in many cases, which PostgreSQL looks for in another way."""
    for newest, many in ((2_000, 200), (1, 0), (4, 1)):
        monkeypatch.setattr(search_postgres, "NEWEST", newest)
        for each in (search_postgres, search_sqlite):
            monkeypatch.setattr(each, "MANY", many)
        pages = {typed: await look(ideas, typed) for typed, _ in FOUND}

        assert {typed: numbers(page) for typed, page in pages.items()} == dict(FOUND)
        assert {typed: page.many for typed, page in pages.items()} == {t: min(len(n), many + 1) for t, n in FOUND}


async def test_pages_follow_each_other_through_all_ranks(ideas: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for many in (200, 0):
        monkeypatch.setattr(search_postgres, "MANY", many)
        found = await look(ideas, "park", limit=1)
        seen = [numbers(found)]
        while found.after and len(seen) < 9:
            found = await look(ideas, "park", after=found.after, limit=1)
            seen.append(numbers(found))

        assert seen == [[4], [3], [2], [5]]


STRANGE = ("9_1", "1_", "_", "1_x", SIGNS, "1_" + "9" * 30, "2026-03-02T09:00:00Z_abc", "1_²")


async def test_a_cursor_nobody_gave_starts_anew(ideas: Town) -> None:
    for after in STRANGE:
        assert numbers(await look(ideas, "Parkplatz", after=after)) == [3, 2, 4, 5], after


async def test_what_was_found_is_marked_where_it_stands(ideas: Town) -> None:
    match = (await look(ideas, "Süden Bänke")).matches[0]

    assert [part.text for part in match.title if part.found] == ["Bänke"]
    assert [(part.text, part.found) for part in match.excerpt] == [
        ("An der Straße nach ", False),
        ("Süden", True),
        (" fehlen ", False),
        ("Bänke", True),
        (".", False),
    ]
    assert match.line.submitter == ""


async def test_filters_leave_out_what_they_say(ideas: Town) -> None:
    case_id = await ideas.idea(
        title="Parkplatz am Bad", theme="mobility", level="quarter", goals=["sustainability"], submitter="ute"
    )
    await ideas.happen(case_id, "accepted", "olga", public=True)
    sleeping = await ideas.idea(title="Parkplatz im Wald")
    await ideas.happen(sleeping, "declined", "olga", public_reason="Zu viel Schatten", internal_reason="Zu teuer")
    wanted: list[tuple[dict[str, object], list[int]]] = [
        ({}, [10, 9, 3, 2, 4, 5]),
        ({"stage": "review"}, [9, 3, 2, 4, 5]),
        ({"state": "declined"}, [10]),
        ({"theme": "mobility"}, [9]),
        ({"level": "quarter"}, [9]),
        ({"goal": "sustainability"}, [9]),
        ({"department": "mobility", "themes_of_department": ("mobility",)}, [9]),
        ({"since": ideas.now - timedelta(hours=7), "before": ideas.now - timedelta(hours=6)}, [2]),
        ({"public": True}, [9, 3, 2, 4, 5]),
        ({"closed": True}, [10]),
        ({"seen_by": ideas.people["ute"]}, [10, 9, 3, 2, 4, 5]),
        ({"seen_by": "nobody"}, [9, 3, 2, 4, 5]),
        ({"theme": SIGNS}, []),
    ]

    for only, places in wanted:
        assert numbers(await look(ideas, "Parkplatz", office=True, **only)) == places, only


async def test_what_is_for_the_office_is_found_and_shown_by_the_office_only(ideas: Town) -> None:
    """A public case with words of every kind: public ones, internal ones, and such as never are public."""
    case_id = await ideas.in_review()
    asked = (await ideas.case(case_id)).open_assignments()
    for one in asked:
        name = next(name for name, person in ideas.people.items() if person == one.person)
        reason = f"Zuckerrübe {name}"
        said = {"assignment": one.id, "on_version": 1, "verdict": "approve", "scores": SCORES, "reason": reason}
        assert (await ideas.happen(case_id, "answered", name, **said)).verdict == "done"
    fields = {"until": "2026-09-01", "public_reason": "Erst die Brücke", "internal_reason": "Brunnen zuerst"}
    assert (await ideas.happen(case_id, "deferred", "olga", **fields)).verdict == "done"
    case = await ideas.case(case_id)

    found = {
        word: (len((await look(ideas, word)).matches), len((await look(ideas, word, office=True)).matches))
        for word in ("Brücke", "Brunnen", "Zuckerrübe")
    }

    assert found == {"Brücke": (1, 1), "Brunnen": (0, 1), "Zuckerrübe": (0, 1)}
    assert shown(without_secrets(case)) == shown(case)
    (match,) = (await look(ideas, "Brunnen", office=True)).matches
    assert [part.text for part in match.excerpt if part.found] == ["Brunnen"]
    # Words of both: the public finds nothing, since not all of it is public.
    assert numbers(await look(ideas, "Brücke Brunnen")) == []
    assert len(numbers(await look(ideas, "Brücke Brunnen", office=True))) == 1


async def test_what_is_hidden_or_not_yet_public_is_not_found_by_the_public(ideas: Town) -> None:
    await ideas.idea(title="Geheimer Wald")
    await ideas.happen((await _id(ideas, 7)), "hidden", "olga", reason="Enthält einen Namen")

    assert numbers(await look(ideas, "Wald")) == []
    assert numbers(await look(ideas, "Wald", office=True)) == [9, 7]


async def test_what_was_blanked_is_in_no_index_from_then_on(ideas: Town) -> None:
    case_id = await _id(ideas, 7)
    item = (await ideas.case(case_id)).text.id
    assert numbers(await look(ideas, "ÖPNV", office=True)) == [7]

    assert (await ideas.happen(case_id, "redacted", "olga", item=item, reason="Ein Name")).verdict == "done"

    for word in ("ÖPNV", "Wald", "Bäume", "Luft"):
        assert numbers(await look(ideas, word, office=True)) == [], word
    async with ideas.db.read() as session:
        kept = (await session.execute(select(W).where(W.c.case_id == case_id))).mappings().one()
        index = () if session.dialect == "postgresql" else (await session.execute(_OF_INDEX)).all()
    assert [kept[name] for name in ("title", "summary", "shown", "internal")] == [" 2026 0007 ", "", "", " ein name "]
    assert list(index) == []


_OF_INDEX = text('SELECT rowid FROM case_words_found WHERE case_words_found MATCH \'"wald" OR "luft"\'')


async def test_an_edited_text_is_found_by_its_new_words_only(town: Town) -> None:
    case_id = await town.idea(title="Alte Laternen", submitter="ute")
    changed = {"title": "Neue Leuchten", "benefits": [{"group": "Alle", "how": "Licht"}]}
    assert (await town.happen(case_id, "edited", "ute", text=changed, on_version=1)).verdict == "done"

    assert numbers(await look(town, "Laternen", office=True)) == []
    assert numbers(await look(town, "Leuchte", office=True)) == [1]


async def test_cases_of_before_and_those_a_release_of_before_changed_are_read_again(ideas: Town) -> None:
    """Such a release knows nothing of words: until they are read again, nothing old is found."""
    async with ideas.db.write() as session:
        await session.execute(W.delete().where(W.c.place != 2026 * 10**9 + 7))
        await session.execute(update(C).values(worded=0))
        await session.execute(update(C).where(C.c.number == "2026-0007").values(worded=C.c.revision))
        await session.execute(update(C).where(C.c.number == "2026-0007").values(revision=C.c.revision + 1))
    assert numbers(await look(ideas, "Wald")) == numbers(await look(ideas, "Parkplatz")) == []
    # What happens meanwhile does not make it pass for read.
    await ideas.happen(await _id(ideas, 7), "hidden", "olga", reason="Ein Name")
    assert numbers(await look(ideas, "Wald", office=True)) == []

    assert await read_again(ideas.db) == 8
    assert await read_again(ideas.db) == 0

    assert numbers(await look(ideas, "Wald", office=True)) == [7]
    assert numbers(await look(ideas, "Parkplatz")) == [3, 2, 4, 5]


async def test_without_the_extension_the_same_is_found(ideas: Town) -> None:
    """A server without pg_trgm, or that lets nobody have it."""
    async with ideas.db.write() as session:
        if session.dialect == "postgresql":
            await session.execute(text("DROP EXTENSION pg_trgm CASCADE"))

    assert numbers(await look(ideas, "Parkplatz")) == [3, 2, 4, 5]


async def _id(town: Town, number: int) -> str:
    async with town.db.read() as session:
        return (await session.execute(select(C.c.id).where(C.c.number == f"2026-{number:04d}"))).scalar_one()
