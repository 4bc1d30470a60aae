"""A result of a round in words: its ranking with reasons, how firm each rank is, and what other methods say."""

from collections.abc import Mapping

from api.office.door import Desk
from api.office.rounds.common import FATES, GONE, Bundle, Shown, reason
from domain.ranking.one_by_one import Firm
from domain.ranking.ranking import Place, Ranking
from domain.ranking.robustness import Firmness
from domain.rounds.analysis import Agreement
from domain.rounds.proposal import Proposal, proposed, tied_at_the_cut
from kit.i18n import N_
from kit.ranking_sentences import FIRMNESS, TITLES
from storage.round_results import Result

TONES: Mapping[Firmness, str] = {Firmness.FIRM: "success", Firmness.LEANING: "info", Firmness.TOSS_UP: "warning"}


def shown(desk: Desk, bundle: Bundle, result: Result, instead: Proposal | None) -> Shown:
    """What is not determined is listed as such, and never last; `instead` stands in for what the newest proposes."""
    take = bundle.round.plan.take if bundle.round.plan is not None else 0
    mine = instead if result.number == bundle.round.result else None
    wanted = proposed(result.ranking, take, bundle.gone, mine)
    firm = result.analysis.firmness
    rows = [
        _place(desk, bundle, one, firm.get(one.idea))
        | {"proposal": desk.t(GONE if one.idea in bundle.gone else FATES[wanted[one.idea]])}
        for one in result.ranking.places
    ]
    without = [
        {"idea": title_of(bundle, one.idea), "why": reason(desk, bundle, one.why)}
        for one in result.ranking.undetermined
    ]
    return {
        "number": result.number,
        "at": desk.moment(result.at),
        "raters": result.raters,
        "scores": result.scores,
        "rows": rows,
        "firm": bool(firm),
        "without": without,
        "tied": mine is None and tied_at_the_cut(result.ranking, take, bundle.gone),
        "beside": _beside(desk, bundle, result),
        "agreements": [_agreement(desk, one) for one in result.analysis.agreements],
    }


def title_of(bundle: Bundle, case_id: str) -> Shown:
    """An idea as a cell of a table."""
    line = bundle.lines.get(case_id)
    if line is None:
        return {"text": case_id}
    return {"text": line.title, "theirs": True, "url": f"/office/ideas/{line.number}", "sub": line.number}


def _place(desk: Desk, bundle: Bundle, one: Place, firm: Firm | None) -> Shown:
    word = {"text": desk.t(FIRMNESS[firm.firmness]), "tone": TONES[firm.firmness]} if firm is not None else ""
    return {
        "rank": one.rank,
        "idea": title_of(bundle, one.idea),
        "value": desk.say.number(round(one.value, 2)),
        "firmness": word,
        "why": " ".join(reason(desk, bundle, why) for why in (*one.why, *((firm.why,) if firm is not None else ()))),
    }


def _beside(desk: Desk, bundle: Bundle, result: Result) -> Shown | None:
    """The ranks of all methods side by side, in the order of the round's own."""
    rankings: tuple[Ranking, ...] = (result.ranking, *result.analysis.beside)
    if len(rankings) == 1:
        return None
    ideas = [*(one.idea for one in result.ranking.places), *(one.idea for one in result.ranking.undetermined)]
    nothing = desk.t(N_("not determined"))
    rows = [[title_of(bundle, idea), *(one.ranks.get(idea, nothing) for one in rankings)] for idea in ideas]
    return {
        "methods": [desk.t(TITLES.get(one.method, one.method)) for one in rankings],
        "rows": rows,
        "whys": [_whys(desk, bundle, one) for one in result.analysis.beside],
    }


def _whys(desk: Desk, bundle: Bundle, ranking: Ranking) -> Shown:
    """Why another method ranks as it does, with what it does not determine at the end."""
    placed = (_place(desk, bundle, one, None) for one in ranking.places)
    nothing = desk.t(N_("not determined"))
    rows = [[row[key] for key in ("idea", "rank", "value", "why")] for row in placed]
    rows += [[title_of(bundle, one.idea), nothing, "–", reason(desk, bundle, one.why)] for one in ranking.undetermined]
    return {"method": desk.t(TITLES.get(ranking.method, ranking.method)), "rows": rows}


def _agreement(desk: Desk, one: Agreement) -> Shown:
    names = [desk.t(TITLES.get(method, method)) for method in (one.one, one.other)]
    said = desk.t(N_("too little in common to tell")) if one.tau is None else desk.say.number(one.tau, 2)
    return {"one": names[0], "other": names[1], "tau": said}
