"""Documents, tables and slides of office programs: zip archives told apart by what lies in them; none with macros."""

import re
import struct
import zipfile
from collections.abc import Mapping
from typing import BinaryIO

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
OFFICE: Mapping[str, str] = {
    "docx": f"{_OPEN_XML}wordprocessingml.document",
    "xlsx": f"{_OPEN_XML}spreadsheetml.sheet",
    "pptx": f"{_OPEN_XML}presentationml.presentation",
    "odt": f"{_ODF}text",
    "ods": f"{_ODF}spreadsheet",
    "odp": f"{_ODF}presentation",
}
PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
ODF_KINDS = {OFFICE[kind]: kind for kind in ("odt", "ods", "odp")}
CONTENT_TYPES = "[Content_Types].xml"
MACROS = re.compile(
    r"(?:^|/)(?:vbaProject[^/]*\.bin|vbaData\.xml|macrosheets/.*|activeX/.*)$|^(?:Basic|Scripts)/", re.I
)
RUNS = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX", re.I)
MOST_PARTS = 10_000
LARGEST_LIST = 4_000_000  # bytes of the archive's own list of parts
LARGEST_TYPES = 1_000_000
END = struct.Struct("<4s4H2LH")  # the end of a zip archive: how many parts, how long their list is
LAST = 65_535 + END.size


def office_kind(file: BinaryIO) -> str:
    """Which of them it is; empty for another archive, a broken one, and one with anything in it that runs."""
    if not _reasonable(file):
        return ""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if any(MACROS.search(name.replace("\\", "/")) for name in names):
                return ""
            return _open_document(archive, names) if names[:1] == ["mimetype"] else _open_xml(archive, names)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError, KeyError):
        return ""


def _reasonable(file: BinaryIO) -> bool:
    """Whether the list of parts can be read without filling the memory: looked at before anything reads it."""
    size = file.seek(0, 2)
    file.seek(max(0, size - LAST))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < END.size:
        return False
    _, _, _, _, parts, length, _, _ = END.unpack_from(tail, at)
    return bool(parts <= MOST_PARTS and length <= LARGEST_LIST)


def _open_document(archive: zipfile.ZipFile, names: list[str]) -> str:
    media = archive.open("mimetype").read(100).decode("ascii", "replace").strip()
    return ODF_KINDS.get(media, "") if "content.xml" in names else ""


def _open_xml(archive: zipfile.ZipFile, names: list[str]) -> str:
    found = [kind for part, kind in PARTS.items() if part in names]
    if len(found) != 1 or CONTENT_TYPES not in names:
        return ""
    types = archive.open(CONTENT_TYPES).read(LARGEST_TYPES + 1)
    return "" if len(types) > LARGEST_TYPES or RUNS.search(types) else found[0]
