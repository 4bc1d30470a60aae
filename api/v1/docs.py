"""The API's documentation as a page of ours: made from the OpenAPI description, no script, nothing from elsewhere."""

import json
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.errors import STATUS
from api.language import language_of
from api.rendering import render
from api.sentences import SENTENCES, TO_PROGRAMS
from api.services import ServicesDep
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
Say = Callable[[str], str]
YES, NO = N_("yes"), N_("no")


@router.get("/docs")
async def documentation(request: Request, services: ServicesDep) -> HTMLResponse:
    """Every operation with its fields and an example for `curl`."""
    description = request.app.openapi()
    say = services.templates.catalogues.of(language_of(request, services)).gettext
    return render(
        request,
        services,
        "api/docs.html",
        title=N_("API documentation"),
        operations=[
            _operation(path, method, way, description, say)
            for path, ways in description["paths"].items()
            for method, way in ways.items()
        ],
        base_url=services.site.base_url,
    )


@router.get("/problems")
async def problems(request: Request, services: ServicesDep) -> HTMLResponse:
    """Every stable code, with the sentence that goes with it."""
    codes = [(code, STATUS.get(code, 409), sentence) for code, sentence in sorted({**SENTENCES, **TO_PROGRAMS}.items())]
    return render(request, services, "api/problems.html", title=N_("Codes of the API"), codes=codes)


def _operation(path: str, method: str, way: dict[str, Any], description: dict[str, Any], say: Say) -> dict[str, Any]:
    body = way.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    schema = _resolve(body, description)
    example = (schema.get("examples") or [None])[0]
    parameters = way.get("parameters", [])
    required = set(schema.get("required", []))
    fields = schema.get("properties", {})
    return {
        "id": way["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": way.get("summary", ""),
        "description": way.get("description", ""),
        "parameters": [
            [p["name"], p["in"], say(YES if p.get("required") else NO), p.get("description") or "–"] for p in parameters
        ],
        "fields": [
            [name, _type(field, description), say(YES if name in required else NO)] for name, field in fields.items()
        ],
        "keyed": any(p["name"] == "Idempotency-Key" for p in parameters),
        "example": json.dumps(example, ensure_ascii=False, indent=2) if example else "",
    }


def _resolve(schema: dict[str, Any], description: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = description["components"]["schemas"][name] if name else schema
    return found


def _type(field: dict[str, Any], description: dict[str, Any]) -> str:
    if "anyOf" in field:
        return " | ".join(dict.fromkeys(_type(one, description) for one in field["anyOf"]))
    if "$ref" in field:
        resolved = _resolve(field, description)
        return " | ".join(map(str, resolved["enum"])) if "enum" in resolved else _inside(resolved, description)
    if field.get("type") == "array":
        return f"[{_type(field.get('items', {}), description)}]"
    if "enum" in field:
        return " | ".join(map(str, field["enum"]))
    if "additionalProperties" in field and isinstance(field["additionalProperties"], dict):
        return f"{{…: {_type(field['additionalProperties'], description)}}}"
    limit = f" ≤ {field['maxLength']}" if "maxLength" in field else ""
    return str(field.get("type", "any")) + limit


def _inside(schema: dict[str, Any], description: dict[str, Any]) -> str:
    fields = schema.get("properties", {}).items()
    return "{" + ", ".join(f"{name}: {_type(field, description)}" for name, field in fields) + "}"
