"""The API's documentation as a page of ours: made from the OpenAPI description, no script, nothing from elsewhere."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.errors import STATUS
from api.rendering import render
from api.sentences import SENTENCES
from api.services import ServicesDep
from kit.i18n import N_

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def documentation(request: Request, services: ServicesDep) -> HTMLResponse:
    """Every operation with its fields and an example for `curl`."""
    description = request.app.openapi()
    return render(
        request,
        services,
        "api/docs.html",
        title=N_("API documentation"),
        operations=[o for path, ways in description["paths"].items() for o in _operations(path, ways, description)],
        base_url=services.site.base_url,
    )


@router.get("/problems")
async def problems(request: Request, services: ServicesDep) -> HTMLResponse:
    """Every stable code, with the sentence that goes with it."""
    codes = [(code, STATUS.get(code, 409), sentence) for code, sentence in sorted(SENTENCES.items())]
    return render(request, services, "api/problems.html", title=N_("Codes of the API"), codes=codes)


def _operations(path: str, ways: dict[str, Any], description: dict[str, Any]) -> list[dict[str, Any]]:
    return [_operation(path, method, way, description) for method, way in ways.items()]


def _operation(path: str, method: str, way: dict[str, Any], description: dict[str, Any]) -> dict[str, Any]:
    body = way.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    schema = _resolve(body, description)
    example = (schema.get("examples") or [None])[0]
    return {
        "id": way["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": way.get("summary", ""),
        "description": way.get("description", ""),
        "parameters": [
            {
                "name": p["name"],
                "place": p["in"],
                "required": p.get("required", False),
                "about": p.get("description", ""),
            }
            for p in way.get("parameters", [])
        ],
        "fields": [
            {"name": name, "type": _type(field, description), "required": name in schema.get("required", [])}
            for name, field in schema.get("properties", {}).items()
        ],
        "example": json.dumps(example, ensure_ascii=False) if example else "",
        "answers": sorted(way.get("responses", {})),
    }


def _resolve(schema: dict[str, Any], description: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = description["components"]["schemas"][name] if name else schema
    return found


def _type(field: dict[str, Any], description: dict[str, Any]) -> str:
    if "anyOf" in field:
        return " | ".join(_type(one, description) for one in field["anyOf"])
    if "$ref" in field:
        resolved = _resolve(field, description)
        return " | ".join(map(str, resolved["enum"])) if "enum" in resolved else str(resolved.get("title", "object"))
    if field.get("type") == "array":
        return f"[{_type(field.get('items', {}), description)}]"
    if "enum" in field:
        return " | ".join(map(str, field["enum"]))
    limit = f" ≤ {field['maxLength']}" if "maxLength" in field else ""
    return str(field.get("type", "any")) + limit
