"""Writes the letters of a step, in the step's transaction; and, by name, those that no step asks for."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from activities.anew import Anew
from activities.caseless_letters import CaselessLetters, Explain
from activities.comment_letters import CommentLetters
from activities.held_back import to_tell_at_once
from activities.letter_links import Links
from activities.mail_props import NothingToTell, Told, props_for
from activities.postbox import House, Letter, Postbox, about_case
from contracts.mails import MAILS
from domain.case import Case
from domain.mail_hours import not_before
from domain.step import Notice, Step
from domain.words import EventKind
from domain.world import Person, World
from kit.sealing import KeyRing
from kit.templating import Templates
from storage import digests, people

__all__ = ["House", "Letters"]

log = logging.getLogger(__name__)


class Letters(CaselessLetters):
    """Writes mails into the outbox. `session` is storage's, always that of the transaction of the cause."""

    def __init__(self, templates: Templates, keys: KeyRing, house: House, explain: Explain | None = None) -> None:
        """`explain` gives the sentence for the code of a refusal in a language."""
        super().__init__(Postbox(templates, keys, house), Links(house.base_url), explain or (lambda *_: ""))

    async def write(self, session: Any, case: Case, step: Step, world: World) -> None:
        """One mail for each notice of the step; dated by the course, never by a wall clock.

        What may wait is put aside for the daily mail. A step that blanks a text also writes the case's waiting mails
        anew.
        """
        if any(event.kind is EventKind.REDACTED for event in step.events):
            await Anew(session, step.case, world, self.postbox, self.links, self.explain).write()
            await digests.take_back(session, case.id, world.now)
        at_once = await to_tell_at_once(session, case, step, world)
        told = [(notice, world.people[notice.to]) for notice in at_once if notice.to in world.people]
        addresses = await people.addresses_of(session, (person.id for _, person in told))
        letters = [self._letter(step.case, notice, person, world, addresses) for notice, person in told]
        await self.postbox.put(session, *(letter for letter in letters if letter is not None))

    async def write_caseless(self, session: Any, mail: str, *, at: datetime, **about: Any) -> None:
        """`confirm_address`, `confirm_entry` and so on, each with what the method of that name takes."""
        writers: dict[str, Callable[..., Awaitable[None]]] = {
            "confirm_address": self.confirm_address,
            "confirm_entry": self.confirm_entry,
            "confirm_support": self.confirm_support,
            "signin_code": self.signin_code,
            "new_link": self.new_link,
            "refused_later": self.refused_later,
            "comment": CommentLetters(self.postbox, self.links).write,
            "reply_kept": CommentLetters(self.postbox, self.links).answer,
            "desk_link": self.desk_link,
            "desk_code": self.desk_code,
            "answer_code": self.answer_code,
        }
        await writers[mail](session, at=at, **about)

    def _letter(
        self, case: Case, notice: Notice, person: Person, world: World, addresses: Mapping[str, str]
    ) -> Letter | None:
        address = addresses.get(person.id)
        if address is None:
            log.warning("letters.no_address case=%s mail=%s person=%s", case.id, notice.mail, person.id)
            return None
        url, link = self.links.of(MAILS[notice.mail].opens, case, person, notice.assignment, world.now)
        language = self.postbox.language(person.language)
        name = self.postbox.greeting(person.name, language)
        say = self.postbox.templates.catalogues.of(language)
        try:
            props = props_for(Told(notice, case, world, language, name, self.organisation, url, say))
        except NothingToTell:  # a definition that names this mail for another event than it is about
            log.error("letters.nothing_to_tell case=%s mail=%s event=%s", case.id, notice.mail, notice.event)
            return None
        return about_case(
            case,
            person,
            mail=notice.mail,
            key=notice.key,
            props=props,
            at=world.now,
            language=language,
            address=address,
            assignment=notice.assignment,
            link=link,
            not_before=not_before(person, world),
        )
