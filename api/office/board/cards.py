"""Cases as cards: what each is, where it stands, who is awaited until when."""

from collections.abc import Mapping
from typing import Any

from api.office import words
from api.office.door import Desk
from api.office.rounds.result import TONES
from domain.definition import ProcessDefinition
from domain.ranking.robustness import Firmness
from kit.i18n import N_
from kit.ranking_sentences import FIRMNESS
from storage.queries.lines import CaseLine
from storage.queries.office import Waits

NOTHING: Mapping[str, str] = {}


class Cards:
    """Cases as cards of the board."""

    def __init__(
        self,
        desk: Desk,
        definition: ProcessDefinition | None,
        waits: Mapping[str, tuple[Waits, ...]],
        owners: Mapping[str, tuple[str, ...]],
        firm: Mapping[str, str] = NOTHING,
    ) -> None:
        self.desk, self.waits, self.owners, self.firm = desk, waits, owners, firm
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
            "firm": self._firm(line.id),
            "overdue": line.overdue(self.desk.today),
            "waits_for": self.awaited(line.id),
            "owner": ", ".join(filter(None, (self.departments.get(d, "") for d in self.owners.get(line.id, ())))),
        }

    def _firm(self, case_id: str) -> dict[str, str] | None:
        """How firm its rank is in the round that ranked it last."""
        if (found := self.firm.get(case_id)) is None:
            return None
        text = self.desk.t(N_("rank: {firmness}")).format(firmness=self.desk.t(FIRMNESS[found]))
        return {"text": text, "tone": TONES[Firmness(found)]}

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
