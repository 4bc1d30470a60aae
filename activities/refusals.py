"""Tells people by mail what was refused after they had gone: accepted while the engine was away, and then too late."""

from datetime import datetime

from activities.letters import Letters
from domain.happenings import HAPPENING
from storage import inbox, mapping, people
from storage.engine import Database
from storage.inbox import Refusal


async def tell_refusals(db: Database, letters: Letters, now: datetime) -> list[str]:
    """Writes the mails that are due; the cases they belong to."""
    async with db.read() as session:
        refusals = await inbox.untold(session)
    return [refusal.case_id for refusal in refusals if await _tell(db, letters, refusal, now)]


async def _tell(db: Database, letters: Letters, refusal: Refusal, now: datetime) -> bool:
    """One mail and its mark in one transaction; whoever cannot be written to counts as told."""
    async with db.write() as session:
        await inbox.told(session, refusal.id, now)
        case = await mapping.load_case(session, refusal.case_id, lock=False)
        person = await people.get(session, refusal.by)
        content = await inbox.content_of(session, refusal.id)
        if case is None or person is None or not content:
            return False
        happening = HAPPENING.validate_json(content)
        await letters.refused_later(session, case=case, happening=happening, person=person, code=refusal.code, at=now)
        return True
