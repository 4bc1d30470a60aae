"""Is it alive, is it ready: for load balancers and for `doctor`; names parts, never addresses."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.services import Services, ServicesDep
from kit.at_once import all_at_once

router = APIRouter(include_in_schema=False)
PATIENCE = 2.0  # seconds a part has to answer: whoever asks us has little more


@router.get("/health")
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/health/ready")
async def ready(services: ServicesDep) -> JSONResponse:
    """Database, Temporal, worker and mail, each well or not; 503 when the database is not."""
    parts = await checked(services)
    well = all(parts.values())
    status = 200 if parts["database"] else 503
    return JSONResponse({"status": "ok" if well else "degraded", "parts": parts}, status)


async def checked(services: Services) -> dict[str, bool]:
    """Every part by name, and whether it is well; one that is silent is not, and holds up no other."""

    async def database() -> bool:
        await services.db.ping()
        return True

    answers = await all_at_once({"database": database, **services.probes}, PATIENCE)
    return {name: answer is True for name, answer in answers.items()}
