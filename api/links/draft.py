"""What was typed and is not sent yet, kept for one page and one browser, as long as a form lives.

So whatever shows typed words again is a page with an address, which Back and reload may ask for, and no address holds
a word of it. A browser takes 4 kB: it keeps short forms itself, sealed; of longer ones it keeps the key to a sealed
row, which is removed when it has served.
"""

import base64
import hashlib
import json
import zlib
from datetime import timedelta

from fastapi import Request, Response

from api import nonces
from api.client import network
from api.errors import TooMany
from api.forms import Form
from api.rendering import see_other, with_choices
from api.services import Services
from kit.sealing import SealBroken
from kit.tokens import hash_token, new_token
from storage import kept_forms
from storage.errors import StorageError

MOST = 2500  # bytes; browsers drop a cookie of more than 4096, and proxies an answer whose headers pass 4096 in all
LONGEST = 64_000  # bytes of a row
KEY = "key."  # in front of the key of a row; no sealed form begins like this


async def at_its_address(
    request: Request,
    services: Services,
    form: Form,
    page: Response,
    *,
    of: str,
    to: str = "",
    who: str = "",
    while_open: bool = False,
) -> Response:
    """A redirect to where `page` can be asked for again; the page itself where its form cannot be kept.

    `of` is the path of the page the form belongs to, `to` that of the page to show, if it is another.
    """
    answer = see_other(with_choices(request, to or of))
    if await keep(answer, request, services, of, form, who, while_open=while_open):
        return answer
    await forget(page, request, services, of)  # what was kept before is no longer what was typed
    return page


async def keep(
    response: Response,
    request: Request,
    services: Services,
    path: str,
    form: Form,
    who: str = "",
    *,
    while_open: bool = False,
) -> bool:
    """Keeps the form for the pages under this path; False, and nothing done, where that cannot be.

    With `who`, only this person is shown it again: several may sit at one desk, one after the other. With
    `while_open`, it is forgotten when the browser is closed: nobody knows whose it is.
    """
    fields = [(name, value) for name, value in form.all() if name not in (nonces.FIELD, "step")]
    plain = zlib.compress(json.dumps(fields, ensure_ascii=False).encode())
    value = base64.urlsafe_b64encode(services.keys.seal(plain, _context(path, who))).decode()
    if len(value) > MOST:
        key = await _in_a_row(request, services, plain, path, who)
        if not key:
            return False
        value = KEY + key
    await _remove(request, services, path)
    response.set_cookie(
        _cookie(path),
        value,
        max_age=None if while_open else int(nonces.MAX_AGE),
        httponly=True,
        samesite="strict",
        secure=services.site.base_url.startswith("https://"),
        path=path,
    )
    return True


async def kept(request: Request, services: Services, path: str, who: str = "") -> Form | None:
    """What is kept for this path; None for nothing, and for what we did not seal for it."""
    value = request.cookies.get(_cookie(path), "")
    if not value:
        return None
    try:
        plain = services.keys.open(await _sealed(services, value), _context(path, who, _key_in(value)))
    except (SealBroken, ValueError, StorageError):
        return None
    return Form([(str(name), str(value)) for name, value in json.loads(zlib.decompress(plain))])


async def forget(response: Response, request: Request, services: Services, path: str) -> None:
    """Once it has served."""
    if _cookie(path) in request.cookies:
        await _remove(request, services, path)
        response.delete_cookie(_cookie(path), path=path)


async def _in_a_row(request: Request, services: Services, plain: bytes, path: str, who: str) -> str:
    """The key of a row that holds it; empty where there is no room for it."""
    key = new_token()
    sealed = services.keys.seal(plain, _context(path, who, key))
    if len(sealed) > LONGEST:
        return ""
    until = services.now() + timedelta(seconds=nonces.MAX_AGE)
    try:
        await services.limits.spend("form.network", network(request, services))
        async with services.db.write() as session:
            await kept_forms.put(session, hash_token(key), sealed, until=until)
    except (TooMany, StorageError):
        return ""
    return key


async def _sealed(services: Services, value: str) -> bytes:
    key = _key_in(value)
    if not key:
        return base64.urlsafe_b64decode(value)
    async with services.db.read() as session:
        return await kept_forms.get(session, hash_token(key), services.now()) or b""


async def _remove(request: Request, services: Services, path: str) -> None:
    """The row of this browser, if it has one; one that cannot be removed now goes when its time is over."""
    if key := _key_in(request.cookies.get(_cookie(path), "")):
        try:
            async with services.db.write() as session:
                await kept_forms.remove(session, hash_token(key))
        except StorageError:
            pass


def _key_in(value: str) -> str:
    return value.removeprefix(KEY) if value.startswith(KEY) else ""


def _cookie(path: str) -> str:
    """A name for each page: cookies of a path are sent to every path below it."""
    return f"umlauf_draft_{hashlib.sha256(path.encode()).hexdigest()[:8]}"


def _context(path: str, who: str, key: str = "") -> str:
    return f"draft:{path}:{who}:{key}"
