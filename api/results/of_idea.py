"""What surveys say about one idea, for the office and for those who judge it: a short table for every wave."""

from typing import Any

from api.results import view
from api.results.words import HIDDEN, Speaker
from domain.survey.figures import Figure, Results
from domain.survey.questions import Question
from domain.survey.results import looked_at
from kit.i18n import N_, Translator
from storage.results import Gathering

Shown = dict[str, Any]


def asked_about(say: Translator, found: Gathering, url: str = "") -> Shown:
    """One wave: how many said something, question by question; what is hidden stays hidden here too."""
    told = looked_at(found.gathered)
    speaker = Speaker(say, found.gathered.questionnaire, found.gathered.units)
    told_of = view.summary(speaker, told)
    inside = told.everybody
    number = say.gettext(N_("Wave {number}")).format(number=found.wave.number + 1)
    rows = [
        _row(speaker, question, inside.figure(question.key) if inside is not None else None)
        for question in found.gathered.questionnaire.questions
        if question.type not in ("info", "short_text", "long_text")
    ]
    return {
        "title": f"{found.survey.plan.title.in_(say.language)} · {number}",  # tells its table from the others'
        "when": _when(say, found),
        "count": count(say, told),
        "withheld": told_of["withheld"],
        "columns": [
            say.gettext(N_("Question")),
            {"label": say.gettext(N_("Answers")), "numeric": True},
            say.gettext(N_("What was said")),
        ],
        "rows": rows if inside is not None else [],
        "url": url,
    }


def _when(say: Translator, found: Gathering) -> str:
    days = [say.date(day, "medium") for day in (found.wave.starts_on, found.wave.closes_on) if day is not None]
    return "–".join(days)


def count(say: Translator, told: Results) -> str:
    """How many answered, as far as that may be said, and of how many where somebody knows."""
    answered, invited = told.answered, 0 if told.public else told.invited
    if not invited:  # open to everybody
        sentence = N_("{answered} people answered.") if answered is not None else N_("Everybody could answer.")
        return say.gettext(sentence).format(answered=answered)
    if answered is None:
        return say.gettext(N_("{invited} people were asked.")).format(invited=invited)
    sentence = N_("{answered} of {invited} people who were asked answered.")
    return say.gettext(sentence).format(answered=answered, invited=invited)


def _row(speaker: Speaker, question: Question, figure: Figure | None) -> list[Any]:
    text = question.text.in_(speaker.language)
    if figure is None:
        return [text, HIDDEN, HIDDEN]
    shares = " · ".join(_share(speaker, question, figure, number) for number in range(len(figure.bars)))
    sums = [f"{label}: {value}" for label, value in view.sums(speaker, question, figure)]
    said = {"text": "; ".join(sums), "sub": shares} if sums else shares
    return [text, speaker.say.number(figure.answered), said or HIDDEN]


def _share(speaker: Speaker, question: Question, figure: Figure, number: int) -> str:
    bar = figure.bars[number]
    share, interval = speaker.percent(bar.share.value), speaker.percents(bar.share.interval)
    return f"{speaker.bar(question, bar)}: {share} ({interval})"
