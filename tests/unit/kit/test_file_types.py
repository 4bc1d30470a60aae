"""What a file is, told by its bytes: what is allowed is known, everything else refused whatever it is called."""

import io
import zipfile
from pathlib import Path

import pytest

from kit.file_types import TYPES, type_of

TYPES_XML = "[Content_Types].xml"


def packed(*parts: tuple[str, str]) -> bytes:
    """A zip archive with these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in parts:
            archive.writestr(name, text)
    return made.getvalue()


def open_xml(part: str, *more: tuple[str, str], types: str = "<Types/>") -> bytes:
    return packed((TYPES_XML, types), (part, "<x/>"), *more)


def open_document(media: str, *more: tuple[str, str]) -> bytes:
    return packed(("mimetype", f"application/vnd.oasis.opendocument.{media}"), ("content.xml", "<x/>"), *more)


ALLOWED = [
    ("pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    ("jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
    ("gif", b"GIF89a\1\0"),
    ("gif", b"GIF87a\1\0"),
    ("webp", b"RIFF\x24\0\0\0WEBPVP8 "),
    ("docx", open_xml("word/document.xml")),
    ("xlsx", open_xml("xl/workbook.xml")),
    ("pptx", open_xml("ppt/presentation.xml")),
    ("odt", open_document("text")),
    ("ods", open_document("spreadsheet")),
    ("odp", open_document("presentation")),
    ("text", "Straße;Länge\r\n„Ring“;5\r\n\f".encode()),
    ("text", b"\xef\xbb\xbfmit Marke"),
    ("text", b"5 < 6 und a <b>."),
    ("text", ("ä" * 70_000).encode()),  # a character across the border of two parts
]
REFUSED = [
    ("empty", b""),
    ("html", b"<!DOCTYPE html><html></html>"),
    ("html after words", b"Guten Tag\n<script>alert(1)</script>"),
    ("html across two parts", b"x" * (64 * 1024 - 4) + b"<script>alert(1)</script>"),
    ("svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ("svg in xml", b'<?xml version="1.0"?><svg/>'),
    ("shell", b"#!/bin/sh\nrm -rf /"),
    ("postscript", b"%!PS-Adobe-3.0"),
    ("rtf", b"{\\rtf1 object}"),
    ("windows program", b"MZ\x90\0\3\0\0\0"),
    ("linux program", b"\x7fELF\2\1\1"),
    ("old word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ("latin-1", "Straße".encode("latin-1")),
    ("utf-16", "Straße".encode("utf-16")),
    ("cut in a character", "ä".encode()[:1]),
    ("zip", packed(("a.txt", "x"))),
    ("zip called a document", packed(("word/document.xml", "x"))),
    ("broken zip", open_xml("word/document.xml")[:-30]),
    ("zip behind a program", b"MZ" + open_xml("word/document.xml")),
    ("macros", open_xml("word/document.xml", ("word/vbaProject.bin", "x"))),
    ("macros with a small letter", open_xml("word/document.xml", ("word/VBAPROJECT.BIN", "x"))),
    ("macros by type", open_xml("word/document.xml", types="application/vnd.ms-word.document.macroEnabled.main+xml")),
    ("sheet of macros", open_xml("xl/workbook.xml", ("xl/macrosheets/sheet1.xml", "x"))),
    ("active x", open_xml("word/document.xml", ("word/activeX/activeX1.xml", "x"))),
    ("odt with macros", open_document("text", ("Basic/Standard/Module1.xml", "x"))),
    ("odt with scripts", open_document("text", ("Scripts/python/x.py", "x"))),
    ("open document of another kind", open_document("graphics")),
    ("two documents in one", open_xml("word/document.xml", ("xl/workbook.xml", "<x/>"))),
    ("heavy list of types", open_xml("word/document.xml", types="x" * 1_000_001)),
    ("many parts", packed(*((f"p{n}", "") for n in range(10_001)))),
    ("riff of another kind", b"RIFF\x24\0\0\0WAVEfmt "),
]


@pytest.mark.parametrize(("kind", "content"), ALLOWED, ids=[f"{kind}{n}" for n, (kind, _) in enumerate(ALLOWED)])
def test_what_is_allowed_is_known_by_its_bytes(tmp_path: Path, kind: str, content: bytes) -> None:
    (tmp_path / "program.exe").write_bytes(content)
    found = type_of(tmp_path / "program.exe")
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(("name", "content"), REFUSED, ids=[name for name, _ in REFUSED])
def test_everything_else_is_refused_whatever_it_is_called(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / "harmless.pdf").write_bytes(content)
    assert type_of(tmp_path / "harmless.pdf") is None


def test_nothing_is_sent_as_what_a_browser_would_run() -> None:
    media = {one.media for one in TYPES.values()}
    assert not [one for one in media if "html" in one or "svg" in one or "script" in one or one.endswith("/xml")]
