"""A reply's own words: without what it quotes, without markup, without links that act, without what cannot be seen."""

import re
import unicodedata
from collections.abc import Sequence
from html.parser import HTMLParser

HIDDEN = ("script", "style", "title", "blockquote")
BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "table", "ul", "ol", "hr", "pre"})
# Where Outlook and others begin what they quote; nothing behind it is the reply's own.
QUOTED_FROM = re.compile(r"divRplyFwdMsg|appendonsend|gmail_quote|yahoo_quoted|moz-cite-prefix", re.IGNORECASE)
DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# “Am 2. November 2026 um 10:00 schrieb …:” and its like, which may run over three lines.
WROTE_BEGINS = re.compile(r"\s*(am|on|le)\s", re.IGNORECASE)
WROTE = (" schrieb", " wrote", " écrit")
ORIGINAL = re.compile(
    r"\s*(-{2,}\s*(original|urspr(ü|ue)ngliche|weitergeleitete|forwarded|message d'origine).*|_{20,}\s*)", re.IGNORECASE
)
HEAD_BEGINS = re.compile(r"[\s*]*(von|from|de)\s*:", re.IGNORECASE)
HEAD_GOES_ON = re.compile(r"[\s*]*(gesendet|sent|datum|date|envoyé)[\s*]*:", re.IGNORECASE)
ACTING = re.compile(r"(?:/|%2f)[a-z2-7]{32}(?![a-z2-7])", re.IGNORECASE)  # as kit.tokens makes them
STRAY = re.compile(r"<[^<>]*(?=<)|<(?![a-zA-Z/])[^<>]*>?")
REMOVED = "[…]"
LONGEST_INTRODUCTION = 600  # of what is quoted; a longer line is somebody's own


class _Text(HTMLParser):
    """What a reader sees, a block on a line of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden: list[str] = []
        self._over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = " ".join(value or "" for name, value in attrs if name in ("id", "class"))
        self._over = self._over or bool(QUOTED_FROM.search(named))
        if tag in HIDDEN:
            self._hidden.append(tag)
        if tag in BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            self._hidden.remove(tag)
        if tag in BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden and not self._over:
            self.words.append(re.sub(r"\s+", " ", data))


def from_html(html: str) -> str:
    """The text of a page of HTML, quotations left out; as much as can be read of a broken one."""
    seen = _Text()
    try:
        seen.feed(_in_pairs(html))
        seen.close()
    except (AssertionError, ValueError):  # declarations the parser does not know
        pass
    return "".join(seen.words)


def _in_pairs(html: str) -> str:
    """No comments, and no bracket without its partner: on those the parser takes the square of their number."""
    parts, at = [], 0
    while (begins := html.find("<!--", at)) >= 0:
        parts.append(html[at:begins])
        ends = html.find("-->", begins + 4)
        at = len(html) if ends < 0 else ends + 3
    paired = STRAY.sub("", "".join((*parts, html[at:])))
    return paired if paired.rfind("<") <= paired.rfind(">") else paired[: paired.rfind("<")]


def own_words(text: str, longest: int) -> str:
    """What was added to the quoted mail, at most `longest` characters of it; empty for nothing."""
    lines = _visible(text).split("\n")
    kept = [_harmless(line) for line in _unquoted(lines)]
    words = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def _harmless(line: str) -> str:
    """Without the words that hold an acting link: it is for one reader alone."""
    if not ACTING.search(line):
        return line.rstrip()
    return " ".join(REMOVED if ACTING.search(word) else word for word in line.split())


def _visible(text: str) -> str:
    """No control characters and none that change the direction of reading; line ends of every kind are one."""
    lines = unicodedata.normalize("NFC", "\n".join(text.splitlines()))
    return "".join(char for char in lines if char in "\n\t" or unicodedata.category(char) not in DROPPED)


def _unquoted(lines: Sequence[str]) -> list[str]:
    """Lines up to where a quotation begins that nothing marks line by line; marked lines are left out singly."""
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.lstrip().startswith(">"):
            at += 1
            continue
        if _cuts(lines, at):
            break
        introduces = _introduces(lines, at)
        if introduces:
            at += introduces
            if not _next_is_marked(lines, at):
                break
            continue
        kept.append(line)
        at += 1
    return kept


def _cuts(lines: Sequence[str], at: int) -> bool:
    line = lines[at][:LONGEST_INTRODUCTION]
    if ORIGINAL.fullmatch(line):
        return True
    return bool(HEAD_BEGINS.match(line)) and any(HEAD_GOES_ON.match(one[:80]) for one in lines[at + 1 : at + 4])


def _introduces(lines: Sequence[str], at: int) -> int:
    """How many lines from here say who wrote what is quoted behind them; 0 for none."""
    if not WROTE_BEGINS.match(lines[at]):
        return 0
    for many in (1, 2, 3):
        joined = " ".join(lines[at : at + many]).rstrip()
        dated = any(char.isdigit() for char in joined[:40])
        if dated and joined.endswith(":") and len(joined) < LONGEST_INTRODUCTION and any(w in joined for w in WROTE):
            return many
    return 0


def _next_is_marked(lines: Sequence[str], at: int) -> bool:
    following = next((line for line in lines[at : at + 5] if line.strip()), "")
    return following.lstrip().startswith(">")
