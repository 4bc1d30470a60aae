"""Tells people by mail what was refused after they had gone: accepted while the engine was away, and then too late."""

from datetime import datetime

from activities.letters import Letters
from activities.postbox import Letter
from contracts import round_links, survey_links
from contracts.round_mails import RoundRefused
from contracts.survey_mails import WaveRefused
from domain.happenings import HAPPENING
from domain.world import Person
from storage import inbox, mapping, people, rounds, surveys, waves
from storage.engine import Database
from storage.inbox import Refusal
from storage.session import Session

MAIL = "wave_refused"
OF_ROUND = "round_refused"


async def tell_refusals(db: Database, letters: Letters, now: datetime) -> list[str]:
    """Writes the mails that are due; the cases, waves and rounds they belong to."""
    async with db.read() as session:
        refusals = await inbox.untold(session)
    return [
        refusal.case_id or refusal.wave or refusal.round
        for refusal in refusals
        if await _tell(db, letters, refusal, now)
    ]


async def _tell(db: Database, letters: Letters, refusal: Refusal, now: datetime) -> bool:
    """One mail and its mark in one transaction; whoever cannot be written to counts as told."""
    async with db.write() as session:
        await inbox.told(session, refusal.id, now)
        person = await people.get(session, refusal.by)
        if refusal.wave:
            return person is not None and await _tell_of_wave(session, letters, refusal, person, now)
        if refusal.round:
            return person is not None and await _tell_of_round(session, letters, refusal, person, now)
        case = await mapping.load_case(session, refusal.case_id, lock=False)
        content = await inbox.content_of(session, refusal.id)
        if case is None or person is None or not content:
            return False
        happening = HAPPENING.validate_json(content)
        await letters.refused_later(session, case=case, happening=happening, person=person, code=refusal.code, at=now)
        return True


async def _tell_of_wave(session: Session, letters: Letters, refusal: Refusal, person: Person, now: datetime) -> bool:
    """The same for what happened to a wave."""
    wave = await waves.load_wave(session, refusal.wave)
    survey = await surveys.survey(session, wave.survey) if wave is not None else None
    known = await inbox.refused(session, refusal.id)
    address = await people.address_of(session, person.id)
    if wave is None or survey is None or known is None or address is None:
        return False
    postbox = letters.postbox
    language = postbox.language(person.language)
    props = WaveRefused(
        recipient_name=postbox.greeting(person.name, language),
        organisation=postbox.house.organisation,
        title=survey.plan.title.in_(language),
        link=f"{postbox.house.base_url.rstrip('/')}{survey_links.OFFICE}/{wave.id}",
        said=refusal.kind,
        received_at=known[1],
        reason=_filled(letters.explain(refusal.code, language), refusal),
    )
    key = f"{MAIL}:{refusal.id}"
    await postbox.put(session, Letter(MAIL, key, props, now, language, address, person.name, person.id, wave=wave.id))
    return True


async def _tell_of_round(session: Session, letters: Letters, refusal: Refusal, person: Person, now: datetime) -> bool:
    """The same for what happened to a round; one that was refused from the start has no title but its number."""
    round_ = await rounds.load_round(session, refusal.round)
    known = await inbox.refused(session, refusal.id)
    address = await people.address_of(session, person.id)
    if round_ is None or known is None or address is None:
        return False
    postbox = letters.postbox
    language = postbox.language(person.language)
    props = RoundRefused(
        recipient_name=postbox.greeting(person.name, language),
        organisation=postbox.house.organisation,
        title=round_.title_in(language),
        link=f"{postbox.house.base_url.rstrip('/')}{round_links.OFFICE}/{round_.id}",
        received_at=known[1],
        reason=_filled(letters.explain(refusal.code, language), refusal),
    )
    key = f"{OF_ROUND}:{refusal.id}"
    await postbox.put(session, Letter(OF_ROUND, key, props, now, language, address, person.name, person.id))
    return True


def _filled(sentence: str, refusal: Refusal) -> str:
    """With the facts of the refusal, where the sentence has places for them."""
    try:
        return sentence.format(**refusal.facts)
    except (KeyError, IndexError):
        return sentence
