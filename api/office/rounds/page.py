"""One round: where it stands, how far its panel is, its result with the reasons, what was decided, and its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Response

from api.office.door import Desk, DeskDep
from api.office.rounds import history
from api.office.rounds.acts import offered
from api.office.rounds.common import FATES, GONE, ROOT, STATES, Bundle, Shown, bundle_of, crumbs
from api.office.rounds.methods import summary
from api.office.rounds.result import shown, title_of
from api.office.rounds.series import repeating
from api.office.surveys.common import name_of
from domain.chain import broken_at
from domain.rounds.ballots import Ask
from domain.rounds.nouns import Round, RoundEvent
from domain.rounds.proposal import Proposal
from domain.rounds.words import RoundState
from domain.world import Person
from kit.i18n import N_
from storage import people, round_pairs, round_panel, round_results, rounds, scenarios
from storage.round_results import Result
from storage.session import Session

router = APIRouter(prefix=ROOT, include_in_schema=False)
STEPS = (
    (RoundState.ANNOUNCED, N_("Announced")),
    (RoundState.OPEN, N_("Ratings")),
    (RoundState.CLOSED, N_("Counting")),
    (RoundState.COMPUTED, N_("Decision")),
    (RoundState.DECIDED, N_("Decided")),
)
DONE = {
    "announced": N_("The round is announced."),
    "extend": N_("The round closes later."),
    "remind": N_("Those who are missing get a reminder."),
    "add": N_("This person is asked as well, and gets a mail with a link."),
    "remove": N_("This person is no longer asked."),
    "close": N_("The round is closed, and the ratings are being counted."),
    "reopen": N_("The round takes ratings again."),
    "cancel": N_("The round was called off."),
    "decide": N_("The round is decided. Every idea is told its result now."),
}


@dataclass(frozen=True)
class _Around:
    """What belongs to a round besides what it says of itself."""

    panel: Sequence[round_panel.Progress]
    pairs: Mapping[str, tuple[int, int]]
    lost: frozenset[str]  # raters whom no mail reached
    results: Sequence[Result]
    events: Sequence[RoundEvent]
    instead: Proposal | None
    known: Mapping[str, Person]


async def _around(session: Session, round_: Round) -> _Around:
    panel = await round_panel.progress(session, round_.id)
    events = await rounds.round_events(session, round_.id)
    ids = [*(one.person for one in panel), *(event.by for event in events), round_.decider]
    return _Around(
        panel,
        await round_pairs.counted(session, round_) if compares(round_) else {},
        await round_panel.not_reached(session, round_.id),
        await round_results.every(session, round_.id),
        events,
        await scenarios.proposal_of(session, round_),
        await people.by_ids(session, [one for one in ids if one]),
    )


@router.get("/{round_id}")
async def look(desk: DeskDep, round_id: str) -> Response:
    """Numbers of people and ideas while it is open; never what anybody rated."""
    bundle = await bundle_of(desk, round_id)
    round_ = bundle.round
    async with desk.services.db.read() as session:
        around = await _around(session, round_)
    query = desk.request.query_params
    return desk.page(
        "rounds/round.html",
        title=bundle.title,
        breadcrumb=crumbs(desk, (bundle.title, "")),
        url=bundle.url,
        heading=bundle.title,
        round=round_,
        done=desk.t(DONE[query["done"]]) if query.get("done") in DONE else "",
        received=desk.t(DONE[query["received"]]) if query.get("received") in DONE else "",
        acts=_acts(desk, bundle),
        results=[shown(desk, bundle, one, around.instead) for one in reversed(around.results)],
        ideas=[_idea(desk, bundle, one) for one in round_.entries],
        facts=_facts(desk, bundle, around.known),
        history=history.lines(desk, round_, around.events, around.known),
        chain={"broken": broken_at(round_, around.events), "lines": len(around.events)},
        **_standing(desk, round_),
        **_panel(desk, round_, around),
    )


def _standing(desk: Desk, round_: Round) -> Shown:
    state = STATES[round_.state]
    return {
        "state": {"text": desk.t(state[0]), "tone": state[1]},
        "steps": [(key.value, desk.t(label)) for key, label in STEPS],
        "step": round_.state.value if round_.state is not RoundState.CANCELLED else _last(round_.opened_at is not None),
        "ended": round_.state is RoundState.CANCELLED,
    }


def _panel(desk: Desk, round_: Round, around: _Around) -> Shown:
    asked = [one for one in around.panel if one.active and one.removed_at is None]
    return {
        "panel": [_rater(desk, one, around) for one in around.panel],
        "compares": compares(round_),
        "deserted": round_.state is RoundState.OPEN and not asked,
        "waited": sum(not one.finished for one in asked),
    }


def _acts(desk: Desk, bundle: Bundle) -> list[Shown]:
    acts = [
        {"label": desk.t(act.label), "url": f"{bundle.url}/{act.path}", "first": act.first}
        for act in offered(bundle.round)
    ]
    return acts + _tries(desk, bundle) + repeating(desk, bundle)


def _last(opened: bool) -> str:
    return (RoundState.OPEN if opened else RoundState.ANNOUNCED).value


def compares(round_: Round) -> bool:
    """Whether it asks for comparisons of two ideas."""
    return round_.plan is not None and round_.plan.ask is Ask.PAIRS


def _rater(desk: Desk, one: round_panel.Progress, around: _Around) -> Shown:
    done, of = around.pairs.get(one.rater, (one.done, one.of))
    if one.removed_at is not None:
        counts = (
            N_("taken off; what they said counts") if one.counts else N_("taken off; what they said does not count")
        )
        state = (desk.t(counts), "neutral")
    elif not one.active:
        state = (desk.t(N_("has left; is not waited for")), "neutral")
    elif one.finished:
        state = (desk.t(N_("finished")), "success")
    else:
        state = (desk.t(N_("has begun")), "info") if done else (desk.t(N_("not begun")), "warning")
        if one.rater in around.lost:
            state = (desk.t(N_("the mail did not arrive")), "danger")
    return {"name": name_of(desk, around.known.get(one.person)), "done": done, "of": of, "state": state}


def _tries(desk: Desk, bundle: Bundle) -> list[Shown]:
    """Where other weights and budgets are tried."""
    pages = [(N_("What if"), "what-if", RoundState.COMPUTED), (N_("Scenarios"), "scenarios", RoundState.DECIDED)]
    return [
        {"label": desk.t(label), "url": f"{bundle.url}/{path}", "first": False}
        for label, path, since in pages
        if bundle.round.state in (RoundState.COMPUTED, since)
    ]


def _idea(desk: Desk, bundle: Bundle, entry: Any) -> Shown:
    fate = desk.t(FATES[entry.fate]) if entry.fate is not None else ""
    if entry.case_id in bundle.gone and not entry.kept:
        fate = desk.t(GONE)
    return {"title": title_of(bundle, entry.case_id), "fate": fate, "reason": entry.reason, "deviates": entry.deviates}


def _facts(desk: Desk, bundle: Bundle, known: Mapping[str, Any]) -> list[tuple[str, Any]]:
    round_, plan = bundle.round, bundle.round.plan
    if plan is None:
        return []
    criteria = ", ".join(f"{c.title.in_(desk.language)} {c.weight} %" for c in plan.criteria)
    asked = summary(desk, plan)
    found = [
        (N_("Number"), round_.number),
        (N_("First day"), desk.day(round_.opens_on)),
        (N_("Last day"), desk.day(round_.closes_on)),
        (N_("Ideas"), str(len(round_.entries)) if round_.entries else desk.t(N_("all that wait when it opens"))),
    ]
    after = [(N_("Criteria of this round"), criteria)] if plan.ask is Ask.SCORES else []
    if plan.ask is not Ask.APPROVALS:  # what is asked says there what the budget does
        after.append((N_("Places the proposal puts forward"), str(plan.take)))
    if round_.decided_at is not None and (round_.decider or round_.body):
        whom = name_of(desk, known.get(round_.decider)) if round_.decider else round_.body
        after.append((N_("Put forward to"), whom))
        if round_.sign_off:
            after.append((N_("Co-signed before the decision"), desk.t(N_("Yes"))))
    spoken = [[(desk.t(label), value) for label, value in part] for part in (found, after)]
    return [*spoken[0], *asked, *spoken[1]]
