"""Goals and canvases of an example: its catalogues and blueprints are published, the goals of its process taken over."""

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
        known = {one.id for one in [*await shelf.catalogues(session), *await shelf.blueprints(session)]}
        for catalogue in catalogues:
            if catalogue.id not in known:
                await shelf.publish_catalogue(session, catalogue, at=now)
        for blueprint in blueprints:
            if blueprint.id not in known:
                await shelf.publish_blueprint(session, blueprint, at=now)
        await goals.take_over(session, of_process(definition), at=now, by="example")
