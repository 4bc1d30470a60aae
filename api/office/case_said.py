"""What was said about a case: reviews and what they come to, decisions, the deferral, commitments, questions."""

from api import deferring
from api.asking_back import points, waits
from api.assurance_sentences import LEVELS
from api.office import words
from api.office.case_view import CaseView, Shown
from domain.case import Answer, Case, Commitment, Decision
from domain.hearing import voices
from domain.utility import weighted_utility
from domain.words import Asked, CommitmentState, EventKind, Outcome
from kit.deferral_sentences import AGAIN
from kit.i18n import N_


def reviews(view: CaseView) -> list[Shown]:
    """Every review, the last word of each last."""
    return [_review(view, answer) for answer in view.case.answers]


def _review(view: CaseView, answer: Answer) -> Shown:
    return {
        "name": view.name(answer.by),
        "stated": answer.stated_name,
        "when": view.desk.moment(answer.at),
        "verdict": view.toned(words.VERDICTS, answer.verdict),
        "reason": answer.reason,
        "late": answer.late,
        "level": _level(view, answer.level),
        "objected": view.desk.moment(answer.objected_at),
        "version": answer.text_version,
        "old": answer.text_version != view.case.version,
        "scores": [(c.title.in_(view.desk.language), answer.scores.get(c.id)) for c in view.bundle.definition.criteria],
        "scored": bool(answer.scores),
    }


def _level(view: CaseView, level: str) -> str:
    """How sure it was who said it; nothing where nobody kept it."""
    return view.word(LEVELS, level) if level else ""


def utility(view: CaseView) -> Shown:
    """The weighted utility and how it came about; undefined stays undefined."""
    found = weighted_utility(view.bundle.definition.criteria, voices(view.case).values())
    rows = [
        {
            "title": criterion.title.in_(view.desk.language),
            "weight": criterion.weight,
            "mean": rating.mean,
            "count": rating.count,
            "scale": f"{criterion.scale_from}–{criterion.scale_to}",
            "better": criterion.better,
            "out": rating.knocked_out,
            "limit": criterion.knock_out_below,
        }
        for criterion, rating in zip(view.bundle.definition.criteria, found.ratings, strict=True)
    ]
    return {"value": found.value, "out": found.knocked_out, "rows": rows}


def decisions(view: CaseView) -> list[Shown]:
    """What was decided, by whom, why, and whether somebody says that it was not them."""
    noted = {e.facts.get("assignment") for e in view.bundle.events if e.kind is EventKind.OBJECTION_NOTED}
    return [
        {
            "outcome": view.word(words.OUTCOMES, d.outcome),
            "accepted": d.outcome is Outcome.ACCEPTED,
            "who": view.body(d.body) if d.body else view.name(d.by),
            "stated": d.stated_name,
            "recorded_by": view.name(d.by) if d.body else "",
            "when": view.desk.day(d.body_date) if d.body_date else view.desk.moment(d.at),
            "number": d.body_number,
            "votes": (d.votes_for, d.votes_against) if d.votes_for is not None else None,
            "utility": d.utility,
            "level": _level(view, d.level),
            "objected": view.desk.moment(d.objected_at),
            "lapsed": _lapsed(view.case, d),
            "doubted": bool(d.assignment) and d.assignment in noted,
            "public": d.public_reason,
            "internal": d.internal_reason,
        }
        for d in view.case.decisions
    ]


def _lapsed(case: Case, decision: Decision) -> bool:
    """Nobody took it back, and yet it is not in force: it waited as the idea ended."""
    waits = case.held_until is not None and decision == case.decided
    return decision.objected_at is None and decision != case.decision and not waits


def deferral(view: CaseView) -> Shown | None:
    """The sleep it is in."""
    found = view.case.deferral
    if found is None:
        return None
    return {
        "who": view.name(found.by),
        "since": view.desk.moment(found.at),
        "waits": deferring.awaited(found, view.case.id, view.around, view.desk.say, view.desk.today),
        "again": view.desk.t(AGAIN[found.again]),
        "public": found.public_reason,
        "internal": found.internal_reason,
    }


def pause(view: CaseView) -> Shown | None:
    """The rest it is in."""
    reason, since = view.case.pause_reason, view.case.paused_at
    if reason is None or since is None:
        return None
    return {
        "who": view.name(reason.by),
        "since": view.desk.moment(since),
        "public": reason.public,
        "internal": reason.internal,
    }


def commitments(view: CaseView) -> list[Shown]:
    """Every promise."""
    return [commitment(view, c) for c in view.case.commitments]


def commitment(view: CaseView, promise: Commitment) -> Shown:
    """One promise with its owner and dates."""
    open_ = promise.state is CommitmentState.OPEN
    return {
        "text": promise.text,
        "owner": view.name(promise.owner),
        "due": view.desk.day(promise.due_on),
        "first_due": view.desk.day(promise.first_due_on) if promise.first_due_on != promise.due_on else "",
        "state": view.toned(words.COMMITMENTS, promise.state),
        "overdue": open_ and promise.due_on < view.desk.today,
        "reason": promise.reason,
        "level": _level(view, promise.level),
        "settled": view.desk.moment(promise.settled_at),
        "settle": f"{view.url}/settle/{promise.id}" if open_ else "",
    }


def questions(view: CaseView) -> list[Shown]:
    """Questions with their replies."""
    return [
        {
            "question": q.question,
            "who": view.name(q.by),
            "asked": view.desk.moment(q.asked_at),
            "reply": q.reply,
            "replied": view.desk.moment(q.replied_at),
            "open": waits(view.case, q),
            "over": q.ended_at is not None,
            "of_reviewer": bool(q.assignment),
            "answer": f"{view.url}/reply/{q.id}" if waits(view.case, q) and view.case.paused_at is None else "",
            "act": view.desk.t(
                N_("Answer the question") if q.whom is Asked.OFFICE else N_("Enter the submitter's reply")
            ),
            "to_office": q.whom is Asked.OFFICE,
        }
        for q in view.case.questions
    ]


def wanted(view: CaseView) -> Shown:
    """The points reviewers want changed, with what was done, and whose each is."""
    return {
        "points": list(points(view.case)),
        "names": {point.by: view.name(point.by) for point in view.case.points},
    }
