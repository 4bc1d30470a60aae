"""Whatever happens to a round in whatever order: it waits for somebody or has ended, and its record is whole."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domain.errors import RuleBroken
from domain.rounds.words import RoundState
from tests.unit.rounds.rounds import MONDAY, ARound, a_plan, a_ranking, choices

DAYS = st.integers(-3, 40)
FATES = st.sampled_from(["put_forward", "defer", "leave"])


class Rounds(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.mine = ARound()
        self.decisions = 0
        self.opened_after_one = 0

    def tries(self, kind: str, by: str = "olga", **content: object) -> bool:
        before = self.mine.round
        try:
            self.mine.happens(kind, by, **content)
        except RuleBroken:
            assert self.mine.round == before
            return False
        return True

    @rule(opens=DAYS, lasts=DAYS, complete=st.booleans())
    def announced(self, opens: int, lasts: int, complete: bool) -> None:
        first = (self.mine.world.now + timedelta(days=opens)).date()
        plan = a_plan(opens_on=first, closes_on=first + timedelta(days=lasts), when_complete=complete)
        self.tries("announced", plan=plan)

    @rule(days=st.integers(0, 20))
    def time_passes(self, days: int) -> None:
        self.mine.later(days)
        wake = self.mine.round.wake
        if wake is not None and wake <= self.mine.world.now:
            self.tries("woken", "clock")
            assert self.mine.round.wake is None or self.mine.round.wake > self.mine.world.now

    @rule(missing=st.integers(0, 2))
    def counted(self, missing: int) -> None:
        self.tries("counted", "clock", missing=missing)

    @rule(kind=st.sampled_from(["closed_early", "reminded_now"]))
    def the_office_acts(self, kind: str) -> None:
        self.tries(kind)

    @rule(kind=st.sampled_from(["extended", "reopened"]), days=DAYS)
    def it_lasts_longer(self, kind: str, days: int) -> None:
        result = self.mine.round.result
        closes_on = (self.mine.world.now + timedelta(days=days)).date()
        decided = self.mine.round.state is RoundState.DECIDED
        self.opened_after_one += self.tries(kind, closes_on=closes_on, reason="x") and decided
        assert self.mine.round.result == result

    @rule(person=st.sampled_from(["ana", "ben", "box"]), counts=st.booleans())
    def somebody_goes(self, person: str, counts: bool) -> None:
        self.tries("rater_removed", person=person, counts=counts, reason="x")

    @rule(person=st.sampled_from(["ana", "ben", "box", "dana", "gone", "nobody"]))
    def somebody_comes(self, person: str) -> None:
        self.tries("rater_added", person=person)

    @rule()
    def computed(self) -> None:
        facts = {"result": self.mine.round.result + 1, "placed": 3, "undetermined": 0, "digest": "0" * 64}
        self.tries("computed", "clock", **facts)

    @rule(fates=st.tuples(FATES, FATES, FATES), why=st.sampled_from(["", "x"]))
    def decided(self, fates: tuple[str, str, str], why: str) -> None:
        self.mine.world = replace(self.mine.world, ranking=a_ranking("a", "b", "c"))
        said = choices(**{idea: (fate, why) for idea, fate in zip("abc", fates, strict=True)})
        until = (self.mine.world.now + timedelta(days=90)).date()
        result = self.mine.round.result
        self.decisions += self.tries("decided", result=result, choices=said, body="council", until=until)

    @rule()
    def cancelled(self) -> None:
        self.tries("cancelled", reason="x")

    @invariant()
    def it_waits_for_somebody_or_has_ended(self) -> None:
        mine = self.mine.round
        assert (mine.wake is None) == (mine.ended or mine.plan is None)
        assert self.decisions <= 1 + self.opened_after_one

    @invariant()
    def every_idea_has_a_fate_once_it_is_decided_and_none_before(self) -> None:
        """Also where it was opened again: the next decision is news only where it differs."""
        assert all((one.fate is not None) == (self.decisions > 0) for one in self.mine.round.entries)

    @invariant()
    def the_record_is_whole(self) -> None:
        assert self.mine.whole()
        assert self.mine.world.now >= MONDAY


TestRounds = Rounds.TestCase
TestRounds.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
