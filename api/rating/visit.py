"""Somebody of a panel at their link: the round, the ideas in its order, and what they said so far; of nobody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from api.client import network
from api.errors import FieldError, NotFound
from api.forms import Form, check_nonce
from api.language import language_of
from api.rendering import render
from api.services import Services, ServicesDep
from contracts.round_links import RATE
from domain.rounds.ballots import Ask
from domain.rounds.nouns import Round
from domain.rounds.queue import Two, possible_pairs
from domain.rounds.status import over
from domain.rounds.words import RoundState, Says
from kit.tokens import hash_token, looks_like_token
from storage import round_fields, round_pairs, round_panel, rounds
from storage.round_panel import Holder, Rating


@dataclass(frozen=True)
class Visit:
    """One request at a rater's link."""

    request: Request
    services: Services
    token: str
    holder: Holder
    round: Round
    said: Mapping[str, Rating]
    own: frozenset[str]
    gone: frozenset[str]  # withdrawn, put off or decided meanwhile
    pairs: Mapping[Two, Says]  # where two ideas at a time are compared

    @property
    def here(self) -> str:
        """The address of the link."""
        return f"{RATE}/{self.token}"

    @property
    def language(self) -> str:
        """The language of the page."""
        return language_of(self.request, self.services, self.holder.language)

    @property
    def state(self) -> str:
        """ "open", or why nothing can be said here: the first that holds."""
        if self.holder.removed:
            return "removed"
        last = self.round.closes_on
        if self.round.state is RoundState.OPEN and last and over(last, self.services.now(), self.services.zone):
            return RoundState.CLOSED.value  # nobody has woken it yet
        return self.round.state.value

    @property
    def opens(self) -> bool:
        """Whether ratings are taken."""
        return self.state == RoundState.OPEN.value

    @property
    def ideas(self) -> list[str]:
        """The field in its order."""
        return [entry.case_id for entry in self.round.entries]

    @property
    def theirs(self) -> list[str]:
        """What this rater is asked about: nothing of their own, and nothing that waits no longer."""
        return [one for one in self.ideas if one not in self.own | self.gone]

    def left(self, *places: int) -> bool:
        """Whether one of these is of the field, and waits no longer."""
        return any(0 < place <= len(self.ideas) and self.ideas[place - 1] in self.gone for place in places)

    @property
    def compares(self) -> bool:
        """Whether this round asks for comparisons of two ideas."""
        return self.round.plan is not None and self.round.plan.ask is Ask.PAIRS

    @property
    def answered(self) -> dict[Two, Says]:
        """Their comparisons of ideas that are still compared."""
        mine = set(self.theirs)
        return {two: says for two, says in self.pairs.items() if mine.issuperset(two)}

    @property
    def done(self) -> int:
        """How much was said so far: ideas, or comparisons."""
        return len(self.answered) if self.compares else sum(self.rated(one) for one in self.theirs)

    @property
    def of(self) -> int:
        """How much is asked for."""
        if self.compares and self.round.plan is not None:
            return max(min(self.round.plan.pairs_each, possible_pairs(len(self.theirs))), self.done)
        return len(self.theirs)

    def rated(self, case_id: str) -> bool:
        """Whether something was said on every criterion, or on the whole."""
        found = self.said.get(case_id)
        return found is not None and (found.complete or found.abstains)

    def next_open(self, after: int = 0) -> int | None:
        """The place of the next idea that waits for a word, from there on and then from the start."""
        places = [*range(after, len(self.ideas)), *range(after)]
        waits = {one for one in self.theirs if not self.rated(one)}
        return next((place for place in places if self.ideas[place] in waits), None)

    def page(
        self,
        template: str,
        *,
        title: str,
        under: str = "",
        values: Mapping[str, Any] | None = None,
        errors: Sequence[FieldError] = (),
        status: int = 200,
        **context: Any,
    ) -> Response:
        """A page at this link; `under` is what its address has behind the token."""
        return render(
            self.request,
            self.services,
            f"rating/{template}",
            title=title,
            language=self.holder.language,
            page=self.here + under,
            values=values,
            errors=errors,
            status=status,
            here=self.here,
            round_title=self.round.title_in(self.language),
            closes_on=self.round.closes_on,
            done=self.done,
            of=self.of,
            ask=self.round.plan.ask.value if self.round.plan is not None else "",
            finished=self.holder.finished,
            **context,
        )

    async def check(self, form: Form, under: str) -> None:
        """Raises unless the form is ours, fresh, and within the budget of the rater."""
        await self.services.limits.spend("round.rate", self.holder.rater)
        check_nonce(self.request, self.services, form, self.here + under)


async def visit(token: str, request: Request, services: ServicesDep) -> Visit:
    """Whose link it is; the same answer for every link that is none."""
    found = await look_up(request, services, token)
    if found is None:
        await services.limits.spend("link.unknown.network", network(request, services))
        await services.limits.spend("link.unknown.all")
        raise NotFound("link.unknown")
    return found


async def look_up(request: Request, services: Services, token: str) -> Visit | None:
    """The visit as things are now."""
    if not looks_like_token(token):
        return None
    async with services.db.read() as session:
        holder = await round_panel.holder(session, hash_token(token))
        round_ = None if holder is None else await rounds.load_round(session, holder.round)
        if holder is None or round_ is None:
            return None
        said = await round_panel.ratings(session, holder.rater)
        own = await round_panel.own_ideas(session, holder.round, holder.person)
        gone = await round_fields.gone(session, holder.round)
        pairs = await round_pairs.said(session, holder.rater)
    return Visit(request, services, token, holder, round_, said, own, gone, pairs)


VisitDep = Annotated[Visit, Depends(visit)]
