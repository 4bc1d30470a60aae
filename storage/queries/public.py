"""What anybody may see: public cases without a word that was not meant for the public, and no staff names."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.case import Case, Decision
from domain.definition import ProcessDefinition
from storage import consents, people, processes
from storage.mapping import load_case
from storage.queries.lines import CaseLine
from storage.queries.lists import CaseFilter, CaseList, by_number, case_list
from storage.session import Session

__all__ = ["CaseLine", "PublicCase", "public_case", "public_list"]


@dataclass(frozen=True, slots=True)
class PublicCase:
    """A public case: internal reasons, answers, questions and ids of people are not in it."""

    case: Case
    definition: ProcessDefinition
    submitter: str  # the name, only by their own consent
    departments: Mapping[str, str]  # commitment id to its owner's department


async def public_list(session: Session, wanted: CaseFilter, *, after: str = "", limit: int = 50) -> CaseList:
    """Public cases, newest first."""
    only = replace(wanted, public=True, submitter="")
    found = await case_list(session, only, after=after, limit=limit)
    return replace(found, lines=tuple(replace(line, submitter="") for line in found.lines))


async def public_case(session: Session, number: str) -> PublicCase | None:
    """The public case with this number; None as well when there is one that is not public."""
    case_id = await by_number(session, number)
    case = None if case_id is None else await load_case(session, case_id, lock=False)
    if case is None or not case.public or not case.texts:
        return None
    case = await consents.as_consented(session, case)
    known = await people.by_ids(session, {case.submitter, *(c.owner for c in case.commitments)})
    name = known[case.submitter].name if case.named and case.submitter in known else ""
    departments = {c.id: known[c.owner].department for c in case.commitments if c.owner in known}
    return PublicCase(without_secrets(case), await processes.by_hash(session, case.process), name, departments)


def _in_force(case: Case) -> tuple[Decision, ...]:
    """Not what was taken back, nor what still may be or never took effect."""
    return () if case.decision is None else (case.decision,)


def without_secrets(case: Case) -> Case:
    """The case as anybody may see it; only its newest text."""
    return replace(
        case,
        submitter="",
        texts=(replace(case.text, by=""),),
        assignments=(),
        answers=(),
        questions=(),
        points=(),
        reasons=tuple(replace(r, by="", internal="") for r in case.reasons if r.public),
        deferrals=tuple(replace(d, by="", internal_reason="") for d in case.deferrals),
        decisions=tuple(replace(d, by="", internal_reason="", stated_name="") for d in _in_force(case)),
        commitments=tuple(replace(c, by="", owner="") for c in case.commitments),
    )
