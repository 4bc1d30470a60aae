"""From a request to the course: commit the happening first, then wait a little for the verdict."""

from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import uuid4

from api.errors import Refused
from api.services import Services
from contracts.messenger import Letter
from domain.happenings import Happening
from domain.happenings.base import HappeningBase
from domain.words import Via
from storage import inbox

H = TypeVar("H", bound=HappeningBase)


@dataclass(frozen=True)
class Brought:
    """What became of a happening within five seconds: done, refused by code, or received and not yet processed."""

    inbox_id: str
    verdict: str | None

    @property
    def pending(self) -> bool:
        """Accepted and safe, not yet processed."""
        return self.verdict is None or self.verdict.startswith("stuck:")

    @property
    def refusal(self) -> str | None:
        """The code of the rule that said no."""
        kind, _, code = (self.verdict or "").partition(":")
        return code if kind == "refused" else None


def happened(kind: type[H], services: Services, by: str, via: Via, **content: Any) -> H:
    """A happening received now, with an id of its own; the content was checked before."""
    return kind.model_validate({"id": uuid4().hex, "by": by, "via": via, "at": services.now(), **content})


async def bring(services: Services, case_id: str, happening: Happening) -> Brought:
    """Commits a happening and brings it to its course. Once this returns, it is never lost."""
    async with services.db.write() as session:
        letter = await inbox.put(session, case_id, happening)
    return await carry(services, letter)


async def carry(services: Services, letter: Letter) -> Brought:
    """Brings what is committed already to its course."""
    return Brought(letter.inbox_id, await services.messenger.bring(letter))


async def raise_refusal(services: Services, brought: Brought) -> Brought:
    """Raises Refused with the rule's code and facts when one said no; the page keeps what was typed."""
    if brought.refusal is not None:
        async with services.db.read() as session:
            facts = await inbox.error_of(session, brought.inbox_id)
        raise Refused(brought.refusal, **(facts or {}))
    return brought
