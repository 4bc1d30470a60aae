"""The promise in the reader's language, with days as people there write them."""

from datetime import date

from api.answering.asked import Asked
from domain.survey.promise import promise
from kit.i18n import Translator


def promised(asked: Asked, say: Translator) -> list[str]:
    """What a respondent reads before the first question: made from the settings, never written by hand."""
    settings = asked.survey.plan.settings(asked.invited.mode, asked.questionnaire, asked.results_on)
    return [
        say.gettext(one.sentence).format(**{name: _told(name, fact, say) for name, fact in one.facts.items()})
        for one in promise(settings)
    ]


def _told(name: str, fact: str | int, say: Translator) -> str:
    return say.date(date.fromisoformat(str(fact))) if name == "day" else str(fact)
