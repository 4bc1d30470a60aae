"""Whether a wave of a survey may start: everything that is missing, before anybody is asked."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from domain import calendar
from domain.checking import Finding
from domain.errors import RuleBroken
from domain.survey.audience import Member
from domain.survey.checking import check_questionnaire, hints
from domain.survey.contact import Budget, free_at
from domain.survey.modes import check_settings
from domain.survey.opening import check_open, open_hints
from domain.survey.questionnaire import Questionnaire
from domain.survey.recipients import Count, choose, count_recipients
from domain.survey.staff import check_staff
from domain.words import Role
from storage import audiences, people, sql, wordings
from storage.answer_tables import check_table
from storage.session import Session
from storage.surveys import Survey
from storage.tables import ContactRow, WaveRow

C, W = sql.table(ContactRow), sql.table(WaveRow)
OWNERS = frozenset({Role.OWNER, Role.OFFICE})  # whose duty it can be to answer those who were asked
# What deserves a second look and stops nothing.
HINTS = frozenset(
    {
        "identifiable",
        "identifiable_unit",
        "identifiable_freely",
        "identifiable_open",
        "staff_unmarked",
        "translation_missing",
        "condition_on_same_page",
    }
)
AT_ONCE = 500  # ids in one statement


@dataclass(frozen=True, slots=True)
class Moment:
    """When it is to start, by whose calendar, and what the contact budget is there."""

    at: datetime
    zone: ZoneInfo
    budget: Budget = field(default_factory=Budget)


async def ready(session: Session, survey: Survey, moment: Moment) -> list[Finding]:
    """What is missing before a wave may start at this moment; those named in `HINTS` stop nothing."""
    form = await wordings.newest(session, survey.questionnaire)
    if form is None:
        return [Finding(("questionnaire",), "questionnaire_missing")]
    found = [*check_questionnaire(form), *check_staff(form, survey.approved), *await _promise(session, survey, form)]
    return [*found, *await _owner(session, survey), *await _asked(session, survey, form, moment)]


async def unapproved(session: Session, survey: Survey) -> bool:
    """Whether it asks staff and lacks a notice or the approval of its newest wording: then no wave may begin (S19)."""
    form = await wordings.newest(session, survey.questionnaire)
    return form is not None and bool(check_staff(form, survey.approved))


def stops(findings: Iterable[Finding]) -> list[Finding]:
    """Those of them without which nothing starts."""
    return [finding for finding in findings if finding.code not in HINTS]


async def counted(session: Session, survey: Survey, moment: Moment) -> Count:
    """How many its next wave would ask, and why the others of its audience are not."""
    audience = await audiences.load(session, survey.audience)
    if audience is None:
        return Count(0, 0, {})
    members = await audiences.members(session, calendar.local_date(moment.at, moment.zone))
    number = await next_number(session, survey.id)
    return count_recipients(audience, members, survey.plan.selection, survey.seed, number)


async def next_number(session: Session, survey_id: str) -> int:
    """The number of the wave that comes next: 0, 1, 2 …"""
    last = select(W.c.number).where(W.c.survey == survey_id).order_by(W.c.number.desc()).limit(1)
    number = (await session.execute(last)).scalar_one_or_none()
    return 0 if number is None else number + 1


async def _promise(session: Session, survey: Survey, form: Questionnaire) -> list[Finding]:
    """The promise can be said, and the tables of answers can keep it."""
    found = []
    try:
        check_settings(survey.plan.settings(survey.mode, form))
        if survey.public:
            check_open(survey.mode, form)
    except RuleBroken as broken:
        found.append(Finding(("mode",), broken.code.replace(".", "_"), dict(broken.facts)))
    try:
        await check_table(session, survey.mode)
    except RuleBroken:
        found.append(Finding(("mode",), "mode_columns", {}))
    return found


async def _owner(session: Session, survey: Survey) -> list[Finding]:
    """Whoever owes the answer is there, and it can be their duty."""
    owner = await people.get(session, survey.owner)
    if owner is not None and owner.active and not OWNERS.isdisjoint(owner.roles):
        return []
    return [Finding(("owner",), "owner_without_role")]


async def _asked(session: Session, survey: Survey, form: Questionnaire, moment: Moment) -> list[Finding]:
    """Whether there is anybody to ask, by audience and budget, and whether answers would give them away.

    A survey that is open to everybody needs no audience that can be asked.
    """
    if survey.public:
        return [*hints(form), *open_hints(form, survey.plan.figures)]
    audience = await audiences.load(session, survey.audience)
    members = await audiences.members(session, calendar.local_date(moment.at, moment.zone))
    number = await next_number(session, survey.id)
    if audience is None:
        return [Finding(("audience",), "audience_empty", {"people": 0, "left": 0})]
    try:
        chosen = choose(audience, members, survey.plan.selection, survey.seed, number)
    except RuleBroken as broken:
        return [Finding(("audience",), "audience_empty", dict(broken.facts))]
    by_id = {member.id: member for member in members}
    asked = [by_id[one] for one in chosen.invited]
    given_away = hints(form, len(asked), _smallest(asked), survey.plan.figures)
    return [*given_away, *_unmarked(form, asked), *await _capped(session, chosen.invited, moment)]


def _unmarked(form: Questionnaire, asked: list[Member]) -> list[Finding]:
    """Only staff are asked, by a questionnaire that does not say it is for them: whoever set it up may have forgotten.

    A hint, not a stop: staff may be asked about an idea as anybody else is.
    """
    if form.kind == "staff" or any(member.external is not None for member in asked):
        return []
    return [Finding(("questionnaire",), "staff_unmarked", {"people": len(asked)})]


def _smallest(asked: list[Member]) -> int | None:
    """People of the smallest department among those asked; None where nobody is of any."""
    sizes = Counter(member.department for member in asked if member.department)
    return min(sizes.values(), default=None)


async def _capped(session: Session, invited: tuple[str, ...], moment: Moment) -> list[Finding]:
    """Whether the contact budget lets anybody be written to at all."""
    longest = max(window.span for window in moment.budget.windows) if moment.budget.windows else timedelta()
    contacts: dict[str, list[datetime]] = {}
    for n in range(0, len(invited), AT_ONCE):
        mine = (C.c.person_id.in_(invited[n : n + AT_ONCE]), C.c.at > moment.at - longest)
        for row in await session.execute(select(C.c.person_id, C.c.at).where(*mine)):
            contacts.setdefault(row.person_id, []).append(row.at)
    if len(contacts) < len(invited):
        return []
    free = min(free_at(times, moment.budget, moment.at) for times in contacts.values())
    if free <= moment.at:
        return []
    day = calendar.local_date(free, moment.zone).isoformat()
    return [Finding(("audience",), "everybody_contacted", {"people": len(invited), "day": day})]
