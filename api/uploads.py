"""Forms with files: read as they come, each file written aside and never whole in memory, and no further than allowed.

Own reader on python-multipart: Starlette's keeps up to a megabyte of each file in memory and the rest where temporary
files lie, and what was typed is lost with it when a file is too large.
"""

import errno
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog
from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from api.errors import Refused
from api.forms import Form, read_form
from api.middleware import TooLarge
from domain.comments.comment import MOST_BYTES, MOST_FILES
from kit.file_store import FileStore, Parcel

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MOST_FIELDS = 50
LONGEST_FIELD = 200_000
MULTIPART = "multipart/form-data"

log = structlog.get_logger("api")


@dataclass
class Uploaded:
    """One file as it came: the name it was sent with, and its bytes."""

    name: str
    parcel: Parcel


@dataclass
class Upload:
    """A form with its files; `problem` is the code of why no file was taken. Drop it in the end, whatever happens."""

    form: Form
    files: list[Uploaded] = field(default_factory=list)
    problem: str = ""

    def drop(self) -> None:
        """Removes what was written aside and has not been placed."""
        for one in self.files:
            one.parcel.drop()


async def read_upload(request: Request, store: FileStore | None) -> Upload:
    """The fields of a form and its files. Raises Refused for what is no form.

    Reading ends where files are too many, too large or find no room; fields that came before them are kept. Without a
    store it ends at the first file.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != MULTIPART.encode():
        return Upload(await read_form(request))
    reader = _Reader(store, options.get(b"boundary", b""), _announced(request))
    try:
        await reader.read(request)
    except TooLarge:
        reader.problem = "file.too_large"
    except BaseException:
        reader.upload().drop()
        raise
    return reader.upload()


def _announced(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if length.isdigit() else 0


class _Enough(Exception):  # noqa: N818 - reads as what happened
    """Nothing more is to be read."""


class _Reader:
    """Takes the parts of one request; its callbacks are python-multipart's."""

    def __init__(self, store: FileStore | None, boundary: bytes, announced: int) -> None:
        self.store, self.boundary, self.announced = store, boundary, announced
        self.items: list[tuple[str, str]] = []
        self.files: list[Uploaded] = []
        self.problem, self.bytes, self.done = "", 0, False
        self._headers: dict[bytes, bytes] = {}
        self._header, self._value = b"", b""
        self._name, self._text = "", bytearray()
        self._file: Uploaded | None = None
        self._is_file = False

    def upload(self) -> Upload:
        """What was read; files only if all of them can be had."""
        found = Upload(Form(self.items), self.files, self.problem)
        if self.problem:
            found.drop()
            found.files = []
        return found

    async def read(self, request: Request) -> None:
        """As much as is wanted of it."""
        try:
            parser = MultipartParser(self.boundary, self._callbacks(), max_size=float("inf"))
            async for chunk in request.stream():
                await run_in_threadpool(parser.write, chunk)
            if not self.done:
                self.problem = "file.broken"
        except _Enough:
            return
        except FormParserError as broken:
            if not self.items:
                raise Refused("input.malformed") from broken
            self.problem = "file.broken"
        except OSError as full:
            log.warning("upload_failed", code=errno.errorcode.get(full.errno or 0, "unknown"))
            self.problem = "file.no_room"

    def _callbacks(self) -> "MultipartCallbacks":
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._all,
        }

    def _begin(self) -> None:
        self._headers, self._text, self._file, self._is_file = {}, bytearray(), None, False

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._header.lower()] = self._value
        self._header, self._value = b"", b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        self._is_file = b"filename" in options
        if not self._is_file:
            if len(self.items) >= MOST_FIELDS:
                raise Refused("input.malformed")
        elif name := options[b"filename"].decode("utf-8", "replace"):
            self._file_begins(name)

    def _file_begins(self, name: str) -> None:
        if self.store is None:
            raise _Enough
        if len(self.files) >= MOST_FILES:
            self._stop("file.too_many")
        if self.announced > MOST_BYTES + LONGEST_FIELD:
            self._stop("file.too_large")
        self._file = Uploaded(name, self.store.parcel())
        self.files.append(self._file)

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self.bytes += end - start
            if self.bytes > MOST_BYTES:
                self._stop("file.too_large")
            self._file.parcel.write(data[start:end])
        elif not self._is_file:
            self._text += data[start:end]
            if len(self._text) > LONGEST_FIELD:
                raise Refused("input.malformed")

    def _end(self) -> None:
        if self._file is not None:
            self._file.parcel.close()
        elif not self._is_file:
            self.items.append((self._name, self._text.decode("utf-8", "replace")))

    def _all(self) -> None:
        self.done = True

    def _stop(self, problem: str) -> None:
        self.problem = problem
        raise _Enough
