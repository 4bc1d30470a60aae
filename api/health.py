"""Is it alive, is it ready: for load balancers and for `doctor`; names parts, never addresses."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.services import Probe, Services, ServicesDep
from storage.errors import StorageError

router = APIRouter(include_in_schema=False)


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
    """Every part by name, and whether it is well."""
    parts = {"database": await _database(services)}
    for name, probe in services.probes.items():
        parts[name] = await _well(probe)
    return parts


async def _database(services: Services) -> bool:
    try:
        await services.db.ping()
    except StorageError:
        return False
    return True


async def _well(probe: Probe) -> bool:
    try:
        return await probe()
    except Exception:
        return False
