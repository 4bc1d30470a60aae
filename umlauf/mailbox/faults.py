"""What the mailbox is told to do wrong, so that failures of a mail server can be shown and tested."""

from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatch


class FaultMode(StrEnum):
    """Ways in which a mail server fails."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    REFUSE_TEMPORARILY = "refuse_temporarily"
    DROP_BEFORE_DATA = "drop_before_data"
    DROP_IN_DATA = "drop_in_data"
    LATE_IN_DATA = "late_in_data"
    SLOW = "slow"
    SILENT = "silent"


@dataclass
class Fault:
    """One thing to do wrong, for the next so many mails, perhaps only for some recipients."""

    mode: FaultMode
    times: int = 1
    to: str = "*"
    seconds: float = 2.0

    def takes(self, recipient: str) -> bool:
        """Whether it is this mail's turn."""
        return self.times > 0 and fnmatch(recipient.casefold(), self.to.casefold())


class Faults:
    """Faults in the order they were given; "accept" takes back all of them."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """From now on, do this wrong as well."""
        if fault.mode is FaultMode.ACCEPT:
            self._faults.clear()
        else:
            self._faults.append(fault)

    def next_for(self, recipient: str) -> Fault | None:
        """The fault for this mail, used up once; none means: accept it."""
        fault = next((fault for fault in self._faults if fault.takes(recipient)), None)
        if fault is not None:
            fault.times -= 1
            self._faults = [other for other in self._faults if other.times > 0]
        return fault

    def pending(self) -> list[Fault]:
        """What is still to be done wrong."""
        return list(self._faults)
