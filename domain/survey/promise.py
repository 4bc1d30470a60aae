"""The promise a respondent reads, made from the survey's settings so that it cannot say what is not so.

Sentences are English ones with places to fill in; the edge translates them by their text, as everywhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from domain.survey.modes import Mode, Settings, check_settings


@dataclass(frozen=True, slots=True)
class Promised:
    """One sentence of the promise with what is filled in."""

    sentence: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


def N_(sentence: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Marks a sentence for translation where it stands; `kit.i18n` has the same for everybody above."""
    return sentence


VOLUNTARY = N_("Taking part is voluntary. You may leave out any question.")
NAMED = N_("Your answers are kept together with your name.")
READERS = N_("These read them with your name: {readers}.")
CONFIDENTIAL = N_("Your answers are kept under a code instead of your name.")
RESOLVERS = N_(
    "Only these may find out whose answers they are: {resolvers}. They need a reason and a second person, "
    "and each time is recorded."
)
ANONYMOUS = N_(
    "Your answers are anonymous. They stay sealed until the survey closes; then all are opened at once and kept apart "
    "from the list of those invited, without name, address, time or order."
)
ANONYMOUS_ENTERED = N_(
    "Your answers are anonymous. They stay sealed until the survey closes; then all are opened at once and kept apart "
    "from your address, without name, time or order."
)
# What decision 6 allows: the promise names the tables, and whoever has the keys as well is outside of it.
SEALED = N_(
    "Nobody in the office can see which are yours. Only somebody who got hold of both the database, as it was before "
    "the close, and its key, which is kept apart from it, could find that out."
)
CONFIDENTIAL_ENTERED = N_("Your answers are kept under a code, apart from your address.")
ONCE = N_("We only note that you took part, so that each address counts once.")
FLAG = N_("We only note that you took part, so that nobody reminds you.")
PAIRED = N_(
    "Where you are asked the same before and after, a program compares your two answers, to tell what changed. "
    "It shows changes of groups only, never whose they are."
)
FINAL = N_("That is why we can neither show, change nor delete your answers once you have sent them.")
GROUPS = N_("Results are shown for groups of {least} people or more only; free texts from {texts} texts on.")
TOO_FEW = N_("If fewer than {least} people answer, no results are shown at all.")
FREE_TEXT = N_("Please write nothing in a free text that tells who you are.")
RESUME_LINK = N_(
    "You can break off and go on later by the same link. Until you send your answers, whoever has the link can read "
    "what you entered, so do not pass it on."
)
RESUME_CODE = N_(
    "You can break off and go on later by a code that we show you. Whoever has the code can read what you entered; "
    "without it nobody can. It is deleted when you send your answers, and when the survey closes."
)
NO_REMINDER = N_("You will not be reminded.")
ONE_REMINDER = N_("You will be reminded once at most, and not after you have answered.")
REMINDERS = N_("You will be reminded at most {count} times, and not after you have answered.")
RESULTS = N_("You will hear by {day} at the latest what came of it, whether you take part or not.")
HEAR = N_("You will hear what came of it, whether you take part or not.")
PUBLISHED = N_("What came of it is published here by {day} at the latest. We write to you only if you asked for that.")
PUBLIC = N_("What came of it is published here. We write to you only if you asked for that.")
SENTENCES = (
    VOLUNTARY,
    NAMED,
    READERS,
    CONFIDENTIAL,
    RESOLVERS,
    CONFIDENTIAL_ENTERED,
    PAIRED,
    ANONYMOUS,
    ANONYMOUS_ENTERED,
    SEALED,
    ONCE,
    FLAG,
    FINAL,
    GROUPS,
    TOO_FEW,
    FREE_TEXT,
    RESUME_LINK,
    RESUME_CODE,
    NO_REMINDER,
    ONE_REMINDER,
    REMINDERS,
    RESULTS,
    HEAR,
    PUBLISHED,
    PUBLIC,
)


def promise(settings: Settings) -> tuple[Promised, ...]:
    """What the respondent reads before the first question: generated, so that it cannot say what is not so."""
    check_settings(settings)
    return (Promised(VOLUNTARY), *_who(settings), *_compared(settings), *_shown(settings), *_contact(settings))


def _who(settings: Settings) -> Iterator[Promised]:
    if settings.mode is Mode.NAMED:
        yield from (Promised(NAMED), Promised(READERS, {"readers": settings.readers}))
    elif settings.mode is Mode.CONFIDENTIAL:
        kept = CONFIDENTIAL_ENTERED if settings.entered else CONFIDENTIAL
        yield from (Promised(kept), Promised(RESOLVERS, {"resolvers": settings.resolvers}))
    elif settings.entered:
        yield from (Promised(ANONYMOUS_ENTERED), Promised(SEALED), Promised(ONCE), Promised(FINAL))
    else:
        yield from (Promised(ANONYMOUS), Promised(SEALED), Promised(FLAG), Promised(FINAL))


def _compared(settings: Settings) -> Iterator[Promised]:
    """Of anonymous answers nobody knows which two are of one person; who confirmed an address is not asked again."""
    if settings.pairs and settings.mode is not Mode.ANONYMOUS and not settings.entered:
        yield Promised(PAIRED)


def _shown(settings: Settings) -> Iterator[Promised]:
    least = settings.thresholds.figures
    if settings.mode is not Mode.NAMED:
        yield Promised(GROUPS, {"least": least, "texts": max(least, settings.thresholds.free_text)})
        yield Promised(TOO_FEW, {"least": least})
        if settings.free_text:
            yield Promised(FREE_TEXT)
    if settings.resumable:
        yield Promised(RESUME_CODE if settings.mode is Mode.ANONYMOUS else RESUME_LINK)


def _contact(settings: Settings) -> Iterator[Promised]:
    day = {"day": settings.results_on.isoformat()} if settings.results_on else {}
    if settings.entered:
        yield from (Promised(NO_REMINDER), Promised(PUBLISHED, day) if day else Promised(PUBLIC))
        return
    few = {0: Promised(NO_REMINDER), 1: Promised(ONE_REMINDER)}
    yield few.get(settings.reminders, Promised(REMINDERS, {"count": settings.reminders}))
    yield Promised(RESULTS, day) if day else Promised(HEAR)
