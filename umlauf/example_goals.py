"""Goals and canvases of an example: its catalogues and blueprints are published, its process's goals taken over."""

from datetime import UTC, datetime
from pathlib import Path

from domain.definition import ProcessDefinition
from domain.goals.taking_over import of_process
from storage import goals, shelf
from storage.engine import Database
from umlauf.reference_file import load_blueprint, load_catalogue


async def load_goals(db: Database, folder: Path, definition: ProcessDefinition) -> None:
    """Loads what is not there yet. A newer version that somebody published since stays in force."""
    catalogues = [load_catalogue(file) for file in sorted((folder / "catalogues").glob("*.yaml"))]
    blueprints = [load_blueprint(file) for file in sorted((folder / "canvases").glob("*.yaml"))]
    now = datetime.now(UTC)
    async with db.write() as session:
        held = {catalogue.id for catalogue in await shelf.catalogues(session)}
        for catalogue in (one for one in catalogues if one.id not in held):
            await shelf.publish_catalogue(session, catalogue, at=now)
        drawn = {blueprint.id for blueprint in await shelf.blueprints(session)}
        for blueprint in (one for one in blueprints if one.id not in drawn):
            await shelf.publish_blueprint(session, blueprint, at=now)
        await goals.take_over(session, of_process(definition), at=now, by="example")
