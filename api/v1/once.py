"""Each name once: of two values under one name in a JSON object, nobody can tell which was meant."""

import json
from typing import Any

from fastapi import Request

from api.errors import Refused

LONGEST = 80  # of a name that is told back


async def each_name_once(request: Request) -> None:
    """Raises Refused for a body in which an object has the same name twice; all else is looked at later."""
    body = await request.body()
    if not body or "json" not in request.headers.get("content-type", "").lower():
        return
    try:
        json.loads(body, object_pairs_hook=_object)
    except (ValueError, RecursionError):
        return


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Refused("input.duplicate", name=name[:LONGEST])
        found[name] = value
    return found
