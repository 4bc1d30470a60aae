"""What the office may do with a case: one table of kind, when it is offered, its words and its form."""

from api.office.intervention import Intervention as Intervention
from api.office.readers import (
    about,
    accepted,
    decided,
    declined,
    deferred,
    edited,
    extended,
    handed_over,
    lifted,
    merged,
    moved,
    named,
    nothing,
    promised,
    put_forward,
    reason,
    redacted,
    replied,
    settled,
    taken_back,
)
from api.office.sign_interventions import SIGN_OFF
from domain import happenings as what
from domain.case import Case
from domain.definition import ProcessDefinition
from domain.hearing import heard
from domain.ladder import waits_for_documents
from domain.rules.measure import is_measure
from domain.signing.chain import is_mending, running
from domain.words import CommitmentState, Outcome, Stage, TaskKind
from kit.i18n import N_


def _in_changes(case: Case) -> bool:
    return case.changing


def _open(case: Case) -> bool:
    return case.closed_at is None and bool(case.texts)


def _unnamed(case: Case) -> bool:
    return any(task.role and not task.about for task in case.open_tasks(TaskKind.DECIDE))


def _quorate(case: Case) -> bool:
    return len(heard(case)) >= case.reviews_needed


def _can_accept(case: Case, definition: ProcessDefinition) -> bool:
    return _open(case) and case.stage is Stage.INTAKE


def _can_ask(case: Case, definition: ProcessDefinition) -> bool:
    return _open(case) and (case.stage is Stage.INTAKE or bool(case.open_tasks(TaskKind.CHANGES)))


def _can_decline(case: Case, definition: ProcessDefinition) -> bool:
    return _open(case) and (case.stage in (Stage.INTAKE, Stage.PRIORITISATION) or _in_changes(case))


def _can_put_forward(case: Case, definition: ProcessDefinition) -> bool:
    return _open(case) and _quorate(case) and (case.stage is Stage.PRIORITISATION or _unnamed(case))


def _can_defer(case: Case, definition: ProcessDefinition) -> bool:
    return _open(case) and case.stage is Stage.PRIORITISATION and case.deferral is None


def _asleep(case: Case, definition: ProcessDefinition) -> bool:
    return _open(case) and case.deferral is not None


def _can_record(case: Case, definition: ProcessDefinition) -> bool:
    bodies = bool(definition.stages.decision.bodies)
    waits = case.stage is Stage.DECISION and case.held_until is None and running(case) is None
    return _open(case) and bodies and waits and _quorate(case)


def _can_name(case: Case, definition: ProcessDefinition) -> bool:
    return _open(case) and bool(case.open_tasks(TaskKind.REVIEW))


def _can_promise(case: Case, definition: ProcessDefinition) -> bool:
    return case.stage is Stage.FOLLOW_UP and case.outcome in (None, Outcome.SETTLED)


def _can_publish(case: Case, definition: ProcessDefinition) -> bool:
    known = bool(case.texts) and case.stage is not Stage.INTAKE
    return known and not case.public and case.outcome is not Outcome.WITHDRAWN


def _can_merge(case: Case, definition: ProcessDefinition) -> bool:
    return _open(case) and case.stage is not Stage.FOLLOW_UP


def _question_open(case: Case, definition: ProcessDefinition) -> bool:
    return _open(case) and any(q.replied_at is None for q in case.questions)


def _waits_for_documents(case: Case, definition: ProcessDefinition) -> bool:
    """Where some clock of the process begins with it, from the first day on."""
    return _open(case) and case.complete_at is None and waits_for_documents(definition.stages)


INTERVENTIONS = (
    Intervention(
        "accept", what.Accepted, N_("Take up"), N_("The idea is taken up."), _can_accept, accepted, first=True
    ),
    Intervention(
        "put-forward",
        what.PutForward,
        N_("Put forward for decision"),
        N_("The idea was put forward."),
        _can_put_forward,
        put_forward,
        first=True,
    ),
    *SIGN_OFF,
    Intervention(
        "record-decision",
        what.Decided,
        N_("Record the decision of a body"),
        N_("The decision is recorded."),
        _can_record,
        decided,
        first=True,
        check=True,
    ),
    Intervention(
        "promise",
        what.Promised,
        N_("Record a commitment"),
        N_("The commitment is recorded."),
        _can_promise,
        promised,
        first=True,
    ),
    Intervention(
        "measure",
        what.MeasureMoved,
        N_("Say how far the measure is"),
        N_("The state of the measure is recorded."),
        lambda case, _: is_measure(case),
        moved,
    ),
    Intervention(
        "review-again",
        what.ReviewedAgain,
        N_("Send back for review"),
        N_("Those who asked for changes are asked again."),
        lambda case, _: _open(case) and _in_changes(case),
        nothing,
        first=True,
    ),
    Intervention(
        "name-reviewer", what.ReviewerNamed, N_("Name a reviewer"), N_("The reviewer is asked."), _can_name, named
    ),
    Intervention(
        "ask",
        what.QuestionAsked,
        N_("Ask the submitter"),
        N_("The question is on its way."),
        _can_ask,
        about("question"),
    ),
    Intervention(
        "edit",
        what.Edited,
        N_("Edit the text"),
        N_("The new text is kept."),
        lambda case, _: case.editable or (is_mending(case) and case.closed_at is None),
        edited,
    ),
    Intervention(
        "defer", what.Deferred, N_("Defer"), N_("The idea is deferred and wakes by itself."), _can_defer, deferred
    ),
    Intervention("wake", what.Lifted, N_("Wake now"), N_("The idea is awake again."), _asleep, lifted),
    Intervention(
        "defer-again",
        what.Deferred,
        N_("Change what it waits for"),
        N_("What the idea waits for is changed."),
        _asleep,
        deferred,
    ),
    Intervention(
        "merge",
        what.Merged,
        N_("Merge into another idea"),
        N_("The idea goes on in the other one."),
        _can_merge,
        merged,
    ),
    Intervention(
        "take-out",
        what.Parted,
        N_("Take out again"),
        N_("The idea goes on by itself again."),
        lambda case, _: case.outcome is Outcome.MERGED,
        about("public_reason"),
    ),
    # Its form makes a new idea as well, so it has a page of its own: `api.office.splitting`.
    Intervention(
        "split",
        what.Split,
        N_("Split off a part"),
        N_("The part is an idea of its own."),
        lambda case, _: _open(case),
        nothing,
    ),
    Intervention("publish", what.Published, N_("Make public"), N_("The idea is public."), _can_publish, nothing),
    Intervention(
        "hide",
        what.Hidden,
        N_("Take off the public pages"),
        N_("The idea is no longer public."),
        lambda case, _: case.public,
        reason,
    ),
    Intervention(
        "redact",
        what.Redacted,
        N_("Blank a text"),
        N_("The text is blanked."),
        lambda case, _: bool(case.texts),
        redacted,
    ),
    Intervention(
        "pause",
        what.Paused,
        N_("Pause the idea"),
        N_("The idea is paused. All its clocks stand still."),
        lambda case, _: _open(case),
        declined,
    ),
    Intervention(
        "documents-complete",
        what.DocumentsComplete,
        N_("Documents are complete"),
        N_("It is recorded that the documents are complete."),
        _waits_for_documents,
        reason,
    ),
    Intervention(
        "resume",
        what.Resumed,
        N_("Let it go on"),
        N_("The idea goes on."),
        lambda case, _: _open(case) and case.paused_at is not None,
        reason,
        first=True,
    ),
    Intervention("decline", what.Declined, N_("Decline"), N_("The idea is declined."), _can_decline, declined),
    Intervention(
        "reply",
        what.Replied,
        N_("Enter the submitter's reply"),
        N_("The reply is kept."),
        _question_open,
        replied,
        item=True,
    ),
    Intervention(
        "hand-over",
        what.HandedOver,
        N_("Hand over"),
        N_("The task was handed over."),
        lambda case, _: _open(case) and bool(case.open_assignments()),
        handed_over,
        item=True,
    ),
    Intervention(
        "take-back",
        what.TakenBack,
        N_("Take back"),
        N_("The task was taken back."),
        lambda case, _: _open(case) and bool(case.open_assignments()),
        taken_back,
        item=True,
    ),
    Intervention(
        "extend",
        what.Extended,
        N_("Give more time"),
        N_("The task has more time."),
        lambda case, _: _open(case) and bool(case.open_tasks()),
        extended,
        item=True,
    ),
    Intervention(
        "settle",
        what.Settled,
        N_("Say what became of it"),
        N_("The news of the commitment is recorded."),
        lambda case, _: _open(case) and any(c.state is CommitmentState.OPEN for c in case.commitments),
        settled,
        item=True,
    ),
)
BY_PATH = {one.path: one for one in INTERVENTIONS}


def offered(case: Case, definition: ProcessDefinition) -> list[Intervention]:
    """What may be done to the case as a whole, in the order of the table."""
    return [one for one in INTERVENTIONS if not one.item and one.possible(case, definition)]
