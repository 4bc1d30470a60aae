"""What owner and office are told of a wave: one mail for each notice, whatever the wave goes through."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from activities import postbox, wave_letters
from activities.postbox import Postbox
from activities.wave_letters import WaveLetters
from domain.survey.survey import SurveyPlan
from domain.survey.wave_words import TELL
from kit.sealing import KeyRing
from kit.templating import Templates
from storage.outbox import NewMail
from tests.unit.mails.test_letters_of_a_step import HOUSE, Box, words
from tests.unit.survey.waves import CANARY, AWave, a_wave


class Survey:
    plan = SurveyPlan.model_validate({"title": {"de": "Puls <script>", "en": "Pulse"}})


def whole_lives() -> list[AWave]:
    """Waves that between them make everything happen of which somebody is told."""
    return [
        a_wave().planned().wakes().happens("invited", invited=1, waiting=3).wakes_until("2026-11-17"),
        a_wave().open().on("2026-11-20", 23).wakes().wakes().happens("evaluated").wakes().wakes().wakes().responded(),
        a_wave().planned().on("2026-12-01").wakes(),
        a_wave().planned().wakes().happens("invited", invited=0, waiting=0),
        a_wave().open().happens("paused", reason=CANARY).wakes().without("ole"),
    ]


async def test_every_notice_becomes_one_mail_that_holds_nothing_anybody_wrote(
    templates: Templates, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, kept = Box(templates), list[NewMail]()

    async def keep(session: Any, mails: Sequence[NewMail]) -> list[str]:
        kept.extend(mails)
        return [mail.id for mail in mails]

    async def addresses(session: Any, ids: Iterable[str]) -> dict[str, str]:
        return {person: f"{person}@example.org" for person in ids}

    async def survey(session: Any, survey_id: str) -> Any:
        return Survey()

    monkeypatch.setattr(postbox.outbox, "add_all", keep)
    monkeypatch.setattr(postbox.links, "add_all", box.add_links)
    monkeypatch.setattr(wave_letters.people, "addresses_of", addresses)
    monkeypatch.setattr(wave_letters.surveys, "survey", survey)
    letters = WaveLetters(Postbox(templates, KeyRing(["a-key-of-more-than-sixteen-characters"]), HOUSE))
    told, told_of = 0, set()
    for wave in whole_lives():
        for step in wave.steps:
            await letters.write(None, step.wave, step, wave.world)
            told += len(step.notices)
            told_of |= {notice.event for notice in step.notices}

    assert told_of == TELL.keys()
    assert len(kept) == told
    assert {(mail.mail, mail.wave, mail.case_id) for mail in kept} == {("wave_note", "w1", None)}
    for mail in kept:
        message = box.opened(mail)
        assert message["Subject"] == "Umfrage: Puls <script>"
        assert "https://ideen.example.org/office/surveys/waves/w1" in words(message)
        assert CANARY not in words(message).replace("Puls <script>", "")
        assert "List-Unsubscribe" not in message
