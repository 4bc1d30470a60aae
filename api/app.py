"""The application: doors, what holds for every request, and how failures are shown."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware

from api import answering, failures, health, links, office, public, rating, v1
from api.hosts import Hosts
from api.middleware import AccessLog, Head, Headers, Size
from api.services import Services
from api.v1 import description

STATIC = Path(__file__).parent / "static"


def create_app(services: Services) -> FastAPI:
    """The whole of the API and its pages on these services."""
    app = FastAPI(
        title="Umlauf",
        summary="Takes an idea from the person who has it to a decision, and back to that person with an answer.",
        version="1",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # its page loads scripts from elsewhere; ours is at /api/v1/docs
        redoc_url=None,
        middleware=[
            Middleware(AccessLog, answered=services.answered),
            Middleware(Headers),
            Middleware(Hosts, allowed=services.trusted_hosts),
            Middleware(Size),
            Middleware(Head),
        ],
    )
    app.state.services = services
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    # First what many ask for at the same moment: looking for the right door takes a tenth of a short request.
    for router in (
        answering.router,
        links.router,
        rating.router,
        health.router,
        v1.router,
        office.router,
        public.router,
    ):
        app.include_router(router)
    failures.install(app)
    description.install(app)
    return app
