"""The application for tests: its many routes are built once in a test process, its services are each test's own."""

from copy import copy

from fastapi import FastAPI
from starlette.datastructures import State

from api.app import create_app
from api.services import Services

_built: dict[tuple[str, ...], FastAPI] = {}


def app_on(services: Services) -> FastAPI:
    """What `create_app` makes of these services, in a tenth of the time."""
    hosts = tuple(services.trusted_hosts)
    app = copy(_built.get(hosts) or _built.setdefault(hosts, create_app(services)))
    app.state, app.middleware_stack = State({"services": services}), None
    return app
