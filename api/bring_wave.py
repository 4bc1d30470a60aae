"""From a request to the course of a wave: commit the happening first, then wait a little for the verdict."""

from typing import Any, cast

from pydantic import ValidationError

from api.bring import Brought, carry, happened
from api.errors import FieldError, Invalid
from api.forms import field_errors
from api.office.door import Desk
from api.services import Services
from contracts.messenger import Letter
from domain.happenings.base import HappeningBase
from domain.survey.wave_happenings import WaveHappening
from domain.words import Via
from storage import inbox


def made(desk: Desk, kind: type[HappeningBase], content: dict[str, Any], names: dict[str, str]) -> WaveHappening:
    """A happening of a wave at the office's desk; raises Invalid, field by field."""
    try:
        happening = happened(kind, desk.services, desk.person.id, Via.OFFICE, **content)
    except ValidationError as wrong:
        raise Invalid(field_errors(wrong, names)) from None
    return cast("WaveHappening", happening)


async def bring(services: Services, wave: str, happening: WaveHappening) -> Brought:
    """Commits a happening and brings it to its course. Once this returns, it is never lost."""
    async with services.db.write() as session:
        letter = await inbox.put_of_wave(session, wave, happening)
    return await carried(services, letter)


async def carried(services: Services, letter: Letter) -> Brought:
    """Brings what is committed already to its course; raises Invalid with the rule's code when one said no."""
    brought = await carry(services, letter)
    if brought.refusal is not None:
        async with services.db.read() as session:
            facts = await inbox.error_of(session, brought.inbox_id)
        raise Invalid([FieldError("", brought.refusal, facts)])
    return brought
