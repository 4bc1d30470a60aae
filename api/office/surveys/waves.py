"""The page of a wave: where it stands, its dates and counts, who is awaited, its mails, and the record in words."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Response

from api.office import words as office_words
from api.office.door import Desk, DeskDep
from api.office.surveys import common, words
from api.office.surveys.common import ROOT, Shown, crumbs, title_of, wave_name
from api.office.surveys.listing import answered
from api.office.surveys.wave_acts import offered
from api.office.surveys.wave_bundle import Bundle, bundle_of
from api.office.surveys.wave_lines import line, who
from contracts import survey_links
from domain.chain import broken_at
from domain.survey.modes import Mode
from domain.survey.opening import ENTERED
from domain.survey.wave_nouns import Wave, WaveEvent
from domain.survey.wave_words import WaveState
from kit.i18n import N_
from storage import people, waves
from storage.queries import surveys as lists
from storage.queries.surveys import Asked, Told, Unfinished

router = APIRouter(prefix=f"{ROOT}/waves", include_in_schema=False)
ORDER = (WaveState.PLANNED, WaveState.INVITING, WaveState.OPEN, WaveState.CLOSED, WaveState.ANSWERING)
DONE = {
    "planned": N_("The wave is planned."),
    "close": N_("The wave is closed."),
    "pause": N_("The wave is paused."),
    "resume": N_("The wave goes on."),
    "cancel": N_("The wave is called off."),
    "respond": N_("The answer is published and is on its way to everybody who was asked."),
}


@dataclass(frozen=True)
class Record:
    """What belongs to it besides."""

    events: list[WaveEvent]
    asked: Asked
    mails: list[tuple[str, str, int]]
    unfinished: list[Unfinished]
    told: Told


@router.get("/{wave_id}")
async def wave(desk: DeskDep, wave_id: str, done: str = "", received: str = "") -> Response:
    """One wave with everything there is; no answer, and no count that moves with single answers."""
    bundle = await bundle_of(desk, wave_id)
    async with desk.services.db.read() as session:
        record = Record(
            list(await waves.wave_events(session, wave_id)),
            await lists.asked(session, wave_id),
            await lists.mails(session, wave_id),
            await lists.unfinished(session, wave_id),
            await lists.told(session, wave_id, desk.services.now()),
        )
        acting = {e.by for e in record.events} | {u.by for u in record.unfinished}
        acting |= {str(e.facts.get("owner") or "") for e in record.events}
        bundle.people.update(await people.by_ids(session, acting - {""}))
    return desk.page("surveys/wave.html", **_shown(desk, bundle, record), **_said(desk, done, received))


def _said(desk: Desk, done: str, received: str) -> Shown:
    return {
        "done": desk.t(DONE[done]) if done in DONE else "",
        "received": desk.t(N_("Received, not processed yet")) if received else "",
    }


def _shown(desk: Desk, bundle: Bundle, record: Record) -> dict[str, Any]:
    wave, title = bundle.wave, title_of(desk, bundle.survey.plan.title)
    number = wave_name(desk, wave.number)
    return {
        "title": N_("Wave of a survey"),
        "breadcrumb": crumbs(desk, (title, f"{ROOT}/{bundle.survey.id}"), (number, "")),
        "heading": title,
        "caption": number,
        "url": bundle.url,
        "confidential": wave.mode is Mode.CONFIDENTIAL,
        "survey_url": f"{ROOT}/{bundle.survey.id}",
        "state": _state(desk, wave),
        "steps": _steps(desk, wave),
        "step": "done" if wave.state is WaveState.DONE else wave.state.value,
        "ended": wave.state is WaveState.CANCELLED,
        "new": wave.plan is None,
        "facts": _facts(desk, bundle, record),
        "idea": _idea(bundle, bundle.origin.case_id) if bundle.origin is not None else None,
        "again": bundle.origin is not None and bundle.origin.before is not None,
        "awaited": _awaited(desk, bundle, record),
        "left": [(desk.t(words.LEFT.get(code, code)), n) for code, n in sorted(record.asked.left.items())],
        "acts": [
            {"label": desk.t(act.label), "url": f"{bundle.url}/{act.path}", "first": act.first} for act in offered(wave)
        ],
        "topics": [
            {
                **{name: getattr(t, name) for name in ("about", "result", "decision", "reason")},
                "owner": common.name_of(desk, bundle.people.get(t.owner)),
                "due": desk.day(t.due_on),
                "idea": _idea(bundle, t.case_id),
            }
            for t in wave.topics
        ],
        "mails": _mails(desk, record),
        "unfinished": _unfinished(desk, bundle, record),
        "history": [line(desk, bundle.wave, bundle.people, event) for event in reversed(record.events)],
        "chain": {"lines": len(record.events), "broken": broken_at(wave, record.events)},
    }


def _idea(bundle: Bundle, case_id: str | None) -> Shown | None:
    """An idea by its number, with its page."""
    number = bundle.numbers.get(case_id or "")
    return {"text": number, "url": f"/office/ideas/{number}"} if number else None


def _state(desk: Desk, wave: Wave) -> Shown:
    text, tone = words.STATES[wave.state]
    if wave.cancelled_at is not None and wave.state is WaveState.ANSWERING:
        text, tone = N_("called off; answer to those asked is due"), "warning"
    return {"text": desk.t(text), "tone": tone, "paused": wave.paused_at is not None}


def _steps(desk: Desk, wave: Wave) -> list[tuple[str, str]]:
    """The five steps; a wave that was called off ends at the one for planning."""
    labels = (N_("Planned"), N_("Invitations"), N_("Answers"), N_("Results"), N_("Asked – said – done"))
    steps = [(state.value, desk.t(label)) for state, label in zip(ORDER, labels, strict=True)]
    return [(WaveState.CANCELLED.value, steps[0][1]), *steps[1:]] if wave.state is WaveState.CANCELLED else steps


def _facts(desk: Desk, bundle: Bundle, record: Record) -> Shown:
    wave, least = bundle.wave, bundle.survey.plan.figures
    reminders = [desk.day(day) for day in wave.remind_on]
    return {
        "mode": desk.t(words.MODES[wave.mode]),
        "owner": common.name_of(desk, bundle.people.get(wave.owner)),
        "starts": desk.day(wave.starts_on),
        "closes": desk.day(wave.closes_on),
        "started": desk.moment(wave.started_at),
        "closed": desk.moment(wave.closed_at),
        "reminders": ", ".join(reminders),
        "reminded": wave.reminded,
        "response_on": desk.day(wave.response_on),
        "done_at": desk.moment(wave.done_at),
        "invited": wave.invited,
        "waiting": record.asked.states.get("waiting", 0),
        "again_at": desk.moment(record.asked.again_at),
        "left": record.asked.states.get("left", 0),
        "public": wave.public,
        "public_url": f"{survey_links.RESULTS}/{wave.id}" if wave.public and wave.started_at is not None else "",
        "entered": _entered(desk, wave, record, least),
        "answered": answered(desk, wave.answered, wave.mode, wave.state, least) if wave.invited or wave.public else "",
        "rounded": wave.mode != "named" and wave.state not in (WaveState.ANSWERING, WaveState.DONE),
        "least": least,
        "told": {"done": record.told.done, "rest": record.told.rest, "next_at": desk.moment(record.told.next_at)}
        if wave.topics
        else None,
        "review_on": desk.moment(wave.look_at),
    }


def _entered(desk: Desk, wave: Wave, record: Record, least: int) -> str:
    """How many came by themselves; as long as answers come in, in the same steps as these."""
    return answered(desk, record.asked.states.get(ENTERED, 0), wave.mode, wave.state, least) if wave.public else ""


def _awaited(desk: Desk, bundle: Bundle, record: Record) -> list[Shown]:
    """Who is awaited and since when: a group, or whoever owes the answer; nobody who was asked by name."""
    wave = bundle.wave
    if wave.paused_at is not None:
        return [_waits(desk, N_("The office lets the wave go on"), desk.moment(wave.paused_at))]
    if wave.state is WaveState.PLANNED and wave.plan is not None:
        return [_waits(desk, N_("The day on which it starts"), "", desk.day(wave.starts_on))]
    if wave.state in (WaveState.INVITING, WaveState.OPEN):
        who = N_("Whoever wants to take part") if wave.public else N_("Those who were invited")
        return [_waits(desk, who, desk.moment(wave.started_at), desk.day(wave.closes_on))]
    if wave.state is WaveState.CLOSED:
        return [_waits(desk, N_("The results"), desk.moment(wave.closed_at))]
    if wave.state is WaveState.ANSWERING:
        name = common.name_of(desk, bundle.people.get(wave.owner))
        label = desk.t(N_("{name} owes the answer to those who were asked")).format(name=name)
        late = wave.response_on is not None and wave.response_on < desk.today
        return [_waits(desk, label, desk.moment(wave.closed_at), desk.day(wave.response_on), late)]
    return []


def _waits(desk: Desk, label: str, since: str, due: str = "", overdue: bool = False) -> Shown:
    hint = desk.t(N_("since {when}")).format(when=since) if since else ""
    return {"label": desk.t(label), "hint": hint, "due": due, "overdue": overdue}


def _mails(desk: Desk, record: Record) -> list[Shown]:
    """How many of each mail came how far."""
    found: dict[str, list[Shown]] = {}
    for mail, state, number in record.mails:
        text, tone = office_words.MAIL_STATES.get(state, (state, "neutral"))
        found.setdefault(mail, []).append({"text": f"{number} {desk.t(text)}", "tone": tone})
    return [{"what": desk.t(office_words.word(words.MAILS, mail)), "states": s} for mail, s in found.items()]


def _unfinished(desk: Desk, bundle: Bundle, record: Record) -> list[Shown]:
    return [
        {
            "what": desk.t(office_words.word(words.HAPPENINGS, one.kind)),
            "who": who(desk, bundle.people, one.by),
            "when": desk.moment(one.received_at),
            "stuck": one.parked_at is not None or (one.verdict or "").startswith("stuck:"),
        }
        for one in record.unfinished
    ]
