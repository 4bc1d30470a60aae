"""What was typed before the last look, kept by the reader's own browser: sealed, for one page, as long as a form lives.

So the last look is a page with an address, which Back and reload may ask for again, and no address holds a word of it.
Nothing is kept on the server. A browser takes 4 kB: what is longer is shown as the answer to its form instead.
"""

import base64
import json
import zlib

from fastapi import Request, Response

from api import nonces
from api.forms import Form
from api.services import Services
from kit.sealing import SealBroken

COOKIE = "umlauf_draft"
MOST = 2500  # bytes; browsers drop a cookie of more than 4096, and proxies an answer whose headers pass 4096 in all


def keep(response: Response, services: Services, path: str, form: Form, who: str = "") -> bool:
    """Lets the browser keep the form for the pages under this path; False, and nothing done, where it is too long.

    With `who`, only this person is shown it again: several may sit at one desk, one after the other.
    """
    fields = [(name, value) for name, value in form.all() if name not in (nonces.FIELD, "step")]
    plain = zlib.compress(json.dumps(fields, ensure_ascii=False).encode())
    value = base64.urlsafe_b64encode(services.keys.seal(plain, _context(path, who))).decode()
    if len(value) > MOST:
        return False
    secure = services.site.base_url.startswith("https://")
    lasts = int(nonces.MAX_AGE)
    response.set_cookie(COOKIE, value, max_age=lasts, httponly=True, samesite="strict", secure=secure, path=path)
    return True


def kept(request: Request, services: Services, path: str, who: str = "") -> Form | None:
    """What the browser keeps for this path; None for nothing, and for what we did not seal for it."""
    try:
        sealed = base64.urlsafe_b64decode(request.cookies.get(COOKIE, ""))
        plain = services.keys.open(sealed, _context(path, who))
    except (SealBroken, ValueError):
        return None
    return Form([(str(name), str(value)) for name, value in json.loads(zlib.decompress(plain))])


def forget(response: Response, path: str) -> None:
    """Once it has served."""
    response.delete_cookie(COOKIE, path=path)


def _context(path: str, who: str) -> str:
    return f"draft:{path}:{who}"
