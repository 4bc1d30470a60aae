"""Keeps caught mails in one growing file: a file for each would take most of the time that taking a mail takes."""

import json
import os
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from fnmatch import fnmatch
from functools import cached_property
from html.parser import HTMLParser
from io import FileIO
from pathlib import Path
from typing import BinaryIO

JOURNAL = "mails.journal"


@dataclass(frozen=True)
class StoredMail:
    """One caught mail; everything about it is read from its bytes."""

    id: str
    received: datetime
    envelope_from: str
    envelope_to: tuple[str, ...]
    source: bytes

    @cached_property
    def message(self) -> EmailMessage:
        """The parsed mail."""
        return message_from_bytes(self.source, policy=policy.default)

    @property
    def headers(self) -> dict[str, str]:
        """All headers by name."""
        return {name: str(value) for name, value in self.message.items()}

    @property
    def subject(self) -> str:
        """The subject, or nothing."""
        return str(self.message.get("Subject", ""))

    @property
    def language(self) -> str:
        """The language the mail says it is in, or nothing."""
        return str(self.message.get("Content-Language", ""))

    @cached_property
    def text(self) -> str:
        """The plain text part, or nothing."""
        return self._part("plain").replace("\r\n", "\n")

    @property
    def asked(self) -> str:
        """Its first sentence below the heading: mails about one idea share their subject."""
        told = (part.strip() for part in self.text.split("\n\n"))
        return next((part for part in told if part and part != self.subject and not part.startswith("***")), "")

    @cached_property
    def html(self) -> str:
        """The HTML part, or nothing."""
        return self._part("html").replace("\r\n", "\n")

    @cached_property
    def links(self) -> list[str]:
        """Every address the HTML part links to (or the text part names), in order, each once."""
        found = _links_of(self.html) if self.html else [w for w in self.text.split() if w.startswith("http")]
        return list(dict.fromkeys(found))

    def is_to(self, pattern: str) -> bool:
        """Whether one of the recipients is this address, or fits a pattern like *@example.org."""
        return any(fnmatch(address.casefold(), pattern.casefold()) for address in self.envelope_to)

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part is not None else ""


class MailStore:
    """The mails of one directory, newest first; what a former run caught is still there."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        directory.mkdir(parents=True, exist_ok=True)
        self._journal = directory / JOURNAL
        self._open: FileIO | None = None
        mails, whole = read_mails(self._journal)
        if self._journal.exists():
            os.truncate(self._journal, whole)  # a killed run may have left half a mail
        self._mails = {mail.id: mail for mail in mails}

    def add(self, envelope_from: str, envelope_to: Sequence[str], source: bytes) -> StoredMail:
        """Keeps a mail."""
        mail_id = f"{time.time_ns():016x}{secrets.token_hex(4)}"
        mail = StoredMail(mail_id, datetime.now(UTC), envelope_from, tuple(envelope_to), source)
        if self._open is None:
            self._open = FileIO(self._journal, "ab")
        self._open.write(_record(mail))
        self._mails[mail_id] = mail
        return mail

    def list(self, to: str | None = None) -> list[StoredMail]:
        """Newest first; with `to`, only mails to this address or pattern."""
        mails = sorted(self._mails.values(), key=lambda mail: mail.id, reverse=True)
        return [mail for mail in mails if mail.is_to(to)] if to else mails

    def get(self, mail_id: str) -> StoredMail | None:
        """The mail with this id, if there is one."""
        return self._mails.get(mail_id)

    def clear(self) -> int:
        """Deletes all mails and says how many there were."""
        count = len(self._mails)
        if self._open is not None:
            self._open.close()
            self._open = None
        self._journal.unlink(missing_ok=True)
        self._mails.clear()
        return count


def read_mails(journal: Path, start: int = 0) -> tuple[list[StoredMail], int]:
    """The mails from this place in a journal on, oldest first, and the place after the last one that is whole."""
    if not journal.exists():
        return [], 0
    mails = []
    with journal.open("rb") as file:
        file.seek(start)
        while (mail := _next(file)) is not None:
            mails.append(mail)
            start = file.tell()
    return mails, start


def _record(mail: StoredMail) -> bytes:
    """One line that says what follows, then the mail's own bytes."""
    told = {"id": mail.id, "received": mail.received.isoformat(), "from": mail.envelope_from, "to": mail.envelope_to}
    return json.dumps(told | {"bytes": len(mail.source)}).encode() + b"\n" + mail.source + b"\n"


def _next(file: BinaryIO) -> StoredMail | None:
    """None at the end, and for a mail that is still being written."""
    line = file.readline()
    if not line.endswith(b"\n"):
        return None
    told = json.loads(line)
    source = file.read(told["bytes"] + 1)
    if len(source) <= told["bytes"]:
        return None
    return StoredMail(
        told["id"], datetime.fromisoformat(told["received"]), told["from"], tuple(told["to"]), source[:-1]
    )


class _LinkFinder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(href)


def _links_of(html: str) -> list[str]:
    finder = _LinkFinder()
    finder.feed(html)
    return finder.found
