"""Single answers that leave the house: only where nobody can be told by who they say they are.

Rows are the answers themselves. Whoever knows somebody's department and age finds their row, unless enough others
say the same of themselves; so every combination of these that occurs must be that of enough people.
"""

from collections import Counter

from domain.errors import RuleBroken
from domain.survey.figures import Answer
from domain.survey.modes import Mode
from domain.survey.questionnaire import Questionnaire
from domain.survey.questions import Consent, Info, LongText, Question, ShortText
from domain.survey.results import Gathered


def rows_of(gathered: Gathered) -> tuple[Answer, ...]:
    """The answers as rows, in an order that says nothing. Raises `export.too_small` or `export.too_early`.

    With names, whoever may read them may read all.
    """
    if not gathered.closed:
        raise RuleBroken("export.too_early")
    least = gathered.thresholds.figures
    if gathered.mode is not Mode.NAMED:
        count = Counter(_known(gathered.questionnaire, answer) for answer in gathered.answers)
        smallest = min(count.values(), default=0)
        if smallest < least:
            raise RuleBroken("export.too_small", least=least)
    return tuple(sorted(gathered.answers, key=lambda answer: (answer.unit, repr(sorted(answer.values.items())))))


def columns_of(questionnaire: Questionnaire, mode: Mode) -> tuple[Question, ...]:
    """The questions that rows may have. Texts stand with other answers only where the name does as well."""
    without: tuple[type, ...] = (Info,) if mode is Mode.NAMED else (Info, ShortText, LongText)
    return tuple(question for question in questionnaire.questions if not isinstance(question, without))


def _known(questionnaire: Questionnaire, answer: Answer) -> tuple[object, ...]:
    """What others may know of somebody: their unit, and what they say of themselves."""
    about = [q.key for q in questionnaire.questions if q.demographic and not isinstance(q, Info | Consent)]
    return (answer.unit, *(answer.values.get(key) for key in about))
