"""A roadmap as text: bars as letters, why each starts no earlier, what has no place, what is used."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from domain.roadmap.placing import schedule
from domain.roadmap.schedule import Bar, Load, Schedule
from kit.i18n import N_, Translator
from kit.roadmap_sentences import RoadmapSpeech
from umlauf.roadmap_file import RoadmapFile

FINISHED = N_("Finished in {quarter}. Found by a rule of thumb: a shorter roadmap may exist.")
CHAIN = N_("Critical chain (marked *): {names}")
SLACK = N_("Slack in quarters: {slack}.")
WITHOUT = N_("Without a place")
USED = N_("Person days used of those there are")
OVER = N_("more than there is")
AHEAD = N_("{one} runs although it needs {need}, which is not done before.")


@dataclass(frozen=True, slots=True)
class RoadmapReport:
    """Lines for one reader."""

    file: RoadmapFile
    say: Translator

    def lines(self) -> Iterator[str]:
        """The whole report."""
        found, speech = schedule(self.file.plan), self._speech()
        if found.bars:
            yield self.say.gettext(FINISHED).format(quarter=speech.quarter(found.end))
            yield self.say.gettext(CHAIN).format(names=" → ".join(map(speech.quoted, found.chain)))
            yield ""
        for bar in found.bars:
            yield from self._bar(bar, speech)
        yield from self._left(found, speech)
        yield from self._used(found, speech)

    def _speech(self) -> RoadmapSpeech:
        measures = {one.id: one.title for one in self.file.measures if one.title}
        return RoadmapSpeech(self.say, measures, {one.id: one.title for one in self.file.roles if one.title})

    def _bar(self, bar: Bar, speech: RoadmapSpeech) -> Iterator[str]:
        yield f"{bar.start} – {bar.end} {'*' if bar.critical else ' '} {speech.name(bar.id)}"
        slack = "" if bar.slack is None else " " + self.say.gettext(SLACK).format(slack=bar.slack)
        yield f"          {speech.why(bar)}{slack}"

    def _left(self, found: Schedule, speech: RoadmapSpeech) -> Iterator[str]:
        if found.left:
            yield from ("", self.say.gettext(WITHOUT))
        yield from (f"  –  {speech.name(one.id)}: {speech.lack(one)}" for one in found.left)
        for one, need in found.unmet:
            yield "  !  " + self.say.gettext(AHEAD).format(one=speech.quoted(one), need=speech.quoted(need))

    def _used(self, found: Schedule, speech: RoadmapSpeech) -> Iterator[str]:
        if found.loads:
            yield from ("", self.say.gettext(USED))
        for role, loads in groupby(found.loads, key=lambda load: load.role):
            yield f"  {speech.roles.get(role, role)}: " + ", ".join(self._load(load, speech) for load in loads)

    def _load(self, load: Load, speech: RoadmapSpeech) -> str:
        of = "" if load.capacity is None else f"/{self.say.number(load.capacity)}"
        over = f" ({self.say.gettext(OVER)})" if load.over else ""
        return f"{load.quarter} {speech.days(load.used)}{of}{over}"
