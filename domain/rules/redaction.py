"""Redaction: a sentence that must go is blanked where it stands; the line in the record stays and says so."""

from dataclasses import replace
from typing import Any

from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import Redacted
from domain.rules.reasons import keep_reason
from domain.words import EventKind

BLANK = "█"
# Where people's sentences stand: collection of the case → fields that are blanked, each only if there is something.
SENTENCES = {
    "texts": ("title", "summary", "description", "benefits"),
    "answers": ("reason", "stated_name"),
    "points": ("text", "done"),
    "questions": ("question", "reply"),
    "advice": ("question", "text"),
    "reasons": ("public", "internal"),
    "deferrals": ("public_reason", "internal_reason"),
    "decisions": ("public_reason", "internal_reason", "stated_name"),
    "sign_steps": ("title", "remark", "stated_name"),
    "commitments": ("text", "reason"),
}


def redacted(draft: Draft, happening: Redacted) -> None:
    """Blanks one item for good, also in a closed case; why is a reason of its own, and who and when stay."""
    collection, item = _found(draft, happening.item)
    if not to_blank(collection, item):
        raise RuleBroken("redact.already")
    blank = {name: BLANK if isinstance(getattr(item, name), str) else () for name in written(collection, item)}
    draft.swap(collection, replace(item, **blank, redacted_at=draft.now))
    reason = keep_reason(draft, EventKind.REDACTED, internal=happening.reason)
    draft.record(EventKind.REDACTED, item=item.id, what=collection, reason=reason.id)


def _found(draft: Draft, item_id: str) -> tuple[str, Any]:
    for collection in SENTENCES:
        for item in getattr(draft.case, collection):
            if item.id == item_id:
                return collection, item
    raise RuleBroken("redact.unknown")


def to_blank(collection: str, item: Any) -> bool:
    """Whether it was never blanked, or more has been written into it since."""
    return item.redacted_at is None or bool(written(collection, item))


def written(collection: str, item: Any) -> list[str]:
    """The fields in which sentences stand that are not blank."""
    return [name for name in SENTENCES[collection] if getattr(item, name) not in ("", (), BLANK)]
