"""One thing the office may do with a case."""

from collections.abc import Callable
from dataclasses import dataclass

from api.office.readers import Reader
from domain.case import Case
from domain.definition import ProcessDefinition
from domain.happenings.base import HappeningBase
from domain.rules.pause import MEANWHILE

When = Callable[[Case, ProcessDefinition], bool]


@dataclass(frozen=True, slots=True)
class Intervention:
    """One thing the office may do; `path` is also the name of its form's template."""

    path: str
    happening: type[HappeningBase]
    label: str
    done: str  # what the case page says afterwards
    when: When
    read: Reader
    item: bool = False  # about one assignment, commitment or question, named in the address
    first: bool = False  # the next step the process hopes for
    check: bool = False  # shows the entries once more before they count

    def possible(self, case: Case, definition: ProcessDefinition) -> bool:
        """Whether it is offered now; a case that is paused goes on first."""
        rests = case.paused_at is not None and self.happening.model_fields["kind"].default not in MEANWHILE
        return not rests and self.when(case, definition)
