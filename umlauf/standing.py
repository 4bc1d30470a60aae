"""What an installation still lacks before anybody can hand in an idea or sign in, and which commands put it there."""

from dataclasses import dataclass

from domain.words import Role
from storage import people, processes
from storage.engine import Database
from umlauf.settings import Settings

EXAMPLE = "examples/norderstedt"
COMMAND = ".venv/bin/python -m umlauf"


@dataclass(frozen=True)
class Standing:
    """Whether a process is published, whether anybody is of the office, and whether this clerk is."""

    process: bool
    office: bool
    clerk: bool

    @property
    def steps(self) -> list[str]:
        """The commands that are missing, in their order: people are in the departments of a process."""
        publish = f"{COMMAND} process publish FILE   (for example {EXAMPLE}/process.yaml)"
        bring = f"{COMMAND} people import FILE     (for example {EXAMPLE}/people.yaml)"
        return [step for step, done in ((publish, self.process), (bring, self.office)) if not done]

    def sign_in(self, clerk: str) -> str:
        """Who can sign in at the office's pages."""
        if self.clerk:
            return f"sign in as {clerk}; the code comes by mail"
        return "sign in as somebody of the office; the code comes by mail" if self.office else "nobody can sign in yet"


async def look(settings: Settings, clerk: str) -> Standing:
    """How far this installation is."""
    db = Database(settings.database_url)
    try:
        async with db.read() as session:
            office = {person.id for person in await people.holding(session, Role.OFFICE)}
            definition, owner = await processes.current(session), await people.owner_of(session, clerk)
    finally:
        await db.close()
    return Standing(process=definition is not None, office=bool(office), clerk=owner in office)
