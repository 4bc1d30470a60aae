"""How a column is declared: its class, the ground for keeping it, and for how long; `storage.register` lists them."""

from typing import Any, cast

from sqlmodel import Field

DUTY = "public task, Art. 6 (1) (e) GDPR"
CONSENT = "consent, Art. 6 (1) (a) GDPR"
NONE = "no personal data"

WITH_CASE = "as long as the case"
WITH_PERSON = "as long as the person is known here"
WITH_RULES = "as long as a case follows these rules"
SHORT = "30 days after it ended"
WIPED = "14 days after delivery"


def personal(basis: str = DUTY, keep: str = WITH_PERSON, **field: Any) -> Any:
    """A column that says something about a person, or points at one."""
    return _declared("personal", basis, keep, field)


def case_text(keep: str = WITH_CASE, **field: Any) -> Any:
    """A column that holds what somebody wrote: it can be blanked."""
    return _declared("case text", DUTY, keep, field)


def procedure(keep: str = WITH_CASE, **field: Any) -> Any:
    """A column that says where a case stands."""
    return _declared("process", NONE, keep, field)


def technical(keep: str = SHORT, **field: Any) -> Any:
    """A column that only the machinery needs."""
    return _declared("technical", NONE, keep, field)


def _declared(kind: str, basis: str, keep: str, field: dict[str, Any]) -> Any:
    kwargs = {**field.pop("sa_column_kwargs", {}), "info": {"class": kind, "basis": basis, "keep": keep}}
    return cast("Any", Field)(sa_column_kwargs=kwargs, **field)
