"""The consent of whoever takes part in an open survey by themselves: the words it is given to, and taking it back."""

from api.answering import kept, tickets
from api.answering.opened import Opened
from api.services import Services
from contracts.survey_links import sealed_person
from domain.survey.modes import Mode
from kit.i18n import N_, Translator
from kit.sealing import SealBroken
from storage import drafts, entries
from storage.consents import Wording
from storage.invited import Invited
from storage.session import Session

MINE = N_("This is my address, and I want to take part")
GROUND = N_("The ground is your consent, Art. 6 (1) (a) GDPR. You can take it back at any time by the same link.")
BACK = N_("I take my consent back")


def given(survey: Opened, say: Translator) -> Wording:
    """All that somebody read before they ticked the box, and the box."""
    return Wording("\n".join((*survey.promised(say), say.gettext(GROUND), say.gettext(MINE))), say.language)


async def take_back(services: Services, invited: Invited, language: str, *drafts_of: tickets.Session) -> None:
    """From now on nothing is asked of them, nothing written to them, no draft is kept, and no answer leads to them."""
    say = services.templates.catalogues.of(language)
    wording = Wording(say.gettext(BACK), say.language)
    async with services.db.write() as session:
        back = await entries.take_back(session, invited.id, invited.wave, invited.person, wording, at=services.now())
        for draft in {kept.draft_id(one) for one in drafts_of} if back else ():
            await drafts.delete_one(session, draft)
        if back and invited.mode is Mode.CONFIDENTIAL:
            await _unlink(services, session, invited)


async def _unlink(services: Services, session: Session, invited: Invited) -> None:
    for code, sealed in (await entries.codes_of(session, invited.wave)).items():
        try:
            whose = services.keys.open(bytes(sealed), sealed_person(code)).decode()
        except SealBroken:
            continue
        if whose == invited.person:
            await entries.unlink(session, code)
