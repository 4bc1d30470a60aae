"""What somebody wrote while their task went elsewhere: kept in their browser, and shown on the page that says so."""

from collections.abc import Iterator, Mapping

from fastapi import Response

from api.errors import Failure
from api.forms import Form, check_nonce
from api.links import draft
from api.links.opened import Door, Opened
from api.links.visit import Visit
from kit.i18n import N_

WORDS: Mapping[str, str] = {
    "reason": N_("Your reasons"),
    "public_reason": N_("Published reasons"),
    "internal_reason": N_("Internal reasons"),
    "reply": N_("Your answer"),
    "question": N_("What do you want to know?"),
    "advice": N_("Your advice"),
}


async def keep(answer: Response, visit: Visit, form: Form, under: str = "") -> Response:
    """The words go along to the page of the link's state; those of a forged form do not."""
    path = visit.opened.path
    words = Form([(name, said) for name, _, said in _lost(visit.opened, form)])
    if visit.opened.door is Door.WAITING or not words.all():
        return answer
    try:
        check_nonce(visit.request, visit.services, form, path + under)
    except Failure:
        return answer
    await draft.keep(answer, visit.request, visit.services, path, words)
    return answer


def written(visit: Visit) -> list[tuple[str, str, str]]:
    """Name, label and words of what was typed and did not count."""
    if visit.draft is None or visit.opened.bundle is None or visit.opened.door in (Door.OPEN, Door.WAITING):
        return []
    return _lost(visit.opened, visit.draft)


def _lost(opened: Opened, form: Form) -> list[tuple[str, str, str]]:
    """What is not recorded: a form that was sent twice has lost nothing."""
    recorded = set(_recorded(opened)) if opened.door is Door.ANSWERED else set()
    found = ((name, label, form.one(name)) for name, label in WORDS.items())
    return [one for one in found if one[2] and _as_kept(one[2]) not in recorded]


def _as_kept(words: str) -> str:
    return words.replace("\r\n", "\n").strip()


def _recorded(opened: Opened) -> Iterator[str]:
    mine = opened.link.person_id
    yield from (a.reason for a in opened.case.answers if a.by == mine)
    yield from (words for d in opened.case.decisions if d.by == mine for words in (d.public_reason, d.internal_reason))
    yield from (c.reason for c in opened.case.commitments)
    yield from (one.text for one in opened.case.advice if one.of == mine)
    yield from (r.internal for r in opened.case.reasons if r.by == mine)
