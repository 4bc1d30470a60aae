"""The one place where codes become a status and a sentence in the reader's language.

Failure
├── Refused      a rule or a check said no, by code
│   ├── Invalid  input that cannot be taken, field by field
│   └── Elsewhere our own form, sent from an address that is not ours
├── NotSetUp     no process is published yet
├── NotFound     there is nothing here, or it is not for you
├── SignInNeeded an office page without a session
└── TooMany      a budget is used up
"""

from collections.abc import Mapping
from dataclasses import dataclass

from api.sentences import NEEDED, SENTENCES
from kit.i18n import N_

UNNAMED = ("input.missing", "input.choice")  # three times the same sentence leads nobody to the right field
UNKNOWN = N_("This is not possible at the moment. Please reload the page and look at the current state.")

STATUS: Mapping[str, int] = {
    "not_allowed": 403,
    "office.only": 403,
    "case.unknown": 404,
    "task.unknown": 404,
    "question.unknown": 404,
    "commitment.unknown": 404,
    "results.unknown": 404,
    "wave.unknown": 404,
    "survey.unknown": 404,
    "round.unknown": 404,
    "comment.unknown": 404,
    "file.unknown": 404,
    "setup.missing": 503,
    "file.gone": 503,
    "file.no_room": 503,
    "file.too_large": 413,
    "host.unknown": 400,
    "input.malformed": 400,
    "input.duplicate": 400,
    "input.invalid": 422,
    "input.too_large": 413,
    "link.unknown": 404,
    "form.forged": 403,
    "form.expired": 409,
    "token.missing": 401,
    "token.unknown": 401,
    "token.scope": 403,
    "assurance.token": 403,
    "assurance.too_low": 403,
    "idempotency.missing": 400,
    "too_many": 429,
    "code.too_many": 429,
    "unavailable": 503,
    "cycle.away": 503,
    "what_if.busy": 503,
    "resolving.not_named": 403,
    "resolving.not_yours": 403,
}


class Failure(Exception):  # noqa: N818 - reads as what happened
    """Anything a request ends with that is not its result."""

    def __init__(self, code: str, **facts: str | int | None) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    @property
    def status(self) -> int:
        """HTTP status; refusals by a rule are conflicts unless said otherwise."""
        return STATUS.get(self.code, 409)


class Refused(Failure):
    """A rule or a check said no."""


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field: its name, and a code of `input.*`."""

    field: str
    code: str
    facts: Mapping[str, str | int] | None = None


class Invalid(Refused):
    """Input that cannot be taken, field by field."""

    def __init__(self, errors: list[FieldError]) -> None:
        super().__init__("input.invalid")
        self.errors = errors


class Elsewhere(Refused):
    """Our own form, sent from an address that is not ours: it acts as little as a foreign one, but nothing is lost.

    `page` is where the form is at home; `typed` is what stood in it.
    """

    def __init__(self, page: str) -> None:
        super().__init__("form.forged")
        self.page = page
        self.typed: list[tuple[str, str]] = []


class NotFound(Failure):
    """There is nothing here, or it is not for you: the same answer."""

    def __init__(self, code: str = "page.unknown") -> None:
        super().__init__(code)

    @property
    def status(self) -> int:
        """Always 404."""
        return 404


class NotSetUp(Failure):
    """No process is published yet: there is nothing to hand an idea to. Visitors are told whom to ask."""

    def __init__(self) -> None:
        super().__init__("setup.missing")


class SignInNeeded(Failure):
    """An office page without a session; the page leads to the sign-in and back."""

    def __init__(self, back: str) -> None:
        super().__init__("signin.needed")
        self.back = back


class TooMany(Failure):
    """A budget is used up; `wait` is in seconds."""

    def __init__(self, wait: int, code: str = "too_many", **facts: int) -> None:
        super().__init__(code, **(facts or {"seconds": wait}))
        self.wait = wait


def sentence(code: str, field: str = "") -> str:
    """The English sentence for a code, to be translated where it is shown; what a field needs is said by its name."""
    named = field.partition(".")[0].rstrip("0123456789")
    if code in UNNAMED and named in NEEDED:
        return NEEDED[named]
    return SENTENCES.get(code, UNKNOWN)
