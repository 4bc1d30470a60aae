"""Scenarios of a round: the list, side by side, and which one is the proposal."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from api.errors import Refused
from api.forms import check_nonce, read_form
from api.office.door import Desk, DeskDep
from api.office.portfolio.trial import amount_of
from api.office.rounds.common import GONE, ROOT, Bundle, bundle_of, crumbs
from api.office.surveys import common as surveys_common
from api.office.surveys.common import Shown, name_of
from api.rendering import see_other
from domain.errors import RuleBroken
from domain.planning.scenario import Kept, Standing, standing
from domain.planning.trying import How
from domain.rounds.proposal import proposed
from domain.rounds.words import Fate, RoundState
from kit.i18n import N_
from storage import people, round_results, scenarios
from storage.errors import StorageError

router = APIRouter(prefix=ROOT, include_in_schema=False)
SIDE_BY_SIDE = 4
HOW = {
    How.BEST: N_("best choice"),
    How.UNPROVEN: N_("not proven to be best"),
    How.GREEDY: N_("greedy choice"),
    How.IMPOSSIBLE: N_("not possible"),
}
DONE = {
    "kept": N_("The scenario is saved."),
    "proposed": N_("This scenario is the proposal now. Whoever decides on the round sees it filled in."),
    "ranking": N_("The proposal is that of the ranking again."),
    "nothing": N_("This was the proposal already."),
}


@router.get("/{round_id}/scenarios")
async def listed(desk: DeskDep, round_id: str, done: str = "") -> Response:
    """All of them; those that are chosen, or the newest, side by side."""
    return await _page(desk, round_id, done=desk.t(DONE[done]) if done in DONE else "")


@router.post("/{round_id}/scenarios")
async def propose(desk: DeskDep, round_id: str) -> Response:
    """One of them becomes the proposal; an empty one gives the place back to the ranking."""
    form = await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        chosen = form.one("scenario")
        async with desk.services.db.write() as session:
            at, by = desk.services.now(), desk.person.id
            changed = await scenarios.propose(session, round_id, chosen, at=at, by=by)
    except RuleBroken as rule:
        errors, status = surveys_common.told(surveys_common.broken(rule, {}))
        return await _page(desk, round_id, errors=errors, status=status)
    except (Refused, StorageError) as refused:
        errors, status = surveys_common.told(refused)
        return await _page(desk, round_id, errors=errors, status=status)
    done = "nothing" if not changed else "proposed" if chosen else "ranking"
    return see_other(f"{ROOT}/{round_id}/scenarios?done={done}")


async def _page(desk: Desk, round_id: str, **shown: Any) -> Response:
    bundle = await bundle_of(desk, round_id)
    async with desk.services.db.read() as session:
        found = await scenarios.every(session, round_id)
        made = await scenarios.made(session, round_id)
        result = await round_results.load(session, round_id, bundle.round.result)
        known = await people.by_ids(session, {one.by for one in found} | {one.by for one in made})
    wanted = set(desk.request.query_params.getlist("s"))
    side = [one for one in found if one.id in wanted][:SIDE_BY_SIDE] or found[-3:]
    take = bundle.round.plan.take if bundle.round.plan is not None else 0
    ranked = proposed(result.ranking, take, bundle.gone) if result is not None else {}
    forward = frozenset(one for one, fate in ranked.items() if fate is Fate.PUT_FORWARD)
    now = made[-1].scenario if made else ""
    title = desk.t(N_("Scenarios"))
    context = {"done": "", "errors": [], **shown}
    return desk.page(
        "portfolio/scenarios.html",
        title=title,
        page=f"{bundle.url}/scenarios",
        breadcrumb=crumbs(desk, (bundle.title, bundle.url), (title, "")),
        caption=bundle.title,
        back=bundle.url,
        url=f"{bundle.url}/scenarios",
        what_if=f"{bundle.url}/what-if",
        open=bundle.round.state is RoundState.COMPUTED,
        rows=[_row(desk, bundle, one, known, now) for one in reversed(found)],
        side=[one.id for one in side],
        instead=bool(now),
        columns=[desk.t(N_("Ranking")), *(one.name for one in side)],
        ideas=_ideas(desk, bundle, side, forward),
        figures=_figures(desk, bundle, side),
        made=[
            {
                "when": desk.moment(one.at),
                "iso": one.at.isoformat(),
                "who": name_of(desk, known.get(one.by)),
                "what": _made(desk, found, one.scenario),
            }
            for one in reversed(made)
        ],
        **context,
    )


def _made(desk: Desk, found: list[Kept], scenario: str) -> str:
    name = next((one.name for one in found if one.id == scenario), "")
    if not name:
        return desk.t(N_("The ranking was made the proposal again"))
    return desk.t(N_("“{name}” was made the proposal")).format(name=name)


def _row(desk: Desk, bundle: Bundle, one: Kept, known: Any, now: str) -> Shown:
    settings, left = urlencode(one.content.settings), standing(one.content, bundle.gone)
    return {
        "id": one.id,
        "name": one.name,
        "when": desk.moment(one.at),
        "who": name_of(desk, known.get(one.by)),
        "taken": len(left.taken),
        "of": len(left.ideas),
        "value": _value(desk, left),
        "moved_on": ", ".join(bundle.named(idea) for idea in left.moved_on),
        "how": desk.t(HOW[How(one.content.how)]),
        "now": one.id == now,
        "old": one.result != bundle.round.result,
        "open": f"{bundle.url}/what-if" + (f"?{settings}" if settings else ""),
    }


def _ideas(desk: Desk, bundle: Bundle, side: list[Kept], forward: frozenset[str]) -> list[list[Any]]:
    """Who is in which; what all agree on comes last."""
    rows = []
    for entry in bundle.round.entries:
        gone = entry.case_id in bundle.gone
        inside, outside = desk.t(N_("was in") if gone else N_("in")), "–"
        columns = [entry.case_id in forward, *(entry.case_id in one.content.taken for one in side)]
        line = bundle.lines.get(entry.case_id)
        title: dict[str, Any] = {"text": entry.case_id}
        if line is not None:
            title = {"text": line.title, "theirs": True, "sub": line.number}
        if gone:
            title["sub"] = f"{title.get('sub', '')} · {desk.t(GONE)}"
        rows.append((len(set(columns)) == 1, not columns[0], [title, *(inside if one else outside for one in columns)]))
    return [row for _, _, row in sorted(rows, key=lambda one: one[:2])]


def _value(desk: Desk, now: Standing) -> str:
    return "–" if now.value is None else desk.say.number(round(now.value, 2))


def _figures(desk: Desk, bundle: Bundle, side: list[Kept]) -> list[list[Any]]:
    """Value, how sure, and what is used of each limit; a limit that one of them did not know stays open.

    What has moved on is not counted; where nobody kept its share, the figure stays open.
    """
    now = [standing(one.content, bundle.gone) for one in side]
    rows: list[list[Any]] = [
        [desk.t(N_("Ideas in")), *(str(len(one.taken)) for one in now)],
        [desk.t(N_("Value together")), *(_value(desk, one) for one in now)],
        [desk.t(N_("How it was chosen")), *(desk.t(HOW[How(one.content.how)]) for one in side)],
    ]
    names = {limit: title for one in side for limit, title in one.content.titles.items()}
    text = desk.t(N_("{used} of {free}"))
    for limit, title in names.items():
        uses = [next((use for use in one.uses if use.id == limit), None) for one in now]
        cells = [
            text.format(used=amount_of(desk, limit, use.used), free=amount_of(desk, limit, use.free)) if use else "–"
            for use in uses
        ]
        rows.append([title, *cells])
    return rows
