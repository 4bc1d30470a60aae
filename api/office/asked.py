"""Whom a review asks, who was not asked and why: for the page of a case and the forms that name people."""

from collections.abc import Mapping, Sequence

from api.office.case_view import CaseView, Shown
from domain.asking.choosing import by_name, candidates
from domain.asking.eligibility import Candidate, Why, may_be_named, review_of
from domain.asking.groups import groups_of
from domain.asking.known import House
from domain.case import Case
from domain.world import Person
from kit.i18n import N_
from storage.queries import reviewers

MOST = 60  # names shown for one group; the others are counted
WHY: Mapping[str, str] = {
    Why.INACTIVE: N_("has left"),
    Why.SUBMITTER: N_("submitted the idea"),
    Why.BIASED: N_("is biased"),
    Why.NOT_MY_FIELD: N_("said that it is not their field"),
    Why.HANDED_OVER: N_("handed the task over"),
    Why.TAKEN_BACK: N_("was asked; the task was taken back"),
    Why.SAME_DEPARTMENT: N_("belongs to the submitter's department"),
    Why.BEFORE: N_("has judged or decided the idea before"),
    Why.FUNCTION: N_("is left out by the process, for a function in the house"),
    Why.EXCLUDED: N_("is left out by the process, by name"),
    Why.FULL: N_("has as many open tasks as the limit allows"),
}
_SEEN = (Why.ASKED, Why.ANSWERED)  # they stand among those who are asked


async def house_of(view: CaseView) -> House:
    """Everybody within reach of this case."""
    desk = view.desk
    async with desk.services.db.read() as session:
        return await reviewers.house(session, desk.services.db.known, view.bundle.definition, view.case, desk.today)


def not_asked(view: CaseView, house: House) -> list[Shown]:
    """For each group of the review under way: who belongs to it, was not asked, and why."""
    review, task = view.bundle.definition.stages.review, review_of(view.case)
    if review is None or not task:
        return []
    named = len(review.who) > 1
    return [
        {"title": group.title.in_(view.desk.language) if named else "", **_rows(view, found)}
        for group in groups_of(review)
        if (found := [c for c in candidates(group, view.case, house, task) if c.why not in _SEEN])
    ]


def _rows(view: CaseView, found: Sequence[Candidate]) -> Shown:
    could = view.desk.t(N_("could still be asked"))
    rows = [
        (c.person.name, view.department(c.person.department), could if c.why is None else view.word(WHY, c.why))
        for c in sorted(found, key=lambda c: (c.person.name.casefold(), c.person.id))
    ]
    return {"rows": rows[:MOST], "more": max(0, len(rows) - MOST)}


def to_choose(case: Case, house: House) -> list[Person]:
    """Those the office may choose when it takes the idea up; empty where the process does not let it choose."""
    review = house.definition.stages.review
    if review is None or not any(group.chosen for group in review.who):
        return []
    there = (p for p in house.people.values() if p.department or p.roles)
    return by_name(p for p in there if may_be_named(p, case, house, "") is None)


def groups(view: CaseView) -> list[tuple[str, str]]:
    """The groups somebody can be named for, where there are several."""
    review = view.bundle.definition.stages.review
    found = review.who if review is not None else ()
    return [(g.id, g.title.in_(view.desk.language)) for g in found] if len(found) > 1 else []
