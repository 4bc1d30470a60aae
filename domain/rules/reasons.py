"""Reasons are rows of their own: the record holds their ids, never a sentence."""

from domain.case import Reason
from domain.draft import Draft
from domain.words import EventKind


def keep_reason(draft: Draft, kind: EventKind, public: str = "", internal: str = "") -> Reason:
    """Keeps why something was done; published and internal words apart."""
    reason = Reason(id=draft.new_id(), kind=kind, by=draft.happening.by, at=draft.now, public=public, internal=internal)
    draft.add("reasons", reason)
    return reason
