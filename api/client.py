"""Where a request comes from: the address in front of the proxies we trust, for budgets only, never for logs."""

from fastapi import Request

from api.limits import network_of
from api.services import Services


def network(request: Request, services: Services) -> str:
    """The network the request came from."""
    peer = request.client.host if request.client else ""
    forwarded = request.headers.get("x-forwarded-for", "")
    if peer in services.trusted_proxies and forwarded:
        peer = forwarded.split(",")[-1].strip()
    return network_of(peer)
