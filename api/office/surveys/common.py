"""What several pages about surveys share: what was refused goes back into its form, and words for what was found."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from api.errors import FieldError, Invalid, NotFound, Refused
from api.idea_form import reason_of
from api.office import words as office_words
from api.office.door import Desk
from api.office.surveys import words
from api.typed import at_field
from domain.checking import Finding
from domain.errors import RuleBroken
from domain.survey.modes import check_settings
from domain.survey.promise import promise
from domain.survey.questionnaire import Questionnaire
from domain.survey.questions import Text
from domain.survey.recipients import Count
from domain.survey.survey import SurveyPlan
from domain.words import Role
from domain.world import Person
from kit.i18n import N_
from kit.survey_findings import FINDINGS, MISSING
from storage import people, processes, surveys
from storage.errors import StorageError
from storage.session import Session
from storage.survey_ready import HINTS, Moment
from storage.surveys import Survey

Shown = dict[str, Any]
Option = tuple[str, str]
ROOT = "/office/surveys"
SAID = {**FINDINGS, **MISSING}
# Rules speak of a survey, forms of fields.
FIELDS = {
    "mode.frozen": "mode",
    "threshold.lowered": "",
    "audience.unknown": "audience",
    "open.named": "mode",
    "open.staff": "questionnaire",
    "questionnaire.unknown": "questionnaire",
    "wave.owner_unknown": "owner",
    "resolvers.unknown": "resolver_ids",
    "resolvers.not_in_words": "resolver_ids",
    "resolvers.frozen": "resolver_ids",
    "readers.frozen": "readers",
    "resumable.frozen": "resumable",
}


def crumbs(desk: Desk, *more: tuple[str, str]) -> list[Shown]:
    """Where a page stands: under the surveys."""
    return [{"label": desk.t(N_("Surveys")), "url": ROOT}, *({"label": label, "url": url} for label, url in more)]


def broken(rule: RuleBroken, fields: Mapping[str, str] = FIELDS) -> Invalid:
    """What a rule says, at the field it speaks of."""
    of_its_kind = {"threshold.lowered": str(rule.facts.get("kind", ""))}
    return at_field(rule, {**fields, **of_its_kind})


def told(refused: Refused | StorageError) -> tuple[list[FieldError], int]:
    """What a form says that could not be taken, and its status; raises what no form can say."""
    if isinstance(refused, StorageError):
        return [FieldError("", "unavailable")], 503
    if refused.code == "form.forged":
        raise refused
    return reason_of(refused), refused.status


async def survey_of(session: Session, survey_id: str) -> Survey:
    """The survey; raises NotFound."""
    found = await surveys.survey(session, survey_id)
    if found is None:
        raise NotFound("survey.unknown")
    return found


def title_of(desk: Desk, title: Text | Mapping[str, str]) -> str:
    """In the reader's language, or in the other one."""
    if isinstance(title, Text):
        return title.in_(desk.language)
    return title.get(desk.language) or title.get("de") or title.get("en") or ""


def moment(desk: Desk, at: datetime | None = None) -> Moment:
    """Now, or then, by the administration's calendar."""
    return Moment(at or desk.services.now(), desk.services.zone, desk.services.contact_budget)


def findings(desk: Desk, found: Iterable[Finding]) -> list[Shown]:
    """What was found, in words; each sentence once, what stops first."""
    said: dict[str, bool] = {}
    for finding in found:
        facts = dict(finding.facts)
        if finding.code == "staff_block_missing":
            facts["block"] = desk.t(words.NOTICES.get(str(facts["block"]), str(facts["block"])))
        if "day" in facts:
            facts["day"] = desk.day(datetime.fromisoformat(str(facts["day"])).date())
        text = desk.t(SAID[finding.code]).format(**facts)
        said[text] = said.get(text, False) or finding.code not in HINTS
    return [{"text": text, "stops": stops} for text, stops in sorted(said.items(), key=lambda pair: not pair[1])]


def promised(desk: Desk, mode: Any, plan: SurveyPlan, form: Questionnaire) -> list[str]:
    """The promise a respondent will read, in the reader's language; empty where it cannot be said yet."""
    settings = plan.settings(mode, form)
    try:
        check_settings(settings)
    except RuleBroken:
        return []
    return [desk.t(one.sentence).format(**one.facts) for one in promise(settings)]


def count_of(desk: Desk, count: Count) -> Shown:
    """How many would be asked, and why the others are not."""
    left = [(desk.t(words.LEFT[reason]), number) for reason, number in sorted(count.left.items())]
    return {"audience": count.audience, "chosen": count.chosen, "left": left}


async def departments(session: Session, desk: Desk) -> list[Option]:
    """The departments of the process in force."""
    definition = await processes.current(session)
    return [] if definition is None else [(d.id, d.title.in_(desk.language)) for d in definition.departments]


async def themes(session: Session, desk: Desk) -> list[Option]:
    """Its themes."""
    definition = await processes.current(session)
    return [] if definition is None else [(t.id, t.title.in_(desk.language)) for t in definition.themes]


async def owners(session: Session, desk: Desk) -> list[Option]:
    """People who can owe an answer, with their department."""
    titles = dict(await departments(session, desk))
    holding = [*await people.holding(session, Role.OWNER), *await people.holding(session, Role.OFFICE)]
    able = sorted({p.id: p for p in holding}.values(), key=lambda p: (p.name.casefold(), p.id))
    return [(p.id, ", ".join(filter(None, (p.name, titles.get(p.department, ""))))) for p in able]


async def office_people(session: Session) -> list[Option]:
    """Who can sign in here, one person each."""
    return [(p.id, p.name) for p in await people.holding(session, Role.OFFICE) if not p.shared]


def wave_name(desk: Desk, number: int) -> str:
    """What people call the wave with this number; the first one is kept as 0."""
    return desk.t(N_("Wave {number}")).format(number=number + 1)


def name_of(desk: Desk, person: Person | None) -> str:
    """A name, or that it is gone."""
    return person.name if person is not None else desk.t(N_("somebody who has left"))


def roles(desk: Desk) -> list[Option]:
    """Roles to choose from."""
    return [(role, desk.t(text)) for role, text in office_words.ROLES.items() if role != "admin"]
