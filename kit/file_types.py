"""What a file is, told by its bytes and never by its name; what is not in this table is not taken.

Own table: the libraries for this are copyleft, need a C library, or know a thousand kinds more than are allowed here.
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kit.office_files import OFFICE, office_kind


@dataclass(frozen=True, slots=True)
class FileType:
    """One kind of file: what a download says it is, and how its name ends; the first end is the usual one."""

    kind: str
    media: str
    ends: tuple[str, ...]


TYPES: Mapping[str, FileType] = {
    one.kind: one
    for one in (
        FileType("pdf", "application/pdf", (".pdf",)),
        FileType("png", "image/png", (".png",)),
        FileType("jpeg", "image/jpeg", (".jpg", ".jpeg")),
        FileType("webp", "image/webp", (".webp",)),
        FileType("gif", "image/gif", (".gif",)),
        *(FileType(kind, media, (f".{kind}",)) for kind, media in OFFICE.items()),
        FileType("text", "text/plain; charset=utf-8", (".txt", ".csv", ".md")),
    )
}
ENDS = tuple(end for one in TYPES.values() for end in one.ends)
BEGINS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)
ZIP = b"PK\x03\x04"
LOOKED_AT = 64 * 1024  # bytes at once
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
BEGINS_TO_RUN = re.compile(r"\ufeff?\s*(?:#!|%!|\{\\rtf)", re.I)
RUNS = re.compile(r"<(?:!doctype|\?xml|html|head|body|script|svg|iframe|object|embed)\b", re.I)


def type_of(path: Path) -> FileType | None:
    """What the file is; None for what is not allowed, or is broken."""
    with path.open("rb") as file:
        found = _kind(file)
    return TYPES[found] if found else None


def _kind(file: BinaryIO) -> str:
    head = file.read(LOOKED_AT)
    for begins, kind in BEGINS:
        if head.startswith(begins):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(ZIP):
        return office_kind(file)
    return "text" if head and _is_text(file, head) else ""


def _is_text(file: BinaryIO, head: bytes) -> bool:
    """UTF-8 throughout, without control characters, and nothing that a browser or a shell would run."""
    decode = codecs.getincrementaldecoder("utf-8")().decode
    before, part = "", head
    try:
        if BEGINS_TO_RUN.match(head.decode("utf-8", "replace")):
            return False
        while part:
            words = decode(part)
            if CONTROL.search(words) or RUNS.search(before + words):
                return False
            before, part = words[-20:], file.read(LOOKED_AT)
        decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
