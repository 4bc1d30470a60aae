"""A survey told in words nobody else uses: of a cycle, begun and broken off, handed in, closed, and answered."""

import asyncio
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from contracts import names
from kit.tokens import hash_token
from tests.e2e.canary import Canary, dump_of, without
from tests.e2e.people import Clerk, at_the_desk
from tests.e2e.stack import HOST, Stack
from tests.e2e.test_survey import ANSWER, ROOT, comes_to, morning_comes
from tests.e2e.town import PULSE, SAVE, fill
from tests.e2e.visitor import Visitor
from umlauf.mailbox.store import StoredMail
from umlauf.temporal import connect
from umlauf.upkeep import import_people

NAME, ADDRESS, TITLE = "Wyqxana Zvortrupp", "zvortruppwyx@example.org", "Pulsqjxz"
DRAFT, ANSWERED, OTHER = "Entwurfqjxz", "Freitextqjxz", "Nebenbeiqjxz"
REASON = "Genugqjxz"
TOPIC = {"about1": "Themaqjxz", "result1": "Ergebnisqjxz", "decision1": "Entschlussqjxz", "reason1": "Grundqjxz"}
SAID = (DRAFT, ANSWERED, OTHER)
WORDS = (*NAME.split(), ADDRESS, ADDRESS.partition("@")[0], TITLE, *SAID, REASON, *TOPIC.values())
OTHERS = 5  # who answer beside: of fewer than the threshold nothing is opened
CODE = re.compile(r"\b[a-z2-7]{4}(?:-[a-z2-7]{4}){4}\b")
STOP = re.compile(r"https?://[^\s/]+/stop/([\w.~-]+)")
CHOSEN = {"q.informed": "4", "q.side": "inside"}


@dataclass
class SurveyCanary:
    """Lives through a survey once; what it said, and what opens its pages, is looked for with a canary's own."""

    stack: Stack
    codes: list[str] = field(default_factory=list)

    async def live_through_a_survey(self, canary: Canary) -> None:
        """One person answers at a second try, one never goes on; the answer to all of them names a topic."""
        stack = self.stack
        await self._moves_in()
        async with at_the_desk(stack) as clerk:
            wave = await _planned(clerk)
            await morning_comes(stack, wave)
            await comes_to(clerk, wave, "Einladungen sind hinausgegangen")
            mine = await stack.letter(ADDRESS, "survey_invitation")
            others = [m for m in await stack.letters("survey_invitation") if TITLE in m.subject and m.id != mine.id]
            await self._breaks_off(mine, ANSWERED)
            await self._goes_on(mine, self.codes[-1])
            await self._breaks_off(others.pop(), DRAFT)
            for mail in others[:OTHERS]:
                await self._answers(mail)
            await self._is_sealed()
            await clerk.open(f"{wave}/close")
            await clerk.send(clerk.page.form(f"{wave}/close"), {"reason": REASON})
            await comes_to(clerk, wave, "die Antwort an die Befragten schreiben")
            dump = await dump_of(stack)
            assert ANSWERED in dump, "the search would not find what is there"
            without(dump.encode(), [DRAFT], "the database after the close")
            await _respond(clerk, wave)
            await self._turns(wave)
            await stack.letter(ADDRESS, "survey_response")
            canary.keys += [cookie.value for cookie in clerk.client.cookies.jar if cookie.value]
        texts = [mail.text for mail in stack.caught.all()]
        canary.keys += {link.rpartition("/")[2] for text in texts for link in ANSWER.findall(text)}
        canary.signed += [*self.codes, *(code.replace("-", "") for code in self.codes)]
        canary.signed += {word for text in texts for word in STOP.findall(text)}
        canary.words += WORDS

    async def _moves_in(self) -> None:
        file = Path(self.stack.folder) / "canary.yaml"
        file.write_text(f'people:\n  - {{email: {ADDRESS}, name: "{NAME}", external: resident}}\n', encoding="utf-8")
        await import_people(self.stack.settings, file)

    async def _breaks_off(self, mail: StoredMail, text: str) -> None:
        """Types a text and puts it by; looks at the page that ends such mails, and does not end them."""
        async with Visitor(self.stack.base_url) as respondent:
            await respondent.open(_link(mail))
            await respondent.send(respondent.page.form("/s/begin"))
            await _to_the_text(respondent)
            await respondent.send(respondent.page.form(having="shown"), {"q.one_thing": text}, button="later")
            (code,) = set(CODE.findall(respondent.page.text))
            self.codes.append(code)
            await respondent.open(f"/stop/{STOP.findall(mail.text)[0]}")

    async def _goes_on(self, mail: StoredMail, code: str) -> None:
        """On another device, with the code; hands in what was typed before."""
        async with Visitor(self.stack.base_url) as respondent:
            await respondent.open(_link(mail))
            await respondent.send(respondent.page.form("/s/code"), {"code": code})
            await _hand_in(respondent, ANSWERED)

    async def _answers(self, mail: StoredMail) -> None:
        async with Visitor(self.stack.base_url) as respondent:
            await respondent.open(_link(mail))
            await respondent.send(respondent.page.form("/s/begin"))
            await _to_the_text(respondent)
            await respondent.send(respondent.page.form(having="shown"), {"q.one_thing": OTHER}, button="next")
            await _hand_in(respondent, OTHER)

    async def _is_sealed(self) -> None:
        """Before the close no word of any answer is in the database, handed in or not."""
        dump = await dump_of(self.stack)
        assert hash_token(f"draft:{self.codes[-1].replace('-', '')}") in dump, "a draft lies there"
        assert TITLE in dump, "the search would not find what is there"
        without(dump.encode(), (*SAID, *self.codes), "the database before the close")

    async def _turns(self, wave: str) -> None:
        """The cycle opens the next wave."""
        rows = "SELECT survey FROM waves WHERE id = :wave"
        ((survey,),) = await self.stack.rows(rows, wave=wave.rpartition("/")[2])
        client = await connect("canary", environment={"TEMPORAL_ADDRESS": f"{HOST}:{self.stack.temporal_port}"})
        cycle = client.get_schedule_handle(names.cycle_id(survey))
        await cycle.trigger()
        while not (actions := (await cycle.describe()).info.recent_actions):
            await asyncio.sleep(0.1)
        opened = actions[-1].action
        await client.get_workflow_handle(opened.workflow_id, run_id=opened.first_execution_run_id).result()


async def _planned(clerk: Clerk) -> str:
    """Asked anonymously, every month, beginning now; the path of the wave."""
    source = PULSE.read_text().replace("\nid: pulse\n", "\nid: canary\n").replace("Puls des Netzwerks", TITLE)
    await fill(clerk, f"{ROOT}/questionnaires/new", {"source": source}, SAVE)
    await fill(clerk, f"{ROOT}/audiences/new", {"id": "canary", "title_de": TITLE, "staff": "both"}, SAVE)
    months: dict[str, str | list[str]] = {"months": [str(month) for month in range(1, 13)], "resumable": ["yes"]}
    given = {"title_de": TITLE, "questionnaire": "canary", "audience": "canary", "mode": "anonymous"}
    await fill(clerk, f"{ROOT}/new", given | months, SAVE)
    await fill(clerk, f"{clerk.path}/start", {}, "Welle starten")
    return clerk.path


async def _respond(clerk: Clerk, wave: str) -> None:
    """One topic, to everybody who was asked."""
    due = (datetime.now(UTC) + timedelta(days=30)).strftime("%d.%m.%Y")
    await clerk.open(f"{wave}/respond")
    form, owner = clerk.page.form(f"{wave}/respond"), clerk.page.choice("owner1", "Torben")
    await clerk.send(form, TOPIC | {"owner1": owner, "due_on1": due}, button="Weiter zu einem letzten Blick")
    await clerk.send(clerk.page.form(f"{wave}/respond"), button="send")


def _link(mail: StoredMail) -> str:
    (link,) = set(ANSWER.findall(mail.text))
    return str(link)


async def _to_the_text(respondent: Visitor) -> None:
    """Answers page by page, up to the one that asks for words."""
    while "q.one_thing" not in (form := respondent.page.form(having="shown")).fields:
        await respondent.send(form, {k: v for k, v in CHOSEN.items() if k in form.fields}, button="next")


async def _hand_in(respondent: Visitor, text: str) -> None:
    while respondent.path != "/s/check":
        await respondent.send(respondent.page.form(having="shown"), button="next")
    assert text in respondent.page.text
    await respondent.send(respondent.page.form("/s/check"), {"sure": ["yes"]})
