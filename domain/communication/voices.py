"""Groups without a voice so far: never asked in a survey, and no idea came from them.

Whether somebody answered is not looked at: whoever answered was asked, and who took part in an anonymous survey is
nobody's to know. Of a group smaller than the threshold it is not told whether an idea came from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.communication.plan import Group
from domain.communication.words import Voice
from domain.survey.protection import FIGURES


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of a group: people here, how many were ever asked, how many sent in an idea."""

    group: Group
    known: int = 0
    asked: int = 0
    submitted: int = 0
    stakeholder: str = ""  # its id, where only the map names it
    idea: str = ""  # the number of the idea, where only that names it
    place: int = 0  # which of the idea's benefits


def voice(heard: Heard, least: int = FIGURES) -> Voice:
    """Whether it has been heard, as far as that may be told."""
    if heard.known == 0:
        return Voice.NOBODY
    if heard.asked > 0:
        return Voice.HEARD
    if heard.known < least:
        return Voice.TOO_FEW
    return Voice.HEARD if heard.submitted > 0 else Voice.NONE


def without_voice(groups: Iterable[Heard], least: int = FIGURES) -> list[tuple[Heard, Voice]]:
    """Those that were not heard, in the order they came in; a name that came in before is not told again.

    A group that ideas name only in words counts as heard where one of the same name is known and was.
    """
    told: dict[str, tuple[Heard, Voice]] = {}
    for heard in groups:
        told.setdefault(
            folded(heard.group.name) or f"{heard.group.kind} {heard.group.ref}", (heard, voice(heard, least))
        )
    return [one for one in told.values() if one[1] is not Voice.HEARD]


def folded(name: str) -> str:
    """One spelling per name, whatever the case and the blanks."""
    return " ".join(name.split()).casefold()
