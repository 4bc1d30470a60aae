"""The communication plan by API: who is told what, when, by whom, and the proof; for the office's token alone."""

from datetime import date

from fastapi import APIRouter

from api.errors import Refused
from api.services import ServicesDep
from api.v1.actor import Reader
from api.v1.description import problems
from api.v1.shapes import Out, _example
from domain.calendar import local_date
from domain.communication.plan import Entry, MailCount, state
from domain.communication.words import Channel, EntryState, GroupKind
from kit.i18n import N_
from storage import plan

router = APIRouter(prefix="/communication", tags=["communication"], responses=problems(401, 403, 422, 429, 503))


class MailCountOut(Out):
    """What became of the invitations of the linked wave."""

    invited: int
    sent: int
    waiting: int
    returned: int


class ProofOut(Out):
    """Somebody of the office recorded that it was sent."""

    on: date
    by: str
    note: str


class EntryOut(Out):
    """One entry: a group is an audience, an external class, or one by its name."""

    model_config = _example(
        entry="8d9f2c51b0a94bb59d6e6d0c5f0f2a11",
        kind="audience",
        ref="network",
        name="",
        message="Was aus den Ideen des letzten Quartals geworden ist.",
        channel="mail",
        due_on="2026-04-15",
        owner="0f4e7d0a6c0b4a539d1e2f1a3b8c7d55",
        theme="",
        state="planned",
        wave=None,
        mails=None,
        proof=None,
    )
    entry: str
    kind: GroupKind
    ref: str
    name: str
    message: str
    channel: Channel
    due_on: date
    owner: str
    theme: str
    state: EntryState
    wave: str | None
    mails: MailCountOut | None
    proof: ProofOut | None


class PlanOut(Out):
    """The whole plan, what is due first."""

    entries: list[EntryOut]


@router.get("", summary=N_("The communication plan"))
async def listed(services: ServicesDep, who: Reader) -> PlanOut:
    """For the office's token."""
    if not who.office:
        raise Refused("token.scope", scope="office")
    async with services.db.read() as session:
        found = await plan.entries(session)
        mails = await plan.mail_counts(session, [one.planned.wave for one in found])
    today = local_date(services.now(), services.zone)
    return PlanOut(entries=[_entry(one, mails.get(one.planned.wave or ""), today) for one in found])


def _entry(entry: Entry, mails: MailCount | None, today: date) -> EntryOut:
    planned, proof = entry.planned, entry.proof
    return EntryOut(
        entry=entry.id,
        kind=planned.group.kind,
        ref=planned.group.ref,
        name=planned.group.name,
        message=planned.message,
        channel=planned.channel,
        due_on=planned.due_on,
        owner=planned.owner,
        theme=planned.theme,
        state=state(entry, mails, today),
        wave=planned.wave,
        mails=None if mails is None else MailCountOut(**{n: getattr(mails, n) for n in MailCountOut.model_fields}),
        proof=None if proof is None else ProofOut(on=proof.on, by=proof.by, note=proof.note),
    )
