"""What the mails about somebody's desk say: the daily one, a link to it, and the code before history and bulk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from contracts.mail import Kind, Mail, Opens
from domain.words import EventKind, TaskKind


@dataclass(frozen=True, kw_only=True)
class OpenTask:
    """One line of what waits for the reader."""

    number: str
    title: str
    task: TaskKind
    due_on: date | None
    overdue: bool


@dataclass(frozen=True, kw_only=True)
class IdeaNews:
    """What happened to one idea since, oldest first."""

    number: str
    title: str
    events: tuple[EventKind, ...]


class Beside(StrEnum):
    """What waits besides tasks."""

    ROUND = "round"
    SURVEY = "survey"
    ADVICE = "advice"


@dataclass(frozen=True, kw_only=True)
class BesideLine:
    """One line of it; the way in is at the desk."""

    kind: Beside
    title: str
    number: str  # of the idea; "" where it is about none
    until: date | None


@dataclass(frozen=True, kw_only=True)
class Digest(Mail):
    """The one mail a day: open tasks, oldest due first, and what happened since the last one."""

    link: str
    expires_on: date
    open: int  # tasks, and what waits besides
    open_tasks: tuple[OpenTask, ...]  # the first of them; all are at the desk
    beside: tuple[BesideLine, ...]  # likewise
    changed: int
    idea_news: tuple[IdeaNews, ...]
    found: int  # findings of the radar that the reader is to see to


@dataclass(frozen=True, kw_only=True)
class DeskLink(Mail):
    """To whoever asked for the way to their desk."""

    link: str
    expires_on: date


@dataclass(frozen=True, kw_only=True)
class DeskCode(Mail):
    """The code asked for before one's own history, and before several answers at once."""

    code: str
    minutes: int
    expires_at: datetime


OF_DESKS: Mapping[str, Kind] = {
    "digest": Kind(Digest, Opens.DESK),
    "desk_link": Kind(DeskLink, Opens.DESK),
    "desk_code": Kind(DeskCode, Opens.NOTHING, once=True),
}
