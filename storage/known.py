"""What one process keeps in mind of the database; each answer is checked against a version before it is believed."""

from dataclasses import dataclass, field

from storage.directory import Directory
from storage.queries.board_needs import UsedKept
from storage.recent import Recent


@dataclass(frozen=True, slots=True)
class Known:
    """Cases it met last, people and closed days, and what measures need."""

    cases: Recent = field(default_factory=Recent)
    directory: Directory = field(default_factory=Directory)
    used: UsedKept = field(default_factory=UsedKept)
