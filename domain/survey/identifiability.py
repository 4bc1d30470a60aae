"""Whether the questions about the person could give somebody away, estimated before anybody is asked."""

from dataclasses import dataclass
from math import factorial, prod

from domain.survey.questionnaire import Questionnaire
from domain.survey.questions import Consent, Info, Likert, Multiple, Number, Question, Ranking, Single, Ten


@dataclass(frozen=True, slots=True)
class Estimate:
    """How finely people could be told apart; `cells` is None where a free text or a date sets no bound."""

    cells: int | None
    people: int
    least: int  # people that a cell must hold
    questions: tuple[str, ...]

    @property
    def risky(self) -> bool:
        """Whether a cell would hold fewer people than is shown, were they spread evenly."""
        return bool(self.questions) and (self.cells is None or self.cells * self.least > self.people)


def identifiability(
    questionnaire: Questionnaire, invited: int, smallest_unit: int | None = None, least: int = 5
) -> Estimate:
    """Possible combinations of demographic answers against the people of the smallest unit, or all invited."""
    asked = [q for q in questionnaire.questions if q.demographic and not isinstance(q, Info | Consent)]
    counts = [_kinds(q) for q in asked]
    cells = None if None in counts else prod(c for c in counts if c is not None)
    people = invited if smallest_unit is None else min(invited, smallest_unit)
    return Estimate(cells, people, least, tuple(q.key for q in asked))


def _kinds(question: Question) -> int | None:
    """How many different answers there are, no answer apart; None without bound."""
    if isinstance(question, Single):
        return len(question.options)
    if isinstance(question, Multiple):
        return 1 << len(question.options)
    if isinstance(question, Likert):
        return len(question.labels)
    if isinstance(question, Ten):
        return 11
    if isinstance(question, Ranking):
        return factorial(len(question.options))
    if isinstance(question, Number) and question.whole:
        return int(question.maximum) - int(question.minimum) + 1
    return None
