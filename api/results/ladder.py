"""The first barrier of a ladder in words: which step, its mean, and how sure that is."""

from typing import Any

from api.results.words import Speaker
from domain.survey.figures import Part, Results
from domain.survey.ladder import Barrier, Ladder, first_barrier
from kit.i18n import N_

TITLES = {
    Ladder.BARRIER: N_("First barrier: step {number} of {steps}"),
    Ladder.UNTOLD: N_("The first barrier cannot be told"),
    Ladder.CLEAR: N_("No barrier: people agree with every step"),
}
CLEAR = N_("The mean of every step lies above the middle of its scale.")
UNTOLD = N_("Too few answered step {number} to show figures, so nothing is said of it or of the steps after it.")
MEAN = N_("Mean {mean}; the middle of the scale is {middle}. Steps rest on one another: begin here.")
SURE = N_("The whole interval lies at or below the middle.")
UNSURE = N_("The interval reaches beyond the middle, so the first barrier may as well lie at a later step.")


def ladder(speaker: Speaker, results: Results, part: Part) -> dict[str, Any] | None:
    """What the page says of it; nothing where there is no ladder, or no figures at all."""
    inside = results.part(part)
    told = first_barrier(speaker.form, inside) if inside is not None else None
    if told is None:
        return None
    title = speaker.t(TITLES[told.kind]).format(number=told.number, steps=len(speaker.form.ladder))
    tone = {Ladder.BARRIER: "warning", Ladder.UNTOLD: "info", Ladder.CLEAR: "success"}[told.kind]
    return {"title": title, "tone": tone, "step": _step(speaker, told), "sentences": _sentences(speaker, told)}


def _step(speaker: Speaker, told: Barrier) -> str:
    question = speaker.form.question(told.step)
    return question.text.in_(speaker.language) if question is not None else ""


def _sentences(speaker: Speaker, told: Barrier) -> list[str]:
    if told.kind is Ladder.CLEAR:
        return [speaker.t(CLEAR)]
    if told.kind is Ladder.UNTOLD:
        return [speaker.t(UNTOLD).format(number=told.number)]
    mean = speaker.t(MEAN).format(mean=speaker.value(told.mean, 1), middle=speaker.say.number(told.middle))
    return [mean, speaker.t(SURE if told.sure else UNSURE)]
