"""Anything in any order, repeated, late, by the wrong people, over long outages: what must hold always holds."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.absence import Absence
from domain.advance import advance
from domain.asking.back import on_the_clock, open_points, stands
from domain.calendar import working_days_after
from domain.case import Task
from domain.chain import first_break
from domain.deferral.beside import Beside, OtherIdea
from domain.deferral.words import Standing
from domain.errors import RuleBroken
from domain.hearing import heard
from domain.staffing import ROLE_OF
from domain.status import next_alarm
from domain.step import Step
from domain.words import AssignmentState, CommitmentState, Role, Stage, State, TaskKind
from tests.builders import CLOSED, PEOPLE, AnIdea, a_definition, a_happening, a_text, an_idea, with_objection

CANARY = "canary<script>"
LADDER = {
    "working_days": 10,
    "remind_before": [2, 5],
    "remind_after": [1, 3],
    "escalate": {"after": 4, "to": "decider"},
}
SILENT = {**LADDER, "silence_after": 6}
GROUPS = [
    {"id": "near", "title": {"de": "Nah", "en": "Near"}, "department": "of_theme"},
    {"id": "others", "title": {"de": "Andere", "en": "Others"}, "role": "reviewer", "count": 2},
    {"id": "chosen", "title": {"de": "Gewählt", "en": "Chosen"}, "chosen": True},
]
VARIATIONS = {
    "groups, most approve": a_definition(
        review={"who": GROUPS, "enough": {"percent": 60, "of": "approvals"}, "disagreement": {"more_than": 4}}
    ),
    "groups, each heard": a_definition(
        review={"who": GROUPS[:2], "enough": {"groups": {"near": 1, "others": 2}}, "without": {"same_department": True}}
    ),
    "opinions differ": a_definition(review={"disagreement": {"more_than": 4}}),
    "a rejection ends it": a_definition(
        review={"who": GROUPS[1:2], "enough": {"when": "all", "rejection": "ends"}, "disagreement": {"more_than": 4}}
    ),
    "as the example": a_definition(),
    "silence consents": a_definition(review={"deadline": {**SILENT, "silence": "consent"}}),
    "documents first": a_definition(
        review={"deadline": {"weeks": 2, "starts": "complete", "silence": "no_objection", "remind_before": 2}},
        decision={"deadline": {"working_days": 10, "starts": "complete"}},
    ),
    "silence is no objection": a_definition(review={"deadline": {"weeks": 2, "silence": "no_objection"}}),
    "silence abstains": a_definition(
        review={"ask": 3, "quorum": 3, "deadline": {"months": 1, "silence": "abstention"}},
        intake={"reply": {"working_days": 3, "silence": "abstention"}},
    ),
    "silence stops it": a_definition(
        review={"deadline": {"hours": 30, "silence": "blocked"}},
        decision={"deadline": {**SILENT, "silence": "blocked"}},
        follow_up={"answer": {"days": 5, "silence": "blocked"}},
    ),
    "objections in hours": with_objection(a_definition(review={"disagreement": {"more_than": 4}}), hours=30),
    "objections in days": with_objection(
        a_definition(
            review={"who": GROUPS[:2], "enough": {"percent": 60, "of": "approvals"}},
            decision={"deadline": {**SILENT, "silence": "blocked"}},
        ),
        working_days=12,
    ),
    "questions, rework and objections": with_objection(
        a_definition(
            review={
                "ask": 3,
                "quorum": 2,
                "deadline": {"working_days": 4, "silence": "abstention", "starts": "complete"},
                "disagreement": {"more_than": 4},
                "questions": {"working_days": 5},
                "rework": {"deadline": {"working_days": 5}, "again": "all"},
            }
        ),
        working_days=6,
    ),
    "silence declines": a_definition(review={"deadline": {"minutes": 90, "silence": "declined"}}),
    "reviewers ask back": a_definition(
        review={
            "ask": 3,
            "quorum": 2,
            "deadline": {**SILENT, "silence": "abstention"},
            "questions": {"working_days": 5, "remind_before": 2, "silence": "abstention", "silence_after": 2},
            "rework": {"deadline": {**SILENT, "silence": "abstention"}, "again": "all"},
        }
    ),
    "one reviewer asks back": a_definition(
        review={"ask": 1, "quorum": 1, "questions": {"hours": 30}, "rework": {"deadline": {"working_days": 5}}}
    ),
    "nobody is asked again": a_definition(
        review={"ask": 3, "questions": {"days": 3}, "rework": {"deadline": {"weeks": 1}, "again": "nobody"}}
    ),
    "ask three, two suffice": a_definition(review={"ask": 3, "quorum": 2}),
    "one reviewer": a_definition(review={"ask": 1, "quorum": 1}),
    "more than there are": a_definition(review={"ask": 6, "quorum": 5}),
    "without review": a_definition(review=None),
    "without prioritisation": a_definition(prioritisation=None),
    "straight to the decision": a_definition(review=None, prioritisation=None),
    "signed by those who are there": a_definition(
        decision={
            "sign_off": {
                "deadline": {**SILENT, "silence": "blocked"},
                "steps": [
                    {"id": "one", "title": {"de": "Eins", "en": "One"}, "role": "reviewer"},
                    {"id": "two", "title": {"de": "Zwei", "en": "Two"}, "role": "decider", "blocking": False},
                    {"id": "box", "title": {"de": "Postfach", "en": "Mailbox"}, "mailbox": "box"},
                ],
            }
        }
    ),
    "no body decides": a_definition(prioritisation=None, decision={"bodies": []}),
}
Possible = tuple[str, str, str, dict[str, Any]]  # kind, by, via, and the rest
ENDINGS = ("declined", "withdrawn", "bounced", "reported", "woken", "hidden", "published", "paused")
STARTS = ("submitted", "submitted", "submitted", "shell", "taken_over")
ACTS_OF_CLOCKS = (
    "deputised",
    "given_back",
    "reminded",
    "overdue",
    "escalated",
    "silence",
    "commitment_asked",
    "deferral_ended",
    "review_asked",
)
ACTORS = [*sorted(PEOPLE), "clock", "post", "unknown"]
OTHERS = {p.id for p in PEOPLE.values() if Role.OFFICE not in p.roles}  # the office may do it for whoever is asked
SUBMITTED_BY = ("sina", "olga")
BY_LINK = (  # what a link to a task is good for
    "answered",
    "reconsidered",
    "decided",
    "signed",
    "handed_over",
    "asked_back",
    "advice_asked",
    "bias_declared",
)
MARKS = {"objected": "objected_at", "resumed": "objection_until"}  # what changes of what was said


# What an idea may wait for besides its date, what is refused, and what the sweep brings.
WAITS: tuple[dict[str, Any], ...] = (
    {"conditions": [{"kind": "supporters", "number": 10}, {"kind": "goal", "about": "goal1"}]},
    {"conditions": [{"kind": "idea", "about": "2026-0007"}], "again": "review"},
    {"conditions": [{"kind": "document", "about": "law1"}, {"kind": "budget_year", "number": 2045, "lead": 20}]},
    {"conditions": [{"kind": "idea", "about": "sleeper"}]},
    {"conditions": [{"kind": "idea", "about": "case1"}]},
)
CAME: tuple[dict[str, Any], ...] = (
    {"why": "supporters", "number": 12},
    {"why": "idea", "about": "other"},
)
BESIDE = Beside(
    goals={"goal1": 3},
    ideas={
        "2026-0007": OtherIdea("other", "2026-0007", Standing.OPEN),
        "sleeper": OtherIdea("sleeper", "2026-0008", Standing.OPEN),
        "case1": OtherIdea("case1", "2026-0042", Standing.OPEN),
    },
    waits={"sleeper": frozenset({"case1"})},
    documents={"law1": None},
)
# By role alike; who may not have the task is passed over, and dirk has nobody.
DEPUTIES = {"ana": ("ben", "cem"), "ben": ("sina", "box"), "cem": ("dana", "ana"), "ole": ("ora",)}


class Course(RuleBasedStateMachine):
    """One case to which everything happens that can."""

    idea: AnIdea

    @initialize(
        name=st.sampled_from(sorted(VARIATIONS)), submitter=st.sampled_from(SUBMITTED_BY), start=st.sampled_from(STARTS)
    )
    def a_case(self, name: str, submitter: str, start: str) -> None:
        note(f"{name}, {start}")
        self.idea = an_idea(VARIATIONS[name])
        self.idea.beside = BESIDE
        for person, others in DEPUTIES.items():
            for role in ("reviewer", "decider", "owner"):
                self.idea.deputised(person, *others, role=role)
        self.idea.case = replace(self.idea.case, submitter=submitter)
        self.number = 0
        self.refused: list[str] = []
        if start != "shell":
            self._happen(*_first(self.idea, start))

    # What happens

    @rule(data=st.data())
    def something_sensible(self, data: st.DataObject) -> None:
        """By whoever may, to whatever is there: this is how cases get far."""
        choices = _sensible(self.idea)
        chosen = data.draw(st.sampled_from(sorted({kind for kind, _, _, _ in choices})))
        self._happen(*data.draw(st.sampled_from([c for c in choices if c[0] == chosen])))

    @rule(data=st.data())
    def and_something_more(self, data: st.DataObject) -> None:
        self.something_sensible(data)

    @rule(data=st.data())
    def something_too_early_or_too_late(self, data: st.DataObject) -> None:
        self._happen(*data.draw(st.sampled_from(_everything(self.idea))))

    @rule(data=st.data(), by=st.sampled_from(ACTORS), via=st.sampled_from(["office", "link", "api"]))
    def something_by_the_wrong_person(self, data: st.DataObject, by: str, via: str) -> None:
        kind, _, _, fields = data.draw(st.sampled_from(_everything(self.idea)))
        self._happen(kind, by, via, fields)

    @rule(data=st.data())
    def somebody_else_sends_what_whoever_is_asked_could(self, data: st.DataObject) -> None:
        """Whoever has, or had, a link of this case comes nearest to that."""
        known = sorted({a.person for a in self.idea.case.assignments} & OTHERS)
        sensible = [one for one in _sensible(self.idea) if one[0] in BY_LINK] if len(known) > 1 else []
        choices = [(by, one) for one in sensible for by in known if by != one[1]]
        if choices:
            by, (kind, _, _, fields) = data.draw(st.sampled_from(choices))
            assert self._happen(kind, by, "link", fields) is None, kind

    @rule(hours=st.sampled_from([1, 20, 24 * 6, 24 * 40, 24 * 400]))
    def time_passes_and_the_clock_rings(self, hours: int) -> None:
        self.idea.later(hours=hours)
        self._wake()

    @rule(hours=st.sampled_from([30, 24 * 15, 24 * 200]))
    def an_outage(self, hours: int) -> None:
        """What comes next comes before the wake-ups that were missed."""
        self.idea.later(hours=hours)

    @precondition(lambda self: self.idea.case.wake is not None)
    @rule()
    def the_clock_rings_on_time(self) -> None:
        wake = self.idea.case.wake
        assert wake is not None
        self.idea.at(max(self.idea.now, wake))
        self._wake()

    @rule(person=st.sampled_from(["ana", "ben", "ole", "dirk"]))
    def somebody_leaves(self, person: str) -> None:
        self.idea.without(person)

    @rule(
        person=st.sampled_from(["ana", "ben", "cem", "ole", "dirk"]), first=st.integers(0, 9), days=st.integers(1, 30)
    )
    def somebody_goes_away(self, person: str, first: int, days: int) -> None:
        start = (self.idea.now + timedelta(days=first)).date()
        self.idea.absences[person] = (Absence(start, start + timedelta(days=days - 1)),)
        self._happen("absence_noted", "clock", "clock", {"person": person})

    @rule(person=st.sampled_from(["ana", "ben", "cem", "ole", "dirk"]))
    def somebody_is_there_after_all(self, person: str) -> None:
        self.idea.here(person)
        self._happen("absence_noted", "clock", "clock", {"person": person})

    def _wake(self) -> None:
        step = self._happen("woken", "clock", "clock", {})
        if step is not None and step.case.texts and step.case.closed_at is None:
            assert step.case.wake is not None
            assert step.case.wake > self.idea.now, "the clock would ring again at once"

    def _happen(self, kind: str, by: str, via: str, fields: dict[str, Any]) -> Step | None:
        idea, self.number = self.idea, self.number + 1
        idea.later(seconds=1)
        happening_id = f"wake:{idea.case.seq + 1}" if kind == "woken" else f"h{self.number}"
        happening = a_happening(kind, by, via, idea.now, happening_id, **fields)
        before, snapshot = idea.case, replace(idea.case)
        try:
            step = advance(before, happening, idea.world)
        except RuleBroken as broken:
            self.refused.append(broken.code)
            assert before == snapshot
            with pytest.raises(RuleBroken, match=broken.code):
                advance(before, happening, idea.world)
            return None
        note(f"{kind} by {by}: {[e.kind.value for e in step.events]} -> {step.case.stage}/{step.case.state}")
        assert advance(before, happening, idea.world) == step, "the same input must give the same step"
        assert before == snapshot, "a step is a new value"
        _nothing_is_lost(idea, step, kind)
        _only_whoever_is_asked_acts(idea, kind, by, via, fields)
        idea.case = step.case
        idea.steps.append(step)
        return step

    # What always holds

    @invariant()
    def an_open_case_is_waited_for_by_somebody(self) -> None:
        case = self.idea.case
        if not case.texts:
            return
        if case.closed_at is not None:
            assert case.outcome is not None
            assert case.wake is None
            assert not case.open_tasks()
            assert not case.open_assignments()
            assert case.deferral is None
            return
        assert case.wake is not None, "nothing waits for ever"
        waits_for_documents = case.complete_at is None and any(t.due_on is None for t in case.open_tasks())
        assert case.due_on is None if case.paused_at is not None else case.due_on is not None or waits_for_documents
        promised = any(c.state is CommitmentState.OPEN for c in case.commitments)
        held = case.held_until is not None
        assert (
            held or promised or case.deferral is not None or any(_has_owner(self.idea, t.id) for t in case.open_tasks())
        )

    @invariant()
    def every_open_task_has_one_who_is_responsible_and_one_next_clock(self) -> None:
        case = self.idea.case
        for task in case.open_tasks():
            asked = bool(on_the_clock(case, task)) or stands(case, task)
            waits = task.kind is TaskKind.REVIEW and (case.changing or case.open_tasks(TaskKind.STAFF))
            held = case.held_until is not None and task.kind in (TaskKind.REVIEW, TaskKind.RECONSIDER)
            assert (bool(task.role) + asked == 1) or ((waits or held) and not task.role)
            alarm = next_alarm(task)
            assert alarm is not None
            quiet = case.paused_at is not None or stands(case, task) or case.held_until is not None
            assert quiet or (case.wake is not None and case.wake <= alarm)

    @invariant()
    def a_pause_is_a_state_with_a_reason_and_its_clock_only_looks(self) -> None:
        case = self.idea.case
        assert (case.state is State.PAUSED) is (case.paused_at is not None)
        assert (case.pause_reason is not None) is (case.paused_at is not None)
        for step in self.idea.steps:
            quiet = step.case.paused_at is not None and step.events
            assert not quiet or {e.kind.value for e in step.events}.isdisjoint(ACTS_OF_CLOCKS)

    @invariant()
    def silence_is_never_an_answer(self) -> None:
        case = self.idea.case
        silent = [a for a in case.assignments if a.state is AssignmentState.SILENT]
        assert {a.id for a in silent}.isdisjoint({a.assignment for a in case.answers})
        assert all(a.silence for a in silent)
        assert [a.id for a in silent] == [
            e.facts["assignment"]
            for a in silent
            for e in self.idea.events
            if e.kind == "silence" and e.facts["assignment"] == a.id
        ]

    @invariant()
    def a_sleeper_wakes_by_itself_and_only_once(self) -> None:
        case = self.idea.case
        sleeping = [d for d in case.deferrals if d.ended_at is None]
        assert len(sleeping) <= 1
        for deferral in sleeping:
            assert case.state is (State.DEFERRED if case.paused_at is None else State.PAUSED)
            assert case.wake is not None
            assert case.paused_at or case.wake <= deferral.wake_at, "no sleep without a next wake-up"
            assert deferral.next_on <= deferral.until
            assert not case.open_tasks(TaskKind.PRIORITISE)
        ended = [e.facts["deferral"] for e in self.idea.events if e.kind == "deferral_ended"]
        assert len(ended) == len(set(ended))

    @invariant()
    def nobody_is_asked_twice_at_once(self) -> None:
        asked = [(a.task, a.person) for a in self.idea.case.open_assignments()]
        assert len(asked) == len(set(asked))

    @invariant()
    def a_review_can_reach_its_quorum(self) -> None:
        """With those asked, those who answered, or by the office: changes to make, or somebody to name."""
        case = self.idea.case
        for task in case.open_tasks(TaskKind.REVIEW):
            open_ones = case.open_assignments(task.id)
            by_office = case.changing or case.open_tasks(TaskKind.STAFF)
            assert by_office or len(heard(case, task.id) | {a.person for a in open_ones}) >= task.quorum
            assert by_office or open_ones or case.held_until is not None

    @invariant()
    def what_waits_for_objections_has_one_clock_and_is_told_to_nobody_outside(self) -> None:
        case = self.idea.case
        if case.held_until is None:
            return
        assert case.paused_at is not None or case.wake == case.held_until
        assert case.closed_at is None
        assert case.stage in (Stage.REVIEW, Stage.DECISION)
        assert case.stage is Stage.REVIEW or case.decision is None
        for step in self.idea.steps:
            if any(e.kind == "decided" and "until" in e.facts for e in step.events):
                assert all(n.to != case.submitter or n.mail != "receipt" for n in step.notices)

    @invariant()
    def a_decision_that_waited_is_in_force_once_it_took_effect(self) -> None:
        case = self.idea.case
        took_effect = {e.facts["decision"] for step in self.idea.steps for e in step.events if e.kind == "took_effect"}
        waited = {d.id for d in case.decisions if d.objection_until is not None}
        if case.decision is not None and case.decision.id in waited:
            assert case.decision.id in took_effect
        if case.decided is not None and case.decided.id in took_effect:
            assert case.decision == case.decided

    @invariant()
    def what_was_taken_back_stands_and_counts_no_more(self) -> None:
        case = self.idea.case
        back = {a.id for a in case.assignments if a.state is AssignmentState.OBJECTED}
        rows = [*case.answers, *case.decisions]
        assert back == {row.assignment for row in rows if row.objected_at is not None}
        assert back.isdisjoint(row.assignment for row in case.said)

    @invariant()
    def a_decision_has_its_quorum(self) -> None:
        case = self.idea.case
        for decision in case.decisions:
            before = replace(case, answers=tuple(a for a in case.answers if a.at <= decision.at))
            assert len(heard(before)) >= case.reviews_needed
        review = self.idea.definition.stages.review
        if case.decisions and review is not None:
            assert case.reviews_needed == (review.quorum if review.enough is None else 0)

    @invariant()
    def only_the_one_who_was_asked_answered(self) -> None:
        case = self.idea.case
        for answer in case.answers:
            assignment = case.assignment(answer.assignment)
            assert assignment is not None
            state = AssignmentState.ANSWERED if answer.objected_at is None else AssignmentState.OBJECTED
            assert (assignment.person, assignment.state) == (answer.by, state)
            assert answer.by != case.submitter
        assert len({a.assignment for a in case.answers}) == len(case.answers)

    @invariant()
    def who_is_biased_never_judges_it_again(self) -> None:
        """What they promise they may keep all the same."""
        case = self.idea.case
        biased = {a.person for a in case.assignments if a.state is AssignmentState.BIASED}
        promised = {t.id for t in case.open_tasks(TaskKind.COMMITMENT)}
        assert biased.isdisjoint(a.person for a in case.open_assignments() if a.task not in promised)

    @invariant()
    def who_is_away_has_it_only_where_the_office_knows_that_nobody_stands_in(self) -> None:
        """Or until the time the process says is over; whoever has it for somebody is there themselves."""
        idea = self.idea
        for assignment in idea.case.open_assignments():
            task = idea.case.task(assignment.task)
            assert task is not None
            assert assignment.person != assignment.for_person
            if assignment.until_back and idea.case.paused_at is None:
                assert idea.case.wake is not None
            asked_away = assignment.opened_at == idea.now and idea.world.away(assignment.person) is not None
            if asked_away and task.kind in ROLE_OF:
                assert assignment.alone_until is not None or assignment.opened_at < idea.now

    @invariant()
    def advice_is_no_answer_and_comes_only_to_whoever_had_the_task(self) -> None:
        case = self.idea.case
        given = [one.given_at for one in case.advice if one.given_at is not None]
        assert len(given) == sum(e.kind == "advice_given" for e in self.idea.events)
        assert all(one.of not in (one.by, case.submitter) for one in case.advice)

    @invariant()
    def what_goes_back_goes_back_once(self) -> None:
        """For each review, to people who answered it; and nothing else of the review is open meanwhile."""
        case = self.idea.case
        again = [t for t in case.tasks if t.kind is TaskKind.RECONSIDER]
        assert len({t.about for t in again}) == len(again)
        for task in again:
            answered = {a.by for a in case.answers if a.task == task.about}
            assert {a.person for a in case.assignments if a.task == task.id} <= answered
            assert task.closed_at is not None or not case.open_tasks(TaskKind.REVIEW)

    @invariant()
    def whoever_waits_for_an_answer_is_still_asked_and_the_question_has_its_clock(self) -> None:
        case = self.idea.case
        waiting = [q for q in case.questions if q.assignment and q.replied_at is None and q.ended_at is None]
        assert sorted(t.about for t in case.open_tasks(TaskKind.QUESTION)) == sorted(q.id for q in waiting)
        assert len({q.assignment for q in waiting}) == len(waiting)
        open_ones = {a.id for a in case.open_assignments()}
        own = [t.about for t in case.open_tasks(TaskKind.OWN_TIME)]
        assert {q.assignment for q in waiting} <= set(own) <= open_ones
        assert len(set(own)) == len(own)

    @invariant()
    def points_stay_and_wait_only_for_rework(self) -> None:
        case = self.idea.case
        assert len(case.open_tasks(TaskKind.REWORK)) <= 1
        assert all((p.done_at is None) or p.in_version for p in case.points)

    @invariant()
    def the_record_is_whole(self) -> None:
        events = self.idea.events
        assert first_break(self.idea.case.id, events) is None
        assert len(events) == self.idea.case.events
        assert (events[-1].hash if events else "") == self.idea.case.head

    @invariant()
    def the_record_holds_no_sentence(self) -> None:
        for event in self.idea.events:
            assert CANARY not in repr(event)
            for fact in event.facts.values():
                assert fact is None or isinstance(fact, int) or (len(fact) <= 80 and " " not in fact)

    @invariant()
    def nobody_is_told_twice(self) -> None:
        keys = [notice.key for notice in self.idea.notices]
        assert len(keys) == len(set(keys))
        assert all(self.idea.people[notice.to] for notice in self.idea.notices)

    @invariant()
    def what_was_withdrawn_or_never_accepted_is_not_public(self) -> None:
        case = self.idea.case
        if case.state in (State.RECEIVED, State.TRIAGE, State.WITHDRAWN):
            assert not case.public


def _first(idea: AnIdea, start: str) -> Possible:
    return next(one for one in _everything(idea) if one[0] == start)


def _has_owner(idea: AnIdea, task_id: str) -> bool:
    """Somebody is asked, or it is the office's, or a review that waits for what the office does."""
    case = idea.case
    task = case.task(task_id)
    return task is not None and (bool(task.role) or bool(case.open_assignments(task.id)))


def _only_whoever_is_asked_acts(idea: AnIdea, kind: str, by: str, via: str, fields: dict[str, Any]) -> None:
    """What came behind the link of a task was taken only from whoever had the task, while they had it."""
    if via != "link" or kind not in BY_LINK or by not in OTHERS:
        return
    assignment = idea.case.assignment(fields["assignment"])
    assert assignment is not None
    assert (assignment.person, assignment.state) == (by, AssignmentState.OPEN), kind


def _nothing_is_lost(idea: AnIdea, step: Step, kind: str) -> None:
    """Answers, texts, decisions, reasons and signatures are never changed; what was ended stays ended."""
    before, after = idea.case, step.case
    for name in ("answers", "texts", "decisions", "reasons"):
        old = getattr(before, name)
        now = getattr(after, name)[: len(old)]
        if name in ("answers", "decisions") and (mark := MARKS.get(kind)):  # not a word of it changed
            now = tuple(replace(item, **{mark: getattr(was, mark)}) for item, was in zip(now, old, strict=True))
        assert now == old
    signed = [replace(s, objected_at=None, objection_until=None) for s in before.sign_steps if s.decided]
    now_signed = {s.id: replace(s, objected_at=None, objection_until=None) for s in after.sign_steps}
    assert all(now_signed[s.id] == s for s in signed)
    for name in ("tasks", "assignments", "questions", "points", "deferrals", "commitments"):
        assert [x.id for x in getattr(after, name)][: len(getattr(before, name))] == [
            x.id for x in getattr(before, name)
        ]
    ended = [t for t in before.tasks if t.closed_at is not None]
    assert all(t in after.tasks for t in ended)
    assert after.seq == before.seq + bool(step.events)


def _everything(idea: AnIdea) -> list[Possible]:
    """Every happening with something that may fit: kind, who might, and the rest."""
    case, soon = idea.case, (idea.now + timedelta(days=30)).date().isoformat()
    text, words = a_text(title=CANARY, summary=CANARY), {"public_reason": CANARY, "internal_reason": CANARY}
    promise = {"text": CANARY, "owner": "ole", "due_on": soon}
    found: list[tuple[str, str, dict[str, Any]]] = [
        ("submitted", case.submitter, {"text": text}),
        ("taken_over", "olga", {"text": text, "project": "started", "promises": [promise]}),
        ("edited", case.submitter, {"text": text, "on_version": case.version}),
        ("question_asked", "olga", {"question": CANARY}),
        ("accepted", "olga", {"public": True}),
        ("accepted", "olga", {"public": True, "reviewers": ["ole", "dana", "sina"]}),
        ("declined", "olga", words),
        ("withdrawn", case.submitter, {"reason": CANARY}),
        ("published", "olga", {}),
        ("hidden", "olga", {"reason": CANARY}),
        ("reported", "nina", {"reason": CANARY}),
        ("reviewed_again", "olga", {}),
        *(("handed_in", by, _handed_in(idea)) for by in (case.submitter, "olga")),
        ("put_forward", "olga", {"decider": "dana"}),
        ("put_forward", "olga", {"body": "main_committee"}),
        *_of_chain(idea),
        ("deferred", "olga", {"until": soon, **words}),
        *(("deferred", "olga", {**words, **asked}) for asked in WAITS),
        ("lifted", "olga", {"public_reason": CANARY}),
        *(("came_about", "clock", {"deferral": d.id, **came}) for d in case.deferrals[-2:] for came in CAME),
        ("decided", "olga", _a_decision("accepted")),
        ("decided", "olga", _a_decision("rejected")),
        ("promised", "olga", {"promise": promise}),
        ("paused", "olga", words),
        ("resumed", "olga", {"reason": CANARY}),
        ("documents_complete", "olga", {"reason": CANARY}),
        *(("extended", "olga", {"task": t.id, "until": _later(t, idea), "reason": CANARY}) for t in case.tasks[-3:]),
        *(("taken_back", "olga", {"item": t.id, "reason": CANARY}) for t in case.tasks[-2:]),
        ("bounced", "post", {"mail": "mail1", "person": case.submitter, "code": 550}),
        ("woken", "clock", {}),
        ("surveyed", "clock", _a_result(20, 2)),
        ("surveyed", "clock", _a_result(2, 20)),
        ("named_in_survey", "clock", {"wave": "wave1", "topics": 1}),
        ("missed_round", "clock", {"round": "round1"}),
        *(("ranked", "clock", _a_place(fate, soon)) for fate in ("put_forward", "defer", "leave")),
    ]
    found += [("advice_given", one.of, {"advice": one.id, "text": CANARY}) for one in case.advice[-3:]]
    found += [("reviewer_named", "olga", {"person": p}) for p in ("ana", "ben", "cem", "box", "sina")]
    found += [("replied", case.submitter, {"question": q.id, "reply": CANARY}) for q in case.questions]
    for assignment in case.assignments:
        found += _of_assignment(idea, assignment.id, assignment.person)
    for commitment in case.commitments:
        given = {"commitment": commitment.id, "reason": CANARY, "new_due_on": soon}
        found += [("settled", commitment.owner, {**given, "answer": a}) for a in ("done", "late", "dropped")]
    return [(kind, by, "office" if by == "olga" else "link", fields) for kind, by, fields in found]


def _of_chain(idea: AnIdea) -> list[tuple[str, str, dict[str, Any]]]:
    """Through the chain, and what the office changes in it."""
    change = {"reason": CANARY, "title": "Neu", "person": "ben"}
    found: list[tuple[str, str, dict[str, Any]]] = [
        ("put_forward", "olga", {"decider": "dana", "sign_off": True, "outside_plan": True}),
        ("sign_off_changed", "olga", {**change, "change": "stop"}),
        ("sign_off_changed", "olga", {**change, "change": "insert", "person": "ana"}),
    ]
    for step in idea.case.sign_steps[-4:]:
        ways = ("remove", "replace", "again", "insert")
        found += [("sign_off_changed", "olga", {**change, "change": way, "step": step.id}) for way in ways]
    return found


def _later(task: Task, idea: AnIdea) -> str:
    """A working day after its end, and after now."""
    start = max(task.due_on or date.min, idea.now.date())
    return working_days_after(start, 3, CLOSED).isoformat()


def _a_place(fate: str, soon: Any) -> dict[str, Any]:
    place = {"round": "round1", "result": 1, "rank": 2, "of": 5, "fate": fate, "decided_by": "olga"}
    return place | {"decider": "dana", "until": soon, "public_reason": CANARY}


def _of_assignment(idea: AnIdea, assignment: str, person: str) -> list[tuple[str, str, dict[str, Any]]]:
    scores = {"benefit": 7, "complexity": None}
    given = {"assignment": assignment, "on_version": idea.case.version, "reason": CANARY, "stated_name": CANARY}
    found: list[tuple[str, str, dict[str, Any]]] = [
        ("answered", person, {**given, "verdict": v, "scores": scores | {"benefit": benefit}})
        for v, benefit in (("approve", 7), ("reject", 1), ("changes", 7), ("abstain", 7), ("not_my_field", 7))
    ]
    found += [
        ("advice_asked", person, {"assignment": assignment, "adviser": a, "question": CANARY}) for a in ("ole", "ora")
    ]
    found.append(("taken_back", "olga", {"item": assignment, "reason": CANARY}))
    found.append(("bias_declared", person, {"assignment": assignment, "reason": CANARY}))
    points = {**given, "verdict": "changes", "points": [CANARY, CANARY]}
    found.append(("answered", person, points))
    found += [
        ("asked_back", person, {"assignment": assignment, "to": to, "question": CANARY})
        for to in ("submitter", "office")
    ]
    again = {"assignment": assignment, "reason": CANARY, "stated_name": CANARY}
    found += [("reconsidered", person, {**again, "scores": changed}) for changed in ({}, {"benefit": 5})]
    found += [
        ("handed_over", person, {"assignment": assignment, "to": to, "reason": CANARY}) for to in ("cem", "dana", "ora")
    ]
    signed = {
        "assignment": assignment,
        "remark": CANARY,
        "stated_name": CANARY,
        "on_version": max(idea.case.version, 1),
    }
    to = idea.case.sign_steps[0].id if idea.case.sign_steps else ""
    found += [("signed", person, {**signed, "said": said, "to": to}) for said in ("remark", "refuse", "send_back")]
    found.append(("objected", person, {"assignment": assignment, "reason": CANARY}))
    decision = {"assignment": assignment, "level": "L1", "public_reason": CANARY, "stated_name": CANARY}
    found += [("decided", person, {**decision, "outcome": o}) for o in ("accepted", "rejected")]
    found.append(("bounced", "post", {"mail": "mail2", "person": person, "code": 550, "assignment": assignment}))
    return found


def _handed_in(idea: AnIdea) -> dict[str, Any]:
    return {"on_version": idea.case.version, "done": {point.id: CANARY for point in open_points(idea.case)}}


def _a_result(against: int, in_favour: int) -> dict[str, Any]:
    """A wave that doubts the benefit, or does not."""
    counts = {"none": against, "rather_small": 0, "rather_large": in_favour, "very_large": 0}
    bars = [{"key": key, "count": n, "answered": against + in_favour} for key, n in counts.items()]
    figures = [{"question": "benefit", "kind": "single", "bars": bars}]
    asked = {"wave": "wave1", "survey": "survey1", "event": "in_review", "invited": 30}
    return {**asked, "answered": against + in_favour, "figures": figures}


def _a_decision(outcome: str) -> dict[str, Any]:
    return {"outcome": outcome, "body": "main_committee", "body_date": "2026-11-01", "public_reason": CANARY}


def _sensible(idea: AnIdea) -> list[Possible]:
    """What would be accepted now; endings are left to chance, so that most cases get far."""
    far = [one for one in _everything(idea) if one[0] not in ENDINGS and _goes(idea, one)]
    return far or [("woken", "clock", "clock", {})]


def _goes(idea: AnIdea, one: Possible) -> bool:
    kind, by, via, fields = one
    try:
        advance(idea.case, a_happening(kind, by, via, idea.now, "try", **fields), idea.world)
    except RuleBroken:
        return False
    return True


TestCourse = Course.TestCase
TestCourse.settings = settings(
    max_examples=120, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
