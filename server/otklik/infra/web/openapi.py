"""The description of the API: what the framework derives from the endpoints, plus how we refuse and who may call."""

from collections.abc import Iterator
from typing import Any

from litestar.exceptions import NotFoundException
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.router import Router

from otklik.infra.web.schemas import Input

_PRIVATE_PATH = "/api/openapi"
_PROBLEM = "#/components/schemas/Problem"

_PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "A refusal (RFC 9457). `code` is a stable slug; `detail` follows Accept-Language (en, ru).",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
_ALWAYS = {"400": "Not understood", "429": "Too many attempts", "503": "Try again"}
_SIGNED_IN = {"401": "Not signed in", "403": "Not allowed"}
_WITH_BODY = {"413": "Too large", "415": "Not JSON", "422": "Fields are wrong"}
_UNSAFE = frozenset({"post", "put", "patch", "delete"})


def make_config(version: str) -> OpenAPIConfig:
    """Return the framework's settings; its own pages are closed, the description has one address."""
    return OpenAPIConfig(
        title="Otklik",
        version=version,
        path=_PRIVATE_PATH,
        openapi_router=Router(_PRIVATE_PATH, route_handlers=[], include_in_schema=False, before_request=_close),
        security=[{"session": []}, {"bearer": []}],
        components=Components(
            security_schemes={
                "session": SecurityScheme(
                    type="apiKey",
                    name="otklik_session",
                    security_scheme_in="cookie",
                    description="Session of an operator; unsafe methods also need the X-CSRF-Token header.",
                ),
                "bearer": SecurityScheme(type="http", scheme="bearer", description="API token, `otk_...`."),
            }
        ),
        use_handler_docstrings=True,
    )


def polish(schema: dict[str, Any]) -> dict[str, Any]:
    """Describe our refusals on every operation instead of the framework's."""
    components = schema.setdefault("components", {}).setdefault("schemas", {})
    closed = {kind.__name__ for kind in _all_inputs(Input)}
    for component in components.values():
        if component.get("title") in closed:
            component["additionalProperties"] = False
    components["Problem"] = _PROBLEM_SCHEMA
    for path, operations in schema.get("paths", {}).items():
        for method, operation in operations.items():
            if isinstance(operation, dict) and "responses" in operation:
                _describe_refusals(path, method, operation)
    return schema


def _describe_refusals(path: str, method: str, operation: dict[str, Any]) -> None:
    refusals = dict(_ALWAYS)
    if operation.get("security") != [{}]:
        refusals |= _SIGNED_IN
    if "{" in path:
        refusals["404"] = "Absent, or not yours"
    if operation.get("parameters"):
        refusals["422"] = _WITH_BODY["422"]
    if operation.get("requestBody"):
        refusals |= _WITH_BODY
    if method in _UNSAFE:
        refusals["409"] = "The world moved on"
    answers = {code: answer for code, answer in operation["responses"].items() if code < "400"}
    for code, words in sorted(refusals.items()):
        content = {"application/problem+json": {"schema": {"$ref": _PROBLEM}}}
        answers[code] = {"description": words, "content": content}
    operation["responses"] = answers


def _all_inputs(kind: type[Input]) -> Iterator[type[Input]]:
    for each in kind.__subclasses__():
        yield each
        yield from _all_inputs(each)


async def _close(_: object) -> None:
    raise NotFoundException
