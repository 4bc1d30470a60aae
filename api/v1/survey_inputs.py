"""What the API takes about surveys: strict models with examples; a plan is described as the domain has it."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from api.v1.shapes import Day, Out, _example, _written_day
from domain.happenings.base import Line, Model, Sentence
from domain.survey.modes import Mode
from domain.survey.survey import SurveyPlan


def _whole(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with everything it points at written in its place: nothing of it stands elsewhere."""
    parts = schema.pop("$defs", {})

    def filled(piece: Any) -> Any:
        if isinstance(piece, list):
            return [filled(one) for one in piece]
        if not isinstance(piece, dict):
            return piece
        if "$ref" in piece:
            rest = {name: value for name, value in piece.items() if name != "$ref"}
            return filled(parts[piece["$ref"].rpartition("/")[2]]) | filled(rest)
        return {name: filled(value) for name, value in piece.items()}

    found: dict[str, Any] = filled(schema)
    return found


class SurveyIn(Model):
    """A survey: what is asked of whom, in which mode, by which plan; nobody is asked before a wave of it starts."""

    model_config = _example(
        questionnaire="pulse",
        audience="staff",
        mode="anonymous",
        owner="jana.petersen@example.org",
        plan={"title": {"de": "Puls des Netzwerks", "en": "Pulse of the network"}, "open_days": 10},
    )
    questionnaire: Annotated[str, Field(min_length=1, max_length=80)]  # its id
    audience: Annotated[str, Field(min_length=1, max_length=80)]  # its short name
    mode: Annotated[Mode, Field(strict=False)]
    owner: Annotated[str, Field(min_length=3, max_length=254)]  # address of whoever owes the answer
    plan: Annotated[dict[str, Any], WithJsonSchema(_whole(SurveyPlan.model_json_schema()))]
    public: bool = False
    idea: Annotated[str, Field(max_length=20, pattern=r"^[0-9-]*$")] = ""  # number of the one idea it is about


class WaveIn(Model):
    """When a wave starts; without a last day, the survey's plan says it."""

    model_config = _example(starts_on="2026-03-02", closes_on="2026-03-13")
    starts_on: Annotated[date, Field(strict=False), BeforeValidator(_written_day)]
    closes_on: Day = None


class WhyIn(Model):
    """Why; it stands in the record of the wave, for the office."""

    model_config = _example(reason="Die Kantine ist bis Ende der Woche geschlossen.")
    reason: Sentence


class CycleNoteIn(Model):
    """Why the cycle is paused, or goes on; Temporal's page shows it as well, so name nobody."""

    model_config = _example(note="Bis zum Umzug des Rathauses.")
    note: Annotated[str, Field(max_length=200)] = ""


TOPIC = {
    "about": "Antworten auf Hinweise",
    "result": "Zwei von drei sagen, Antworten kämen zu spät.",
    "decision": "Wir antworten künftig binnen zehn Arbeitstagen.",
    "reason": "Wer etwas meldet, will wissen, woran er ist.",
    "owner": "jana.petersen@example.org",
    "due_on": "2027-03-31",
    "idea": "2026-0042",
}


class TopicIn(Model):
    """One topic of the answer: what it is about, what was said, what is done about it, why, by whom and until when."""

    model_config = _example(**TOPIC)
    about: Line
    result: Sentence
    decision: Sentence
    reason: Sentence
    owner: Annotated[str, Field(min_length=3, max_length=254)]  # address of whoever sees to it
    due_on: Annotated[date, Field(strict=False), BeforeValidator(_written_day)]
    idea: Annotated[str, Field(max_length=20, pattern=r"^[0-9-]*$")] = ""  # number of an idea it is about


class RespondIn(Model):
    """The answer to everybody who was asked, "asked – said – done"; once published it cannot be changed."""

    model_config = _example(topics=[TOPIC])
    topics: Annotated[list[TopicIn], Field(min_length=1, max_length=30)]


class WaveReceipt(Out):
    """What became of it: done, or received and not yet processed (202)."""

    model_config = _example(
        status="done",
        wave="8d9f2c51b0a94bb59d6e6d0c5f0f2a11",
        url="https://ideen.example.org/api/v1/surveys/waves/8d9f2c51b0a94bb59d6e6d0c5f0f2a11",
    )
    status: Literal["done", "received"]
    wave: str
    url: str
