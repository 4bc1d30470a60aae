"""Drafts: what was typed so far, sealed with the respondent's own code, or by us where the link leads back to it.

Padded in steps of the longest sheet there can be, so that its length tells nothing either.
"""

import json
from collections.abc import Mapping
from typing import Any

from api.answering.asked import Asked
from api.answering.tickets import Session
from api.services import Services
from domain.survey.sheet import longest
from kit.ballot import padded, unpadded
from kit.sealing import KeyRing, SealBroken
from kit.tokens import hash_token
from storage import drafts

Raw = Mapping[str, object]


def draft_id(session: Session) -> str:
    """What the draft is found by; the code cannot be told from it."""
    return hash_token(f"draft:{session.code or session.invitation}")


def opened(services: Services, asked: Asked, session: Session) -> dict[str, Any] | None:
    """What was typed so far; None where nothing is kept, or nothing that this session opens."""
    if asked.draft is None:
        return None
    try:
        held = _ring(services, session).open(asked.draft, _context(asked, session))
    except SealBroken:
        return None
    found: dict[str, Any] = json.loads(unpadded(held))
    return found


async def save(services: Services, asked: Asked, session: Session, raw: Raw) -> bool:
    """Keeps what was typed, or nothing where there is no answer in it; False once the wave asks nobody any more."""
    async with services.db.write() as transaction:
        if not said(raw):
            await drafts.delete_one(transaction, draft_id(session))
            return True
        plain = json.dumps(dict(raw), ensure_ascii=False).encode()
        step = longest(asked.questionnaire)
        held = padded(plain, step * -(-len(plain) // step))
        sealed = _ring(services, session).seal(held, _context(asked, session))
        return await drafts.save(transaction, draft_id(session), asked.invited.wave, sealed)


def said(raw: Raw) -> bool:
    """Whether there is any answer, right or wrong."""
    return any(said(one) if isinstance(one, Mapping) else _something(one) for one in raw.values())


def _something(one: object) -> bool:
    if isinstance(one, str):
        return bool(one.strip())
    return any(map(_something, one)) if isinstance(one, list | tuple) else one is not None


def _ring(services: Services, session: Session) -> KeyRing:
    return KeyRing([session.code]) if session.code else services.keys


def _context(asked: Asked, session: Session) -> str:
    return f"draft:{asked.invited.wave}:{draft_id(session)}"
