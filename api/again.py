"""A form that is shown again: what was wrong with it, by field, and when to come back."""

from typing import TypeVar

from fastapi import Response

from api.errors import Failure, FieldError, Invalid, TooMany

R = TypeVar("R", bound=Response)


def errors_of(failure: Failure) -> list[FieldError]:
    """What to say above the form and beside its fields. Raises what came from elsewhere: no form is shown for that."""
    if failure.code == "form.forged":
        raise failure
    return failure.errors if isinstance(failure, Invalid) else [whole(failure)]


def whole(failure: Failure) -> FieldError:
    """What is wrong with no single field."""
    return FieldError("", failure.code, {name: fact for name, fact in failure.facts.items() if fact is not None})


def with_wait(answer: R, failure: Failure) -> R:
    """Tells programs too how long to wait, where too much was sent."""
    if isinstance(failure, TooMany):
        answer.headers["Retry-After"] = str(failure.wait)
    return answer
