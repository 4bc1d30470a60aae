"""Where a form came from: the address in the settings, or another name by which we let ourselves be called.

Whoever opens the demo at 127.0.0.1 could be sent on to localhost instead; accepting is as safe and asks for less. A
name is believed only if the settings list it (no pattern counts), with the scheme of the base URL, and only if the
request was addressed to that very name and port: no page of another program on this machine, and none on another port,
has such an origin, and the one-time value is asked for all the same.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}

Place = tuple[str, str, int]  # scheme, host, port


def is_ours(origin: str, host: str, base_url: str, trusted: Collection[str]) -> bool:
    """Whether a form with this Origin, sent to this Host, came from a page of ours."""
    place, base = place_of(origin), place_of(base_url)
    if place is None or base is None or place == base:
        return place is not None and place == base
    scheme, name, _ = place
    return scheme == base[0] and name in {one.lower() for one in trusted} and place == place_of(f"{scheme}://{host}")


def place_of(url: str) -> Place | None:
    """Scheme, host and port in one way of writing; None for what is no address of a page."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname:
        return None
    return parts.scheme, parts.hostname.lower(), PORTS[parts.scheme] if port is None else port
