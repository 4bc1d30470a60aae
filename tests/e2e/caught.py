"""Mails that a stack's mailbox has caught, read from its folder: what a person would find in their postbox."""

import re
from pathlib import Path

from tests.e2e.waiting import until
from umlauf.mailbox.store import JOURNAL, StoredMail, read_mails

LINK = re.compile(r"https?://[^\s/]+/a/[a-z2-7]{32}")
CODE = re.compile(r"\b(\d{6})\b")


class Caught:
    """The mails of one folder, oldest first; each is read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: list[StoredMail] = []
        self._read = 0

    def all(self, to: str = "*") -> list[StoredMail]:
        """What is there now, to one address or a pattern."""
        new, self._read = read_mails(self.folder / JOURNAL, self._read)
        self._known += new
        return [mail for mail in self._known if mail.is_to(to)]

    async def wait(self, to: str, subject: str = "", *, count: int = 1) -> StoredMail:
        """The newest mail to this address with these words in its subject, once there are so many."""

        async def look() -> list[StoredMail]:
            found = [m for m in self.all(to) if subject in subject_of(m)]
            return found if len(found) >= count else []

        def otherwise() -> str:
            return (
                f"No mail {subject!r} to {to}. There are: {[(m.envelope_to[0], m.subject) for m in self.all()][-20:]}"
            )

        return (await until(look, otherwise))[-1]


def link_in(mail: StoredMail) -> str:
    """The one address in a mail that opens something."""
    found = set(LINK.findall(mail.text))
    assert len(found) == 1, f"{len(found)} links in {mail.subject!r}"
    return str(found.pop())


def code_in(mail: StoredMail) -> str:
    """The code for signing in."""
    found = CODE.search(mail.text)
    assert found, f"no code in {mail.subject!r}"
    return str(found[1])


def message_id(mail: StoredMail) -> str:
    """By which a recipient recognises a copy."""
    return _named(mail)[0]


def subject_of(mail: StoredMail) -> str:
    """Its subject, read once."""
    return _named(mail)[1]


_NAMED: dict[str, tuple[str, str]] = {}  # reading a header anew each time makes waiting for a mail slow


def _named(mail: StoredMail) -> tuple[str, str]:
    if mail.id not in _NAMED:
        _NAMED[mail.id] = (str(mail.message["Message-ID"]), mail.subject)
    return _NAMED[mail.id]
