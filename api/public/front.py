"""The front page: what this is, the call to submit, the newest public ideas, figures of groups."""

from fastapi import APIRouter, Request, Response

from api import stands
from api.errors import NotSetUp
from api.public.ideas import cards
from api.public.page import public_page, spoken
from api.searching import unmarked
from api.services import ServicesDep
from domain.words import Stage
from kit.i18n import N_
from storage import processes
from storage.queries.lists import CaseFilter, count
from storage.queries.public import public_list

router = APIRouter(include_in_schema=False)

STAGES = (
    (Stage.INTAKE, N_("You submit. The office looks at every idea and asks if something is unclear.")),
    (Stage.REVIEW, N_("People from the departments that know the subject score the idea and say why.")),
    (Stage.PRIORITISATION, N_("Ideas are weighed against each other. What cannot be done now is put off to a date.")),
    (Stage.DECISION, N_("Somebody with the right to decide says yes or no, with reasons for everybody to read.")),
    (Stage.FOLLOW_UP, N_("Accepted ideas become commitments with a department and a date, and are asked about.")),
)


@router.get("/")
async def front(request: Request, services: ServicesDep) -> Response:
    """Where everybody starts; before a process is published, whom to ask."""
    language = spoken(request, services)
    async with services.db.read() as session:
        definition = await processes.current(session)
        if definition is None:
            raise NotSetUp
        newest = await public_list(session, CaseFilter(), limit=4)
        figures = [
            (N_("public ideas"), await count(session, CaseFilter(public=True)), "/ideas"),
            (N_("in review"), await count(session, CaseFilter(public=True, stage="review")), "/ideas?stage=review"),
            (N_("being put into practice"), await count(session, CaseFilter(public=True, state="committed")), ""),
            (N_("finished"), await count(session, CaseFilter(public=True, state="settled")), ""),
        ]
    return public_page(
        request,
        services,
        "front.html",
        title=N_("Ideas for the city"),
        process=definition.title.in_(language),
        note=definition.note.in_(language) if definition.note is not None else "",
        newest=cards(map(unmarked, newest.lines), definition, language),
        figures=figures,
        stages=STAGES,
        standing=stands.STANDING,
    )
