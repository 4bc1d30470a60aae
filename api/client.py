"""Where a request comes from: the address in front of the proxies we trust, for budgets only, never for logs."""

import ipaddress
from collections.abc import Collection

from fastapi import Request

from api.limits import network_of
from api.services import Services

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def network(request: Request, services: Services) -> str:
    """The network the request came from."""
    peer = request.client.host if request.client else ""
    forwarded = ",".join(request.headers.getlist("x-forwarded-for"))
    return network_of(address_of(peer, forwarded, services.trusted_proxies))


def address_of(peer: str, forwarded: str, trusted: Collection[Network]) -> str:
    """The last address nobody we trust has written: read from the right, for what stands left anybody can invent.

    An entry that is no address ends the reading at the proxy that wrote it down.
    """
    known = peer
    for written in reversed(forwarded.split(",")):
        if not _is_trusted(known, trusted):
            break
        address = _address(written)
        if address is None:
            break
        known = str(address)
    return known


def _is_trusted(known: str, trusted: Collection[Network]) -> bool:
    address = _address(known)
    return address is not None and any(address in network for network in trusted)


def _address(written: str) -> Address | None:
    """As proxies write it: with a port or without, IPv6 in brackets or not, IPv4 in the clothes of IPv6."""
    bare = written.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
