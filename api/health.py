"""Is it alive, is it ready: for load balancers and for `doctor`; names parts, never addresses."""

from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.services import Services, ServicesDep
from kit.at_once import all_at_once
from storage.shape import Shape, shape_of

router = APIRouter(include_in_schema=False)
PATIENCE = 2.0  # seconds a part has to answer: whoever asks us has little more
BEHIND = {
    "code": "database.behind",
    "detail": "The database has not the tables of this release. Run migrate: python -m umlauf migrate",
}


@router.get("/health")
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/health/ready")
async def ready(services: ServicesDep) -> JSONResponse:
    """Database, Temporal, worker and mail, each well or not; 503 when the database is not, or waits for `migrate`."""
    answers = await _answers(services)
    parts = _well(answers)
    told = {"status": "ok" if all(parts.values()) else "degraded", "parts": parts}
    behind = answers["database"] is Shape.BEHIND
    return JSONResponse(told | BEHIND if behind else told, 200 if parts["database"] else 503)


async def checked(services: Services) -> dict[str, bool]:
    """Every part by name, and whether it is well; one that is silent is not, and holds up no other."""
    return _well(await _answers(services))


async def _answers(services: Services) -> dict[str, bool | Shape | Exception]:
    async def database() -> Shape:
        return await shape_of(services.db)

    asked: dict[str, Callable[[], Awaitable[bool | Shape]]] = {"database": database, **services.probes}
    return await all_at_once(asked, PATIENCE)


def _well(answers: Mapping[str, bool | Shape | Exception]) -> dict[str, bool]:
    return {name: answer in (True, Shape.FITS, Shape.AHEAD) for name, answer in answers.items()}
