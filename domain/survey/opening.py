"""A survey that is open to everybody: whoever confirms an address takes part once, beside those who are invited.

Nobody knows of how many they are: there is no response rate, no interval that a closed group would narrow, and no
number of people against which questions about the person could be weighed.
"""

from domain.checking import Finding
from domain.errors import RuleBroken
from domain.survey.audience import Audience, External
from domain.survey.identifiability import identifiability
from domain.survey.modes import Mode
from domain.survey.questionnaire import Questionnaire
from domain.survey.questions import Text

# The audience of a survey that invites nobody personally: staff and outside at once is no one.
NOBODY = Audience(
    id="nobody",
    title=Text(de="Niemand persönlich", en="Nobody personally"),
    staff=True,
    externals=frozenset({External.RESIDENT}),
)
ENTERED = "entered"  # the state of an invitation that its owner came for, by an address they confirmed
UNWANTED = "unwanted"  # why they are not written to: they did not ask for it
WITHDRAWN = "withdrawn"  # why they are not written to: they took their consent back


def check_open(mode: Mode, questionnaire: Questionnaire) -> None:
    """Raises where it cannot be open: nobody checks a name there, and staff are asked by their employer only."""
    if mode is Mode.NAMED:
        raise RuleBroken("open.named")
    if questionnaire.kind == "staff":
        raise RuleBroken("open.staff")


def open_hints(questionnaire: Questionnaire, least: int) -> list[Finding]:
    """What answers could tell of somebody, where nobody knows how many are asked: fewest are those who matter."""
    estimate = identifiability(questionnaire, invited=0, least=least)
    if not estimate.questions:
        return []
    return [Finding(("pages",), "identifiable_open", {"names": ", ".join(estimate.questions), "least": least})]
