"""What is said between reviewers and whoever had the idea: questions with replies, points with what was done."""

from dataclasses import dataclass
from datetime import datetime

from domain.words import Asked


@dataclass(frozen=True, slots=True)
class Question:
    """Something the office or a reviewer asks, and the reply."""

    id: str
    by: str
    asked_at: datetime
    question: str
    reply: str = ""
    replied_at: datetime | None = None
    whom: Asked = Asked.SUBMITTER
    assignment: str = ""  # the part of the reviewer who asks; "" where the office does
    ended_at: datetime | None = None  # nobody waits for the reply any more
    redacted_at: datetime | None = None  # its sentences were blanked


@dataclass(frozen=True, slots=True)
class Point:
    """One thing a reviewer wants changed, and what the submitter says was done about it."""

    id: str
    answer: str
    by: str
    at: datetime
    text: str
    done: str = ""
    done_at: datetime | None = None  # when the changed idea was handed in
    in_version: int = 0  # of the text that was handed in
    redacted_at: datetime | None = None  # its sentences were blanked
