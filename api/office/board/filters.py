"""What the board and its map show: the filter of the address, in words and as a query."""

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query

from api.office.door import Desk
from domain.definition import ProcessDefinition
from domain.goals.catalogue import Catalogue
from domain.goals.tree import Goal, ordered
from kit.i18n import N_
from storage import goals, processes, shelf
from storage.queries.board_filter import BoardFilter
from storage.session import Session

Text = Annotated[str, Query(max_length=200)]
NAMES = ("goal", "theme", "tag", "level", "department", "kind")
KINDS = {"idea": N_("Ideas"), "project": N_("Existing projects")}


@dataclass(frozen=True)
class Wish:
    """The filter as it stands in the address."""

    goal: str = ""
    theme: str = ""
    tag: str = ""
    level: str = ""
    department: str = ""
    kind: str = ""

    @property
    def query(self) -> str:
        """The address without what filters nothing."""
        return urlencode({name: value for name in NAMES if (value := getattr(self, name))})

    def address(self, path: str, **more: Any) -> str:
        """A page that shows the same part of the board."""
        query = "&".join(filter(None, (self.query, urlencode(more))))
        return f"{path}?{query}" if query else path


def wish(
    goal: Text = "", theme: Text = "", tag: Text = "", level: Text = "", department: Text = "", kind: Text = ""
) -> Wish:
    """From the address."""
    return Wish(goal, theme, tag, level, department, kind)


WishDep = Annotated[Wish, Depends(wish)]


@dataclass(frozen=True)
class Known:
    """What can be chosen from."""

    definition: ProcessDefinition | None
    goals: list[Goal]
    catalogues: list[Catalogue]

    @classmethod
    async def read(cls, session: Session) -> "Known":
        """As it is now."""
        return cls(await processes.current(session), await goals.tree(session), await shelf.catalogues(session))

    def filter(self, wish: Wish) -> BoardFilter:
        """The filter of the query; what is not known is not there, and so filters everything out."""
        themes = self.definition.themes if self.definition is not None else ()
        mine = tuple(t.id for t in themes if t.department == wish.department)
        return BoardFilter(
            goal=wish.goal,
            theme=wish.theme,
            tag=wish.tag,
            level=wish.level,
            department=wish.department,
            themes_of_department=mine if wish.department else (),
            kind=wish.kind if wish.kind in KINDS else "",
        )

    def choices(self, desk: Desk) -> dict[str, Any]:
        """The lists of the form."""
        language, known = desk.language, self.definition
        return {
            "goals": [(one.id, "– " * depth + one.wanted.title(language)) for one, depth in ordered(self.goals)],
            "themes": [(t.id, t.title.in_(language)) for t in known.themes] if known else [],
            "tags": [
                (one.key(entry.id), f"{one.title.in_(language)}: {entry.title.in_(language)}")
                for one in self.catalogues
                for entry in one.entries
            ],
            "levels": [(level.id, level.title.in_(language)) for level in known.levels] if known else [],
            "departments": [(d.id, d.title.in_(language)) for d in known.departments] if known else [],
            "kinds": [(code, desk.t(words)) for code, words in KINDS.items()],
        }
