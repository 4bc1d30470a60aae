"""A trial as its page shows it: sliders by group, who moves and why, the whole choice, and the limits."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.errors import FieldError
from api.forms import Form
from api.office.door import Desk
from api.office.portfolio.trial import Opened, amount_of
from api.office.surveys.common import Shown
from api.results.charts import BarIn, bar_chart
from domain.planning.choosing import Bound
from domain.planning.trying import How, Tried
from domain.portfolio.problem import Constraint, Kind
from domain.portfolio.selection import Price
from domain.portfolio.what_if import Move
from domain.ranking.ranking import Reason
from kit.i18n import N_
from kit.ranking_sentences import CONSTRAINTS, spelt

NONE_YET = 100_000  # how far the slider of an empty budget goes; a hundredth of it for days
GROUPS = (
    ("weight", N_("Weights of the criteria")),
    ("budget", N_("Budgets")),
    ("capacity", N_("Capacities")),
    ("places", N_("Ideas at most")),
    ("goal", N_("Goals that get at least so much")),
)
HOW = {
    How.BEST: ("success", N_("This is the best choice: nothing is worth more under these limits.")),
    How.UNPROVEN: (
        "warning",
        N_("The time was not enough to prove that nothing is better. Another choice might be worth up to {gap} more."),
    ),
    How.GREEDY: (
        "warning",
        N_("This choice is greedy: what brings most for what it uses comes first. A better one may exist."),
    ),
    How.IMPOSSIBLE: ("danger", N_("No choice keeps all of this together. One of these has to give way:")),
}
BROKEN = N_("It did not manage to keep this:")


# The form


def groups(given: Opened, fields: Mapping[str, int], form: Form, wrong: Sequence[FieldError]) -> list[Shown]:
    """Sliders, group by group; a field that is wrong is shown as it was typed."""
    desk, titles = given.desk, given.titles
    typed = {error.field: form.one(error.field) for error in wrong if form.one(error.field)}
    found = []
    for group, label in GROUPS:
        names = [name for name in given.defaults if name.partition(".")[0] == group]
        sliders = [_slider(given, name, fields[name], titles) | {"typed": typed.get(name, "")} for name in names]
        if sliders:
            found.append({"id": group, "label": desk.t(label), "sliders": sliders})
    return found


def _slider(given: Opened, name: str, value: int, titles: Mapping[str, str]) -> Shown:
    group, _, rest = name.partition(".")
    was = given.defaults[name]
    most = {"weight": 100, "places": len(given.trial.mine) if given.trial else 0, "goal": 3 * len(given.bundle.lines)}
    far = most.get(group) or max(2 * was, 0) or (NONE_YET if group == "budget" else NONE_YET // 100)
    label = titles.get(rest) or titles.get(name) or titles.get(f"{name}.") or rest
    if group == "places":
        label = given.desk.t(N_("Places"))
    return {
        "name": name,
        "label": label,
        "value": value,
        "text": amount_of(given.desk, name, value) + (" %" if group == "weight" else ""),
        "unit": {"weight": "%", "budget": "€"}.get(group, ""),
        "was": amount_of(given.desk, name, was) + (" %" if group == "weight" else "") if was != value else "",
        "most": max(far, value),
        "step": _step(value, far) if group in ("budget", "capacity") else 1,
    }


def _step(value: int, far: int) -> int:
    """A round step that a browser need not move the value for."""
    step = 1
    while value % (step * 10) == 0 and step * 1000 <= far:
        step *= 10
    return step


# What follows


def shown(given: Opened, tried: Tried) -> Shown:
    """Everything the page says of a trial."""
    found, before = tried.then.selection, tried.now.selection
    desk, mine = given.desk, given.trial.mine if given.trial is not None else frozenset()
    tone, sentence = HOW[tried.how]
    taken = [one for one in found.taken if one in mine]
    enter, leave = [one for one in tried.moves if one.enters], [one for one in tried.moves if not one.enters]
    facts = {"gap": desk.say.number(round(found.gap, 2))}
    line = desk.t(N_("Ideas in: {taken}. Value: {value}. Entering: {enter}, leaving: {leave}."))
    figures = {"taken": len(taken), "enter": len(enter), "leave": len(leave)}
    return {
        "how": tried.how.value,
        "tone": tone,
        "sentence": desk.t(sentence).format(**facts),
        "conflict": [_constraint(given, one) for one in found.conflict],
        "broken": desk.t(BROKEN) if found.conflict and tried.how is not How.IMPOSSIBLE else "",
        "unfit": [_constraint(given, one) for one in before.conflict] if given.instead is None else [],
        "summary": line.format(value=desk.say.number(round(found.value, 2)), **figures),
        "tiles": [
            {"value": len(taken), "label": desk.t(N_("Ideas in"))},
            {"value": desk.say.number(round(found.value, 2)), "label": desk.t(N_("Value together"))},
            {"value": desk.say.number(round(before.value, 2)), "label": desk.t(N_("Value of the proposal now"))},
        ],
        "moves": [
            [_idea(given, one.idea), _in_or_out(given, one.enters), _moved(given, one)] for one in (*enter, *leave)
        ],
        "choices": _choices(given, tried, mine),
        "limits": [_limit(given, tried, one) for one in tried.bounds],
        "chart": bar_chart([_bar(given, tried, one) for one in tried.bounds]),
        "prices": bool(found.prices),
    }


def _moved(given: Opened, move: Move) -> str:
    """What changed for it; of what enters also why it was out so far."""
    out = _sentences(given, (move.out,))
    told = given.desk.t(N_("So far: {why}")).format(why=out) if move.enters else out
    return " ".join(filter(None, (_sentences(given, move.why), told)))


def _choices(given: Opened, tried: Tried, mine: frozenset[str]) -> list[list[Any]]:
    """Every idea of the field: those that are in first, each by rank."""
    ranks = {one.idea: one for one in tried.then.ranking.places}
    choices = [one for one in tried.then.selection.choices if one.idea in mine]
    last = len(choices) + 1
    ordered = sorted(choices, key=lambda one: (not one.taken, ranks[one.idea].rank if one.idea in ranks else last))
    number, undefined = given.desk.say.number, given.desk.t(N_("not determined"))
    return [
        [
            _idea(given, one.idea),
            ranks[one.idea].rank if one.idea in ranks else undefined,
            number(round(ranks[one.idea].value, 2)) if one.idea in ranks else undefined,
            _in_or_out(given, one.taken),
            _sentences(given, (one.why,)),
        ]
        for one in ordered
    ]


def _limit(given: Opened, tried: Tried, bound: Bound) -> list[Any]:
    desk, selection = given.desk, tried.then.selection
    price = next((one for one in selection.prices if one.of.names == (bound.id,)), None)
    return [
        given.titles[bound.id],
        _there(desk, bound),
        amount_of(desk, bound.id, tried.used(bound, tried.now)),
        amount_of(desk, bound.id, tried.used(bound, tried.then)),
        _price(given, price) if price is not None else "–",
    ]


def _there(desk: Desk, bound: Bound) -> Shown:
    """What there is, and what is held of it: by what is decided already, and by what awaits its decision."""
    held = ((N_("of it taken: {amount}"), bound.taken), (N_("of it awaiting decision: {amount}"), bound.awaiting))
    told = [desk.t(text).format(amount=amount_of(desk, bound.id, amount)) for text, amount in held if amount]
    return {"text": amount_of(desk, bound.id, bound.there), "sub": "; ".join(told)}


def _price(given: Opened, price: Price) -> str:
    desk, titles = given.desk, given.titles
    step = amount_of(desk, price.of.names[0], price.step)
    if not price.gain:
        return desk.t(N_("With {step} more: nothing.")).format(step=step)
    told = desk.t(N_("With {step} more: {gain}.")).format(step=step, gain=desk.say.number(round(price.gain, 2)))
    for sentence, ideas in ((N_("In would come: {ideas}."), price.enter), (N_("Out would go: {ideas}."), price.leave)):
        if ideas:
            told += " " + desk.t(sentence).format(ideas=", ".join(titles.get(one, one) for one in ideas))
    return told


def _bar(given: Opened, tried: Tried, bound: Bound) -> BarIn:
    """How much of what is free the choice takes."""
    used = tried.used(bound, tried.then)
    share = used / bound.free if bound.free else float(used > 0)
    return BarIn(given.titles[bound.id], min(1.0, share), f"{round(100 * share)} %", None)


def _constraint(given: Opened, one: Constraint) -> str:
    titles = given.titles
    first, second = (*(titles.get(name, name) for name in one.names), "", "")[:2]
    sentence = CONSTRAINTS[one.kind]
    if one.kind is Kind.LIMIT and one.names[0].startswith("places"):
        first = given.desk.t(N_("Places"))
    return given.desk.t(sentence).format(first=first, second=second)


def _sentences(given: Opened, reasons: Sequence[Reason]) -> str:
    return " ".join(spelt(one, given.desk.say, given.titles) for one in reasons)


def _in_or_out(given: Opened, enters: bool) -> Shown:
    text, tone = (N_("in"), "success") if enters else (N_("out"), "neutral")
    return {"text": given.desk.t(text), "tone": tone}


def _idea(given: Opened, idea: str) -> Shown:
    line = given.bundle.lines.get(idea)
    if line is None:
        return {"text": given.titles.get(idea, idea)}
    return {"text": line.title, "theirs": True, "url": f"/office/ideas/{line.number}/planning", "sub": line.number}
