"""What the API takes and gives of deferrals: until when and for what an idea sleeps, and what laws it may wait for."""

from datetime import date
from typing import Annotated

from pydantic import Field

from api.v1.shapes import Day, Out, _example
from domain.deferral.words import Again
from domain.happenings import Conditions
from domain.happenings.base import MaybeSentence, Model, Sentence


class DeferIn(Model):
    """Not now: whichever of `waits_for` comes first wakes it, or `until`; without it, when the process says.

    `about` is a goal, a document, or the number of an idea; `number` a budget year, or how many new supporters; `lead`
    so many working days before the budget year; `aim`: of a goal only its indicator, value, date or place in the tree.
    """

    model_config = _example(
        until="2028-03-31",
        public_reason="Erst im nächsten Haushalt.",
        waits_for=[{"kind": "supporters", "number": 25}, {"kind": "idea", "about": "2026-0051"}],
    )
    until: Day = None
    public_reason: Sentence
    internal_reason: MaybeSentence = ""
    waits_for: Conditions = ()
    again: Annotated[Again, Field(strict=False)] = Again.PRIORITISATION  # where it goes on


class WakeIn(Model):
    """Why the office waits no longer; published with the idea."""

    model_config = _example(public_reason="Das Land zahlt jetzt die Hälfte.")
    public_reason: Sentence


class DocumentOut(Out):
    """A law or document; null while nobody has entered since when it is in force."""

    model_config = _example(
        document="1e2d3c4b5a6948378695a4b3c2d1e0f9", name="Onlinezugangsgesetz, neue Fassung", in_force_on=None
    )
    document: str
    name: str
    in_force_on: date | None


class DocumentsOut(Out):
    """All of them, what is still awaited first."""

    documents: list[DocumentOut]
