"""Cases as cards: what each is, where it stands, who is awaited until when."""

from collections.abc import Mapping
from typing import Any

from api.office import words
from api.office.door import Desk
from domain.definition import ProcessDefinition
from kit.i18n import N_
from storage.queries.lines import CaseLine
from storage.queries.office import Waits


class Cards:
    """Cases as cards of the board."""

    def __init__(
        self,
        desk: Desk,
        definition: ProcessDefinition | None,
        waits: Mapping[str, tuple[Waits, ...]],
        owners: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.desk, self.waits, self.owners = desk, waits, owners
        departments = definition.departments if definition is not None else ()
        self.departments = {d.id: d.title.in_(desk.language) for d in departments}

    def card(self, line: CaseLine) -> dict[str, Any]:
        """One card: what it is, where it stands, who is awaited until when."""
        state, tone = words.STATES.get(line.state, (line.state, "neutral"))
        return {
            "number": line.number,
            "title": line.title,
            "url": f"/office/ideas/{line.number}",
            "state": self.desk.t(state),
            "tone": tone,
            "due": self.desk.day(line.due_on),
            "project": self._project(line),
            "overdue": line.overdue(self.desk.today),
            "waits_for": self.awaited(line.id),
            "owner": ", ".join(filter(None, (self.departments.get(d, "") for d in self.owners.get(line.id, ())))),
        }

    def _project(self, line: CaseLine) -> str:
        """What an existing project was when it was taken over; empty for an idea."""
        return self.desk.t(words.word(words.PROJECTS, line.project)) if line.project else ""

    def awaited(self, case_id: str) -> str:
        """Those who are awaited, by role or department."""
        found: list[str] = []
        for one in self.waits.get(case_id, ()):
            if one.kind == "reply":
                found.append(self.desk.t(N_("the submitter")))
            elif one.role == "office":
                found.append(self.desk.t(N_("Office")))
            found += [self.departments.get(d, "") for d in one.departments if one.kind != "reply"]
        return ", ".join(dict.fromkeys(filter(None, found)))
