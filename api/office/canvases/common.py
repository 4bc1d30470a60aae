"""What the pages of canvases share: the case with a blueprint and its versions, places in words, what was refused."""

import re
from dataclasses import dataclass
from typing import Any

from api.errors import Invalid, NotFound
from api.office.case_view import CaseView
from api.office.door import Desk
from api.office.intervene import bundle_of
from api.office.surveys import common as surveys_common
from api.office.surveys.common import Shown
from domain.canvas.blueprint import Blueprint
from domain.canvas.comparing import RELEASES, Place, differences
from domain.canvas.content import Content
from domain.errors import RuleBroken
from kit.i18n import N_
from storage import canvases, people, shelf
from storage.canvases import Version

NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


@dataclass(frozen=True, slots=True)
class Opened:
    """One canvas of one idea, filled in or not, with the blueprint in force."""

    view: CaseView
    blueprint: Blueprint
    versions: tuple[Version, ...]
    shown: bool
    people: Any  # by id
    drawn: dict[str, Blueprint]  # blueprints by their hash, of every version

    @property
    def desk(self) -> Desk:
        """Whoever looks."""
        return self.view.desk

    @property
    def url(self) -> str:
        """Its page."""
        return f"{self.view.url}/canvases/{self.blueprint.id}"

    @property
    def title(self) -> str:
        """What it is called."""
        return self.blueprint.title.in_(self.desk.language)

    @property
    def newest(self) -> Version | None:
        """What stands in it."""
        return self.versions[-1] if self.versions else None

    def version(self, number: int) -> Version:
        """One version; raises NotFound."""
        found = next((one for one in self.versions if one.number == number), None)
        if found is None:
            raise NotFound("canvas.version_unknown")
        return found

    def who(self, version: Version) -> str:
        """Who saved it."""
        return surveys_common.name_of(self.desk, self.people.get(version.by))

    def crumbs(self, *more: tuple[str, str]) -> list[Shown]:
        """Where its pages stand."""
        return [*crumbs(self.view, (self.title, self.url)), *({"label": t, "url": url} for t, url in more)]

    def changes(self, before: Content, after: Content) -> list[Shown]:
        """What differs, place by place."""
        boxes = [box for one in (*self.drawn.values(), self.blueprint) for box in one.boxes]
        titles = {box.id: box.title.in_(self.desk.language) for box in boxes}
        return [
            {"place": self._place(one.place, titles), "words": [(str(mark), text) for mark, text in one.words]}
            for one in differences(before, after)
        ]

    def _place(self, place: Place, titles: dict[str, str]) -> str:
        if place == (RELEASES,):
            return self.desk.t(N_("Releases"))
        return titles.get(place[0], place[0]) if len(place) == 1 else " › ".join(place)


def crumbs(view: CaseView, *more: tuple[str, str]) -> list[Shown]:
    """Where canvases stand: under their idea."""
    t = view.desk.t
    first = [(t(N_("Board")), "/office"), (view.case.number, view.url), (t(N_("Canvases")), f"{view.url}/canvases")]
    return [{"label": label, "url": url} for label, url in (*first, *more)]


async def opened(desk: Desk, number: str, name: str) -> Opened:
    """The canvas of this name of this idea; raises NotFound where there is no such blueprint."""
    view = CaseView(desk, await bundle_of(desk, number))
    async with desk.services.db.read() as session:
        known = {one.id: one for one in await shelf.blueprints(session)}
        if not NAME.fullmatch(name) or name not in known:
            raise NotFound("canvas.unknown")
        found = await canvases.versions(session, view.case.id, name)
        kept = await canvases.get(session, view.case.id, name)
        who = await people.by_ids(session, {one.by for one in found})
        drawn = {one.hash: await canvases.blueprint_of(session, one) for one in found}
    shown = kept is not None and kept.shown
    return Opened(view, known[name], tuple(found), shown, who, drawn)


def broken(rule: RuleBroken) -> Invalid:
    """What a rule says; it speaks of the whole canvas."""
    return surveys_common.broken(rule, {})
