"""A field of ideas as text: methods side by side, why each rank is so, how firm it is, what fits, and what if."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from domain.finding import Finding
from domain.portfolio.greedy import greedy
from domain.portfolio.problem import Constraint, Portfolio
from domain.portfolio.selection import Price, Selection
from domain.portfolio.what_if import Outcome, Scenario, moves, outcome
from domain.ranking import METHODS, rank
from domain.ranking.acceptability import count_ranks
from domain.ranking.agreement import agreements
from domain.ranking.checking import misfits
from domain.ranking.ranking import Ranking
from domain.ranking.robustness import Robustness, robustness_of
from domain.ranking.utility import NAME as UTILITY
from domain.ranking.weightings import Draws
from kit.i18n import N_, Translator
from kit.portfolio import EXACT, FAST
from kit.ranking_findings import FINDINGS
from kit.ranking_sentences import CONSTRAINTS, FIRMNESS, TITLES, spelt
from umlauf.ranking_file import RankingFile
from umlauf.ranking_worth import worth

NOT_USED = N_("Not used: {reasons}")
UNDETERMINED = N_("not determined")
FIRM_BY = N_("How firm the ranks are: {count} weightings, spread {spread}, and each rater left out once")
AGREEMENT = N_("How far methods agree (Kendall’s τ-b: 1 the same, 0 nothing in common, −1 reversed)")
NOTHING_IN_COMMON = N_("not determined: too few ideas in common")
OPTIMUM = N_("The best choice under the limits: {value} together")
OUT_OF_TIME = N_(
    "A good choice under the limits: {value} together. Time ran out; a better one brings {gap} more at most."
)
GREEDY = N_(
    "A greedy choice under the limits: {value} together. There may be better ones; with the extra “portfolio”"
    " installed the best is found."
)
CONFLICT = N_("Nothing can be chosen: these cannot all be kept, and without any one of them it would be possible.")
NOT_KEPT = N_("Greedy did not manage to keep these:")
PRICE = N_("{step} more of “{name}” would bring {gain}.")
PRICE_GOAL = N_("{step} less for “{name}” would bring {gain}.")
ENTER = N_("In: {names}.")
LEAVE = N_("Out: {names}.")
WHAT_IF = N_("What if: {title}")
NOTHING_MOVES = N_("Nobody enters, nobody leaves.")
UNTIL_NOW = N_("Until now: {reason}")
ENTERS, LEAVES = N_("enters"), N_("leaves")


@dataclass(frozen=True, slots=True)
class Report:
    """Lines for one reader; ids become titles where there are any."""

    file: RankingFile
    speech: Translator
    draws: Draws
    cut: int | None

    def lines(self, methods: Iterable[str]) -> Iterator[str]:
        """The whole report."""
        rankings: list[Ranking] = []
        for name in methods:
            yield self._head(TITLES[name])
            if lacks := misfits(self.file.field, METHODS[name]):
                yield "  " + self._said(NOT_USED, reasons=" ".join(self._sentences(lacks)))
            else:
                rankings.append(rank(name, self.file.field))
                yield from self._ranked(rankings[-1])
        yield from self._robust(next((one for one in rankings if one.method == UTILITY), None))
        yield from self._agreed(rankings)
        yield from worth(self.file, self.speech)
        if self.file.limits or self.file.goals:
            yield from self._chosen()

    def _ranked(self, ranking: Ranking) -> Iterator[str]:
        for place in ranking.places:
            mark = {None: "", True: " + ", False: " - "}[place.taken]
            yield f"{place.rank:>4}{mark}  {self._title(place.idea)}  {self.speech.number(round(place.value, 4))}"
            yield from (f"          {spelt(one, self.speech, self.file.titles)}" for one in place.why)
        for one in ranking.undetermined:
            said = spelt(one.why, self.speech, self.file.titles)
            yield f"   –  {self._title(one.idea)}  {self.speech.gettext(UNDETERMINED)}: {said}"

    def _robust(self, ranking: Ranking | None) -> Iterator[str]:
        if ranking is None or not ranking.places:
            return
        found = self._firmness(ranking)
        spread = self.speech.number(found.draws.spread)
        yield self._head(FIRM_BY, count=self.speech.number(found.draws.count), spread=spread)
        for one in found.standings:
            word = self.speech.gettext(FIRMNESS[one.firmness])
            yield f"{one.rank:>4}  {self._title(one.idea)}  {word}"
            yield f"          {spelt(one.why, self.speech, self.file.titles)}"

    def _firmness(self, ranking: Ranking) -> Robustness:
        count = count_ranks
        if FAST:
            from kit.portfolio.ranks import count_ranks as count
        return robustness_of(self.file.field, ranking, self.draws, self.cut, count)

    def _agreed(self, rankings: list[Ranking]) -> Iterator[str]:
        if len(rankings) < 2:
            return
        yield self._head(AGREEMENT)
        for (one, other), tau in agreements(rankings).items():
            pair = f"{self.speech.gettext(TITLES[one])} – {self.speech.gettext(TITLES[other])}"
            said = self.speech.gettext(NOTHING_IN_COMMON) if tau is None else self.speech.number(tau, 2)
            yield f"  {pair}: {said}"

    def _chosen(self) -> Iterator[str]:
        now = self._outcome(Scenario())
        yield from self._selection(now.selection, now.portfolio)
        for title, scenario in self.file.scenarios():
            yield self._head(WHAT_IF, title=title)
            yield from self._moves(now, self._outcome(scenario))

    def _outcome(self, scenario: Scenario) -> Outcome:
        return outcome(self.file.field, self.file.portfolio, scenario, choose)

    def _selection(self, found: Selection, portfolio: Portfolio) -> Iterator[str]:
        value = self.speech.number(round(found.value, 2))
        if found.conflict and found.exact:
            yield self._head(CONFLICT)
            yield from self._constraints(found.conflict)
            return
        sentence = OPTIMUM if found.exact else OUT_OF_TIME if found.gap else GREEDY
        yield self._head(sentence, value=value, gap=self.speech.number(round(found.gap, 2)))
        for one in found.choices:
            said = spelt(one.why, self.speech, self.file.titles)
            yield f"   {'+' if one.taken else '-'}  {self._title(one.idea)}: {said}"
        if found.conflict:
            yield "  " + self.speech.gettext(NOT_KEPT)
            yield from self._constraints(found.conflict)
        for limit in portfolio.limits:
            used = self.speech.number(float(portfolio.used(limit.id, found.taken)))
            yield f"  {limit.id}: {used} / {self.speech.number(limit.at_most)}"
        for floor in portfolio.floors:
            given = self.speech.number(float(portfolio.given(floor.id, found.taken)))
            yield f"  {floor.id}: {given} ≥ {self.speech.number(floor.at_least)}"
        yield from map(self._price, found.prices)

    def _price(self, price: Price) -> str:
        sentence = PRICE if price.of.kind == "limit" else PRICE_GOAL
        gain = self.speech.number(round(price.gain, 2))
        said = [self._said(sentence, step=self.speech.number(price.step), name=price.of.names[0], gain=gain)]
        for words, names in ((ENTER, price.enter), (LEAVE, price.leave)):
            if names:
                said.append(self._said(words, names=", ".join(map(self._title, names))))
        return "  " + " ".join(said)

    def _moves(self, before: Outcome, after: Outcome) -> Iterator[str]:
        if after.selection.conflict and after.selection.exact:
            yield "  " + self.speech.gettext(CONFLICT)
            yield from self._constraints(after.selection.conflict)
            return
        found = moves(before, after)
        for one in found:
            yield f"   {'+' if one.enters else '-'}  {self._title(one.idea)} {self._word(one.enters)}"
            yield from (f"          {spelt(why, self.speech, self.file.titles)}" for why in one.why)
            reason = spelt(one.out, self.speech, self.file.titles)
            yield "          " + (self._said(UNTIL_NOW, reason=reason) if one.enters else reason)
        if not found:
            yield "  " + self.speech.gettext(NOTHING_MOVES)

    def _constraints(self, many: Iterable[Constraint]) -> Iterator[str]:
        for one in many:
            names = [*map(self._title, one.names), ""]
            yield "   ·  " + self._said(CONSTRAINTS[one.kind], first=names[0], second=names[1])

    def _sentences(self, findings: Iterable[Finding]) -> list[str]:
        sentences = (self._said(FINDINGS[one.code], **self._facts(one.facts)) for one in findings)
        return list(dict.fromkeys(sentences))

    def _facts(self, facts: Mapping[str, object]) -> dict[str, object]:
        """A method is called by its title."""
        method = str(facts.get("method", ""))
        return {**facts, "method": self.speech.gettext(METHODS[method].title)} if method in METHODS else dict(facts)

    def _word(self, enters: bool) -> str:
        return self.speech.gettext(ENTERS if enters else LEAVES)

    def _title(self, name: str) -> str:
        return self.file.titles.get(name, name)

    def _said(self, sentence: str, **facts: object) -> str:
        return self.speech.gettext(sentence).format(**facts)

    def _head(self, sentence: str, **facts: object) -> str:
        return "\n" + self._said(sentence, **facts)


def choose(portfolio: Portfolio) -> Selection:
    """The best choice where the extra is installed, else a greedy one."""
    if not EXACT:
        return greedy(portfolio)
    from kit.portfolio.optimum import optimum

    return optimum(portfolio)
