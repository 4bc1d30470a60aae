"""What the API takes and gives of the people of the house: when they are away, and who stands in."""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field

from api.standing_in import MOST
from api.v1.shapes import Out, _example, _written_day
from domain.absence import Source
from domain.happenings.base import Id, Model
from domain.words import Role

Day = Annotated[date, Field(strict=False), BeforeValidator(_written_day)]
InOrder = Annotated[list[Id], Field(max_length=MOST)]


class AbsenceIn(Model):
    """The first and the last day on which somebody is away, both counted."""

    model_config = _example(first_day="2027-03-29", last_day="2027-04-09")
    first_day: Day
    last_day: Day


class DeputiesIn(Model):
    """Who stands in, by role and in the order in which they are asked; a role that is left out has nobody."""

    model_config = _example(reviewer=["0f4e7d0a6c0b4a539d1e2f1a3b8c7d55"], decider=[], owner=[])
    reviewer: InOrder = Field(default_factory=list)
    decider: InOrder = Field(default_factory=list)
    owner: InOrder = Field(default_factory=list)


class PersonOut(Out):
    """Somebody of the house."""

    person: str
    name: str
    department: str
    roles: list[Role]
    shared: bool  # a mailbox of several


class People(Out):
    """Everybody who works here, by name."""

    people: list[PersonOut]


class AbsenceOut(Out):
    """From the first to the last day, and who said so."""

    first_day: date
    last_day: date
    source: Source


class Absences(Out):
    """Absences of now and to come."""

    person: str
    absences: list[AbsenceOut]


class Deputies(Out):
    """Ids of people, in the order in which they are asked."""

    person: str
    reviewer: list[str]
    decider: list[str]
    owner: list[str]
