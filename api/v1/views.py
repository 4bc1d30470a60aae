"""From cases to what the API gives: no names, no addresses, no internal reasons."""

from collections.abc import Mapping, Sequence
from datetime import date

from api.searching import Results
from api.services import Services
from api.v1 import idea_shapes as shapes
from domain.calendar import local_date
from domain.case import Case, Commitment
from domain.deferral.beside import Beside
from domain.deferral.condition import Condition
from domain.deferral.progress import progress
from domain.deferral.words import WakeKind
from domain.definition import ProcessDefinition
from domain.hearing import voices
from domain.step import Event
from domain.survey.results import looked_at
from domain.utility import weighted_utility
from domain.words import Assurance, CommitmentState, Stage, State
from domain.world import Person
from storage.origins import Origin
from storage.results import Gathering


def url_of(number: str, services: Services) -> str:
    """Where the API has this idea."""
    return f"{services.site.base_url}/api/v1/ideas/{number}"


def idea_list(found: Results, services: Services) -> shapes.IdeaList:
    """A page of a list."""
    lines = [
        shapes.ListedIdea(
            number=line.number,
            title=line.title,
            stage=Stage(line.stage),
            state=State(line.state),
            due_on=line.due_on,
            public=line.public,
            opened_at=line.opened_at,
            url=url_of(line.number, services),
            excerpt="".join(part.text for part in match.excerpt) if found.searched else None,
        )
        for match in found.matches
        for line in (match.line,)
    ]
    return shapes.IdeaList(ideas=lines, next=found.after or None)


def idea(
    case: Case,
    definition: ProcessDefinition,
    owners: Mapping[str, Person],
    services: Services,
    surveys: Sequence[shapes.AskedOut] = (),
    around: Beside | None = None,
) -> shapes.IdeaOut:
    """One idea, as far as it may be told."""
    text = case.texts[-1] if case.texts else None
    utility = weighted_utility(definition.criteria, voices(case).values())
    return shapes.IdeaOut(
        number=case.number,
        title=text.title if text else "",
        stage=case.stage,
        state=case.state,
        due_on=case.due_on,
        public=case.public,
        opened_at=case.opened_at,
        url=url_of(case.number, services),
        version=case.version,
        summary=text.summary if text else "",
        description=text.description if text else "",
        benefits=[shapes.BenefitOut(group=b.group, how=b.how) for b in text.benefits] if text else [],
        theme=text.theme if text else "",
        level=text.level if text else "",
        goals=list(text.goals) if text else [],
        cost=text.cost if text else None,
        effort=text.effort if text else None,
        utility=utility.value,
        ratings=[
            shapes.RatingOut(criterion=r.criterion, mean=r.mean, count=r.count, knocked_out=r.knocked_out)
            for r in utility.ratings
        ],
        decision=_decision(case),
        deferred_until=case.deferral.until if case.deferral else None,
        deferral=_deferral(case, around or Beside(), services),
        measure=case.measure,
        measure_since=case.measure_since,
        paused_since=case.paused_at,
        paused_because=case.pause_reason.public if case.pause_reason is not None else "",
        commitments=[_commitment(c, owners, services) for c in case.commitments],
        surveys=list(surveys),
    )


def asked(found: Gathering, origin: Origin, services: Services) -> shapes.AskedOut:
    """A wave that asked about the idea, in numbers that may be shown."""
    told = looked_at(found.gathered)
    return shapes.AskedOut(
        wave=found.wave.id,
        event=origin.event or None,
        days=origin.days,
        invited=told.invited,
        answered=told.answered,
        results=f"{services.site.base_url}/api/v1/surveys/waves/{found.wave.id}/results",
    )


def _decision(case: Case) -> shapes.DecisionOut | None:
    decision = case.decision
    if decision is None:
        return None
    return shapes.DecisionOut(
        outcome=decision.outcome,
        reason=decision.public_reason,
        at=decision.at,
        body=decision.body or None,
        body_date=decision.body_date,
        body_number=decision.body_number or None,
        votes_for=decision.votes_for,
        votes_against=decision.votes_against,
        level=Assurance(decision.level).value if decision.level else None,
    )


def _deferral(case: Case, around: Beside, services: Services) -> shapes.DeferralOut | None:
    deferral, today = case.deferral, local_date(services.now(), services.zone)
    if deferral is None:
        return None
    return shapes.DeferralOut(
        reason=deferral.public_reason,
        at=deferral.at,
        until=deferral.until,
        again=deferral.again,
        waits_for=[_wait(one, case.id, around, today) for one in deferral.conditions],
    )


def _wait(one: Condition, case_id: str, around: Beside, today: date) -> shapes.WaitOut:
    far, idea = progress(one, case_id, around, today), around.ideas.get(one.about)
    counted = one.kind in (WakeKind.SUPPORTERS, WakeKind.BUDGET_YEAR)
    return shapes.WaitOut(
        kind=WakeKind(one.kind),
        about=(idea.number if idea is not None else one.about) or None,
        aim=one.aim,
        number=one.number if counted else None,
        on=one.day,
        have=far.have if far.wanted else None,
        met=far.met,
        lost=far.lost,
    )


def _commitment(promise: Commitment, owners: Mapping[str, Person], services: Services) -> shapes.CommitmentOut:
    owner = owners.get(promise.owner)
    return shapes.CommitmentOut(
        text=promise.text,
        department=owner.department if owner else "",
        due_on=promise.due_on,
        state=promise.state,
        overdue=promise.state is CommitmentState.OPEN and promise.due_at <= services.now(),
        reason=promise.reason,
    )


def history(case: Case, events: Sequence[Event], *, whole: bool) -> shapes.History:
    """The record, line by line."""
    lines = [
        shapes.EventOut(seq=e.seq, kind=e.kind, at=e.at, by=e.by, via=e.via, facts=dict(e.facts), hash=e.hash)
        for e in events
    ]
    return shapes.History(number=case.number, whole=whole, events=lines)
