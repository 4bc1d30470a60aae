"""Scales that a criterion of a round may have: each is data, its steps with their words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.definition import Criterion, Words
from domain.rounds.ballots import APPROVAL, SCALES, VOTE, Ask, RoundCriterion, on_scale
from kit.i18n import N_, Catalogues

OWN = "own"  # the scale the process gives the criterion


@dataclass(frozen=True)
class Scale:
    """What it is called, and what its steps mean; without words, its ends mean what the criterion says of them."""

    title: str
    words: Mapping[int, str]


CHOICES: Mapping[str, Scale] = {
    "ten": Scale(N_("0 to 10"), {}),
    "votes": Scale(
        N_("−2 to +2: against or for"),
        {
            -2: N_("clearly against"),
            -1: N_("rather against"),
            0: N_("neither for nor against"),
            1: N_("rather for"),
            2: N_("clearly for"),
        },
    ),
    "yes_no": Scale(N_("yes or no"), {0: N_("no"), 1: N_("yes")}),
    "fibonacci": Scale(
        N_("Fibonacci: 1, 2, 3, 5, 8, 13, 21"),
        {
            1: N_("next to nothing"),
            2: N_("very little"),
            3: N_("little"),
            5: N_("medium"),
            8: N_("much"),
            13: N_("very much"),
            21: N_("more than everything else"),
        },
    ),
}
# Where raters say one thing of each idea, that is the only criterion of the round.
SINGLE: Mapping[Ask, tuple[str, str, str, str]] = {
    Ask.VOTES: (VOTE, "votes", N_("Support"), N_("Are you for this idea?")),
    Ask.APPROVALS: (APPROVAL, "yes_no", N_("Approval"), N_("Should money of the budget be spent on this idea?")),
}


def both(catalogues: Catalogues, sentence: str) -> Words:
    """In both languages, for a plan that keeps its words."""
    return Words(de=catalogues.of("de").gettext(sentence), en=catalogues.of("en").gettext(sentence))


def scaled(catalogues: Catalogues, criterion: Criterion, scale: str) -> RoundCriterion:
    """The criterion on the scale of this name."""
    if scale not in CHOICES:
        return RoundCriterion(**dict(criterion))
    words = CHOICES[scale].words
    steps = {step: both(catalogues, words[step]) if step in words else None for step in SCALES[scale]}
    return on_scale(criterion, steps)


def single(catalogues: Catalogues, ask: Ask) -> RoundCriterion:
    """The one criterion of votes, or of approvals."""
    name, scale, title, question = SINGLE[ask]
    steps = CHOICES[scale].words
    lowest, highest = (both(catalogues, steps[step]) for step in (min(steps), max(steps)))
    said: dict[str, Any] = {
        "title": both(catalogues, title),
        "question": both(catalogues, question),
        "lowest": lowest,
        "highest": highest,
    }
    return scaled(catalogues, Criterion(id=name, weight=100, **said), scale)
