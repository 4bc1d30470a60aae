"""Who may do what to a case: one table that pages, API, links and rules ask."""

from collections.abc import Mapping
from enum import StrEnum

from domain.case import Case
from domain.words import Role
from domain.world import Person


class Relation(StrEnum):
    """What somebody is to a case."""

    SUBMITTER = "submitter"
    ASSIGNEE = "assignee"
    OWNER = "owner"
    ADVISER = "adviser"
    OFFICE = "office"
    ANYONE = "anyone"
    CLOCK = "clock"
    POST = "post"


_SUBMITTER, _ASSIGNEE, _OWNER = Relation.SUBMITTER, Relation.ASSIGNEE, Relation.OWNER
_OFFICE, _ANYONE = Relation.OFFICE, Relation.ANYONE

# Action (a happening's kind, or a way of reading) → those who may.
MAY: Mapping[str, frozenset[Relation]] = {
    "submitted": frozenset({_SUBMITTER, _OFFICE}),
    "taken_over": frozenset({_OFFICE}),
    "edited": frozenset({_SUBMITTER, _OFFICE}),
    "question_asked": frozenset({_OFFICE}),
    "replied": frozenset({_SUBMITTER, _OFFICE}),
    "accepted": frozenset({_OFFICE}),
    "declined": frozenset({_OFFICE}),
    "withdrawn": frozenset({_SUBMITTER}),
    "merged": frozenset({_OFFICE}),
    "took_in": frozenset({Relation.CLOCK}),
    "parted": frozenset({_OFFICE}),
    "let_go": frozenset({Relation.CLOCK}),
    "heard": frozenset({Relation.CLOCK}),
    "split": frozenset({_OFFICE}),
    "published": frozenset({_OFFICE}),
    "hidden": frozenset({_OFFICE}),
    "reported": frozenset({_ANYONE}),
    "answered": frozenset({_ASSIGNEE}),
    "handed_over": frozenset({_ASSIGNEE, _OFFICE}),
    "absence_noted": frozenset({Relation.CLOCK}),
    "taken_back": frozenset({_OFFICE}),
    "reviewer_named": frozenset({_OFFICE}),
    "advice_asked": frozenset({_ASSIGNEE}),
    "advice_given": frozenset({Relation.ADVISER}),
    "bias_declared": frozenset({_ASSIGNEE}),
    "reconsidered": frozenset({_ASSIGNEE}),
    "asked_back": frozenset({_ASSIGNEE}),
    "handed_in": frozenset({_SUBMITTER, _OFFICE}),
    "objected": frozenset({_ASSIGNEE}),
    "reviewed_again": frozenset({_OFFICE}),
    "put_forward": frozenset({_OFFICE}),
    "deferred": frozenset({_OFFICE}),
    "came_about": frozenset({Relation.CLOCK}),
    "lifted": frozenset({_OFFICE}),
    "signed": frozenset({_ASSIGNEE}),
    "sign_off_changed": frozenset({_OFFICE}),
    "decided": frozenset({_ASSIGNEE, _OFFICE}),
    "promised": frozenset({_OFFICE}),
    "settled": frozenset({_OWNER, _ASSIGNEE, _OFFICE}),
    "measure_moved": frozenset({_OFFICE}),
    "extended": frozenset({_OFFICE}),
    "documents_complete": frozenset({_OFFICE}),
    "paused": frozenset({_OFFICE}),
    "resumed": frozenset({_OFFICE}),
    "redacted": frozenset({_OFFICE}),
    "surveyed": frozenset({Relation.CLOCK}),
    "named_in_survey": frozenset({Relation.CLOCK}),
    "ranked": frozenset({Relation.CLOCK}),
    "missed_round": frozenset({Relation.CLOCK}),
    "bounced": frozenset({Relation.POST}),
    "woken": frozenset({Relation.CLOCK}),
    "see_public": frozenset({_ANYONE}),
    "see_own": frozenset({_SUBMITTER, _OFFICE}),
    "see_task": frozenset({_ASSIGNEE, _OFFICE}),
    "see_all": frozenset({_OFFICE}),
    "commented": frozenset({_SUBMITTER, _ASSIGNEE, _OWNER, _OFFICE}),
    "comment_let_through": frozenset({_OFFICE}),
    "comment_blanked": frozenset({_OFFICE}),
    "see_comment_public": frozenset({_ANYONE, _SUBMITTER, _ASSIGNEE, _OWNER, _OFFICE}),
    "see_comment_reviewers": frozenset({_ASSIGNEE, _OWNER, _OFFICE}),
    "see_comment_office": frozenset({_OFFICE}),
}


def relations(case: Case, actor: str, person: Person | None) -> frozenset[Relation]:
    """Everything this actor (a person id, "clock" or "post") is to this case."""
    found = {Relation.ANYONE}
    if actor in (Relation.CLOCK, Relation.POST):
        return frozenset({Relation(actor)})
    if actor == case.submitter:
        found.add(Relation.SUBMITTER)
    if person is not None and person.active and Role.OFFICE in person.roles:
        found.add(Relation.OFFICE)
    if any(a.person == actor for a in case.assignments):
        found.add(Relation.ASSIGNEE)
    if any(one.of == actor for one in case.advice):
        found.add(Relation.ADVISER)
    if any(c.owner == actor for c in case.commitments):
        found.add(Relation.OWNER)
    return frozenset(found)


def may(actor: str, person: Person | None, action: str, case: Case) -> bool:
    """Whether this actor may do this to this case; a public page also asks `case.public`."""
    return not MAY[action].isdisjoint(relations(case, actor, person))
