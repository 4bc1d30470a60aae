"""The pages of tasks once more below a desk: the same endpoints, which read from the address what they are about."""

from collections.abc import Sequence

from fastapi import APIRouter
from fastapi.routing import APIRoute

ALONE, BELOW = "/a/{token}", "/a/{token}/on/{assignment}"


def below_a_desk(routers: Sequence[APIRouter]) -> APIRouter:
    """Each of their pages at a second address."""
    mounted = APIRouter(include_in_schema=False)
    for route in (route for router in routers for route in router.routes):
        assert isinstance(route, APIRoute)
        mounted.add_api_route(
            route.path.replace(ALONE, BELOW),
            route.endpoint,
            methods=sorted(route.methods or ()),
            name=f"{route.name}_at_desk",
        )
    return mounted
