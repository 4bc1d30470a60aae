"""One entry of the plan: its form, its page with proof and history, recording that it was sent, taking it out."""

from typing import Any

from fastapi import APIRouter, Response

from api.errors import FieldError, Invalid, NotFound, Refused
from api.forms import Form, check_nonce, date_field, read_form, whole
from api.office.communication import common, words
from api.office.communication.common import ROOT, crumbs
from api.office.door import Desk, DeskDep
from api.office.surveys import common as surveys_common
from api.office.surveys.common import Option, name_of, title_of, wave_name
from api.rendering import see_other
from api.typed import AN_ID, id_of, words_of
from domain import calendar
from domain.communication.plan import Entry, Group, MailCount, Planned, Proof, state
from domain.communication.words import Channel, EntryState, GroupKind
from domain.errors import RuleBroken
from kit.i18n import N_
from storage import people, plan, stakeholders
from storage.errors import StorageError
from storage.queries import surveys as lists
from storage.queries import voices
from storage.session import Session

router = APIRouter(prefix=f"{ROOT}/entries", include_in_schema=False)


@router.get("/new")
async def new(
    desk: DeskDep, audience: str = "", external: str = "", stakeholder: str = "", idea: str = "", benefit: int = 0
) -> Response:
    """The form of an entry that is not there yet; for a group that another page names, by its id alone."""
    group = Group(GroupKind.AUDIENCE, audience) if audience else Group(GroupKind.EXTERNAL, external)
    async with desk.services.db.read() as session:
        if AN_ID.fullmatch(stakeholder):
            found = await stakeholders.get(session, stakeholder)
            group = found.placed.group if found is not None else group
        elif idea:
            group = await _benefiting(session, idea, benefit)
    chosen = common.group_fields(group) if group.ref or group.name else {}
    return await _form(desk, None, {"owner": desk.person.id, **chosen})


async def _benefiting(session: Session, number: str, place: int) -> Group:
    found = [one for one in await voices.benefiting(session) if (one.number, one.place) == (number, place)]
    return Group(GroupKind.NAMED, "", found[0].name if found else "")


@router.post("/new")
async def create(desk: DeskDep) -> Response:
    """A new entry."""
    form = await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        made = await _added(desk, _read(form, desk))
    except (Refused, StorageError) as refused:
        errors, status = surveys_common.told(refused)
        return await _form(desk, None, form.values(), errors=errors, status=status)
    return see_other(f"{ROOT}/entries/{made}?done=added")


async def _added(desk: Desk, planned: Planned) -> str:
    try:
        async with desk.services.db.write() as session:
            return await plan.add(session, planned, at=desk.services.now(), by=desk.person.id)
    except RuleBroken as rule:
        raise common.broken(rule) from None


@router.get("/{entry_id}")
async def shown(desk: DeskDep, entry_id: str, done: str = "") -> Response:
    """An entry with its proof and its history."""
    return await _page(desk, entry_id, done=desk.t(words.DONE[done]) if done in words.DONE else "")


@router.get("/{entry_id}/edit")
async def edit(desk: DeskDep, entry_id: str) -> Response:
    """The form of an entry that is there."""
    entry = await _entry(desk, entry_id)
    planned = entry.planned
    values = {"message": planned.message, "channel": planned.channel.value, "owner": planned.owner}
    values |= {"due_on": planned.due_on.strftime("%d.%m.%Y"), "wave": planned.wave or "", "theme": planned.theme}
    values |= {"revision": str(entry.revision), **common.group_fields(planned.group)}
    return await _form(desk, entry, values)


@router.post("/{entry_id}/edit")
async def change(desk: DeskDep, entry_id: str) -> Response:
    """The entry as wanted, as long as nothing was sent."""
    entry, form = await _entry(desk, entry_id), await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        await _changed(desk, entry, _read(form, desk), form)
    except (Refused, StorageError) as refused:
        errors, status = surveys_common.told(refused)
        values = form.values()
        if any(error.code == "plan.stale" for error in errors):
            values["revision"] = str(entry.revision)
        return await _form(desk, entry, values, errors=errors, status=status)
    return see_other(f"{ROOT}/entries/{entry_id}?done=changed")


async def _changed(desk: Desk, entry: Entry, planned: Planned, form: Form) -> None:
    given = whole(form.one("revision"), -1)
    at, by = desk.services.now(), desk.person.id
    try:
        async with desk.services.db.write() as session:
            await plan.change(session, entry.id, planned, revision=given, at=at, by=by)
    except RuleBroken as rule:
        raise common.broken(rule) from None


@router.post("/{entry_id}/done")
async def prove(desk: DeskDep, entry_id: str) -> Response:
    """Somebody says that it was sent: when, and where that can be seen."""
    form = await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, f"{ROOT}/entries/{entry_id}")
        await _proved(desk, entry_id, form)
    except (Refused, StorageError) as refused:
        errors, status = surveys_common.told(refused)
        return await _page(desk, entry_id, form.values(), errors=errors, status=status)
    return see_other(f"{ROOT}/entries/{entry_id}?done=proved")


async def _proved(desk: Desk, entry_id: str, form: Form) -> None:
    wrong: list[FieldError] = []
    on = date_field(form, "sent_on")
    if on is None:
        raise Invalid([FieldError("sent_on", "input.missing")])
    note = words_of(form, "proof", wrong)
    if not note:
        wrong.append(FieldError("proof", "input.missing"))
    if wrong:
        raise Invalid(wrong)
    try:
        async with desk.services.db.write() as session:
            proof = Proof(on, desk.person.id, desk.services.now(), note)
            await plan.prove(session, entry_id, proof, today=desk.today)
    except RuleBroken as rule:
        raise common.broken(rule) from None


@router.post("/{entry_id}/remove")
async def remove(desk: DeskDep, entry_id: str) -> Response:
    """It leaves the plan; that it was there stays in its history."""
    form = await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, f"{ROOT}/entries/{entry_id}")
        if form.one("sure") != "yes":
            raise Invalid([FieldError("sure", "input.confirm")])
        await _removed(desk, entry_id)
    except (Refused, StorageError) as refused:
        errors, status = surveys_common.told(refused)
        return await _page(desk, entry_id, form.values(), errors=errors, status=status)
    return see_other(f"{ROOT}?done=removed")


async def _removed(desk: Desk, entry_id: str) -> None:
    try:
        async with desk.services.db.write() as session:
            await plan.remove(session, entry_id, at=desk.services.now(), by=desk.person.id)
    except RuleBroken as rule:
        raise common.broken(rule) from None


async def _entry(desk: Desk, entry_id: str) -> Entry:
    async with desk.services.db.read() as session:
        found = await plan.entry(session, entry_id) if AN_ID.fullmatch(entry_id) else None
    if found is None or found.removed_at is not None:
        raise NotFound("plan.unknown")
    return found


def _read(form: Form, desk: Desk) -> Planned:
    """The entry in a form; raises Invalid with every field that is wrong."""
    wrong: list[FieldError] = []
    group, message = common.read_group(form, wrong), words_of(form, "message", wrong)
    wrong += [] if message else [FieldError("message", "plan.message_missing")]
    channel = common.chosen_of(form, "channel", set(Channel), wrong)
    wrong += [] if form.one("owner") else [FieldError("owner", "input.choice")]
    given = {name: id_of(form, name, wrong) for name in ("owner", "theme")}
    wave = id_of(form, "wave", wrong) or None
    due_on = None
    try:
        due_on = date_field(form, "due_on")
        wrong += [] if due_on is not None else [FieldError("due_on", "plan.day_missing")]
    except Invalid as invalid:
        wrong += invalid.errors
    if due_on is not None and calendar.too_far(due_on, desk.today):
        wrong.append(FieldError("due_on", "date.too_far", {"latest": desk.today.year + calendar.FURTHEST}))
    if wrong or due_on is None:
        raise Invalid(list({error.field: error for error in reversed(wrong)}.values())[::-1])
    return Planned(group=group, message=message, channel=Channel(channel), due_on=due_on, wave=wave, **given)


async def _waves(session: Session, desk: Desk) -> list[Option]:
    """Waves to link, the newest first, with whom they ask."""
    audiences = {one.id: title_of(desk, one.title) for one in await lists.audiences(session)}
    found = []
    for survey in await lists.surveys(session):
        said = f"{title_of(desk, survey.title)} ({audiences.get(survey.audience, survey.audience)})"
        for wave in await lists.waves_of(session, survey.id):
            number = wave_name(desk, wave.number)
            found.append((wave.id, f"{said}, {number}, {desk.day(wave.starts_on)}".rstrip(", ")))
    return found


async def _form(desk: Desk, entry: Entry | None, values: dict[str, Any], **shown: Any) -> Response:
    async with desk.services.db.read() as session:
        known = await common.names(session, desk)
        owners, waves = await surveys_common.owners(session, desk), await _waves(session, desk)
    title = N_("New entry") if entry is None else N_("Change the entry")
    return desk.page(
        "communication/entry_form.html",
        title=title,
        breadcrumb=crumbs(desk, (desk.t(title), "")),
        action=desk.request.url.path,
        back=ROOT if entry is None else f"{ROOT}/entries/{entry.id}",
        new=entry is None,
        values=values,
        groups=common.group_options(known),
        audiences=list(known.audiences.items()),
        channels=[(code, desk.t(text)) for code, text in words.CHANNELS.items()],
        owners=owners,
        waves=waves,
        themes=list(known.themes.items()),
        **shown,
    )


async def _page(desk: Desk, entry_id: str, values: dict[str, Any] | None = None, **shown: Any) -> Response:
    entry = await _entry(desk, entry_id)
    planned = entry.planned
    async with desk.services.db.read() as session:
        known = await common.names(session, desk)
        mails = (await plan.mail_counts(session, [planned.wave])).get(planned.wave or "")
        who = await people.by_ids(session, [planned.owner, entry.proof.by if entry.proof else ""])
        history = await common.history(session, desk, entry_id, known)
    now = state(entry, mails, desk.today)
    text, tone = words.STATES[now]
    url = f"{ROOT}/entries/{entry_id}"
    return desk.page(
        "communication/entry.html",
        title=N_("Entry of the plan"),
        page=url,
        breadcrumb=crumbs(desk, (known.group(planned.group), "")),
        heading=known.group(planned.group),
        url=url,
        message=planned.message,
        state={"text": desk.t(text), "tone": tone},
        facts={
            "channel": desk.t(words.CHANNELS[planned.channel]),
            "day": desk.day(planned.due_on),
            "owner": name_of(desk, who.get(planned.owner)),
            "theme": known.themes.get(planned.theme, "") or "–",
        },
        proof=_proof(desk, entry, mails, who),
        wave_url=f"/office/surveys/waves/{planned.wave}" if planned.wave else "",
        open=now is not EntryState.SENT,
        values=values or {"sent_on": desk.today.strftime("%d.%m.%Y")},
        history=history,
        **{"done": "", "errors": [], **shown},
    )


def _proof(desk: Desk, entry: Entry, mails: MailCount | None, who: Any) -> list[tuple[str, Any]]:
    """What proves that it was sent, as facts."""
    if entry.proof is not None:
        by = name_of(desk, who.get(entry.proof.by))
        day, at = desk.day(entry.proof.on), desk.moment(entry.proof.at)
        rows = [(N_("Sent on"), day), (N_("Recorded by"), by), (N_("Recorded at"), at), (N_("Proof"), entry.proof.note)]
        return [(desk.t(label), value) for label, value in rows]
    if mails is None:
        return []
    rows_ = [(N_("Invited"), mails.invited), (N_("Mails sent"), mails.sent), (N_("Mails to go"), mails.waiting)]
    return [(desk.t(label), desk.say.number(count)) for label, count in [*rows_, (N_("Came back"), mails.returned)]]
