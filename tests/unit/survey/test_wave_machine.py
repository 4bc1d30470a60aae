"""Anything in any order, late, by anybody, over outages: whoever was asked is owed an answer, and nothing waits."""

from typing import Any

from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.chain import link_hash
from domain.errors import RuleBroken
from domain.survey.wave_words import Errand, WaveState
from tests.unit.survey.waves import CANARY, PLAN, TOPIC, AWave, a_wave

ACTS: dict[str, dict[str, Any]] = {
    "planned": {"plan": PLAN},
    "closed_early": {"reason": CANARY},
    "evaluated": {},
    "responded": {"topics": [TOPIC]},
    "cancelled": {"reason": CANARY},
    "paused": {"reason": CANARY},
    "resumed": {},
}
RARE = ("cancelled", "paused", "closed_early")  # left to chance


class Life(RuleBasedStateMachine):
    """One wave to which everything happens that can."""

    wave: AWave

    @initialize(
        enough=st.sampled_from([None, 3]),
        remind=st.sampled_from([[], [4, 9]]),
        planned=st.sampled_from([True, True, 0]),
    )
    def a_wave(self, enough: int | None, remind: list[int], planned: bool) -> None:
        self.wave = a_wave()
        if planned:
            self.wave.planned(enough=enough, remind_after=remind)

    # What happens

    @rule(data=st.data())
    def something_sensible(self, data: st.DataObject) -> None:
        """By whoever may, and accepted: this is how waves get far."""
        self._happen(*self._drawn(data))

    @rule(data=st.data())
    def and_something_more(self, data: st.DataObject) -> None:
        self.something_sensible(data)

    @rule(data=st.data())
    def and_more(self, data: st.DataObject) -> None:
        self.something_sensible(data)

    def _drawn(self, data: st.DataObject) -> tuple[str, dict[str, Any]]:
        leave = {"invited": self.wave.wave.invited + 1, "waiting": data.draw(st.sampled_from([0, 0, 1]))}
        acts = [*((kind, ACTS[kind]) for kind in sorted(ACTS)), ("invited", leave)]
        goes = [act for act in acts if act[0] not in RARE and self._goes(*act)]
        return data.draw(st.sampled_from(goes or [("woken", {})]))

    def _goes(self, kind: str, fields: dict[str, Any]) -> bool:
        try:
            self.wave.step(kind, **fields)
        except RuleBroken:
            return False
        return True

    @rule(kind=st.sampled_from(sorted(ACTS)), by=st.sampled_from([None, None, None, "ole", "nina", "clock", "post"]))
    def something_happens(self, kind: str, by: str | None) -> None:
        self._happen(kind, ACTS[kind], by)

    @rule(more=st.integers(0, 3), waiting=st.sampled_from([0, 0, 2]))
    def invitations_leave(self, more: int, waiting: int) -> None:
        self._happen("invited", {"invited": self.wave.wave.invited + more, "waiting": waiting})

    @rule(answered=st.integers(0, 5))
    def answers_come(self, answered: int) -> None:
        before = len(self.wave.events), self.wave.wave.state
        self._happen("counted", {"answered": answered})
        assert len(self.wave.events) == before[0] or self.wave.wave.state is not before[1]

    @precondition(lambda self: self.wave.wave.wake is not None)
    @rule()
    def the_clock_rings_on_time(self) -> None:
        assert self.wave.wave.wake is not None
        self.wave.now = max(self.wave.now, self.wave.wave.wake)
        self._wake()

    @precondition(lambda self: self.wave.wave.wake is not None)
    @rule()
    def and_again(self) -> None:
        self.the_clock_rings_on_time()

    @rule(hours=st.sampled_from([1, 30, 24 * 9, 24 * 90]))
    def time_passes_and_the_clock_rings(self, hours: int) -> None:
        self.wave.later(hours=hours)
        self._wake()

    @rule(person=st.sampled_from(["ole", "ora"]))
    def somebody_leaves(self, person: str) -> None:
        self.wave.without(person)

    def _wake(self) -> None:
        self._happen("woken", {})
        wake = self.wave.wave.wake
        assert wake is None or wake > self.wave.now, "the clock would ring again at once"

    def _happen(self, kind: str, fields: dict[str, Any], by: str | None = None) -> None:
        wave = self.wave
        before = wave.wave
        try:
            wave.happens(kind, by, **fields)
        except RuleBroken as broken:
            note(f"{kind} refused: {broken.code}")
            assert wave.wave == before
            return
        after = wave.wave
        note(f"{kind}: {[e.kind.value for e in wave.steps[-1].events]} -> {after.state}")
        assert after.invited >= before.invited
        assert after.answered >= before.answered
        assert after.reminded >= before.reminded
        assert after.reasons[: len(before.reasons)] == before.reasons
        if after.state is WaveState.DONE and before.state is not WaveState.DONE:
            assert kind == "responded"
        if before.paused_at is not None and kind == "woken":
            assert not wave.steps[-1].errands, "clocks stand still"

    # What always holds

    @invariant()
    def it_is_done_only_with_a_published_answer_to_all_who_were_asked(self) -> None:
        wave = self.wave.wave
        assert (wave.state is WaveState.DONE) is bool(wave.topics)
        if wave.state is WaveState.DONE:
            assert Errand.RESPOND in self.wave.errands
            assert wave.invited > 0
        if wave.state is WaveState.CANCELLED:
            assert wave.invited == 0, "whoever was asked is owed an answer"

    @invariant()
    def nothing_waits_for_ever(self) -> None:
        wave = self.wave.wave
        assert (wave.wake is None) is (wave.ended or wave.plan is None)

    @invariant()
    def nobody_is_reminded_more_than_planned_or_after_the_close(self) -> None:
        plan = self.wave.wave.plan
        kinds = self.wave.kinds
        assert kinds.count("reminded") <= (len(plan.remind_after) if plan is not None else 0)
        assert "reminded" not in (kinds[kinds.index("closed") :] if "closed" in kinds else [])
        assert self.wave.errands.count(Errand.INVITE) <= 1
        assert self.wave.errands.count(Errand.EVALUATE) <= 1

    @invariant()
    def the_record_is_whole_and_holds_no_sentence(self) -> None:
        previous = ""
        for number, event in enumerate(self.wave.events, start=1):
            digest = link_hash("w1", number, event.kind, event.at, event.by, event.via, event.facts, previous)
            assert (event.seq, event.previous, event.hash) == (number, previous, digest)
            assert CANARY not in repr(event)
            previous = event.hash
        assert (self.wave.wave.events, self.wave.wave.head) == (len(self.wave.events), previous)

    @invariant()
    def nobody_is_told_twice(self) -> None:
        keys = [notice.key for notice in self.wave.notices]
        assert len(keys) == len(set(keys))


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=50, stateful_step_count=25)
