"""A chain to which anything happens in any order: what is decided stays, nobody signs twice, somebody always has it."""

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.case import Case
from domain.chain import first_break
from domain.errors import RuleBroken
from domain.signing.chain import front, origin, refused, running, steps_of
from domain.status import next_alarm
from domain.words import AssignmentState, SignState, TaskKind
from tests.builders import AnIdea, with_objection
from tests.chains import HOUSE, a_chain, by, signing, steps

CANARY = "canary<script>"
LADDER = {"working_days": 5, "remind_before": 2, "remind_after": 1, "escalate": {"after": 2, "to": "superior"}}


def silent(meaning: str) -> dict[str, Any]:
    return {**LADDER, "silence": meaning, "silence_after": 4}


CHAINS = {
    "as the example": a_chain(),
    "together, and an objection": a_chain(
        by("ella"),
        by("fred", together="both"),
        by("greta", together="both", blocking=False),
        by("otto", deadline=silent("declined")),
        by("stine", blocking=False, deadline=silent("declined")),
        deadline=silent("no_objection"),
    ),
    "silence stops it": a_chain(by("ella"), by("fred"), by("greta"), deadline=silent("blocked")),
    "silence consents, superiors sign": a_chain(
        {"id": "first", "function": "case_worker"},
        *({"id": f"up{n}", "superior": True} for n in range(4)),
        deadline=silent("consent"),
    ),
    "the same people over and over": a_chain(
        {"id": "one", "department": "mobility"},
        {"id": "two", "department": "mobility"},
        {"id": "three", "department": "mobility", "when": {"field": "cost", "operator": "more_than", "value": 5}},
        {"id": "four", "role": "decider"},
    ),
    "with a time to object": with_objection(a_chain(), hours=30),
    "together, with a time to object": with_objection(
        a_chain(
            by("ella"),
            by("fred", together="both"),
            by("greta", together="both", blocking=False),
            by("otto"),
            deadline=silent("declined"),
        ),
        working_days=3,
    ),
    "without prioritisation": a_chain(by("ella"), by("fred"), prioritisation=None),
}
PEOPLE = ("ella", "fred", "greta", "otto", "stine", "emil", "jens", "till", "sina", "left", "nina")
WORDS = {"public_reason": CANARY, "internal_reason": CANARY}


class Chain(RuleBasedStateMachine):
    """One idea on its way through a chain."""

    idea: AnIdea

    @initialize(name=st.sampled_from(sorted(CHAINS)), outside=st.booleans(), body=st.booleans())
    def begun(self, name: str, outside: bool, body: bool) -> None:
        note(name)
        if name == "without prioritisation":
            self.idea = AnIdea(CHAINS[name], HOUSE, signing().now).submitted().accepted()
            while self.idea.case.stage == "review":
                self.idea.answered(self.idea.asked[0])
            self.idea.put_forward(sign_off=True)
        else:
            to = {"decider": "", "body": "main_committee"} if body else {"decider": "dana"}
            self.idea = signing(CHAINS[name], outside_plan=outside, **to)
        self.decided = {s.id: s for s in self.idea.case.sign_steps if s.decided}

    # What happens

    @rule(data=st.data(), said=st.sampled_from(["sign", "sign", "remark", "refuse", "send_back"]), again=st.booleans())
    def somebody_says(self, data: st.DataObject, said: str, again: bool) -> None:
        asked = self._asked()
        if asked:
            mine = data.draw(st.sampled_from(asked))
            back = data.draw(st.sampled_from(["", *(s.id for s in steps(self.idea))])) if said == "send_back" else ""
            self._says(mine.id, mine.person, said, to=back, again=again)

    @rule(data=st.data(), person=st.sampled_from(PEOPLE))
    def somebody_else_says(self, data: st.DataObject, person: str) -> None:
        mine = data.draw(st.sampled_from(self.idea.case.assignments))
        before = self.idea.case
        self._says(mine.id, person, "sign")
        if mine.state is not AssignmentState.OPEN or mine.person != person:
            assert self.idea.case == before

    @rule(
        data=st.data(),
        change=st.sampled_from(["insert", "insert", "remove", "replace", "again", "stop"]),
        person=st.sampled_from(PEOPLE),
        blocking=st.booleans(),
    )
    def the_office_changes_it(self, data: st.DataObject, change: str, person: str, blocking: bool) -> None:
        where = data.draw(st.sampled_from(["", *(s.id for s in steps(self.idea))]))
        fields = {"change": change, "step": where, "person": person, "title": "Neu", "blocking": blocking}
        self._happens("sign_off_changed", "olga", reason=CANARY, **fields)

    @rule(data=st.data(), to=st.sampled_from(PEOPLE))
    def handed_over(self, data: st.DataObject, to: str) -> None:
        if asked := self._asked():
            mine = data.draw(st.sampled_from(asked))
            self._happens("handed_over", mine.person, assignment=mine.id, to=to, reason=CANARY)

    @rule(data=st.data())
    def somebody_is_biased(self, data: st.DataObject) -> None:
        if asked := self._asked():
            mine = data.draw(st.sampled_from(asked))
            self._happens("bias_declared", mine.person, assignment=mine.id, reason=CANARY)

    @rule(data=st.data())
    def somebody_objects(self, data: st.DataObject) -> None:
        answered = [a for a in self.idea.case.assignments if a.state is AssignmentState.ANSWERED]
        if answered:
            mine = data.draw(st.sampled_from(answered))
            self._happens("objected", mine.person, assignment=mine.id, reason=CANARY)

    @rule(kind=st.sampled_from(["paused", "resumed", "resumed", "declined"]))
    def paused_or_resumed(self, kind: str) -> None:
        self._happens(kind, "olga", **({"reason": CANARY} if kind == "resumed" else WORDS))

    @rule(chance=st.integers(0, 9))
    def withdrawn(self, chance: int) -> None:
        if chance == 0:
            self._happens("withdrawn", "sina", reason=CANARY)

    @rule(person=st.sampled_from(["fred", "greta", "dana", "till"]))
    def somebody_leaves(self, person: str) -> None:
        self.idea.without(person)

    @rule()
    def put_forward_again(self) -> None:
        self._happens("put_forward", "olga", decider="dirk", sign_off=True)

    @rule()
    def mended(self) -> None:
        text = {"title": CANARY, "benefits": [{"group": "G", "how": "H"}], "theme": "mobility"}
        self._happens("edited", "olga", text=text, on_version=self.idea.case.version)

    @rule(hours=st.sampled_from([1, 30, 24 * 6, 24 * 30]))
    def time_passes(self, hours: int) -> None:
        self.idea.later(hours=hours)
        if self.idea.case.wake is not None and self.idea.case.wake <= self.idea.now:
            self.idea.woken()
            self._kept()
            if self.idea.case.closed_at is None:
                assert self.idea.case.wake > self.idea.now, "the clock would ring again at once"

    def _asked(self) -> list[Any]:
        signing_tasks = {t.id for t in self.idea.case.open_tasks(TaskKind.SIGN)}
        return [a for a in self.idea.case.open_assignments() if a.task in signing_tasks]

    def _says(self, assignment: str, person: str, said: str, **more: Any) -> None:
        version = self.idea.case.version
        self._happens("signed", person, assignment=assignment, said=said, remark=CANARY, on_version=version, **more)

    def _happens(self, kind: str, actor: str, **fields: Any) -> None:
        try:
            self.idea.happens(kind, actor, "office" if actor == "olga" else "link", **fields)
        except RuleBroken as refused:
            note(f"{kind} by {actor}: {refused.code}")
            return
        note(f"{kind} by {actor}: {self.idea.kinds}")
        self._kept()

    def _kept(self) -> None:
        """What was decided is as it was, but for the time to object and that somebody did; that, too, is for good."""
        now = {s.id: s for s in self.idea.case.sign_steps}
        for name, step in self.decided.items():
            after = now[name]
            assert after == replace(step, objection_until=after.objection_until, objected_at=after.objected_at)
            assert step.objected_at in (None, after.objected_at)
        self.decided |= {s.id: s for s in self.idea.case.sign_steps if s.decided}

    # What always holds

    @invariant()
    def a_chain_under_way_is_with_whoever_is_next(self) -> None:
        case = self.idea.case
        chain = running(case)
        if chain is None:
            assert not case.open_tasks(TaskKind.SIGN)
            return
        turn = front(steps_of(case, chain))
        if case.held_until is not None:  # all have signed, or somebody has refused, and may still object
            assert not case.open_tasks(TaskKind.SIGN)
            assert not turn or refused(steps_of(case, chain)) is not None
            assert all(not s.task for s in turn)
            assert case.wake is not None
            return
        assert turn
        assert {s.task for s in turn} == {t.id for t in case.open_tasks(TaskKind.SIGN)}
        assert all(not s.task for s in steps_of(case, chain) if not s.decided and s not in turn)
        assert case.stage == "decision"
        assert not case.open_tasks(TaskKind.DECIDE)

    @invariant()
    def every_task_has_one_responsible_person_and_one_next_clock(self) -> None:
        case = self.idea.case
        for task in case.open_tasks():
            assert bool(task.role) + len(case.open_assignments(task.id)) == 1
            alarm = next_alarm(task)
            assert alarm is not None
            assert case.paused_at is not None or (case.wake is not None and case.wake <= alarm)

    @invariant()
    def nobody_signs_two_steps_and_the_submitter_none(self) -> None:
        for chain in self.idea.case.sign_offs:
            signed: dict[str, str] = {}
            for one in steps_of(self.idea.case, chain):
                if one.state in (SignState.SIGNED, SignState.OBJECTED, SignState.REFUSED, SignState.SENT_BACK):
                    assert one.person != self.idea.case.submitter
                    assert signed.setdefault(one.person, origin(one)) == origin(one)

    @invariant()
    def who_is_biased_never_signs(self) -> None:
        biased = {a.person for a in self.idea.case.assignments if a.state is AssignmentState.BIASED}
        assert biased.isdisjoint(a.person for a in self.idea.case.open_assignments())

    @invariant()
    def places_are_an_order_with_what_is_decided_by_its_turn(self) -> None:
        for chain in self.idea.case.sign_offs:
            places = [s.place for s in steps_of(self.idea.case, chain)]
            assert len(set(places)) == len(places)

    @invariant()
    def nobody_decides_on_what_somebody_may_still_take_back(self) -> None:
        case = self.idea.case
        if case.open_tasks(TaskKind.DECIDE) and case.sign_offs and case.sign_offs[-1].result == "signed":
            ends = [s.objection_until for s in steps_of(case, case.sign_offs[-1]) if s.objected_at is None]
            assert all(end is None or end <= self.idea.now for end in ends)

    @invariant()
    def what_is_decided_was_signed_by_all(self) -> None:
        case: Case = self.idea.case
        for chain in case.sign_offs:
            if chain.result == "signed":
                assert not [s for s in steps_of(case, chain) if not s.decided]
                assert any(s.state is not SignState.REMOVED for s in steps_of(case, chain))

    @invariant()
    def the_record_is_whole_and_holds_no_sentence(self) -> None:
        assert first_break(self.idea.case.id, self.idea.events) is None
        assert all(CANARY not in repr(event.facts) for event in self.idea.events)


TestChain = Chain.TestCase
TestChain.settings = settings(
    max_examples=120, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
