"""The decision on a round: what becomes of each idea, the proposal beside it, and a reason wherever it differs."""

from collections.abc import Set
from datetime import date
from typing import Any

from fastapi import APIRouter, Response

from api.errors import FieldError, Invalid, Refused
from api.forms import Form, check_nonce, date_field, read_long_form, whole
from api.idea_form import hidden_fields
from api.office import choosing, deferral_form, sign_off
from api.office.door import Desk, DeskDep
from api.office.rounds.acts import BY_PATH
from api.office.rounds.common import FATES, ROOT, Bundle, Shown, bring, bundle_of, crumbs, made, reason
from api.office.surveys import common
from api.rendering import see_other
from domain.definition import ProcessDefinition
from domain.rounds.happenings import Decided
from domain.rounds.proposal import Proposal, proposed, tied_at_the_cut
from domain.rounds.words import Fate
from domain.words import Role
from kit.i18n import N_
from storage import people, processes, round_results, scenarios
from storage.errors import StorageError
from storage.round_results import Result

router = APIRouter(prefix=ROOT, include_in_schema=False)
MOST = 3_500  # fields: three for each idea


@router.get("/{round_id}/decide")
async def form(desk: DeskDep, round_id: str) -> Response:
    """The proposal as it is."""
    return await _page(desk, await bundle_of(desk, round_id), {})


@router.post("/{round_id}/decide")
async def decide(desk: DeskDep, round_id: str) -> Response:
    """A last look, then the decision; what was typed is kept throughout."""
    form, bundle = await read_long_form(desk.request, MOST), await bundle_of(desk, round_id)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        if form.one("step") == "change":
            return await _page(desk, bundle, form.values())
        happening = made(desk, Decided, await _content(desk, bundle, form), {})
        if form.one("step") != "send":
            return await _page(desk, bundle, form.values(), check=True)
        brought = await bring(desk, round_id, happening)
    except (Refused, StorageError) as refused:
        errors, status = common.told(refused)
        again = bundle if isinstance(refused, StorageError) else await bundle_of(desk, round_id)
        return await _page(desk, again, form.values(), errors=errors, status=status)
    return see_other(f"{bundle.url}?{'received' if brought.pending else 'done'}=decide")


async def _content(desk: Desk, bundle: Bundle, form: Form) -> dict[str, Any]:
    """The decision in a form; raises Invalid with everything that is missing, so that nothing is refused later."""
    result = await _latest(desk, bundle)
    take = bundle.round.plan.take if bundle.round.plan is not None else 0
    instead, seen = await _instead(desk, bundle), whole(form.one("proposal"), 0)
    if seen != (instead.number if instead is not None else 0):
        raise Invalid([FieldError("", "round.proposal_stale")])
    wanted = proposed(result.ranking, take, bundle.gone, instead) if result is not None else {}
    chained = _chained(await _definition(desk), desk, form)
    wrong: list[FieldError] = []
    choices: list[dict[str, Any]] = [
        _choice(form, entry.case_id, wanted[entry.case_id], chained, wrong)
        if entry.case_id in wanted and entry.case_id not in bundle.gone
        else {"idea": entry.case_id, "fate": Fate.LEAVE, "reason": ""}  # nothing is asked about it
        for entry in bundle.round.entries
    ]
    fates: Set[Fate] = {choice["fate"] for choice in choices}
    whom = _whom(form, fates, wrong)
    until = _until(desk, form, fates, wrong)
    if wrong:
        raise Invalid(wrong)
    content = {
        "result": whole(form.one("result"), 0),
        "proposal": seen,
        "choices": choices,
        "until": until,
        "reason": form.one("reason"),
        "sign_off": chained and Fate.PUT_FORWARD in fates,
    }
    return content | whom | await _waits(desk, bundle, choices, form)


def _chained(definition: ProcessDefinition | None, desk: Desk, form: Form) -> bool:
    """Whether what is put forward is co-signed first."""
    wanted = form.one("sign_off") == "yes" or sign_off.required(definition)
    return wanted and bool(sign_off.planned(definition, desk.language))


def _choice(form: Form, idea: str, proposal: Fate, chained: bool, wrong: list[FieldError]) -> dict[str, Any]:
    """What becomes of one idea; a reason where it is put off, or otherwise than proposed."""
    said, why = form.one(f"fate.{idea}"), form.one(f"reason.{idea}")
    if said not in list(Fate):
        wrong.append(FieldError(f"fate.{idea}", "input.choice"))
        return {"idea": idea, "fate": Fate.LEAVE, "reason": why}
    fate = Fate(said)
    general = form.one("reason") if fate is Fate.DEFER else ""
    if (fate is Fate.DEFER or fate is not proposal) and not (why or general):
        wrong.append(FieldError(f"reason.{idea}", "round.reason_required"))
    outside = form.one(f"outside_plan.{idea}") == "yes" and fate is Fate.PUT_FORWARD
    if outside and not chained:
        wrong.append(FieldError(f"outside_plan.{idea}", "sign.outside_without"))
    return {"idea": idea, "fate": fate, "reason": why, "outside_plan": outside}


def _whom(form: Form, fates: Set[Fate], wrong: list[FieldError]) -> dict[str, str]:
    """Who decides on what is put forward: a person or a body."""
    to = form.one("to")
    if Fate.PUT_FORWARD in fates and not to:
        wrong.append(FieldError("to", "input.choice"))
    return {"body": to.removeprefix("body:")} if to.startswith("body:") else {"decider": to}


def _until(desk: Desk, form: Form, fates: Set[Fate], wrong: list[FieldError]) -> date | None:
    """Until when what is deferred rests at the latest."""
    until = date_field(form, "until")
    if Fate.DEFER in fates and until is None:
        wrong.append(FieldError("until", "round.until_missing"))
    elif Fate.DEFER in fates and until is not None and until <= desk.today:
        wrong.append(FieldError("until", "deferral.not_in_future"))
    return until


async def _waits(desk: Desk, bundle: Bundle, choices: list[dict[str, Any]], form: Form) -> dict[str, Any]:
    """What may wake those that are deferred, and where they go on; raises Invalid for what none can wait for."""
    off = [choice["idea"] for choice in choices if choice["fate"] == Fate.DEFER]
    if not off:
        return {}
    given = deferral_form.read(form)
    await deferral_form.check(desk, off, given, bundle.lines)
    return {"conditions": given["conditions"], "again": given["again"]}


async def _latest(desk: Desk, bundle: Bundle) -> Result | None:
    async with desk.services.db.read() as session:
        return await round_results.load(session, bundle.round.id, bundle.round.result)


async def _instead(desk: Desk, bundle: Bundle) -> Proposal | None:
    async with desk.services.db.read() as session:
        return await scenarios.proposal_of(session, bundle.round)


async def _definition(desk: Desk) -> ProcessDefinition | None:
    async with desk.services.db.read() as session:
        return await processes.current(session)


async def _deciders(desk: Desk) -> list[tuple[str, str]]:
    async with desk.services.db.read() as session:
        definition = await processes.current(session)
        able = await people.holding(session, Role.DECIDER)
    if definition is None:
        return []
    bodies = [(f"body:{b.id}", b.title.in_(desk.language)) for b in definition.stages.decision.bodies]
    return choosing.options(desk, definition, able) + bodies


async def _page(desk: Desk, bundle: Bundle, values: dict[str, Any], check: bool = False, **shown: Any) -> Response:
    result, to = await _latest(desk, bundle), await _deciders(desk)
    definition = await _definition(desk)
    waits = await deferral_form.context(desk, definition)
    take = bundle.round.plan.take if bundle.round.plan is not None else 0
    instead = await _instead(desk, bundle)
    rows = [] if result is None else _rows(desk, bundle, result, values, instead)
    label = N_("Decide on the ideas")
    return desk.page(
        "rounds/decide.html",
        title=label,
        breadcrumb=crumbs(desk, (bundle.title, bundle.url), (desk.t(label), "")),
        action=desk.request.url.path,
        back=bundle.url,
        caption=bundle.title,
        possible=BY_PATH["decide"].when(bundle.round) and result is not None,
        check=check,
        rows=rows,
        fates=[(str(fate), desk.t(text)) for fate, text in FATES.items()],
        to=to,
        chain=sign_off.planned(definition, desk.language),
        required=sign_off.required(definition),
        whom=dict(to).get(str(values.get("to", "")), ""),
        result=bundle.round.result,
        tied=result is not None and instead is None and tied_at_the_cut(result.ranking, take, bundle.gone),
        proposal=instead.number if instead is not None else 0,
        put_off=deferral_form.said(desk, values, waits) if Fate.DEFER in {row["chosen"] for row in rows} else [],
        typed=_typed(desk, bundle, values),
        values=values,
        hidden=hidden_fields(values, "step", "nonce"),
        **waits,
        **shown,
    )


def _typed(desk: Desk, bundle: Bundle, values: dict[str, Any]) -> list[tuple[str, str]]:
    """Every reason in the form, beside what it is about."""
    about = {f"reason.{one}": line.title for one, line in bundle.lines.items()}
    about["reason"] = desk.t(N_("Reason for all that are deferred"))
    return [(title, str(values[name])) for name, title in about.items() if values.get(name)]


def _rows(desk: Desk, bundle: Bundle, result: Result, values: dict[str, Any], instead: Proposal | None) -> list[Shown]:
    """Best first; what has no rank comes after all that have one, and says so."""
    take = bundle.round.plan.take if bundle.round.plan is not None else 0
    wanted = proposed(result.ranking, take, bundle.gone, instead)
    whys: list[tuple[str, int | None, str]] = [
        (one.idea, one.rank, " ".join(reason(desk, bundle, why) for why in one.why)) for one in result.ranking.places
    ]
    whys += [(one.idea, None, reason(desk, bundle, one.why)) for one in result.ranking.undetermined]
    rows = []
    for idea, rank, why in whys:
        if idea in bundle.gone:
            continue
        line = bundle.lines.get(idea)
        chosen = str(values.get(f"fate.{idea}", wanted[idea].value))
        deferred = chosen == Fate.DEFER
        rows.append(
            {
                "id": idea,
                "title": line.title if line is not None else idea,
                "number": line.number if line is not None else "",
                "rank": rank,
                "why": why,
                "proposal": desk.t(FATES[wanted[idea]]),
                "chosen": chosen,
                "says": desk.t(FATES[Fate(chosen)]) if chosen in list(Fate) else "",
                "outside_plan": chosen == Fate.PUT_FORWARD and values.get(f"outside_plan.{idea}") == "yes",
                "deviates": chosen != wanted[idea].value,
                "reason": str(values.get(f"reason.{idea}", "")),
                "published": str(values.get(f"reason.{idea}") or (values.get("reason", "") if deferred else "")),
            }
        )
    return rows
