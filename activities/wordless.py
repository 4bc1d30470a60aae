"""Keeps words out of histories: of an error only its type reaches Temporal; its message may quote people."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from temporalio.exceptions import ApplicationError

log = structlog.stdlib.get_logger(__name__)


@contextmanager
def wordless() -> Iterator[None]:
    """Whatever is raised inside leaves as an ApplicationError that names its type; tried again like any other."""
    try:
        yield
    except ApplicationError:
        raise
    except Exception as error:
        kind = type(error).__name__
        reason = getattr(error, "reason", "")  # a code, where storage gives one
        log.warning("activity.failed", kind=kind, reason_code=reason, exc_info=error)
        raise ApplicationError(f"{kind} {reason}".strip(), type=kind) from None
