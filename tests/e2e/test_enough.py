"""Who is asked and when it is enough, by rules of an installation's own: whoever is no longer needed is told so."""

from collections.abc import Collection

import pytest

from tests.e2e.caught import CODE, link_in
from tests.e2e.house import PROCESS, follow, lapsed, person, stage
from tests.e2e.people import at_the_desk, review, submit_by_api
from tests.e2e.stack import Stack
from tests.e2e.town import SUBMITTER
from tests.e2e.visitor import Visitor
from umlauf.mailbox.store import StoredMail

pytestmark = pytest.mark.timeout(600)  # seconds
ASKED = ("    ask: 2  ", "    quorum: 2  ")  # what the example says of whom it asks, each on a line
LADDER = "      remind_after: 2  "
BOX, PROTECTION = "vorstand.sportverein@example.org", "henning.moeller@example.org"
VOICES = ("emre.demir@example.org", "olivia.bennett@example.org")
SOCIAL = ("silke.brandt@example.org", "yusuf.aydin@example.org")
SILENT, DEPUTY = "torben.voss@example.org", "anneke.lorenzen@example.org"
ENOUGH = ("Es haben genug Personen geantwortet", "Enough people have answered")  # in the language of the mail
BESIDE = ("Die andere von Ihnen beiden hat zuerst geantwortet.",)
NAME, WHY = "Frau <b>Muster</b>", "Gute <i>Idee</i>."


async def rules(stack: Stack, *who: str, enough: str, ladder: str = "") -> None:
    """From now on new ideas are asked about in these groups."""
    lines = [line for line in PROCESS.splitlines() if not line.startswith(ASKED)]
    at = lines.index("  review:") + 1
    lines[at:at] = ["    who:", *(f"      - {group}" for group in who), f"    enough: {enough}"]
    if ladder:
        lines.insert(next(n for n, line in enumerate(lines) if line.startswith(LADDER)), f"      {ladder}")
    await follow(stack, "\n".join(lines))


def group(name: str, how: str) -> str:
    """Some of the people, in a word."""
    return f"{{id: {name}, title: {{de: {name}, en: {name}}}, {how}}}"


async def of(stack: Stack, *addresses: str) -> str:
    """These people, by their ids."""
    return f"people: [{', '.join([await person(stack, one) for one in addresses])}]"


async def asked_about(stack: Stack, *titles: str) -> list[str]:
    """Ideas the office has taken up; their numbers."""
    numbers = [await submit_by_api(stack, SUBMITTER, title) for title in titles]
    async with at_the_desk(stack) as clerk:
        for number in numbers:
            await clerk.do(number, "accept", {"public": "no"})
    return numbers


async def by_address(stack: Stack, number: str, count: int) -> dict[str, StoredMail]:
    """Who was asked, with the mail they got."""
    return {mail.envelope_to[0]: mail for mail in await stack.letters("review_asked", number, count=count)}


async def not_needed(
    stack: Stack, number: str, asked: dict[str, StoredMail], who: Collection[str], because: tuple[str, ...] = ENOUGH
) -> None:
    """These, and nobody else, hear so by mail and read so behind their links."""
    told = await stack.letters("no_longer_needed", number, count=len(who))
    assert {m.envelope_to[0] for m in told} == set(who)
    async with Visitor(stack.base_url) as visitor:
        for one in who:
            await visitor.open(link_in(asked[one]))
            assert not [form for form in visitor.page.forms if form.action.endswith("/answer")]
            assert any(words in visitor.page.text for words in because), visitor.page.text


async def test_data_protection_and_one_voice_are_enough(house: Stack) -> None:
    voices = await of(house, *VOICES)
    protection = group("protection", "function: treasury")
    needed = "{groups: {protection: 1, voices: 1}}"
    await rules(house, protection, group("voices", voices), enough=needed)
    (number,) = await asked_about(house, "Zwei <script>Gruppen")
    asked = await by_address(house, number, 3)
    assert set(asked) == {PROTECTION, *VOICES}

    await review(house, link_in(asked[VOICES[0]]))
    assert await stage(house, number) == "review"  # one of three, and data protection is not in
    assert await house.letters("no_longer_needed", number, count=0) == []
    await review(house, link_in(asked[PROTECTION]))

    await not_needed(house, number, asked, [VOICES[1]])
    assert await stage(house, number) == "prioritisation"


async def test_half_of_those_asked_are_enough(house: Stack) -> None:
    await rules(house, group("half", await of(house, *SOCIAL, *VOICES)), enough="{percent: 50}")
    (number,) = await asked_about(house, "Die <script>Hälfte")
    asked = await by_address(house, number, 4)

    await review(house, link_in(asked[SOCIAL[0]]))
    assert await stage(house, number) == "review"
    await review(house, link_in(asked[VOICES[0]]), "reject", reason=WHY)

    await not_needed(house, number, asked, [SOCIAL[1], VOICES[1]])
    assert await stage(house, number) == "prioritisation"


async def test_whoever_answers_for_a_shared_mailbox_states_a_name(house: Stack) -> None:
    box = group("club", f"mailbox: {await person(house, BOX)}")
    await rules(house, box, enough="{when: any}")
    (number,) = await asked_about(house, "Ein <script>Postfach")
    link = link_in(await house.letter(BOX, "review_asked", number))
    given = {"verdict": "approve", "scores.benefit": 8, "scores.complexity": 3, "reason": WHY}
    async with Visitor(house.base_url) as visitor:
        await visitor.open(link)
        await visitor.send(visitor.page.form("/answer"), given, expect=422)
        assert "Bitte nennen Sie Ihren Namen." in visitor.page.text
        assert await stage(house, number) == "review"
        await visitor.send(visitor.page.form("/answer"), {"stated_name": NAME})  # what was typed is still there
        assert NAME in visitor.page.text
    async with at_the_desk(house) as clerk:
        page = await clerk.case(number)
    assert f"Vorstand eines Sportvereins ({NAME})" in page.text
    assert WHY in page.text


async def test_the_same_answer_goes_to_several_ideas_from_the_desk_behind_a_code(house: Stack) -> None:
    await rules(house, group("social", await of(house, *SOCIAL)), enough="{when: everybody}")
    first, second, third = numbers = await asked_about(house, "Erste <script>", "Zweite <script>", "Dritte <script>")
    who = SOCIAL[1]
    async with Visitor(house.base_url) as visitor:
        await visitor.open(f"{link_in(await house.letter(who, 'review_asked', third))}/desk")
        await visitor.send(visitor.page.form("/desk"), {"sure": ["yes"]})
        desk = link_in(await house.letter(who, "desk_link"))
        await visitor.open(f"{desk}/several")
        assert visitor.path.endswith("/code")
        await visitor.send(visitor.page.form("/code?for=several"))
        code = CODE.search((await house.letter(who, "desk_code")).text)
        assert code is not None
        await visitor.send(visitor.page.form(having="code"), {"code": code[1]})
        tasks = [visitor.page.choice("tasks", number) for number in (first, second)]
        given = {"verdict": "reject", "reason": WHY, "scores.benefit": 2, "scores.complexity": 9}
        await visitor.send(visitor.page.form("/several"), given | {"tasks": tasks})
        assert "Ihre Antworten sind abgeschickt" in visitor.page.text
        assert third in visitor.page.text
        for number in (first, second):
            assert number not in visitor.page.text
    said = "SELECT c.number, a.verdict, a.reason FROM answers a JOIN cases c ON c.id = a.case_id WHERE a.reason = :why"
    rows = [tuple(row) for row in await house.rows(said, why=WHY) if row[0] in numbers]
    assert sorted(rows) == [(first, "reject", WHY), (second, "reject", WHY)]


async def test_the_deputy_is_asked_beside_whoever_says_nothing(house: Stack) -> None:
    both = group("both", await of(house, SILENT, SOCIAL[0]))
    await rules(house, both, enough="{when: everybody}", ladder="deputy_after: 1")
    (number,) = await asked_about(house, "Niemand <script> da")
    asked = await by_address(house, number, 2)
    await lapsed(house, number, "review", "due_at", "deputy_at")

    mail = await house.letter(DEPUTY, "review_asked", number)
    assert "in Vertretung von Torben Voß" in mail.text
    async with Visitor(house.base_url) as visitor:
        await visitor.open(link_in(asked[SILENT]))
        assert visitor.page.form("/answer")  # may still say something
        await visitor.open(link_in(mail))
        assert "In Vertretung von" in visitor.page.text
    await review(house, link_in(mail), reason=WHY)
    assert await stage(house, number) == "review"  # it goes on, and one seat has one voice
    await not_needed(house, number, asked, [SILENT], BESIDE)
    await review(house, link_in(asked[SOCIAL[0]]))
    async with at_the_desk(house) as clerk:
        page = await clerk.case(number)
    for words in ("beantwortet in Vertretung von Torben Voß", "nicht mehr nötig", "Die Frist ist abgelaufen", WHY):
        assert words in page.text, page.text
    assert await stage(house, number) == "prioritisation"
