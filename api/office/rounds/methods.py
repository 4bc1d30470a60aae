"""What raters are asked, and the methods that fit it with their settings, as the form of a round offers them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.errors import FieldError
from api.forms import Form
from api.office.door import Desk
from api.office.portfolio.common import amount
from domain.definition import Criterion
from domain.finding import Finding
from domain.ranking import METHODS
from domain.ranking.method import LEAST_RATERS, Setting, SettingKind
from domain.rounds.ballots import FITTING, VOTE, Ask, unfit
from domain.rounds.happenings import RoundPlan
from kit.i18n import N_
from kit.ranking_sentences import NOTES, SETTINGS, TITLES

Shown = dict[str, Any]
PREFIX = "set."
BUDGET = "budget"
ASKS: Mapping[Ask, tuple[str, str]] = {
    Ask.SCORES: (N_("Scores"), N_("Each idea gets a score by each criterion.")),
    Ask.VOTES: (N_("Votes"), N_("Each idea gets one vote, from −2 (clearly against) to +2 (clearly for).")),
    Ask.PAIRS: (N_("Comparisons"), N_("Two ideas at a time: which of them comes first?")),
    Ask.APPROVALS: (N_("Approvals"), N_("Each idea gets a yes or a no, and a budget is shared out.")),
}


def ask_of(text: str) -> Ask:
    """What is asked, by its code; scores where nothing is said."""
    return Ask(text) if text in list(Ask) else Ask.SCORES


def offered(desk: Desk, ask: Ask) -> list[tuple[str, str, str]]:
    """The methods that fit what is asked: code, title, and what each does."""
    return [(name, desk.t(TITLES[name]), desk.t(NOTES[name])) for name in FITTING[ask]]


def sections(desk: Desk, ask: Ask, criteria: Sequence[Criterion]) -> list[Shown]:
    """The settings of each method; what belongs to all of them stands at the end."""
    titles = [(c.id, c.title.in_(desk.language)) for c in criteria]
    found = [
        {"title": desk.t(TITLES[name]), "one": True, "fields": [_field(desk, one, titles) for one in _own(name, ask)]}
        for name in FITTING[ask]
    ]
    every = [{"title": desk.t(N_("For every method")), "one": False, "fields": [_field(desk, LEAST_RATERS, titles)]}]
    return [one for one in found if one["fields"]] + (every if ask in (Ask.SCORES, Ask.VOTES) else [])


def read(form: Form, ask: Ask, wrong: list[FieldError]) -> tuple[str, tuple[str, ...], dict[str, float | str]]:
    """The method, those beside it, and the settings they take."""
    method = form.one("method")
    if method not in FITTING[ask]:
        wrong.append(FieldError("method", "input.choice" if not method else "round.method_unknown"))
        return "-", (), {}
    beside = tuple(one for one in FITTING[ask] if one in form.many("beside") and one != method)
    settings: dict[str, float | str] = {}
    for setting in _taken((method, *beside)):
        said = ", ".join(form.many(PREFIX + setting.name))
        if setting.name == VOTE and ask is Ask.VOTES:
            settings[setting.name] = VOTE
        elif said and setting.kind is SettingKind.NUMBER:
            settings[setting.name] = _budget(form, wrong) if setting.name == BUDGET else _number(setting, said, wrong)
        elif said:
            settings[setting.name] = said
    return method, beside, settings


def misfits(
    ask: Ask, methods: Sequence[str], criteria: tuple[Criterion, ...], settings: Mapping[str, float | str]
) -> Iterator[FieldError]:
    """What keeps a chosen method from being used, each at its field."""
    known = set[str]()
    for name in methods:
        for finding in unfit(ask, name, criteria, settings):
            error = _told(finding)
            if error.field not in known:
                known.add(error.field)
                yield error


CODES: Mapping[str, str] = {
    "setting_missing": "round.setting_missing",
    "not_a_number": "round.setting_number",
    "off_the_range": "round.setting_most",
}


def _told(finding: Finding) -> FieldError:
    key = str(finding.where[-1] if len(finding.where) > 1 else finding.facts.get("key", ""))
    if not key:
        return FieldError("method", "round.method_misfit")
    facts = {"most": f"{most:g}"} if isinstance(most := finding.facts.get("most"), float | int) else None
    return FieldError(PREFIX + key, CODES.get(finding.code, "round.setting_criterion"), facts)


def _own(name: str, ask: Ask) -> list[Setting]:
    left_out = {LEAST_RATERS.name} | ({VOTE} if ask is Ask.VOTES else set())
    if name == "approvals":  # the same budget as above
        return []
    return [one for one in METHODS[name].settings if one.name not in left_out]


def _taken(methods: Sequence[str]) -> list[Setting]:
    return list({one.name: one for name in methods for one in METHODS[name].settings}.values())


def _field(desk: Desk, setting: Setting, criteria: Sequence[tuple[str, str]]) -> Shown:
    return {
        "name": PREFIX + setting.name,
        "label": desk.t(SETTINGS[setting.name]),
        "kind": setting.kind.value,
        "required": False,  # only where the method is chosen
        "options": list(criteria),
    }


def _budget(form: Form, wrong: list[FieldError]) -> float:
    """Whole euros, as planning reads them: a comma between thousands would make a thousandth of it in German."""
    slips: list[FieldError] = []
    euros = amount(form, PREFIX + BUDGET, slips)
    if euros is None:
        wrong.append(FieldError(PREFIX + BUDGET, "round.budget"))
        return 1.0
    return float(euros)


def _number(setting: Setting, said: str, wrong: list[FieldError]) -> float:
    """A number as people write it."""
    try:
        return float(said.replace(" ", "").replace(",", "."))
    except ValueError:
        wrong.append(FieldError(PREFIX + setting.name, "round.setting_number"))
        return 1.0


def summary(desk: Desk, plan: RoundPlan) -> list[tuple[str, str]]:
    """What is asked and how it is ranked, for people: label and words."""
    titles = {c.id: c.title.in_(desk.language) for c in plan.criteria}
    found = [(N_("What raters say"), desk.t(ASKS[plan.ask][0])), (N_("Method"), _title(desk, plan.method))]
    if plan.beside:
        found.append((N_("Beside it"), ", ".join(_title(desk, one) for one in plan.beside)))
    if plan.ask is Ask.PAIRS:
        found.append((N_("Comparisons for each rater"), str(plan.pairs_each)))
    for setting in _taken([one for one in (plan.method, *plan.beside) if one in METHODS]):
        if setting.name in plan.settings:
            found.append((SETTINGS[setting.name], _said(desk, plan.settings[setting.name], titles)))
    if plan.ask is Ask.APPROVALS:
        found.append((N_("What the proposal puts forward"), desk.t(N_("what the budget buys, however many that are"))))
    return [(desk.t(label), value) for label, value in found]


def _title(desk: Desk, method: str) -> str:
    return desk.t(TITLES[method]) if method in TITLES else method


def _said(desk: Desk, value: float | str, titles: Mapping[str, str]) -> str:
    if not isinstance(value, str):
        return desk.say.number(value)
    return ", ".join(titles.get(one.strip(), one.strip()) for one in value.split(","))
