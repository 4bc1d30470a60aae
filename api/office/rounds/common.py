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
from domain.happenings import HappeningBase
from domain.ranking.ranking import Reason
from domain.rounds.happenings import RoundHappening
from domain.rounds.nouns import Round
from domain.rounds.words import Fate, RoundState
from domain.words import Via
from kit.i18n import N_
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
# Reasons of a ranking in words; what has none here is shown by its figures.
REASONS: Mapping[str, str] = {
    "utility": N_("Utility {value} of 10, from {raters} raters."),
    "nobody_rated": N_("Nobody has rated it."),
    "too_few_raters": N_("Only {raters} of at least {least} raters said something."),
    "knocked_out": N_("Knocked out: {criterion} has a mean of {mean}, and {limit} is needed."),
    "no_weights": N_("No criterion has a weight."),
    "no_scores": N_("Nobody has scored {criterion}."),
}


@dataclass(frozen=True)
class Bundle:
    """A round and its ideas as lists show them."""

    round: Round
    lines: Mapping[str, CaseLine]

    @property
    def url(self) -> str:
        """Its page."""
        return f"{ROOT}/{self.round.id}"

    @property
    def title(self) -> str:
        """What people call it; its number where its plan is not there."""
        return self.round.plan.title if self.round.plan is not None else self.round.number


async def bundle_of(desk: Desk, round_id: str) -> Bundle:
    """The round at this address; raises NotFound."""
    async with desk.services.db.read() as session:
        round_ = await rounds.load_round(session, round_id)
        if round_ is None:
            raise NotFound("round.unknown")
        return Bundle(round_, await round_fields.lines_of(session, round_))


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


def reason(desk: Desk, round_: Round, why: Reason) -> str:
    """One reason of a ranking as a sentence, its criterion by name."""
    criteria = {c.id: c.title.in_(desk.language) for c in round_.plan.criteria} if round_.plan is not None else {}
    figures = {name: _figure(desk, criteria, name, value) for name, value in why.figures.items()}
    sentence = REASONS.get(why.code)
    if sentence is None:
        return ", ".join(f"{name}: {value}" for name, value in figures.items()) or why.code
    try:
        return desk.t(sentence).format(**figures)
    except KeyError:
        return ", ".join(f"{name}: {value}" for name, value in figures.items())


def _figure(desk: Desk, criteria: Mapping[str, str], name: str, value: float | str) -> str:
    if name.endswith("criterion"):
        return criteria.get(str(value), str(value))
    return str(value) if isinstance(value, str) else desk.say.number(round(value, 2))
