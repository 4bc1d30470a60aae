"""Somebody at a link: the request, what the link opens, the language they read, and the pages they are shown."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse

from api.errors import FieldError, NotFound
from api.forms import Form
from api.idea_form import Choices, choices
from api.language import language_of
from api.links import draft
from api.links.kept import kept
from api.links.left_over import left_over
from api.links.look_up import OpenedDep
from api.links.opened import Door, Opened
from api.links.readable import readable
from api.rendering import render, see_other, with_choices
from api.results.of_idea import asked_about
from api.services import Services, ServicesDep
from domain.assurance import needed
from kit.i18n import Translator


@dataclass(frozen=True)
class Filled:
    """How a form is shown: what stands in its fields, and what is wrong with it."""

    values: Mapping[str, Any] | None = None  # None: nobody has typed anything yet
    errors: Sequence[FieldError] = ()
    status: int = 200


EMPTY = Filled()


@dataclass(frozen=True)
class Visit:
    """One request at a link; what `Desk` is to the office."""

    request: Request
    services: Services
    opened: Opened
    draft: Form | None = None  # what this browser has typed at this address and not sent

    @property
    def language(self) -> str:
        """The language of the page."""
        return language_of(self.request, self.services, self.opened.language)

    @property
    def say(self) -> Translator:
        """Sentences, dates and numbers in that language."""
        return self.services.templates.catalogues.of(self.language)

    @property
    def acts(self) -> bool:
        """Whether the link's forms can be sent: it is open, and nothing of this person waits to be processed."""
        return self.opened.door is Door.OPEN and self.opened.waiting is None

    @property
    def assurance(self) -> str:
        """How sure it must be who answers at this link; "" where nothing is answered."""
        task = self.opened.task
        return needed(task.kind, self.opened.definition, task.about).value if task is not None else ""

    def page(
        self, template: str, *, title: str, under: str = "", filled: Filled = EMPTY, **context: Any
    ) -> HTMLResponse:
        """A page at the link's own address, whatever form was sent; `under` is what its address has behind that."""
        return render(
            self.request,
            self.services,
            f"links/{template}",
            title=title,
            language=self.opened.language,
            page=self.opened.path + under,
            values=filled.values,
            errors=filled.errors,
            status=filled.status,
            opened=self.opened,
            assurance=self.assurance,
            here=self.opened.path,
            kept=kept(self.say, self.opened),
            readable=len(readable(self.opened)),
            **context,
        )

    def typed(self, received: Mapping[str, Any] | None = None) -> Filled:
        """What this browser has typed here, or else what was received and could not be taken."""
        return Filled(self.draft.values() if self.draft is not None else received)

    def left_over(self, fields: Collection[str] = ()) -> list[str]:
        """What this browser has typed here, for which the page has no field any more and it was too late."""
        typed = self.draft.all() if self.draft is not None and self.opened.bundle is not None else ()
        return left_over(typed, self.opened.case, fields) if typed else []

    def back(self, under: str = "", *, again: bool = False, done: str = "") -> Response:
        """To the link, in the language just chosen; `again` lets it say that a second answer does not count."""
        says = "?again=1" if again else f"?done={done}" if done else ""
        return see_other(with_choices(self.request, self.opened.path + under + says))

    def done(self, done: str = "") -> Response:
        """After what was sent has happened: to the link, or back to the desk, which offers the next task."""
        if not self.opened.desk or self.opened.kind == "desk":
            return self.back(done=done)
        return see_other(with_choices(self.request, f"{self.opened.desk}?done={self.opened.link.assignment}"))

    def choices(self) -> Choices:
        """Names of themes, levels and goals."""
        return choices(self.opened.definition, self.language, self.opened.case.text.goals)

    def surveyed(self) -> list[dict[str, Any]]:
        """What people said when they were asked about the idea, newest first."""
        return [asked_about(self.say, found) for found in self.opened.surveyed]

    def department(self, person_id: str) -> str:
        """The department of somebody the case names, empty where unknown."""
        person = self.opened.people.get(person_id)
        titles = {d.id: d.title.in_(self.language) for d in self.opened.definition.departments}
        return titles.get(person.department, "") if person is not None else ""


async def visit(request: Request, services: ServicesDep, opened: OpenedDep) -> Visit:
    """The visit of whoever opened this address."""
    typed = await draft.kept(request, services, request.url.path) if request.method == "GET" else None
    return Visit(request, services, opened, typed)


VisitDep = Annotated[Visit, Depends(visit)]


def only(*kinds: str) -> Callable[[Visit], Awaitable[Visit]]:
    """A dependency: the visit at a link of one of these kinds; at every other link there is no such page."""

    async def of_this_kind(visit: VisitDep) -> Visit:
        if visit.opened.kind not in kinds:
            raise NotFound("link.unknown")
        return visit

    return of_this_kind
