"""What a round said of an idea, as its submitter reads it: the rank among how many, and why."""

from collections.abc import Mapping

from api.deferring import Note
from domain.step import Event
from domain.words import EventKind
from kit.i18n import N_, Translator
from kit.ranking_sentences import spelt
from storage.ranked import Ranked, which


def note_of(found: Mapping[tuple[str, int], Ranked], say: Translator, language: str) -> Note:
    """What is to be said of a line of the record that tells a result; nothing of any other."""

    def note(event: Event) -> str:
        if event.kind is not EventKind.RANKED:
            return ""
        said = [_rank(event, say)]
        if (ranked := found.get(which(event))) is not None:
            titles = {key: words.in_(language) for key, words in ranked.criteria.items()}
            said += [spelt(why, say, titles) for why in ranked.why]
        return " ".join(said)

    return note


def _rank(event: Event, say: Translator) -> str:
    of, rank = int(event.facts.get("of") or 0), event.facts.get("rank")
    if rank is None:
        return say.gettext(N_("Its rank among {of} ideas could not be determined.")).format(of=of)
    return say.gettext(N_("It reached rank {rank} of {of}.")).format(rank=rank, of=of)
