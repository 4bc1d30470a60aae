"""The first barrier of the person who answers, for them alone: in their own browser, sealed, and nowhere else.

Of an anonymous answer nothing is kept beside the invitation, not even there: it was promised that nobody in the
office can see which is whose. Those who answered so see the first barrier of all, once results are published.
"""

from api.answering.asked import Asked
from domain.survey.branching import Values
from domain.survey.ladder import Ladder, own_barrier
from domain.survey.modes import Mode
from kit.i18n import N_, Translator

NONE, CLEAR = 0, -1
Told = dict[str, str]

BARRIER = N_("Your first barrier: step {number} of {steps}")
BEGIN = N_("This is the first step that you do not agree with, or only partly. Begin here: steps rest on one another.")
NO_BARRIER = N_("You have no barrier: you agree with every step")
ONLY_YOU = N_(
    "Only this browser shows it, for some hours. It follows from what you just sent and is kept nowhere else."
)


def kept(asked: Asked, values: Values) -> int:
    """The number of the step, `CLEAR`, or `NONE` where nothing may or can be said."""
    told = own_barrier(asked.questionnaire, values) if asked.invited.mode is not Mode.ANONYMOUS else None
    if told is None or told.kind is Ladder.UNTOLD:
        return NONE
    return CLEAR if told.kind is Ladder.CLEAR else told.number


def shown(asked: Asked, barrier: int, say: Translator) -> Told | None:
    """What the page of thanks says of it."""
    steps = asked.questionnaire.ladder
    if barrier == CLEAR and steps:
        return {"title": say.gettext(NO_BARRIER), "tone": "success", "step": "", "who": say.gettext(ONLY_YOU)}
    if not 0 < barrier <= len(steps):
        return None
    question = asked.questionnaire.question(steps[barrier - 1])
    return {
        "title": say.gettext(BARRIER).format(number=barrier, steps=len(steps)),
        "tone": "info",
        "step": question.text.in_(say.language) if question is not None else "",
        "begin": say.gettext(BEGIN),
        "who": say.gettext(ONLY_YOU),
    }
