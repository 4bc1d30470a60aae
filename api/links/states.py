"""State pages: what happened, what the reader can do now, whom to call. A used link is never "invalid"."""

from collections.abc import Mapping

from fastapi import Response

from api.links.opened import Door, Opened, said_for, unsigned
from api.links.state_words import NOTHING_TO_DO, Words
from api.links.unsigned import UNSIGNED, why_unsigned
from api.links.visit import Visit
from domain.case import Assignment, Case, Decision
from domain.signing.chain import step_of
from domain.words import EventKind, Silence, TaskKind
from kit.i18n import N_

PUBLIC_IDEAS = N_("Public ideas and where they stand are on the front page.")

WORDS: Mapping[Door, Words] = {
    Door.WAITING: Words(
        N_("Received, not yet processed"),
        (
            N_("Your answer is safe. It could not be processed yet because a part of the system is busy."),
            N_("It counts from the moment you sent it, also for the deadline."),
        ),
        (N_("You need not send it again. Open this link later to see the result."),),
        "success",
        content=True,
    ),
    Door.ANSWERED: Words(N_("You have answered"), (), (), "success", content=True),
    Door.HANDED_OVER: Words(
        N_("This task was handed over"),
        (N_("Somebody else was asked in your place. This link no longer opens the idea."),),
        (NOTHING_TO_DO,),
    ),
    Door.BIASED: Words(
        N_("You have said that you are biased"),
        (
            N_("Somebody else is asked instead, or the office names somebody. This link no longer opens the idea."),
            N_("That you are biased stands in the record; why, only the office can read."),
        ),
        (NOTHING_TO_DO, N_("If you said it by mistake, tell the office.")),
    ),
    Door.OBJECTED: Words(
        N_("The answer was taken back"),
        (
            N_("The person asked said that the answer was not theirs. It stands in the record and counts no more."),
            N_("Whoever was asked is asked again, by a mail with a new link."),
        ),
        (N_("If you did not expect this, tell the office."),),
    ),
    Door.NOTED: Words(
        N_("Your objection is recorded"),
        (
            N_("It was too late to undo the answer by itself, so it stands for now."),
            N_("The office has been told and looks into it."),
        ),
        (NOTHING_TO_DO,),
        "success",
        content=True,
    ),
    Door.KEPT: Words(
        N_("The time for a second look is over"),
        (N_("You had said nothing until then, so your scores stand as they were."),),
        (NOTHING_TO_DO, N_("If they are no longer what you mean, tell the office.")),
    ),
    Door.TAKEN_BACK: Words(
        N_("The office has taken this task back"), (N_("An answer of yours is no longer needed."),), (NOTHING_TO_DO,)
    ),
    Door.ENOUGH: Words(
        N_("Enough people have answered"),
        (N_("The answers of others were sufficient, so yours is no longer needed. Thank you for your readiness."),),
        (NOTHING_TO_DO, PUBLIC_IDEAS),
    ),
    Door.BESIDE: Words(
        N_("This has been answered"),
        (
            N_("Somebody and whoever stands in for them were both asked. The other of you was the first to answer."),
            N_("Nothing is recorded as an answer of yours."),
        ),
        (NOTHING_TO_DO,),
    ),
    Door.ABOVE: Words(
        N_("This has been answered"),
        (
            N_("Nobody had answered in time, so that somebody else was asked as well, and was the first to answer."),
            N_("Nothing is recorded as an answer of yours."),
        ),
        (NOTHING_TO_DO,),
    ),
    Door.WITHDRAWN: Words(
        N_("The idea was withdrawn"),
        (N_("Whoever had the idea has taken it back. An answer is no longer needed."),),
        (NOTHING_TO_DO,),
    ),
    Door.CLOSED: Words(
        N_("This idea is closed"),
        (N_("The idea has reached its end without this task. An answer is no longer needed."),),
        (NOTHING_TO_DO, PUBLIC_IDEAS),
    ),
    Door.REVOKED: Words(
        N_("This link no longer applies"),
        (N_("What this link was for is no longer needed, or is no longer yours to do."),),
        (N_("If you think that you should still answer, ask the office."),),
    ),
    Door.EXPIRED: Words(
        N_("This link has expired"),
        (N_("Links in mails are valid for a limited time, so that old mails open nothing."),),
        (),
        "warning",
    ),
}

_HANDED_OVER = N_("This task was handed over")
# Why it went elsewhere, where that was an absence.
STOOD_IN: Mapping[str, Words] = {
    EventKind.DEPUTISED: Words(
        _HANDED_OVER,
        (N_("While you are away, whoever stands in for you has the task. This link no longer opens the idea."),),
        (NOTHING_TO_DO, N_("When you are there again you get a new link, unless it was answered by then.")),
    ),
    EventKind.GIVEN_BACK: Words(
        _HANDED_OVER,
        (N_("Whoever you stood in for is there again and has the task. This link no longer opens the idea."),),
        (NOTHING_TO_DO,),
    ),
}

_OVER = N_("The time was over before we heard from you. That is recorded as silence, not as an answer of yours.")
_OBJECT = N_("If you would have said something else, write to the office.")
# What silence was declared to mean.
SILENT: Mapping[str, Words] = {
    meaning: Words(N_("The time for this is over"), (_OVER, said), (_OBJECT,))
    for meaning, said in (
        (Silence.CONSENT, N_("By the rules of this process, silence counted as agreement.")),
        (Silence.NO_OBJECTION, N_("By the rules of this process, silence meant that there was no objection.")),
        (Silence.ABSTENTION, N_("By the rules of this process, it went on without you.")),
        (Silence.BLOCKED, N_("By the rules of this process, the office sees to it now.")),
        (Silence.DECLINED, N_("By the rules of this process, silence counted as a no.")),
    )
}

# What the office recorded meanwhile.
SAID_FOR: Mapping[str, Words] = {
    EventKind.DECLINED: Words(
        N_("The office has declined this idea"),
        (N_("Your answer is no longer needed."),),
        (NOTHING_TO_DO, PUBLIC_IDEAS),
    ),
    EventKind.DECIDED: Words(
        N_("A decision has been recorded"),
        (N_("The office has recorded the decision on this idea. Your answer is no longer needed."),),
        (NOTHING_TO_DO, N_("If the decision is yours and should read otherwise, write to the office.")),
    ),
    EventKind.COMMITMENT_DONE: Words(
        N_("What became of it has been recorded"),
        (N_("The office has recorded what became of this commitment. Your answer is no longer needed."),),
        (NOTHING_TO_DO, N_("If that is not as it was, write to the office.")),
    ),
}

CONFIRMED = Words(
    N_("Your idea has been submitted"),
    (
        N_("Your address is confirmed, and the office has been told."),
        N_("You get a mail with a link to your idea. There you can follow it, change it, and answer questions."),
    ),
    (N_("Keep the number: with it the office finds your idea at once."),),
    "success",
    content=True,
)
DESK_ENDED = Words(
    N_("This desk is closed"),
    (N_("Your role here or your address has changed since this link was sent, so it opens nothing any more."),),
    (N_("If tasks still wait for you, the next daily mail brings a new link. Or ask the office."),),
)
TOO_LATE = Words(
    N_("This link has expired"),
    (N_("The idea was not confirmed within seven days, so it was deleted unread."),),
    (),
    "warning",
)


def state_page(visit: Visit) -> Response:
    """The page for a link that does not, or no longer, act."""
    opened = visit.opened
    words = _words(opened)
    return visit.page(
        "state.html",
        title=words.title,
        words=words,
        door=opened.door.value,
        again=opened.door is Door.ANSWERED and "again" in visit.request.query_params,
        case=opened.case if words.content and opened.bundle is not None else None,
        said=_said(visit),
        because=why_unsigned(opened),
        left_over=visit.left_over(),
    )


def _words(opened: Opened) -> Words:
    if opened.kind == "confirm":
        return CONFIRMED if opened.door is Door.ANSWERED else TOO_LATE
    if opened.door is Door.SILENT and opened.assignment is not None:
        return SILENT[opened.assignment.silence]
    if opened.door is Door.UNSIGNED and (event := unsigned(opened.events, opened.assignment)) is not None:
        return UNSIGNED.get(str(event.facts.get("change") or ""), UNSIGNED[event.kind])
    if opened.door is Door.SAID and (event := said_for(opened.events, opened.assignment)) is not None:
        return SAID_FOR.get(event.kind, SAID_FOR[EventKind.COMMITMENT_DONE])
    if opened.door is Door.HANDED_OVER:
        mine = [e.kind for e in opened.events if e.facts.get("assignment") == opened.link.assignment]
        return next((STOOD_IN[kind] for kind in mine if kind in STOOD_IN), WORDS[Door.HANDED_OVER])
    if opened.desk and opened.link.revoked_at is not None and opened.door is Door.REVOKED:
        return DESK_ENDED
    return WORDS[opened.door]


def _said(visit: Visit) -> Mapping[str, object] | None:
    """What was recorded, for the person who said it; somebody else may have decided on the same task since."""
    opened = visit.opened
    if opened.kind in ("confirm", "idea", "desk") or opened.door is not Door.ANSWERED:
        return None
    return recorded(visit)


def recorded(visit: Visit) -> Mapping[str, object] | None:
    """What stands in the record of the assignment of this link."""
    opened = visit.opened
    if (advice := opened.advice_asked) is not None:
        return {"kind": "advice", "at": advice.given_at, "held_until": None, "level": "", "advice": advice}
    task, assignment = opened.task, opened.assignment
    if task is None or assignment is None:
        return None
    case, language = opened.case, visit.language
    found: dict[str, object] = {"kind": task.kind.value, "at": assignment.closed_at, "held_until": None}
    if task.kind in (TaskKind.REVIEW, TaskKind.RECONSIDER):
        found["answer"] = next((a for a in case.answers if a.assignment == assignment.id), None)
        found["points"] = "\n".join(p.text for p in case.points if p.answer == getattr(found["answer"], "id", ""))
        found["criteria"] = [(c.id, c.title.in_(language), c.scale_to) for c in opened.definition.criteria]
    elif task.kind is TaskKind.SIGN:
        found["step"] = step_of(case, task)
    elif task.kind is TaskKind.DECIDE:
        decision = found["decision"] = _decision_of(case, assignment)
        found["held_until"] = case.held_until if decision is not None and decision == case.decided else None
    elif task.kind is TaskKind.COMMITMENT:
        found["commitment"] = next((c for c in case.commitments if c.id == task.about), None)
    row = next((found[name] for name in ("answer", "step", "decision", "commitment") if found.get(name)), None)
    found["level"] = getattr(row, "level", "")
    return found


def _decision_of(case: Case, assignment: Assignment) -> Decision | None:
    """What came of this assignment; of one whose decision does not name it, what its person decided."""
    mine = [d for d in case.decisions if d.assignment == assignment.id]
    older = [d for d in case.decisions if not d.assignment and d.by == assignment.person]
    return next(iter([*mine, *older]), None)
