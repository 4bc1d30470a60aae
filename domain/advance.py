"""The core: a case, something that happens to it, and a picture of the world give what follows. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.case import Case
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import Happening
from domain.may import may
from domain.rules import (
    absence,
    advice,
    asking_back,
    bias,
    clock,
    completeness,
    decision,
    deferral,
    desk,
    extension,
    follow_up,
    handing_in,
    intake,
    joining,
    limits,
    measure,
    objection,
    pause,
    prioritisation,
    reconsider,
    redaction,
    review,
    rounds,
    sign_changes,
    sign_said,
    surveys,
    taking_back,
)
from domain.step import Step
from domain.world import World

Rule = Callable[[Draft, Any], None]

RULES: Mapping[str, Rule] = {
    "submitted": intake.submitted,
    "edited": intake.edited,
    "question_asked": intake.question_asked,
    "replied": intake.replied,
    "accepted": intake.accepted,
    "declined": desk.declined,
    "withdrawn": desk.withdrawn,
    "merged": joining.merged,
    "took_in": joining.took_in,
    "parted": joining.parted,
    "let_go": joining.let_go,
    "heard": joining.heard,
    "split": joining.split,
    "published": desk.published,
    "hidden": desk.hidden,
    "reported": desk.reported,
    "bounced": desk.bounced,
    "redacted": redaction.redacted,
    "handed_over": desk.handed_over,
    "absence_noted": absence.absence_noted,
    "taken_back": taking_back.taken_back,
    "answered": review.answered,
    "reviewer_named": review.reviewer_named,
    "advice_asked": advice.advice_asked,
    "advice_given": advice.advice_given,
    "bias_declared": bias.bias_declared,
    "reconsidered": reconsider.reconsidered,
    "asked_back": asking_back.asked_back,
    "handed_in": handing_in.handed_in,
    "reviewed_again": review.reviewed_again,
    "objected": objection.objected,
    "put_forward": prioritisation.put_forward,
    "deferred": deferral.deferred,
    "came_about": deferral.came_about,
    "lifted": deferral.lifted,
    "signed": sign_said.signed,
    "sign_off_changed": sign_changes.sign_off_changed,
    "decided": decision.decided,
    "promised": follow_up.promised,
    "settled": follow_up.settled,
    "taken_over": follow_up.taken_over,
    "measure_moved": measure.measure_moved,
    "extended": extension.extended,
    "documents_complete": completeness.documents_complete,
    "paused": pause.paused,
    "resumed": pause.resumed,
    "surveyed": surveys.surveyed,
    "named_in_survey": surveys.named_in_survey,
    "ranked": rounds.ranked,
    "missed_round": rounds.missed_round,
    "woken": clock.woken,
}

FIRST = frozenset({"submitted", "taken_over"})
AFTER_THE_END = frozenset(
    {
        "took_in",
        "parted",
        "let_go",
        "heard",
        "published",
        "hidden",
        "reported",
        "bounced",
        "redacted",
        "promised",
        "measure_moved",
        "surveyed",
        "named_in_survey",
        "ranked",
        "came_about",
        "absence_noted",
        "objected",
        "woken",
    }
)


def advance(case: Case, happening: Happening, world: World) -> Step:
    """What follows when this happens to this case. Raises RuleBroken with a stable code when it may not."""
    _in_order(case, happening)
    if not may(happening.by, world.people.get(happening.by), happening.kind, case):
        raise RuleBroken("not_allowed")
    draft = Draft(case, happening, world)
    RULES[happening.kind](draft, happening)
    joining.spread(draft)
    limits.keep(draft, case)
    return draft.step()


def _in_order(case: Case, happening: Happening) -> None:
    """Order of arrival is not promised: what comes too early, twice or after the end is refused."""
    if happening.kind in FIRST:
        if case.texts:
            raise RuleBroken("case.exists")
    elif not case.texts and happening.kind != "woken":
        raise RuleBroken("case.too_early")
    elif case.closed_at is not None and happening.kind not in AFTER_THE_END:
        raise RuleBroken("case.closed")
    elif case.paused_at is not None and happening.kind not in pause.MEANWHILE:
        raise RuleBroken("case.paused")
