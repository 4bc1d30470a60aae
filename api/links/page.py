"""A page behind a link: in the person's language, at the link's own address whatever form was sent."""

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.idea_form import Choices, choices
from api.language import language_of
from api.links.kept import kept
from api.links.opened import Opened
from api.rendering import render
from api.services import Services


def link_page(
    request: Request, services: Services, opened: Opened, template: str, *, title: str, under: str = "", **context: Any
) -> HTMLResponse:
    """The page; `under` is the part of its address behind the link's."""
    return render(
        request,
        services,
        f"links/{template}",
        title=title,
        language=opened.language,
        page=opened.path + under,
        opened=opened,
        here=opened.path,
        kept=kept(request, services, opened),
        **context,
    )


def spoken(request: Request, services: Services, opened: Opened) -> str:
    """The language of the page."""
    return language_of(request, services, opened.language)


def chosen(request: Request, services: Services, opened: Opened) -> Choices:
    """Names of themes, levels and goals."""
    text = opened.case.text
    return choices(opened.definition, spoken(request, services, opened), text.goals)


def department_name(opened: Opened, person_id: str, language: str) -> str:
    """The department of somebody the case names, empty where unknown."""
    person = opened.people.get(person_id)
    titles = {d.id: d.title.in_(language) for d in opened.definition.departments}
    return titles.get(person.department, "") if person is not None else ""
