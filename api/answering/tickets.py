"""What stands for a link once it was opened: a ticket in the first form, then a session in the browser. Both sealed.

Neither holds the link's token, so the token is in no form, no later address and no answer (S3). The session of an
anonymous wave also holds the code its draft is sealed with: the server keeps no code anywhere.
"""

import base64
import binascii
import json
import secrets
from dataclasses import asdict, dataclass, replace

from fastapi import Request, Response

from api import nonces
from api.services import Services
from kit.sealing import SealBroken

COOKIE = "umlauf_survey"
PATH = "/s"
LASTS = nonces.MAX_AGE


@dataclass(frozen=True)
class Session:
    """One browser that answers by one invitation; `visit` tells its forms from those of another link."""

    invitation: str
    visit: str = ""
    code: str = ""  # opens the draft; empty where the link does
    until: float = 0.0
    barrier: int = 0  # what the thanks may say: the first step they do not agree with; -1 where there is none


def new_session(invitation: str, code: str = "") -> Session:
    """For whoever has opened the link."""
    return Session(invitation, secrets.token_urlsafe(9), code)


def ticket(services: Services, invitation: str) -> str:
    """For the first form, which goes to an address without a token."""
    return _sealed(services, "ticket", Session(invitation))


def of_ticket(services: Services, sealed: str) -> str | None:
    """The invitation; None for what we did not seal, and for what lay too long."""
    found = _opened(services, "ticket", sealed)
    return None if found is None else found.invitation


def entry_ticket(services: Services, token_hash: str) -> str:
    """For the form that confirms an address: what the link is found by, never the link."""
    return _sealed(services, "entry", Session(token_hash))


def of_entry_ticket(services: Services, sealed: str) -> str | None:
    """The hash of the link; None for what we did not seal, and for what lay too long."""
    found = _opened(services, "entry", sealed)
    return None if found is None else found.invitation


def keep(response: Response, services: Services, session: Session) -> None:
    """Lets the browser hold the session for the pages of surveys, and for nothing else."""
    secure = services.site.base_url.startswith("https://")
    value = _sealed(services, "session", session)
    response.set_cookie(COOKIE, value, max_age=int(LASTS), httponly=True, samesite="strict", secure=secure, path=PATH)


def of_browser(request: Request, services: Services) -> Session | None:
    """The session this browser holds."""
    return _opened(services, "session", request.cookies.get(COOKIE, ""))


def _sealed(services: Services, kind: str, session: Session) -> str:
    lasting = replace(session, until=services.now().timestamp() + LASTS)
    sealed = services.keys.seal(json.dumps(asdict(lasting)).encode(), f"survey:{kind}")
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def _opened(services: Services, kind: str, value: str) -> Session | None:
    try:
        sealed = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
        found = Session(**json.loads(services.keys.open(sealed, f"survey:{kind}")))
    except (SealBroken, ValueError, binascii.Error):
        return None
    return found if found.until > services.now().timestamp() else None
