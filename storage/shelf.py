"""Published files, catalogues and blueprints: the newest version of a name is in force, every one stays readable."""

from datetime import datetime

from sqlalchemy import and_, func, select

from domain.canvas.blueprint import Blueprint
from domain.goals.catalogue import Catalogue
from storage import sql
from storage.session import Session
from storage.tables import Shelf, ShelfRow

S = sql.table(ShelfRow)


async def publish_blueprint(session: Session, blueprint: Blueprint, *, at: datetime) -> bool:
    """What canvases are filled in by from now on; False when it was that already."""
    return await _publish(session, Shelf.BLUEPRINT, blueprint.id, blueprint.content_hash, blueprint.text, at)


async def publish_catalogue(session: Session, catalogue: Catalogue, *, at: datetime) -> bool:
    """What ideas are held against from now on; False when it was that already."""
    return await _publish(session, Shelf.CATALOGUE, catalogue.id, catalogue.content_hash, catalogue.text, at)


async def blueprints(session: Session) -> list[Blueprint]:
    """Those in force, by name."""
    return [Blueprint.from_text(text) for text in await _newest(session, Shelf.BLUEPRINT)]


async def catalogues(session: Session) -> list[Catalogue]:
    """Those in force, by name."""
    return [Catalogue.from_text(text) for text in await _newest(session, Shelf.CATALOGUE)]


async def blueprint(session: Session, content_hash: str) -> Blueprint | None:
    """Exactly this one."""
    mine = select(S.c.content).where(S.c.hash == content_hash, S.c.kind == Shelf.BLUEPRINT.value).limit(1)
    text = (await session.execute(mine)).scalar_one_or_none()
    return None if text is None else Blueprint.from_text(text)


async def _newest(session: Session, kind: Shelf) -> list[str]:
    last = select(S.c.name, func.max(S.c.number).label("number")).where(S.c.kind == kind.value)
    newest = last.group_by(S.c.name).subquery()
    query = select(S.c.content).join(newest, and_(S.c.name == newest.c.name, S.c.number == newest.c.number))
    return list((await session.execute(query.where(S.c.kind == kind.value).order_by(S.c.name))).scalars())


async def _publish(session: Session, kind: Shelf, name: str, content_hash: str, content: str, at: datetime) -> bool:
    await sql.next_number(session, f"shelf:{kind.value}")  # one at a time
    mine = select(S.c.number, S.c.hash).where(S.c.kind == kind.value, S.c.name == name)
    last = (await session.execute(mine.order_by(S.c.number.desc()).limit(1))).one_or_none()
    if last is not None and last.hash == content_hash:
        return False
    row = {"kind": kind.value, "name": name, "number": 1 if last is None else last.number + 1}
    await sql.insert(session, ShelfRow, [row | {"hash": content_hash, "content": content, "at": at}])
    return True
