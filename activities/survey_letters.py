"""The mails of a wave to those who are asked: an invitation, reminders, and the answer; each with links of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from activities.postbox import Letter, Postbox
from contracts import survey_links
from contracts.survey_mails import SurveyInvitation, SurveyReminder, SurveyResponse
from domain.survey.contact import Purpose
from domain.survey.questionnaire import Questionnaire
from domain.survey.wave_nouns import Wave
from kit.bulk import filled, place
from kit.signing import Signer
from kit.templating import MailText
from kit.tokens import hash_token, new_token
from storage import outbox, wave_batches
from storage.queries import about_idea
from storage.wave_batches import Claimed

MAIL = {
    Purpose.INVITATION: "survey_invitation",
    Purpose.REMINDER: "survey_reminder",
    Purpose.RESPONSE: "survey_response",
}


@dataclass(frozen=True)
class Sending:
    """What all mails of one batch have in common."""

    wave: Wave
    asked: Questionnaire
    purpose: Purpose
    at: datetime

    def key(self, invitation: str) -> str:
        """The same again for the same mail, whoever tries to write it."""
        key = f"{MAIL[self.purpose]}:{invitation}"
        return f"{key}:{self.wave.reminded}" if self.purpose is Purpose.REMINDER else key


@dataclass(frozen=True)
class _Said:
    """A mail in one language, with places for what differs from one person to the next."""

    props: SurveyInvitation | SurveyResponse
    words: MailText


class SurveyLetters:
    """Writes into the outbox. `session` is storage's, that of the transaction that holds the invitations."""

    def __init__(self, postbox: Postbox, signer: Signer) -> None:
        self.postbox, self.signer = postbox, signer
        self.base_url = postbox.house.base_url.rstrip("/")

    async def put(
        self, session: Any, sending: Sending, people: Sequence[Claimed], addresses: Mapping[str, str]
    ) -> list[str]:
        """Writes one mail to each; the invitations of those whose address no server would take."""
        said: dict[str, _Said] = {}
        idea = await about_idea.heading(session, sending.wave.id)
        mails, links, wrong = [], [], []
        for one in people:
            language = self.postbox.language(one.language)
            if language not in said:
                said[language] = self._said(sending, language, idea)
            link, token = self._link(sending)
            mail = self.postbox.written(self._letter(sending, one, addresses[one.person], said[language], link))
            if mail is None:
                wrong.append(one.id)
                continue
            mails.append(mail)
            if token:
                links.append((hash_token(token), one.id))
        await outbox.add_all(session, mails)
        await wave_batches.add_links(session, links)
        return wrong

    def _link(self, sending: Sending) -> tuple[str, str]:
        if sending.purpose is Purpose.RESPONSE:
            return f"{self.base_url}{survey_links.RESULTS}/{sending.wave.id}", ""
        token = new_token()
        return f"{self.base_url}{survey_links.ANSWER}/{token}", token

    def _letter(self, sending: Sending, one: Claimed, address: str, said: _Said, link: str) -> Letter:
        language, stop = self.postbox.language(one.language), self.stop_link(one.person)
        name = self.postbox.greeting(one.name, language)
        return Letter(
            mail=MAIL[sending.purpose],
            key=sending.key(one.id),
            props=said.props,
            at=sending.at,
            language=language,
            address=address,
            name=one.name,
            person_id=one.person,
            wave=sending.wave.id,
            unsubscribe=stop,
            words=filled(said.words, {"recipient_name": name, "link": link, "stop_link": stop}),
        )

    def stop_link(self, person_id: str) -> str:
        """The page on which this person ends such mails, and the address their mail program may call for it."""
        word = self.signer.word(survey_links.STOPS, UUID(person_id).bytes)
        return f"{self.base_url}{survey_links.STOP}/{word}"

    def _said(self, sending: Sending, language: str, idea: tuple[str, str]) -> _Said:
        props = self._props(sending, language, idea)
        return _Said(props, self.postbox.words(MAIL[sending.purpose], language, props))

    def _props(self, sending: Sending, language: str, idea: tuple[str, str]) -> SurveyInvitation | SurveyResponse:
        wave, asked = sending.wave, sending.asked
        common: dict[str, Any] = {name: place(name) for name in ("recipient_name", "link", "stop_link")}
        common |= {"organisation": self.postbox.house.organisation, "title": asked.title.in_(language)}
        if sending.purpose is Purpose.RESPONSE:
            return SurveyResponse(topics=tuple(topic.about for topic in wave.topics), public=wave.public, **common)
        assert wave.closes_on is not None
        kind = SurveyInvitation if sending.purpose is Purpose.INVITATION else SurveyReminder
        common |= {"idea": idea[0], "idea_title": idea[1]}
        return kind(questions=len(asked.questions), closes_on=wave.closes_on, mode=wave.mode, **common)
