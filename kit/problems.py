"""What is wrong with a file somebody wrote: the line, and a sentence that says what to do about it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from kit.i18n import N_

Gettext = Callable[[str], str]

DID_YOU_MEAN = N_("Did you mean “{guess}”?")
NOT_UTF8 = N_("The file is not UTF-8 text here. Please save it again as UTF-8 (in Excel: “CSV UTF-8”).")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: `sentence` is an English catalogue id with {facts}; `guess` is what was probably meant."""

    line: int
    sentence: str
    facts: Mapping[str, object] = field(default_factory=dict)
    guess: str = ""

    def text(self, file: str, gettext: Gettext = str) -> str:
        """The problem as one line: "file:line: sentence", clickable in editors."""
        said = gettext(self.sentence).format(**self.facts)
        meant = " " + gettext(DID_YOU_MEAN).format(guess=self.guess) if self.guess else ""
        return f"{file}:{self.line}: {said}{meant}"


def texts(problems: Iterable[Problem], file: str, gettext: Gettext = str) -> list[str]:
    """All problems in the order of the file, each once."""
    ordered = sorted(problems, key=lambda problem: problem.line)
    return list(dict.fromkeys(problem.text(file, gettext) for problem in ordered))


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, or "" if none is near."""
    by_form = {form(k): k for k in known}
    near = get_close_matches(form(word), by_form, n=1, cutoff=0.6)
    return by_form[near[0]] if near else ""


def form(word: str) -> str:
    """A word without what people mix up: case, blanks, hyphens."""
    return "_".join(word.casefold().replace("-", " ").replace("_", " ").split())


def utf8(raw: bytes) -> str | Problem:
    """The text of a file, with or without a byte order mark, or the line where it is none."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Problem(raw.count(b"\n", 0, error.start) + 1, NOT_UTF8)
