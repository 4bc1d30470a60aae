"""A wave beside another one of the same questionnaire: another time, or another audience."""

from collections.abc import Iterator
from typing import Any

from api.results.view import difference_sentence, sums
from api.results.words import HIDDEN, Speaker
from domain.survey.comparing import differences
from domain.survey.figures import Figure, Results
from domain.survey.results import looked_at
from domain.survey.versions import Change, compare
from kit.i18n import N_, Translator
from storage import results
from storage.results import Gathering
from storage.session import Session


async def others(session: Session, found: Gathering, say: Translator) -> list[tuple[str, str]]:
    """Waves one can compare with: evaluated, and asked with a version of the same questionnaire."""
    lines = await results.comparable_waves(session, found.survey.questionnaire)
    return [
        (line.id, f"{line.title.in_(say.language)} · {say.gettext(WAVE).format(number=line.number + 1)}")
        for line in lines
        if line.id != found.wave.id
    ]


WAVE = N_("Wave {number}")


async def compared(
    session: Session, found: Gathering, told: Results, other: str, speaker: Speaker
) -> dict[str, Any] | None:
    """A table of all questions that are the same in both."""
    there = await results.gather(session, other)
    if there is None:
        return None
    same = {
        one.key
        for one in compare(there.gathered.questionnaire, found.gathered.questionnaire)
        if one.change is Change.SAME
    }
    rows = list(_rows(speaker, found, told, there, same))
    numeric = [{"label": speaker.t(label), "numeric": True} for label in (N_("Here"), N_("There"))]
    return {"columns": [speaker.t(N_("Question")), *numeric, speaker.t(N_("Difference"))], "rows": rows}


def _rows(speaker: Speaker, found: Gathering, told: Results, there: Gathering, same: set[str]) -> Iterator[list[str]]:
    here_all, there_all = told.everybody, looked_at(there.gathered).everybody
    for question in found.gathered.questionnaire.questions:
        if question.key not in same or question.type in ("short_text", "long_text", "info"):
            continue
        here = here_all.figure(question.key) if here_all is not None else None
        other = there_all.figure(question.key) if there_all is not None else None
        texts = [_summed(speaker, found, figure, question.key) for figure in (here, other)]
        said = HIDDEN
        if here is not None and other is not None:
            sure = [
                d for d in differences(here, other, found.gathered.frame, there.gathered.frame) if d.arrow != "none"
            ]
            said = " ".join(difference_sentence(speaker, question, one) for one in sure)
            said = said or speaker.t(N_("no sure difference"))
        yield [question.text.in_(speaker.language), *texts, said]


def _summed(speaker: Speaker, found: Gathering, figure: Figure | None, key: str) -> str:
    if figure is None:
        return HIDDEN
    question = found.gathered.questionnaire.question(key)
    told = sums(speaker, question, figure) if question is not None else []
    if told:
        return told[0][1]
    count = speaker.say.number(figure.answered)
    return speaker.t(N_("{count} answers")).format(count=count)
