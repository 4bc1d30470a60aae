"""Who may be asked for a review, as pages show it: the people within reach, how busy they are, when asked last."""

from datetime import date

from domain.asking.known import House
from domain.case import Case
from domain.definition import ProcessDefinition
from domain.limits import NONE_TAKEN
from storage import people
from storage.known import Known
from storage.last_asked import in_audiences, last_asked, named_by
from storage.session import Session


async def house(session: Session, known: Known, definition: ProcessDefinition, case: Case, today: date) -> House:
    """Staff, whoever is in an audience the review asks, and whoever the case names."""
    directory = await known.directory.at(session)
    audiences = await in_audiences(session, definition, today)
    named = {case.submitter, *named_by(definition), *(a.person for a in case.assignments)}
    everybody = await directory.people(session, named.union(*audiences.values()))
    return House(
        definition=definition,
        people=everybody,
        load=await people.load(session),
        asked=await last_asked(session, everybody),
        audiences=audiences,
        limits=directory.limits,
        taken=NONE_TAKEN,
    )
