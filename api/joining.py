"""What an idea has to do with others it was merged with: a note for its story, and where it goes on."""

from collections.abc import Callable
from dataclasses import dataclass

from api.story import SENTENCES as STORY
from domain.case import Case
from domain.step import Event
from domain.words import EventKind
from kit.i18n import Translator
from storage.queries import lists
from storage.session import Session


@dataclass(frozen=True)
class GoesOn:
    """The idea that a merged one goes on in, as far as everybody may know it."""

    number: str
    title: str  # of a public one only


def note_of(say: Translator) -> Callable[[Event], str]:
    """Which other idea a line is about, and what became of that one."""

    def note(event: Event) -> str:
        number = str(event.facts.get("number") or "")
        if event.kind is EventKind.HEARD:
            news, _ = STORY.get(str(event.facts.get("news")), ("", ""))
            return f"{number}: {say.gettext(news)}" if news else number
        return number if event.kind in _NAMED else ""

    return note


_NAMED = (EventKind.MERGED, EventKind.TOOK_IN, EventKind.LET_GO, EventKind.SPLIT)


async def goes_on(session: Session, case: Case) -> GoesOn | None:
    """Where a merged idea goes on; None for one that was not merged."""
    if not case.merged_into:
        return None
    other = (await lists.by_ids(session, [case.merged_into])).get(case.merged_into)
    return None if other is None else GoesOn(other.number, other.title if other.public else "")
