"""Activities by name and type, without what they do: workflows name I/O and never import it."""

from temporalio import activity

from contracts.course import Facts, Note
from contracts.rounds import RoundErrandNote, RoundFacts, RoundNote, SeriesNote
from contracts.survey import CycleNote, ErrandNote, WaveFacts, WaveNote


@activity.defn(name="record")
async def record(note: Note) -> Facts:
    """Records one happening (or takes a due wake-up) and tells the facts of the case as they are now."""
    raise NotImplementedError


@activity.defn(name="deliver")
async def deliver(case_id: str) -> bool:
    """Delivers what the outbox holds for this case; True while mail is still waiting."""
    raise NotImplementedError


@activity.defn(name="record_wave")
async def record_wave(note: WaveNote) -> WaveFacts:
    """Records one thing that happens to a wave (or counts, and takes a due wake-up) and tells the wave as it is now."""
    raise NotImplementedError


@activity.defn(name="carry_out")
async def carry_out(note: ErrandNote) -> str:
    """Carries out one errand of a wave to its end and strikes it off; tells what became of it, as a code."""
    raise NotImplementedError


@activity.defn(name="open_next_wave")
async def open_next_wave(note: CycleNote) -> str:
    """Opens the wave of this date once, or tells by a code why there is none."""
    raise NotImplementedError


@activity.defn(name="record_round")
async def record_round(note: RoundNote) -> RoundFacts:
    """Records one thing that happens to a round (or counts, and takes a due wake-up) and tells it as it is now."""
    raise NotImplementedError


@activity.defn(name="carry_out_round")
async def carry_out_round(note: RoundErrandNote) -> str:
    """Carries out one errand of a round to its end and strikes it off; tells what became of it, as a code."""
    raise NotImplementedError


@activity.defn(name="open_next_round")
async def open_next_round(note: SeriesNote) -> str:
    """Starts the round of this date once, or tells by a code why there is none."""
    raise NotImplementedError
