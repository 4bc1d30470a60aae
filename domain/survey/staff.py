"""What a survey of employees needs besides: what they are told in it, and an approval of exactly this wording."""

from dataclasses import dataclass
from datetime import date

from domain.checking import Finding
from domain.survey.questionnaire import Questionnaire, StaffNotice


@dataclass(frozen=True, slots=True)
class Approval:
    """That the staff council (or who else must) agreed to exactly this wording."""

    questionnaire: str  # content hash
    body: str
    on: date
    reference: str = ""


def check_staff(questionnaire: Questionnaire, approval: Approval | None) -> list[Finding]:
    """What a survey of employees still lacks before it may be published; nothing for any other survey."""
    if questionnaire.kind != "staff":
        return []
    notice = questionnaire.notice or StaffNotice()
    found = [
        Finding(("notice", name), "staff_block_missing", {"block": name})
        for name in StaffNotice.model_fields
        if getattr(notice, name) is None
    ]
    if approval is None:
        found.append(Finding(("notice",), "approval_missing"))
    elif approval.questionnaire != questionnaire.content_hash:
        facts: dict[str, object] = {"body": approval.body, "on": approval.on.isoformat()}
        found.append(Finding(("notice",), "approval_of_other_wording", facts))
    return found
