"""Activities by name and type, without what they do: workflows name I/O and never import it."""

from temporalio import activity

from contracts.course import Facts, Note


@activity.defn(name="record")
async def record(note: Note) -> Facts:
    """Records one happening (or takes a due wake-up) and tells the facts of the case as they are now."""
    raise NotImplementedError


@activity.defn(name="deliver")
async def deliver(case_id: str) -> bool:
    """Delivers what the outbox holds for this case; True while mail is still waiting."""
    raise NotImplementedError
