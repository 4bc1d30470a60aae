"""Collects every sentence users may see, from Python and from templates, with the place where it stands.

`python -m tests.architecture.catalogues` prints what is not translated yet, ready to be pasted into a catalogue.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PYTHON = ("domain", "contracts", "workflows", "activities", "storage", "kit", "api", "umlauf")
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None}
# As kit.templating sets its environment: a block of several lines is one sentence.
JINJA = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)[^}]*\}")

Key = tuple[str | None, str | tuple[str, ...]]


@dataclass(frozen=True)
class Sentence:
    """One message and where it is said first."""

    context: str | None
    text: str | tuple[str, ...]
    place: str

    @property
    def key(self) -> Key:
        return self.context, self.text


def said() -> dict[Key, Sentence]:
    """Every sentence in the sources."""
    found: dict[Key, Sentence] = {}
    for path, method, options in _files():
        with_place = extract_from_file(method, path, keywords=KEYWORDS, options=options)
        for line, text, _, context in with_place:
            sentence = Sentence(context, text, f"{path.relative_to(ROOT)}:{line}")
            found.setdefault(sentence.key, sentence)
    found.pop((None, ""), None)
    return found


def translated(language: str) -> dict[Key, tuple[Message, str]]:
    """Every sentence in the catalogues of this language, with its area."""
    return {
        (message.context, message.id): (message, path.name)
        for path in sorted((ROOT / "locales" / language / "LC_MESSAGES").glob("*.po"))
        for message in _read(path, language)
        if message.id
    }


def blank(message: Message) -> bool:
    """Whether a translation, or one of its forms, is still empty."""
    return not message.string or (isinstance(message.string, tuple) and not all(message.string))


def missing(language: str) -> list[Sentence]:
    """What readers of this language would be shown in English."""
    known = translated(language)
    return [sentence for key, sentence in said().items() if key not in known or blank(known[key][0])]


def placeholders(text: str | tuple[str, ...]) -> set[str]:
    """The names that are filled in; in a plural any of its forms may leave the count out."""
    forms = [text] if isinstance(text, str) else text
    return {first or second for form in forms for first, second in PLACEHOLDER.findall(form)}


def entry(sentence: Sentence) -> str:
    """What to paste into a catalogue and translate."""
    forms = [sentence.text] if isinstance(sentence.text, str) else list(sentence.text)
    lines = [f"#: {sentence.place}"]
    lines += [f"msgctxt {_quoted(sentence.context)}"] if sentence.context else []
    lines += [f"msgid {_quoted(forms[0])}"]
    lines += [f"msgid_plural {_quoted(forms[1])}", 'msgstr[0] ""', 'msgstr[1] ""'] if len(forms) > 1 else ['msgstr ""']
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def _files() -> Iterator[tuple[Path, str, dict[str, str]]]:
    for package in PYTHON:
        yield from ((path, "python", {}) for path in sorted((ROOT / package).rglob("*.py")))
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            yield path, "jinja2.ext:babel_extract", JINJA


if __name__ == "__main__":
    print("\n\n".join(entry(sentence) for sentence in missing("de")))
