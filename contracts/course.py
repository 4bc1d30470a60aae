"""What the course of an idea and its activities say to each other: ids, codes and times, never a word anybody wrote."""

from dataclasses import dataclass


@dataclass
class Course:
    """Start of a course; the database knows the rest."""

    case_id: str
    long: int = 200  # happenings per run: carried, since a changed constant would break the replay


@dataclass
class Note:
    """What the course asks the database to record."""

    case_id: str
    inbox_id: str = ""  # "" is a look: take a wake-up that is due, tell the facts
    at: float = 0.0  # the course's time, seconds since the epoch; the database never asks a wall clock


@dataclass
class Facts:
    """The verdict on this happening, and the case as it is now, read under the row lock."""

    verdict: str = ""  # "done", "refused:<code>", "stuck:<type>", "" for a look
    seq: int = 0
    stage: str = ""
    wake: float | None = None
    closed: bool = False
    unsent: bool = False  # told by release 0.1, whose courses carried their own mail
    state: str = ""  # for the current details
    process: str = ""  # first letters of the definition's hash, for the search attribute
    due: str = ""  # ISO date of the earliest open due date, "" for none
