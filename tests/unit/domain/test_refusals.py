"""Every code a rule refuses with, and what leads to it; a refused happening changes nothing."""

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import domain
from domain.deferral.beside import OtherIdea
from domain.deferral.words import Standing
from domain.errors import RuleBroken
from domain.limits import Limits
from tests.builders import AnIdea, a_definition, an_idea, with_objection

Given = Callable[[], AnIdea]
Act = Callable[[AnIdea], object]
STRICT = a_definition()
ASKING_BACK = a_definition(
    review={"questions": {"working_days": 5}, "rework": {"deadline": {"working_days": 5}}},
)
DIFFERING = a_definition(review={"disagreement": {"criteria": ["benefit"], "more_than": 4}})
UNREVIEWED = a_definition(review=None)
NO_ABSTENTION = STRICT.model_copy(
    update={"criteria": tuple(c.model_copy(update={"abstention": False}) for c in STRICT.criteria)}
)


def blanked(idea: AnIdea) -> AnIdea:
    return idea.redacted(idea.case.text.id)


def submitted() -> AnIdea:
    return an_idea().submitted()


def asking_back() -> AnIdea:
    return an_idea(ASKING_BACK).in_review()


def in_rework() -> AnIdea:
    return asking_back().answered("ana", "changes", points=["x"])


def _asks_back(idea: AnIdea) -> AnIdea:
    return idea.asked_back("ana")


def beside(idea: AnIdea, case_id: str, number: str, standing: str = "open") -> AnIdea:
    """With another idea that may be named."""
    other = OtherIdea(case_id, number, Standing(standing))
    idea.beside = replace(idea.beside, ideas={case_id: other, number: other})
    return idea


def in_review() -> AnIdea:
    return an_idea().in_review()


def held() -> AnIdea:
    """A decision that may still be taken back."""
    return an_idea(with_objection(STRICT, hours=4)).deciding().decided()


def coded() -> AnIdea:
    return an_idea(a_definition(review={"assurance": "L1", "bulk": False})).in_review()


def answered_once() -> AnIdea:
    return in_review().answered("ana")


def twice(idea: AnIdea) -> AnIdea:
    """Once more to the answer that was taken back."""
    taken_back = next(a for a in idea.case.assignments if a.state == "objected")
    return idea.objected("dirk", assignment=taken_back.id)


def by_token(idea: AnIdea, person: str) -> AnIdea:
    given = {"assignment": idea.assignment(person).id, "verdict": "abstain", "on_version": 1}
    return idea.happens("answered", person, "api", **given)


def asking() -> AnIdea:
    return submitted().question_asked()


def changing() -> AnIdea:
    return in_review().answered("ana", "changes")


def silent() -> AnIdea:
    rules = a_definition(review={"deadline": {"working_days": 10, "silence": "blocked"}})
    return an_idea(rules).in_review().clock_rings()


def by_chain() -> AnIdea:
    return prioritising().put_forward("", "main_committee", sign_off=True)


def reconsidering() -> AnIdea:
    """Ana and Ben differ on the benefit."""
    return an_idea(DIFFERING).in_review().answered("ana").answered("ben", scores={"benefit": 1, "complexity": 3})


def prioritising() -> AnIdea:
    return an_idea().reviewed()


def deciding() -> AnIdea:
    return an_idea().deciding()


def by_body() -> AnIdea:
    return prioritising().put_forward("", body="main_committee")


def planning() -> AnIdea:
    return an_idea().planning()


def committed() -> AnIdea:
    return an_idea().committed()


def full(idea: AnIdea, what: str) -> AnIdea:
    """Others take every place there is."""
    idea.load = {"cem": 3}
    limits = {
        "stage": Limits(stages={"review": 2}),
        "role": Limits(roles={"reviewer": 2}),
        "person": Limits(person=3),
    }
    return idea.limited(limits[what], stages={"review": 2}, roles={"reviewer": 1})


def box_asked() -> AnIdea:
    return in_review().reviewer_named("box")


TABLE: list[tuple[str, Given, Act]] = [
    # Order
    ("case.exists", submitted, lambda i: i.submitted()),
    ("case.exists", submitted, lambda i: i.taken_over()),
    ("case.too_early", an_idea, lambda i: i.accepted()),
    ("case.too_early", an_idea, lambda i: i.bounced("sina")),
    ("case.closed", lambda: submitted().declined(), lambda i: i.edited()),
    ("case.closed", lambda: submitted().withdrawn(), lambda i: i.withdrawn()),
    ("case.closed", lambda: in_review().withdrawn(), lambda i: i.answered("ana")),
    ("case.closed", lambda: committed().settled(), lambda i: i.settled()),
    ("case.unknown", lambda: submitted(), lambda i: i.reported()),
    ("case.unknown", lambda: in_review().withdrawn(), lambda i: i.reported()),
    # People
    ("not_allowed", an_idea, lambda i: i.submitted(by="nina")),
    ("not_allowed", an_idea, lambda i: i.taken_over(by="sina")),
    ("not_allowed", submitted, lambda i: i.accepted(by="sina")),
    ("not_allowed", submitted, lambda i: i.accepted(by="gone")),
    ("not_allowed", submitted, lambda i: i.withdrawn(by="olga")),
    ("not_allowed", submitted, lambda i: i.edited(by="nina")),
    ("not_allowed", submitted, lambda i: i.happens("woken", "olga", "clock")),
    ("not_allowed", in_review, lambda i: i.answered("ana", by="ben")),
    ("not_allowed", in_review, lambda i: i.answered("ana", by="olga")),
    ("not_allowed", in_review, lambda i: i.handed_over("ana", "cem", by="ben")),
    ("not_allowed", deciding, lambda i: i.decided("dirk", by="ana")),
    ("not_allowed", deciding, lambda i: i.decided("dirk", by="olga")),
    ("not_allowed", by_body, lambda i: i.decided_by(by="ana")),
    ("not_allowed", lambda: committed().promised("ora"), lambda i: i.settled(by="ole")),
    ("not_allowed", committed, lambda i: i.settled(by="sina")),
    # What is written
    ("text.theme_unknown", an_idea, lambda i: i.submitted(theme="space")),
    ("text.level_unknown", submitted, lambda i: i.edited(level="moon")),
    ("text.goal_unknown", an_idea, lambda i: i.submitted(goals=["sustainability", "fame"])),
    ("text.goal_unknown", an_idea, lambda i: i.taken_over(text={"title": "<script>", "goals": ["fame"]})),
    ("edit.too_late", in_review, lambda i: i.edited()),
    ("edit.too_late", planning, lambda i: i.edited(by="olga")),
    ("edit.stale", lambda: submitted().edited(), lambda i: i.edited(on_version=1)),
    # Intake
    ("question.wrong_stage", in_review, lambda i: i.question_asked()),
    ("question.wrong_stage", planning, lambda i: i.question_asked()),
    ("question.unknown", submitted, lambda i: i.replied(question="q1")),
    ("question.not_offered", lambda: an_idea(a_definition(review={"questions": None})).in_review(), _asks_back),
    ("question.waiting", lambda: asking_back().asked_back("ana"), _asks_back),
    (
        "question.enough",
        lambda: (
            an_idea(a_definition(review={"questions": {"working_days": 5}, "questions_at_most": 1}))
            .in_review()
            .asked_back("ana")
            .replied()
        ),
        _asks_back,
    ),
    ("question.over", lambda: asking_back().asked_back("ana").answered("ana"), lambda i: i.replied()),
    ("rework.not_asked", asking_back, lambda i: i.handed_in()),
    ("rework.text_changed", in_rework, lambda i: i.handed_in(on_version=7)),
    ("rework.more_points", in_rework, lambda i: i.handed_in(done={})),
    ("rework.point_unknown", in_rework, lambda i: i.handed_in(done={"p": ""})),
    ("review.points_without_changes", asking_back, lambda i: i.answered("ana", points=["x"])),
    ("review.points_required", asking_back, lambda i: i.answered("ana", "changes")),
    ("question.replied", lambda: asking().replied(), lambda i: i.replied()),
    ("accept.wrong_stage", in_review, lambda i: i.accepted()),
    ("accept.no_benefit", lambda: an_idea().submitted(benefits=[]), lambda i: i.accepted()),
    ("decline.wrong_stage", in_review, lambda i: i.declined()),
    ("decline.wrong_stage", deciding, lambda i: i.declined()),
    ("withdraw.too_late", planning, lambda i: i.withdrawn()),
    # Merging and taking apart
    ("merge.too_late", planning, lambda i: i.merged()),
    ("merge.unknown", submitted, lambda i: i.merged("2026-9999")),
    ("merge.itself", lambda: beside(submitted(), "case1", "2026-0042"), lambda i: i.merged("2026-0042")),
    ("merge.over", lambda: beside(submitted(), "case7", "2026-0007", "over"), lambda i: i.merged("2026-0007")),
    ("merge.circle", lambda: beside(submitted(), "case7", "2026-0007").took_in(), lambda i: i.merged("2026-0007")),
    ("part.not_merged", submitted, lambda i: i.parted()),
    ("part.not_merged", lambda: submitted().declined(), lambda i: i.parted()),
    # The public page
    ("publish.not_accepted", submitted, lambda i: i.published()),
    ("publish.not_accepted", lambda: in_review().withdrawn(), lambda i: i.published()),
    ("publish.not_accepted", lambda: submitted().declined(), lambda i: i.published()),
    ("publish.already", in_review, lambda i: i.published()),
    ("hide.not_public", submitted, lambda i: i.hidden()),
    ("redact.unknown", submitted, lambda i: i.redacted("nothing")),
    ("redact.already", lambda: blanked(submitted()), lambda i: i.redacted(i.case.text.id)),
    # Review
    ("task.unknown", in_review, lambda i: i.answered("ana", assignment="a1")),
    ("task.unknown", deciding, lambda i: i.answered("dirk")),
    ("task.unknown", lambda: changing().question_asked(), lambda i: i.answered("sina")),
    ("task.answered", lambda: in_review().answered("ana"), lambda i: i.answered("ana")),
    ("task.handed_over", lambda: in_review().handed_over("ana", "cem"), lambda i: i.answered("ana")),
    ("task.handed_over", lambda: in_review().handed_over("ana", "cem"), lambda i: i.handed_over("ana", "box")),
    ("task.closed", lambda: box_asked().answered("ana").answered("ben"), lambda i: i.answered("box")),
    ("task.changed", lambda: changing().edited(), lambda i: i.answered("ben", on_version=1)),
    ("review.reason_required", in_review, lambda i: i.answered("ana", "reject", reason="")),
    ("review.reason_required", in_review, lambda i: i.answered("ana", "changes", reason="")),
    ("answer.name_required", box_asked, lambda i: i.answered("box")),
    ("answer.name_required", lambda: prioritising().put_forward("box"), lambda i: i.decided("box")),
    (
        "review.criterion_unknown",
        in_review,
        lambda i: i.answered("ana", scores={"benefit": 1, "complexity": 1, "beauty": 1}),
    ),
    ("review.score_missing", in_review, lambda i: i.answered("ana", scores={"benefit": 1})),
    (
        "review.no_abstention",
        lambda: an_idea(NO_ABSTENTION).in_review(),
        lambda i: i.answered("ana", scores={"benefit": None, "complexity": 1}),
    ),
    ("review.score_out_of_scale", in_review, lambda i: i.answered("ana", scores={"benefit": 11, "complexity": 1})),
    ("review.score_out_of_scale", in_review, lambda i: i.answered("ana", "changes", scores={"benefit": -1})),
    ("task.biased", lambda: in_review().biased("ana"), lambda i: i.answered("ana")),
    ("task.biased", lambda: in_review().biased("ana"), lambda i: i.biased("ana")),
    ("handover.not_eligible", lambda: in_review().biased("ana"), lambda i: i.handed_over("ben", "ana")),
    ("handover.not_eligible", lambda: in_review().answered("ana", "not_my_field"), lambda i: i.reviewer_named("ana")),
    ("not_allowed", in_review, lambda i: i.biased("ana", by="ben")),
    ("task.unknown", lambda: committed().clock_rings(), lambda i: i.biased("ole")),
    ("decider.not_eligible", lambda: deciding().biased("dirk"), lambda i: i.put_forward("dirk")),
    ("review.group_unknown", in_review, lambda i: i.reviewer_named("cem", group="wise_people")),
    ("task.unknown", in_review, lambda i: i.reconsidered("ana")),
    ("task.answered", lambda: reconsidering().reconsidered("ana"), lambda i: i.reconsidered("ana")),
    ("not_allowed", reconsidering, lambda i: i.reconsidered("ana", by="ben")),
    ("review.criterion_unknown", reconsidering, lambda i: i.reconsidered("ana", scores={"complexity": 3})),
    ("review.score_out_of_scale", reconsidering, lambda i: i.reconsidered("ana", scores={"benefit": 11})),
    ("handover.not_eligible", reconsidering, lambda i: i.handed_over("ana", "cem")),
    ("review.no_changes_asked", in_review, lambda i: i.reviewed_again()),
    ("review.not_under_way", prioritising, lambda i: i.reviewer_named("cem")),
    ("handover.not_eligible", in_review, lambda i: i.handed_over("ana", "sina")),
    ("handover.not_eligible", in_review, lambda i: i.handed_over("ana", "gone")),
    ("handover.not_eligible", in_review, lambda i: i.handed_over("ana", "dirk")),
    ("handover.not_eligible", in_review, lambda i: i.handed_over("ana", "unknown")),
    ("handover.not_eligible", asking, lambda i: i.handed_over("sina", "cem", by="olga")),
    ("handover.not_eligible", in_review, lambda i: i.reviewer_named("nina")),
    ("handover.already_asked", in_review, lambda i: i.handed_over("ana", "ben")),
    ("handover.already_asked", in_review, lambda i: i.handed_over("ana", "ana")),
    ("handover.already_asked", lambda: in_review().answered("ben"), lambda i: i.handed_over("ana", "ben")),
    ("handover.already_asked", in_review, lambda i: i.reviewer_named("ana")),
    ("handover.already_asked", lambda: in_review().answered("ana"), lambda i: i.reviewer_named("ana")),
    # Clocks
    ("case.paused", lambda: in_review().paused(), lambda i: i.answered("ana")),
    ("case.paused", lambda: submitted().paused(), lambda i: i.edited()),
    ("case.paused", lambda: submitted().paused(), lambda i: i.paused()),
    ("pause.not_paused", in_review, lambda i: i.resumed()),
    ("case.closed", lambda: submitted().declined(), lambda i: i.paused()),
    ("task.silent", silent, lambda i: i.answered("ana")),
    ("task.unknown", in_review, lambda i: i.extended(task="t1")),
    ("task.closed", prioritising, lambda i: i.extended(task=i.case.tasks[0].id)),
    ("complete.already", lambda: in_review().complete(), lambda i: i.complete()),
    ("extend.not_later", in_review, lambda i: i.extended(until="2026-11-16")),
    ("extend.not_later", lambda: in_review().later(days=30), lambda i: i.extended(until="2026-12-02")),
    ("extend.too_far", in_review, lambda i: i.extended(until="2027-06-01")),
    ("extend.closed_day", in_review, lambda i: i.extended(until="2026-11-21")),
    # Prioritisation
    ("prioritise.wrong_stage", in_review, lambda i: i.put_forward()),
    ("prioritise.wrong_stage", deciding, lambda i: i.put_forward("dana")),
    ("prioritise.wrong_stage", by_body, lambda i: i.put_forward("dana")),
    ("prioritise.wrong_stage", deciding, lambda i: i.deferred()),
    ("decider.one_needed", prioritising, lambda i: i.put_forward("dirk", body="city_council")),
    ("decider.one_needed", prioritising, lambda i: i.put_forward("", body="")),
    ("decider.body_unknown", prioritising, lambda i: i.put_forward("", body="round_table")),
    ("decider.not_eligible", prioritising, lambda i: i.put_forward("ana")),
    ("decider.not_eligible", prioritising, lambda i: i.put_forward("gone")),
    ("decider.not_eligible", prioritising, lambda i: i.put_forward("unknown")),
    ("deferral.not_in_future", prioritising, lambda i: i.deferred("2026-11-02")),
    ("deferral.no_review", lambda: an_idea(UNREVIEWED).submitted().accepted(), lambda i: i.deferred(again="review")),
    ("deferral.over", prioritising, lambda i: i.lifted()),
    ("date.too_far", prioritising, lambda i: i.deferred("2062-11-02")),
    # Limits
    ("limit.stage_full", lambda: full(submitted(), "stage"), lambda i: i.accepted()),
    ("limit.role_full", lambda: full(submitted(), "role"), lambda i: i.accepted()),
    ("limit.person_full", lambda: full(in_review(), "person"), lambda i: i.handed_over("ana", "cem")),
    # A measure
    ("measure.wrong_stage", deciding, lambda i: i.moved("running")),
    ("measure.wrong_stage", lambda: deciding().decided(outcome="rejected"), lambda i: i.moved("running")),
    ("measure.same", committed, lambda i: i.moved("planned")),
    ("measure.not_next", committed, lambda i: i.moved("live")),
    ("measure.in_future", committed, lambda i: i.moved("running", "2026-11-03")),
    ("measure.before_last", committed, lambda i: i.moved("running", "2026-11-01")),
    # Decision
    ("decision.held", held, lambda i: i.decided_by()),
    ("assurance.too_low", coded, lambda i: i.answered("ana")),
    ("assurance.token", coded, lambda i: by_token(i, "ana")),
    ("objection.nothing_said", in_review, lambda i: i.objected("ana", assignment=i.assignment("ana").id)),
    ("objection.paused", lambda: held().paused(), lambda i: i.objected("dirk")),
    ("objection.done", lambda: held().objected("dirk"), twice),
    ("objection.done", lambda: answered_once().objected("ana"), lambda i: i.objected("ana")),
    ("task.unknown", in_review, lambda i: i.objected("ana", assignment="none")),
    ("not_allowed", held, lambda i: i.objected("dirk", by="ana")),
    ("decision.wrong_stage", prioritising, lambda i: i.decided_by()),
    ("decision.wrong_stage", planning, lambda i: i.decided_by()),
    ("decision.not_signed", lambda: by_chain(), lambda i: i.decided_by()),
    ("decision.person_or_body", deciding, lambda i: i.decided(body="main_committee")),
    ("decision.body_missing", by_body, lambda i: i.decided_by("")),
    ("decision.body_missing", by_body, lambda i: i.decided_by("round_table")),
    ("decision.body_missing", by_body, lambda i: i.decided_by(body_date=None)),
    ("decision.date_in_future", by_body, lambda i: i.decided_by(body_date="2026-11-03")),
    # Follow-up
    ("promise.wrong_stage", deciding, lambda i: i.promised()),
    ("promise.wrong_stage", lambda: submitted().declined(), lambda i: i.promised()),
    ("promise.wrong_stage", lambda: deciding().decided(outcome="rejected"), lambda i: i.promised()),
    ("promise.owner_unknown", planning, lambda i: i.promised("gone")),
    ("promise.owner_unknown", an_idea, lambda i: i.taken_over(("unknown", "2027-01-04"))),
    ("promise.date_not_in_future", planning, lambda i: i.promised(due_on="2026-11-02")),
    ("promise.date_not_in_future", committed, lambda i: i.settled("late", new_due_on="2026-10-30")),
    ("date.too_far", planning, lambda i: i.promised(due_on="9999-12-31")),
    ("commitment.unknown", committed, lambda i: i.settled(commitment="c1")),
    ("commitment.settled", lambda: committed().promised("ora").settled(number=0), lambda i: i.settled(number=0)),
    ("commitment.reason_required", committed, lambda i: i.settled("late", reason="", new_due_on="2027-06-01")),
    ("commitment.reason_required", committed, lambda i: i.settled("dropped", reason="")),
    ("commitment.date_missing", committed, lambda i: i.settled("late")),
]
# No course of happenings leads to these: the last line of defence, tried on a case bent by hand.
BENT = {"decision.no_quorum"}


def advised() -> AnIdea:
    return in_review().advice_asked("ana", "ole")


TABLE += [
    ("advice.not_eligible", in_review, lambda i: i.advice_asked("ana", "ben")),
    ("advice.already_asked", advised, lambda i: i.advice_asked("ana", "ole")),
    (
        "advice.enough",
        lambda: (
            advised()
            .advice_asked("ana", "ora")
            .advice_asked("ana", "dirk")
            .advice_asked("ana", "dana")
            .advice_asked("ana", "olga")
        ),
        lambda i: i.advice_asked("ana", "cem"),
    ),
    ("advice.given", lambda: advised().advice_given("ole"), lambda i: i.advice_given("ole")),
    ("advice.over", lambda: advised().answered("ana"), lambda i: i.advice_given("ole")),
    ("not_allowed", advised, lambda i: i.advice_given("ora")),
]


@pytest.mark.parametrize(("code", "given", "act"), TABLE, ids=[f"{n}-{row[0]}" for n, row in enumerate(TABLE)])
def test_what_may_not_happen_is_refused_and_changes_nothing(code: str, given: Given, act: Act) -> None:
    idea = given()
    before, steps = idea.case, list(idea.steps)

    with pytest.raises(RuleBroken) as refused:
        act(idea)

    assert refused.value.code == code
    assert "<script>" not in repr(refused.value.facts)
    assert (idea.case, idea.steps) == (before, steps)


@pytest.mark.parametrize(
    ("given", "act"), [(prioritising, lambda i: i.put_forward()), (by_body, lambda i: i.decided_by())]
)
def test_without_its_quorum_nothing_is_put_forward_or_decided(given: Given, act: Act) -> None:
    idea = given()
    idea.case = replace(idea.case, answers=idea.case.answers[:1])

    with pytest.raises(RuleBroken) as refused:
        act(idea)

    assert refused.value.code == "decision.no_quorum"


def test_every_code_in_the_rules_has_a_case_here_and_every_case_a_code() -> None:
    tried = {code for code, _, _ in TABLE} | BENT

    assert _codes() == tried, "a code was added or dropped: add it to TABLE, and its sentence to api/sentences.py"


def _codes() -> set[str]:
    """Every literal in `RuleBroken("…")`, and the table of what ended an assignment.

    Surveys, rounds, goals, canvases, the radar, deferrals, co-signature and the communication plan have tests of
    their own.
    """
    found: set[str] = set()
    for path in (
        p
        for p in Path(domain.__file__).parent.rglob("*.py")
        if p.parent.name not in ("survey", "communication", "rounds", "goals", "canvas", "deferral", "radar")
        and not p.stem.startswith("sign_")
    ):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RuleBroken":
                found |= _literals(node.args[0], path)
    return found


def _literals(argument: ast.expr, path: Path) -> set[str]:
    if isinstance(argument, ast.Constant):
        return {argument.value}
    assert path.name == "assignments.py", f"{path.name}: a code that is not written out cannot be found"
    return {"task.answered", "task.handed_over", "task.closed", "task.silent", "task.biased"}
