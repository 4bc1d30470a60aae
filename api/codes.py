"""One-time codes by mail, the one mechanism for all: six digits, ten minutes, five tries, each mailed once.

A code is for one thing: to sign in, to open a desk, or to give one answer. It is known by its hash alone, which holds
what it is for, and by the browser that asked for it.
"""

import re
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from fastapi import Request, Response

from api.errors import FieldError, Invalid, TooMany
from api.services import Services
from domain.world import Person
from storage import sessions
from storage.session import Session

Find = Callable[[Session, str, str, datetime], Awaitable[str | None]]
LASTS = timedelta(minutes=10)


async def mailed(services: Services, person: Person, mail: str, about: str, *bound: str, **facts: str) -> str:
    """Writes the mail with a new code, and gives the id that its browser keeps; an earlier one for it ends."""
    code, now = f"{secrets.randbelow(1_000_000):06d}", services.now()
    kept = _hash(services, about, bound, code)
    async with services.db.write() as session:
        code_id = await sessions.add_code(session, kept, person.id, at=now, lasts=LASTS, about=about)
        await services.write_caseless(session, mail, at=now, person=person, code=code, key=code_id, **facts)
    return code_id


async def used(services: Services, code_id: str, typed: str, about: str, *, says_over: bool = False) -> str:
    """Whose code it was, once. Raises Invalid for a wrong one; five wrong ones end it.

    Only with `says_over` does the code itself say that it ended. Where nobody is to learn whether one was sent, the
    browser's tries are counted instead: five without the right one are told of alike, whether or not there is a code.
    """
    kept = _hash(services, about, (), _digits(typed))
    try:
        return await _person(services, sessions.use_code, code_id, kept, says_over=says_over)
    except Invalid:
        if says_over or not await _tried_enough(services, code_id):
            raise
    raise Invalid([FieldError("code", "code.over")])


async def right(services: Services, code_id: str, typed: str, about: str, *bound: str) -> str:
    """Whose code it is, as often as it is shown: for what happens once anyway, and may have to be sent again."""
    kept = _hash(services, about, bound, _digits(typed))
    return await _person(services, sessions.right_code, code_id, kept, says_over=True)


def _digits(typed: str) -> str:
    code = re.sub(r"\D", "", typed)
    if not code:
        raise Invalid([FieldError("code", "input.missing")])
    return code


async def _tried_enough(services: Services, code_id: str) -> bool:
    """Counts a wrong try of the browser that keeps this id; one whose id has expired has none left."""
    if not code_id:
        return True
    try:
        await services.limits.spend("code.try", code_id)
        await services.limits.check("code.try", code_id)
    except TooMany:
        return True
    return False


async def spend(services: Services, budget: str, key: str) -> None:
    """One code more; raises TooMany where there were enough for an hour."""
    try:
        await services.limits.spend(budget, key)
    except TooMany as many:
        raise TooMany(many.wait, "code.too_many", seconds=many.wait) from None


async def _person(services: Services, find: Find, code_id: str, code_hash: str, *, says_over: bool) -> str:
    now = services.now()
    async with services.db.write() as session:
        person = await find(session, code_id, code_hash, now)
        over = person is None and says_over and not await sessions.code_lives(session, code_id, now)
    if person is None:
        raise Invalid([FieldError("code", "code.over" if over else "signin.code_wrong")])
    return person


def keep(answer: Response, services: Services, path: str, name: str, value: str, seconds: float) -> None:
    """A cookie of the pages under this path alone."""
    secure = services.site.base_url.startswith("https://")
    answer.set_cookie(name, value, max_age=int(seconds), httponly=True, samesite="strict", secure=secure, path=path)


def asked_here(request: Request, name: str) -> str:
    """The id of the code this browser waits for."""
    return request.cookies.get(name, "")


def _hash(services: Services, about: str, bound: tuple[str, ...], code: str) -> str:
    """Keyed: six digits under a plain hash are read off a table."""
    return services.signer.sign("code", about, *bound, code, at=0.0)
