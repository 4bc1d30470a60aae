"""The mails of a round: to the office what it needs, in the step's transaction; to the panel, in batches."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from activities.postbox import Letter, Postbox
from contracts import round_links
from contracts.round_mails import RoundInvitation, RoundNote, RoundReminder
from domain.rounds.nouns import Round, RoundNotice, RoundStep, RoundWorld
from domain.rounds.words import RoundErrand
from domain.world import Person
from kit.tokens import hash_token, new_token
from storage import people, round_panel
from storage.round_panel import Asked

NOTE = "round_note"
MAIL = {
    RoundErrand.ASK: ("round_invitation", RoundInvitation),
    RoundErrand.ASK_ADDED: ("round_invitation", RoundInvitation),
    RoundErrand.REMIND: ("round_reminder", RoundReminder),
}

log = logging.getLogger(__name__)


class RoundLetters:
    """`session` is storage's, that of the transaction of the step or of the batch."""

    def __init__(self, postbox: Postbox) -> None:
        self.postbox = postbox
        self.base_url = postbox.house.base_url.rstrip("/")

    async def write(self, session: Any, step: RoundStep, world: RoundWorld) -> None:
        """One mail for each notice of the step; dated by the course, never by a wall clock."""
        told = [(notice, world.people[notice.to]) for notice in step.notices if notice.to in world.people]
        addresses = await people.addresses_of(session, (person.id for _, person in told))
        letters = []
        for notice, person in told:
            if person.id in addresses:
                letters.append(self._note(step.round, notice, person, addresses[person.id], world.now))
            else:
                log.warning("letters.no_address round=%s mail=%s person=%s", step.round.id, NOTE, person.id)
        await self.postbox.put(session, *letters)

    def _note(self, round_: Round, notice: RoundNotice, person: Person, address: str, at: datetime) -> Letter:
        language = self.postbox.language(person.language)
        props = RoundNote(
            recipient_name=self.postbox.greeting(person.name, language),
            organisation=self.postbox.house.organisation,
            title=round_.title_in(language),
            link=f"{self.base_url}{round_links.OFFICE}/{round_.id}",
            round_news=notice.event,
        )
        return Letter(NOTE, notice.key, props, at, language, address, person.name, person.id)

    async def ask(
        self, session: Any, round_: Round, errand: RoundErrand, entry: str, raters: Sequence[Asked], at: datetime
    ) -> None:
        """A mail to each, with a link of its own that opens the same page as every other of theirs."""
        addresses = await people.addresses_of(session, (one.person for one in raters))
        letters, links = [], []
        for one in raters:
            if one.person not in addresses:
                log.warning("letters.no_address round=%s mail=%s person=%s", round_.id, errand.value, one.person)
                continue
            token = new_token()
            letters.append(self._asking(round_, errand, entry, one, addresses[one.person], token, at))
            links.append((hash_token(token), one.id))
        await self.postbox.put(session, *letters)
        await round_panel.add_links(session, links, at)

    def _asking(
        self, round_: Round, errand: RoundErrand, entry: str, one: Asked, address: str, token: str, at: datetime
    ) -> Letter:
        mail, kind = MAIL[errand]
        language = self.postbox.language(one.language)
        assert round_.closes_on is not None
        props = kind(
            recipient_name=self.postbox.greeting(one.name, language),
            organisation=self.postbox.house.organisation,
            title=round_.title_in(language),
            link=f"{self.base_url}{round_links.RATE}/{token}",
            ideas=len(round_.entries),
            closes_on=round_.closes_on,
        )
        return Letter(mail, f"{mail}:{one.id}:{entry}", props, at, language, address, one.name, one.person)
