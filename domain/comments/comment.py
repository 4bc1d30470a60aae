"""A comment with what is attached to it."""

from dataclasses import dataclass
from datetime import datetime

from domain.comments.words import Audience, Origin
from domain.may import Relation
from domain.words import Via

BLANK = "█"
MOST_FILES = 3  # of one comment
MOST_BYTES = 20_000_000  # of one comment's files together
LONGEST_TEXT = 4_000
MOST_PER_HOUR = 30  # of one person


@dataclass(frozen=True, slots=True)
class Attached:
    """One file: what it is called, what it is by its content, and where its bytes are."""

    id: str
    hash: str
    name: str
    kind: str  # of `kit.file_types`
    size: int


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said of an idea or of one of its tasks, beside what they were asked."""

    id: str
    case_id: str
    task: str  # "" for the idea as a whole
    by: str  # of one that came by mail: whom our mail went to
    role: Relation  # what they were to the case when they wrote it
    stated_name: str
    at: datetime
    via: Via
    audience: Audience
    text: str
    text_version: int  # of the idea, when it was written
    released_at: datetime | None = None  # when the office let a public one through
    redacted_at: datetime | None = None
    redacted_by: str = ""
    redacted_why: str = ""  # for the office
    origin: Origin = Origin.PAGE
    left_out: int = 0  # attachments of a mail, which are not kept
    files: tuple[Attached, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether the office has still to let it through."""
        return self.audience is Audience.PUBLIC and self.released_at is None and self.redacted_at is None
