"""The way to the office's sign-in and back: that somebody signed in lately, as whoever the task was asked of.

The pages of a link never see the office's cookie, and the office's pages never see the link in an address: a sealed
cookie leads there, a signed one back.
"""

import base64
import json
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request, Response

from api import codes
from api.links.visit import Visit
from api.services import Services
from kit.sealing import SealBroken
from kit.signing import Freshness

WAY, PROVED = "umlauf_prove", "umlauf_signed_in"
LASTS = 900.0  # seconds since they signed in
PURPOSE, SEALED = "answer.signed_in", "answer.way"
OFFICE, UNDER = "/office", "/office/prove"


@dataclass(frozen=True)
class Way:
    """Which link it leads back to, and what is to be shown there."""

    path: str
    assignment: str
    person: str


def proved(visit: Visit) -> bool:
    """Whether this browser has shown it for this task."""
    link, now = visit.opened.link, visit.services.now().timestamp()
    value = visit.request.cookies.get(PROVED, "")
    found = visit.services.signer.check(value, PURPOSE, link.assignment, link.person_id, now=now, max_age=LASTS)
    return found is Freshness.FRESH


def lead_there(answer: Response, visit: Visit) -> Response:
    """Lets the office's page know where the answer is."""
    services, link = visit.services, visit.opened.link
    plain = json.dumps([visit.opened.path, link.assignment, link.person_id]).encode()
    value = base64.urlsafe_b64encode(services.keys.seal(plain, SEALED)).decode()
    codes.keep(answer, services, OFFICE, WAY, value, LASTS)
    return answer


def way(request: Request, services: Services) -> Way | None:
    """Where this browser came from; None where it did not, or too long ago."""
    try:
        sealed = base64.urlsafe_b64decode(request.cookies.get(WAY, ""))
        return Way(*json.loads(services.keys.open(sealed, SEALED)))
    except (SealBroken, ValueError, TypeError):
        return None


def lead_back(answer: Response, services: Services, to: Way, since: datetime) -> Response:
    """Shows at the link that they signed in then, as the person who was asked."""
    value = services.signer.sign(PURPOSE, to.assignment, to.person, at=since.timestamp())
    codes.keep(answer, services, to.path, PROVED, value, LASTS)
    return answer
