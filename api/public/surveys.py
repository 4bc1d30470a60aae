"""Surveys for everybody: those that are open now, and published answers: what was asked, said and done, and figures."""

from typing import Any

from fastapi import APIRouter, Request, Response

from api.answering.opened import Opened, opened_in
from api.errors import NotFound
from api.public import taking_part
from api.public.page import public_page, spoken
from api.results import view
from api.results.ladder import ladder
from api.results.words import Speaker
from api.services import Services, ServicesDep
from domain.survey.results import looked_at
from domain.survey.wave_nouns import Wave
from domain.survey.wave_words import WaveState
from kit.i18n import N_, Translator
from storage import entries, people, processes, results, waves, wordings
from storage.queries import about_idea
from storage.results import Gathering
from storage.session import Session

router = APIRouter(include_in_schema=False)
HERE = "/surveys"
PAGE = 20


@router.get("/surveys")
async def listed(request: Request, services: ServicesDep, after: str = "") -> Response:
    """What anybody may take part in now, then waves whose answer is published, newest first."""
    say = services.templates.catalogues.of(spoken(request, services))
    async with services.db.read() as session:
        running = [await opened_in(session, wave.id) for wave in await entries.open_waves(session)] if not after else []
        ids = await results.published_waves(session, PAGE + 1, after[:64])
        lines = [line for one in ids[:PAGE] if (line := await _line(session, say, one)) is not None]
    older = f"{HERE}?after={ids[PAGE - 1]}" if len(ids) > PAGE else ""
    return public_page(
        request,
        services,
        "surveys.html",
        title=N_("Surveys"),
        here=HERE,
        running=[_open(say, one) for one in running if one is not None and not one.refusal],
        surveys=lines,
        older=older,
    )


def _open(say: Translator, found: Opened) -> dict[str, Any]:
    form, closes = found.questionnaire, found.wave.closes_on
    until = say.gettext(N_("open until {day}")).format(day=say.date(closes, "full")) if closes is not None else ""
    intro = form.intro.in_(say.language) if form.intro is not None else ""
    return {"title": form.title.in_(say.language), "url": f"{HERE}/{found.wave.id}", "until": until, "intro": intro}


async def _line(session: Session, say: Translator, wave_id: str) -> dict[str, Any] | None:
    """One published wave; nobody reads answers for its title."""
    wave = await waves.load_wave(session, wave_id)
    form = await wordings.exactly(session, wave.questionnaire) if wave is not None else None
    if wave is None or form is None:
        return None
    count = len(wave.topics)
    return {
        "title": form.title.in_(say.language),
        "url": f"{HERE}/{wave.id}",
        "when": _when(say, wave),
        "topics": say.ngettext("{count} answer to what was said", "{count} answers to what was said", count).format(
            count=count
        ),
    }


def _when(say: Translator, wave: Wave) -> str:
    days = [say.date(day, "medium") for day in (wave.starts_on, wave.closes_on) if day is not None]
    return "–".join(days)


@router.get("/surveys/{wave_id}")
async def one(request: Request, services: ServicesDep, wave_id: str, part: str = "") -> Response:
    """One wave; before its answer is published there is nothing here, but what anybody may take part in."""
    say = services.templates.catalogues.of(spoken(request, services))
    async with services.db.read() as session:
        wave = await waves.load_wave(session, wave_id.replace("\0", "")[:64])
        if wave is None:
            raise NotFound
        if wave.state is not WaveState.DONE:  # nobody reads answers for that
            running = await opened_in(session, wave.id)
            if running is None:
                raise NotFound
            return taking_part.page(request, services, running)
        found = await results.gather(session, wave.id)
        if found is None:
            raise NotFound
        topics = await _topics(services, session, say, found)
    told = looked_at(found.gathered)
    form = found.gathered.questionnaire
    speaker, chosen = Speaker(say, form, found.gathered.units), view.part_of(part, told)
    return public_page(
        request,
        services,
        "survey.html",
        title=form.title.in_(say.language),
        here=HERE,
        when=_when(say, found.wave),
        topics=topics,
        told=view.summary(speaker, told),
        ladder=ladder(speaker, told, chosen),
        address=f"{HERE}/{found.wave.id}",
        choices=view.choices(speaker, told),
        chosen="" if chosen.whole else view.address(chosen),
        hidden=view.hidden(speaker, told),
        pages=view.pages(speaker, told, chosen),
    )


async def _topics(services: Services, session: Session, say: Translator, found: Gathering) -> list[dict[str, Any]]:
    """What is done about it, by a department: names of people are not public."""
    owners = await people.by_ids(session, [topic.owner for topic in found.wave.topics])
    definition = await processes.current(session)
    ideas = [topic.case_id for topic in found.wave.topics if topic.case_id is not None]
    numbers = await about_idea.numbers_of(session, ideas, public=True)
    titles = {d.id: d.title.in_(say.language) for d in definition.departments} if definition is not None else {}
    told = []
    for topic in found.wave.topics:
        owner = owners.get(topic.owner)
        number = numbers.get(topic.case_id or "")
        department = titles.get(owner.department, "") if owner is not None else ""
        told.append(
            {
                "about": topic.about,
                "result": topic.result,
                "decision": topic.decision,
                "reason": topic.reason,
                "owner": department or say.gettext(N_("The office")),
                "due": say.date(topic.due_on, "long"),
                "url": f"/ideas/{number}" if number is not None else "",
            }
        )
    return told
