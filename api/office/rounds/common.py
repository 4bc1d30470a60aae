"""What the pages about rounds share: the round at an address, bringing what happens to it, and words for its codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from pydantic import ValidationError

from api.bring import Brought, happened
from api.bring_wave import carried
from api.errors import Invalid, NotFound
from api.forms import field_errors
from api.office.door import Desk
from contracts.messenger import Letter
from domain.happenings.base import HappeningBase
from domain.ranking.ranking import Reason
from domain.rounds.happenings import RoundHappening
from domain.rounds.nouns import Round
from domain.rounds.words import Fate, RoundState
from domain.words import Via
from kit.i18n import N_
from kit.ranking_sentences import spelt
from storage import inbox, round_fields, rounds
from storage.queries.lines import CaseLine

Shown = dict[str, Any]
ROOT = "/office/rounds"
STATES: Mapping[str, tuple[str, str]] = {  # words and tone
    RoundState.ANNOUNCED: (N_("announced"), "neutral"),
    RoundState.OPEN: (N_("open for ratings"), "info"),
    RoundState.CLOSED: (N_("being counted"), "warning"),
    RoundState.COMPUTED: (N_("to be decided"), "accent"),
    RoundState.DECIDED: (N_("decided"), "success"),
    RoundState.CANCELLED: (N_("called off"), "neutral"),
}
FATES: Mapping[str, str] = {
    Fate.PUT_FORWARD: N_("put forward"),
    Fate.DEFER: N_("deferred"),
    Fate.LEAVE: N_("stays for the next round"),
}

GONE = N_("no longer compared")


@dataclass(frozen=True)
class Bundle:
    """A round and its ideas as lists show them."""

    round: Round
    lines: Mapping[str, CaseLine]
    gone: frozenset[str]  # of its ideas, those that wait no longer though nothing is decided by it
    title: str  # in the reader's language

    @property
    def url(self) -> str:
        """Its page."""
        return f"{ROOT}/{self.round.id}"

    def named(self, idea: str) -> str:
        """One of its ideas, by title and number."""
        line = self.lines.get(idea)
        return idea if line is None else f"{line.title} ({line.number})"


async def bundle_of(desk: Desk, round_id: str) -> Bundle:
    """The round at this address; raises NotFound."""
    async with desk.services.db.read() as session:
        round_ = await rounds.load_round(session, round_id)
        if round_ is None:
            raise NotFound("round.unknown")
        gone = frozenset[str]() if round_.ended else await round_fields.gone(session, round_id)
        return Bundle(round_, await round_fields.lines_of(session, round_), gone, round_.title_in(desk.language))


def crumbs(desk: Desk, *more: tuple[str, str]) -> list[Shown]:
    """Where a page stands: under the rounds."""
    return [{"label": desk.t(N_("Rounds")), "url": ROOT}, *({"label": label, "url": url} for label, url in more)]


def made(desk: Desk, kind: type[HappeningBase], content: dict[str, Any], names: Mapping[str, str]) -> RoundHappening:
    """A happening of a round at the office's desk; raises Invalid, field by field."""
    try:
        happening = happened(kind, desk.services, desk.person.id, Via.OFFICE, **content)
    except ValidationError as wrong:
        raise Invalid(field_errors(wrong, names)) from None
    return cast("RoundHappening", happening)


async def bring(desk: Desk, round_id: str, happening: RoundHappening) -> Brought:
    """Commits a happening and brings it to its course; raises Invalid with the rule's code when one said no."""
    async with desk.services.db.write() as session:
        letter: Letter = await inbox.put_of_round(session, round_id, happening)
    return await carried(desk.services, letter)


def reason(desk: Desk, bundle: Bundle, why: Reason) -> str:
    """One reason of a ranking as a sentence, ideas and criteria by name."""
    plan = bundle.round.plan
    titles = {c.id: c.title.in_(desk.language) for c in plan.criteria} if plan is not None else {}
    return spelt(why, desk.say, titles | {one: line.title for one, line in bundle.lines.items()})
