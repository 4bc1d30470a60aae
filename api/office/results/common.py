"""What the pages of results share: the wave they are about, its words, and where it is."""

from api.errors import NotFound
from api.office.door import Desk
from api.office.surveys.common import wave_name
from api.results.words import Speaker
from storage import results
from storage.results import Gathering
from storage.session import Session

ROOT = "/office/surveys"


async def wave_of(session: Session, wave_id: str) -> Gathering:
    """The wave with all its results are made of; raises NotFound."""
    found = await results.gather(session, wave_id.replace("\0", "")[:64])
    if found is None:
        raise NotFound("results.unknown")
    return found


def speaker_of(desk: Desk, found: Gathering) -> Speaker:
    """The words of its questionnaire."""
    return Speaker(desk.say, found.gathered.questionnaire, found.gathered.units)


def address_of(found: Gathering) -> str:
    """The page of its results."""
    return f"{ROOT}/waves/{found.wave.id}/results"


def when_of(desk: Desk, found: Gathering) -> str:
    """Which wave it is, and when it asked."""
    wave = found.wave
    number = wave_name(desk, wave.number)
    days = "–".join(filter(None, (desk.day(wave.starts_on), desk.day(wave.closes_on))))
    return " · ".join(filter(None, (number, days)))
