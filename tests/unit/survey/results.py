"""Builders of results: a short questionnaire, answers, and everything gathered."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.survey.branching import Value
from domain.survey.modes import Mode
from domain.survey.parting import Place
from domain.survey.questionnaire import Questionnaire
from domain.survey.questions import Text
from domain.survey.results import Gathered

K = 5


def place(name: str, under: str | None = None) -> Place:
    """A unit with one name for both languages."""
    return Place(Text(de=name, en=name), under)


TOWN = {"town": place("Stadt"), "north": place("Nord", "town"), "south": place("Süd", "town")}


@dataclass(frozen=True)
class Said:
    """One handed-in questionnaire."""

    id: str
    unit: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


def option(key: str) -> dict[str, Any]:
    return {"key": key, "text": {"de": key}}


def question(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "text": {"de": key}} | more


SIDE = question("side", "single", options=[option("inside"), option("outside")], demographic=True)
HEARD = question("heard", "likert", labels=[{"de": str(n)} for n in range(1, 6)])
JOIN = question("join", "ten", lowest={"de": "nein"}, highest={"de": "ja"}, recommend=True)
WHY = question("why", "long_text", when={"field": "heard", "operator": "at_most", "value": 2})


def form(*questions: dict[str, Any]) -> Questionnaire:
    content = {"format": "umlauf-survey/1", "id": "pulse", "title": {"de": "Puls"}}
    page = {"id": "one", "title": {"de": "Eins"}, "questions": list(questions or (SIDE, HEARD, JOIN, WHY))}
    return Questionnaire.from_text(json.dumps(content | {"pages": [page]}))


def many(count: int, unit: str = "", first: int = 0, **values: Value) -> list[Said]:
    return [Said(f"a{unit}{first + n}", unit, values) for n in range(count)]


def gathered(answers: Iterable[Said], *questions: dict[str, Any], **more: Any) -> Gathered:
    given: dict[str, Any] = {"mode": Mode.ANONYMOUS, "asked": 40, "closed": True} | more
    return Gathered(questionnaire=form(*questions), answers=list(answers), **given)
