"""A wave, whole, on the real parts: asked by the office, answered by links, and an answer to everybody asked."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

from contracts.messenger import Letter
from domain.survey.wave_words import WaveState
from storage import sql
from storage.tables import WaveRow
from storage.waves import load_wave
from tests.e2e.caught import subject_of
from tests.e2e.people import Clerk, at_the_desk
from tests.e2e.stack import HOST, Stack
from tests.e2e.town import PULSE, SAVE, fill
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import until
from umlauf.mailbox.store import StoredMail
from umlauf.messenger import TemporalMessenger
from umlauf.temporal import connect

ROOT = "/office/surveys"
ANSWER = re.compile(r"https?://[^\s/]+/s/[a-z2-7]{32}")
TITLE = "Puls am Morgen"  # other waves of the same town have another
TEXT = "Mehr <i>Rückmeldung</i> bitte"
PROMISED = "Jede Idee bekommt eine Antwort"
TOPIC = {
    "about1": "Rückmeldung",
    "result1": "Sie fehlt",
    "decision1": PROMISED,
    "reason1": "Weil",
}
SAID = {"q.informed": "4", "q.side": "inside", "q.one_thing": TEXT}
ANSWERING = 6  # of the town's people; five is the threshold


async def planned(clerk: Clerk) -> str:
    """Asked anonymously, beginning now; the path of the wave."""
    source = (
        PULSE.read_text()
        .replace("\nid: pulse\n", "\nid: walked\n")
        .replace("Puls des Netzwerks", TITLE)
        .replace("Pulse of the network", TITLE)
    )
    await fill(clerk, f"{ROOT}/questionnaires/new", {"source": source}, SAVE)
    await fill(clerk, f"{ROOT}/audiences/new", {"id": "whole_town", "title_de": "Alle", "staff": "both"}, SAVE)
    given = {"title_de": TITLE, "questionnaire": "walked", "audience": "whole_town", "mode": "anonymous"}
    await fill(clerk, f"{ROOT}/new", given, SAVE)
    await fill(clerk, f"{clerk.path}/start", {}, "Welle starten")
    return clerk.path


async def morning_comes(stack: Stack, wave: str) -> None:
    """Invitations leave at eight, local time: where that is still to come, it is now; where it is over, they do."""
    wave_id, now = wave.rpartition("/")[2], datetime.now(UTC)
    async with stack.db.read() as session:
        found = await load_wave(session, wave_id)
    if found is not None and found.state is not WaveState.PLANNED:
        return
    async with stack.db.write() as session:
        held = {"starts_on": now.date() - timedelta(days=1), "wake": now - timedelta(minutes=1)}
        await sql.change(session, sql.table(WaveRow), wave_id, held)
    client = await connect("test", environment={"TEMPORAL_ADDRESS": f"{HOST}:{stack.temporal_port}"})
    await TemporalMessenger(client, stack.db).bring(Letter("", "", wave=wave_id))


async def answers(stack: Stack, mail: StoredMail) -> None:
    """By the one link in the mail."""
    (link,) = set(ANSWER.findall(mail.text))
    await answers_behind(stack, link)


async def answers_behind(stack: Stack, link: str) -> None:
    """Begins, goes through the pages and hands in, as a browser without scripts does."""
    async with Visitor(stack.base_url) as respondent:
        await respondent.open(link)
        await respondent.send(respondent.page.form("/s/begin"))
        while respondent.path != "/s/check":
            form = respondent.page.form(having="shown")
            given = {name: said for name, said in SAID.items() if name in form.fields}
            await respondent.send(form, given, button="next")
        assert TEXT in respondent.page.text
        await respondent.send(respondent.page.form("/s/check"), {"sure": ["yes"]})
        assert not respondent.page.forms, respondent.page.text
        await respondent.open(link)
        assert not respondent.page.forms, "answered twice"


async def mails(stack: Stack, kind: str, count: int, title: str = TITLE) -> list[StoredMail]:
    """The caught mails of this kind about this wave, once there are so many."""

    async def look() -> list[StoredMail]:
        found = [mail for mail in await stack.letters(kind) if title in subject_of(mail)]
        return found if len(found) >= count else []

    return await until(look, lambda: f"not {count} mails {kind}")


async def count_in(stack: Stack, table: str, wave: str) -> int:
    """How many rows of this wave; other waves of the same town have theirs."""
    ((count,),) = await stack.rows(
        f"SELECT count(*) FROM {table} WHERE wave = :wave",
        wave=wave.rpartition("/")[2],
    )
    return int(count)


async def comes_to(clerk: Clerk, wave: str, words: str) -> None:
    """The page of the wave says so, sooner or later."""

    async def look() -> bool:
        return words in (await clerk.open(wave)).text

    await until(look, lambda: clerk.page.text)


async def test_a_wave_goes_from_its_start_to_the_answer_by_mails_and_pages_alone(stack: Stack) -> None:
    async with at_the_desk(stack) as clerk:
        wave = await planned(clerk)
        await morning_comes(stack, wave)
        await comes_to(clerk, wave, "Einladungen sind hinausgegangen")
        invited = await mails(stack, "survey_invitation", ANSWERING)
        await asyncio.gather(*(answers(stack, mail) for mail in invited[:ANSWERING]))
        assert await count_in(stack, "answers_anonymous", wave) == 0  # sealed, until the close
        assert await count_in(stack, "intake", wave) == ANSWERING

        await clerk.open(f"{wave}/close")
        await clerk.send(clerk.page.form(f"{wave}/close"), {"reason": "Genug gehört."})
        await comes_to(clerk, wave, "die Antwort an die Befragten schreiben")
        assert await count_in(stack, "answers_anonymous", wave) == ANSWERING
        assert await count_in(stack, "intake", wave) == await count_in(stack, "drafts", wave) == 0
        results = (await clerk.open(f"{wave}/results")).text
        assert f"{ANSWERING} " in results
        assert TEXT not in results  # ten texts at least

        due = (datetime.now(UTC) + timedelta(days=30)).strftime("%d.%m.%Y")
        await clerk.open(f"{wave}/respond")
        form = clerk.page.form(f"{wave}/respond")
        owner = clerk.page.choice("owner1", "Torben")
        await clerk.send(form, TOPIC | {"owner1": owner, "due_on1": due}, button="Weiter zu einem letzten Blick")
        await clerk.send(clerk.page.form(f"{wave}/respond"), button="send")
        told = await mails(stack, "survey_response", len(invited))
        assert {m.envelope_to for m in told} >= {m.envelope_to for m in invited}
        assert "Verlauf vollständig und unverändert" in (await clerk.open(wave)).text
    async with Visitor(stack.base_url) as anybody:
        page = await anybody.open(f"/surveys/{wave.rpartition('/')[2]}")
    assert PROMISED in page.text
    assert "Torben" not in page.text  # an owner is a department to the public
