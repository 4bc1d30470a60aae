"""The mails of a wave to those who run it: what it needs from its owner or the office, in the step's transaction."""

import logging
from datetime import date
from typing import Any

from activities.postbox import Letter, Postbox
from contracts import survey_links
from contracts.survey_mails import WaveNote
from domain.survey.wave_nouns import Wave, WaveNotice, WaveStep, WaveWorld
from domain.world import Person
from storage import people, surveys

MAIL = "wave_note"

log = logging.getLogger(__name__)


class WaveLetters:
    """`session` is storage's, that of the transaction of the step."""

    def __init__(self, postbox: Postbox) -> None:
        self.postbox = postbox

    async def write(self, session: Any, wave: Wave, step: WaveStep, world: WaveWorld) -> None:
        """One mail for each notice of the step; dated by the course, never by a wall clock."""
        told = [(notice, world.people[notice.to]) for notice in step.notices if notice.to in world.people]
        survey = await surveys.survey(session, wave.survey) if told else None
        if survey is None:
            return
        addresses = await people.addresses_of(session, (person.id for _, person in told))
        letters = []
        for notice, person in told:
            if person.id in addresses:
                title = survey.plan.title.in_(self.postbox.language(person.language))
                letters.append(self._letter(wave, notice, person, addresses[person.id], title, world))
            else:
                log.warning("letters.no_address wave=%s mail=%s person=%s", wave.id, notice.mail, person.id)
        await self.postbox.put(session, *letters)

    def _letter(
        self, wave: Wave, notice: WaveNotice, person: Person, address: str, title: str, world: WaveWorld
    ) -> Letter:
        language, due = self.postbox.language(person.language), notice.facts.get("due")
        props = WaveNote(
            recipient_name=self.postbox.greeting(person.name, language),
            organisation=self.postbox.house.organisation,
            title=title,
            link=f"{self.postbox.house.base_url.rstrip('/')}{survey_links.OFFICE}/{wave.id}",
            news=notice.event,
            due_on=date.fromisoformat(str(due)) if due else None,
        )
        return Letter(MAIL, notice.key, props, world.now, language, address, person.name, person.id, wave=wave.id)
