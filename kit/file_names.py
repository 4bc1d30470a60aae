"""Names of files that came from elsewhere: safe to show, to keep, and to save under on any system."""

import re
import unicodedata
from urllib.parse import quote

LONGEST = 100  # characters, with the end
LONGEST_BYTES = 240  # many systems take 255 of a name
FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.I)
UNNAMED = "attachment"


def safe_name(given: str, ends: tuple[str, ...]) -> str:
    """The name without its path and without what no name may hold; it ends as files of its kind do."""
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    name = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in name)
    name = " ".join(FORBIDDEN.sub("_", name).split()).rstrip(". ")
    end = next((end for end in ends if name.lower().endswith(end)), "")
    stem = name[: len(name) - len(end)] if end else name
    stem = _short(stem.strip(". "), end or ends[0]) or UNNAMED
    return ("_" if RESERVED.match(stem) else "") + stem + (end or ends[0])


def _short(stem: str, end: str) -> str:
    stem = stem[: LONGEST - len(end)]
    while len((stem + end).encode()) > LONGEST_BYTES:
        stem = stem[:-1]
    return stem.rstrip(". \u200d\ufe0f")


def disposition(name: str) -> str:
    """The header that has a file saved and never shown (RFC 6266): a plain name for old readers, then the true one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9 ._()-]", "_", plain).strip() or UNNAMED
    plain = UNNAMED + plain if plain.startswith(".") else plain
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
