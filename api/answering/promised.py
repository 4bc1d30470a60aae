"""The promise in the reader's language, with days as people there write them."""

from datetime import date

from api.answering.asked import Asked
from domain.survey.modes import Settings
from domain.survey.promise import promise
from kit.i18n import Translator


def promised(asked: Asked, say: Translator) -> list[str]:
    """What a respondent reads before the first question: made from the settings, never written by hand."""
    mine = asked.invited
    settings = asked.survey.plan.settings(
        mine.mode,
        asked.questionnaire,
        asked.results_on,
        entered=asked.entered,
        pairs=mine.pairs,
        reminders=mine.reminders,
    )
    return told(settings, say)


def told(settings: Settings, say: Translator) -> list[str]:
    """The promise of these settings."""
    return [
        say.gettext(one.sentence).format(**{name: _told(name, fact, say) for name, fact in one.facts.items()})
        for one in promise(settings)
    ]


def _told(name: str, fact: str | int, say: Translator) -> str:
    return say.date(date.fromisoformat(str(fact))) if name == "day" else str(fact)
