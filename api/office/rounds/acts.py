"""What the office may do to a round, each a page of its own: extend, remind, close, take off, open again, call off."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Response

from api.errors import FieldError, Invalid, Refused
from api.forms import Form, check_nonce, date_field, read_form
from api.office.door import Desk, DeskDep
from api.office.rounds.common import ROOT, Bundle, bring, bundle_of, crumbs, made
from api.office.surveys import common
from api.rendering import see_other
from domain.happenings.base import HappeningBase
from domain.rounds import happenings as what
from domain.rounds.nouns import Round
from domain.rounds.panel import able
from domain.rounds.words import RoundState
from domain.world import Person
from kit.i18n import N_
from storage import people
from storage.errors import StorageError
from storage.session import Session

router = APIRouter(prefix=ROOT, include_in_schema=False)


@dataclass(frozen=True)
class Act:
    """One intervention: its page, what happens, what it is called, when it is offered, and what to know before."""

    path: str
    happening: type[HappeningBase]
    label: str
    when: Callable[[Round], bool]
    about: str
    fields: tuple[str, ...] = ("reason",)
    optional: bool = False  # the reason
    danger: bool = False
    first: bool = False


def _open(round_: Round) -> bool:
    return round_.state is RoundState.OPEN


def _running(round_: Round) -> bool:
    return round_.plan is not None and not round_.ended


ACTS = (
    Act(
        "decide",
        what.Decided,
        N_("Decide on the ideas"),
        lambda round_: round_.state is RoundState.COMPUTED,
        "",
        first=True,
    ),
    Act(
        "remind",
        what.RemindedNow,
        N_("Remind now"),
        _open,
        N_("Everybody who has not finished gets a mail with a link."),
        fields=(),
        first=True,
    ),
    Act(
        "extend",
        what.Extended,
        N_("Extend"),
        lambda round_: round_.state in (RoundState.OPEN, RoundState.ANNOUNCED) and round_.plan is not None,
        N_("The round closes later than planned. Nobody is told by mail: remind them if you want to."),
        fields=("closes_on", "reason"),
        optional=True,
    ),
    Act(
        "close",
        what.ClosedEarly,
        N_("Close now"),
        _open,
        N_("No more ratings are taken, and those that are there are counted."),
        optional=True,
    ),
    Act(
        "add",
        what.RaterAdded,
        N_("Ask somebody else as well"),
        _open,
        N_("They get a mail with a link and are waited for like everybody else, until the same day."),
        fields=("person", "reason"),
        optional=True,
    ),
    Act(
        "remove",
        what.RaterRemoved,
        N_("Take somebody off the panel"),
        _open,
        N_("Their link ends at once. You say whether what they said so far counts, and the record keeps that."),
        fields=("person", "counts", "reason"),
    ),
    Act(
        "reopen",
        what.Reopened,
        N_("Open again"),
        lambda round_: round_.state in (RoundState.CLOSED, RoundState.COMPUTED, RoundState.DECIDED),
        N_(
            "Ratings are taken again, and everybody gets a new mail. The result so far stays in the record. After a"
            " decision this is so for ideas that still wait; what went forward or was put off keeps what it was told,"
            " and the others are told again only what differs."
        ),
        fields=("closes_on", "reason"),
    ),
    Act(
        "cancel",
        what.Cancelled,
        N_("Call the round off"),
        _running,
        N_("This cannot be undone. Its ideas stay in prioritisation and are free for another round."),
        danger=True,
    ),
)
BY_PATH = {act.path: act for act in ACTS}


def offered(round_: Round) -> list[Act]:
    """What may be done to it now."""
    return [act for act in ACTS if act.when(round_)]


async def form(desk: DeskDep, round_id: str) -> Response:
    """The form of an intervention."""
    return await _page(desk, _act(desk), await bundle_of(desk, round_id), {})


async def act(desk: DeskDep, round_id: str) -> Response:
    """Lets it happen."""
    act, form = _act(desk), await read_form(desk.request)
    bundle = await bundle_of(desk, round_id)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        happening = made(desk, act.happening, _content(act, form), {})
        brought = await bring(desk, round_id, happening)
    except (Refused, StorageError) as refused:
        errors, status = common.told(refused)
        again = bundle if isinstance(refused, StorageError) else await bundle_of(desk, round_id)
        return await _page(desk, act, again, form.values(), errors=errors, status=status)
    return see_other(f"{bundle.url}?{'received' if brought.pending else 'done'}={act.path}")


for one in ACTS:
    if one.path != "decide":  # a page of its own
        router.add_api_route(f"/{{round_id}}/{one.path}", form, methods=["GET"])
        router.add_api_route(f"/{{round_id}}/{one.path}", act, methods=["POST"])


def _act(desk: Desk) -> Act:
    """The one at the end of this address."""
    return BY_PATH[desk.request.url.path.rpartition("/")[2]]


def _content(act: Act, form: Form) -> dict[str, Any]:
    """What the form says; raises Invalid with everything that is missing."""
    content: dict[str, Any] = {name: form.one(name) for name in act.fields}
    wrong = [FieldError(name, "input.missing") for name in ("person", "counts") if content.get(name) == ""]
    if "closes_on" in content:
        content["closes_on"] = date_field(form, "closes_on")
        wrong += [FieldError("closes_on", "input.missing")] if content["closes_on"] is None else []
    if "counts" in content:
        content["counts"] = content["counts"] == "yes"
    if wrong:
        raise Invalid(wrong)
    return content


async def _whom(session: Session, act: Act, round_: Round) -> list[Person]:
    """Who can be taken off the panel, or can be asked as well."""
    asked = {one.person for one in round_.raters if one.removed_at is None}
    if act.path == "remove":
        return list((await people.by_ids(session, asked)).values())
    return [one for one in await people.everybody(session) if able(one) and one.id not in asked]


async def _page(desk: Desk, act: Act, bundle: Bundle, values: dict[str, Any], **shown: Any) -> Response:
    async with desk.services.db.read() as session:
        whom = await _whom(session, act, bundle.round) if "person" in act.fields else []
    return desk.page(
        "rounds/act.html",
        title=act.label,
        breadcrumb=crumbs(desk, (bundle.title, bundle.url), (desk.t(act.label), "")),
        action=desk.request.url.path,
        back=bundle.url,
        caption=bundle.title,
        act={"label": desk.t(act.label), "about": desk.t(act.about), "danger": act.danger, "optional": act.optional},
        fields=act.fields,
        panel=sorted(((one.id, one.name) for one in whom), key=lambda pair: pair[1].casefold()),
        possible=act.when(bundle.round),
        values=values,
        **shown,
    )
