"""Logs: one JSON object per line, of ids, codes, counts and durations; what people wrote cannot get in.

Three nets, one below the other: only known keys pass, only values that look like an id or a code pass, and the
finished line is searched for anything that looks like a link token or an address.
"""

import json
import logging
import re
import sys
from collections.abc import MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog

ALLOWED = frozenset(
    """
    event level timestamp logger exception where
    code reason_code kind state stage outcome role language mode component version
    case case_id happening happening_id task task_id person_id mail mail_id inbox_id round_id workflow_id run_id
    wave survey queue request_id actor_id definition
    method route status scope
    count total attempt attempts pending size_bytes duration_ms lag_ms wait_s due port pid line
    """.split()
)
CODE_LIKE = re.compile(r"[\w.:/{}+-]{1,200}")
TOKEN = re.compile(r"[a-z2-7]{32,}")  # the alphabet and least length of kit.tokens
ADDRESS = re.compile(r"[^\s\"'<>@]+(?:@|%40)[^\s\"'<>@]+\.[^\s\"'<>@]+")
REMOVED = "[removed]"
# These say what an operator needs and never quote people; from all others only the sentence without its facts.
TRUSTED = ("uvicorn.error", "alembic", "temporalio")

EventDict = MutableMapping[str, Any]


def configure_logging(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Every logger of this process, ours and others', writes JSON lines to the stream (by default: stdout).

    Uvicorn must be started with `log_config=None`, or it puts its own handlers back.
    """
    shared = [structlog.contextvars.merge_contextvars, structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(
        LastLine(
            processors=[_timestamp, _exception_without_words, _only_allowed, _render],
            foreign_pre_chain=[*shared, _sentence_without_facts],
            pass_foreign_args=True,
            use_get_message=False,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    _quiet_others()


def get_logger(name: str = "umlauf") -> structlog.stdlib.BoundLogger:
    """A logger that takes a fixed event and facts by allowed keys: `log.info("case.recorded", case_id=…)`."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def scrub(text: str) -> str:
    """The text without anything that could be a link token or a mail address."""
    return ADDRESS.sub(REMOVED, TOKEN.sub(REMOVED, text))


class LastLine(structlog.stdlib.ProcessorFormatter):
    """The last line of defence: looks at the finished line, whoever wrote it."""

    def format(self, record: logging.LogRecord) -> str:
        return scrub(super().format(record))


def _quiet_others() -> None:
    """The access log would hold tokens: `api` logs requests by route instead. No library repeats itself outside."""
    logging.raiseExceptions = False
    logging.captureWarnings(True)
    for name in list(logging.root.manager.loggerDict):
        if name.startswith("uvicorn"):
            logging.getLogger(name).handlers.clear()
            logging.getLogger(name).propagate = True
    access = logging.getLogger("uvicorn.access")
    access.handlers[:] = [logging.NullHandler()]
    access.propagate = False
    for name in ("sqlalchemy", "aiosqlite", "asyncio", "httpx2", "httpcore2", "aiosmtplib", "mail.log"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _sentence_without_facts(_: Any, __: str, event: EventDict) -> EventDict:
    """Other people's sentences keep their place-holders: what would fill them may be somebody's words."""
    args = event.pop("positional_args", None)
    if args and str(event.get("logger", "")).startswith(TRUSTED):
        try:
            event["event"] = str(event["event"]) % args
        except (TypeError, ValueError):
            return event
    return event


def _timestamp(_: Any, __: str, event: EventDict) -> EventDict:
    event["timestamp"] = datetime.now(UTC).isoformat(timespec="milliseconds")
    return event


def _exception_without_words(_: Any, __: str, event: EventDict) -> EventDict:
    """The type of an exception and where it came from; its message may quote a row or a form."""
    raised = event.pop("exc_info", None)
    error = sys.exc_info()[1] if raised is True else raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        event["exception"] = _names(error)
        event["where"] = _places(error.__traceback__)
    return event


def _names(error: BaseException) -> list[str]:
    names: list[str] = []
    link: BaseException | None = error
    while link is not None and len(names) < 5:
        names.append(type(link).__name__)
        link = link.__cause__ or link.__context__
    return names


def _places(traceback: TracebackType | None) -> list[str]:
    places = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        places.append(f"{Path(code.co_filename).parent.name}/{Path(code.co_filename).name}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return places[-8:]


def _only_allowed(_: Any, __: str, event: EventDict) -> EventDict:
    kept = {key: value if key == "event" else _plain(value) for key, value in event.items() if key in ALLOWED}
    hidden = sorted(key for key in event if key not in ALLOWED and not key.startswith("_"))
    return {**kept, "left_out": hidden} if hidden else kept


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return text if CODE_LIKE.fullmatch(text) else REMOVED


def _render(_: Any, __: str, event: EventDict) -> str:
    first = {key: event[key] for key in ("timestamp", "level", "event") if key in event}
    return json.dumps({**first, **event}, ensure_ascii=False, default=str)
