"""Mail modes: whether a mail leaves the house, stays in it, or only seems to leave."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from kit.replies import Outcome, Phase, Sent

MARK = "[TEST]"


class MailMode(StrEnum):
    """live: to everybody; team: only to allow-listed domains; test: to nobody."""

    LIVE = "live"
    TEAM = "team"
    TEST = "test"


@dataclass(frozen=True)
class Deliver:
    """Send it."""


@dataclass(frozen=True)
class Suppress:
    """Do not send it; the reason is a stable code that is kept with the mail."""

    reason: str


@dataclass(frozen=True)
class Simulate:
    """Do not send it, but go on as if the server had answered this."""

    result: Sent


Route = Deliver | Suppress | Simulate

SIMULATED = {
    "delivered": Sent(Phase.DATA, Outcome.SENT, 250, "simulated delivery"),
    "temp-fail": Sent(Phase.RCPT, Outcome.RETRY, 451, "simulated temporary failure"),
    "perm-fail": Sent(Phase.RCPT, Outcome.REFUSED, 550, "simulated permanent failure"),
}


@dataclass(frozen=True)
class Mode:
    """The mode of an installation, with what it needs to judge an address."""

    mode: MailMode
    mail_domain: str
    team_domains: Collection[str] = ()

    def routes(self, address: str) -> Route:
        """Where a mail to this address goes."""
        local, _, domain = address.casefold().rpartition("@")
        if domain == f"simulator.{self.mail_domain.casefold()}":
            return self._simulated(local)
        if self.mode is MailMode.TEST:
            return Suppress("test_mode")
        if self.mode is MailMode.TEAM and domain not in {name.casefold() for name in self.team_domains}:
            return Suppress("not_in_team")
        return Deliver()

    def mark(self, subject: str) -> str:
        """The subject as it goes out: marked unless the installation is live."""
        if self.mode is MailMode.LIVE or subject.startswith(MARK):
            return subject
        return f"{MARK} {subject}"

    def _simulated(self, local: str) -> Route:
        result = SIMULATED.get(local)
        return Simulate(result) if result else Suppress("unknown_simulator")
