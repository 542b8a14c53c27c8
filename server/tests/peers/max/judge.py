"""Judges requests by MAX's own description: unknown parameters, missing ones, wrong types, broken limits."""

import json
import re
from typing import Any
from urllib.parse import parse_qsl

import jsonschema

from otklik.channelkit.fakes import FakeRequest
from tests.peers.max.api import ALONE, CALLS, SECURITY_HEADER

_STRANGERS = ("files", "upload")
"""Places that MAX names for bytes: not calls of its API, and without the token."""


def judge_request(request: FakeRequest) -> list[str]:
    """Return what is wrong with a request; nothing if the description allows it."""
    path = request.path.strip("/")
    head, _, rest = path.partition("/")
    if head in _STRANGERS:
        return ["the token went to a stranger"] if SECURITY_HEADER in request.headers else []
    call = f"{request.method} /{_template(head, rest)}"
    if call not in CALLS:
        return [f"there is no call {call}"]
    return [f"{call}: {fault}" for fault in _judge(call, request)]


def _template(head: str, rest: str) -> str:
    if not rest:
        return head
    return f"{head}/{{id}}" + (f"/{rest.partition('/')[2]}" if "/" in rest else "")


def _judge(call: str, request: FakeRequest) -> list[str]:
    parameters, required, body = CALLS[call]
    query = parse_qsl(request.query, keep_blank_values=True)
    names = [name for name, _ in query]
    faults = [f"no parameter {name}" for name in names if name not in parameters]
    faults += [f"{name} is given twice" for name in set(names) if names.count(name) > 1]
    faults += [f"{name} is missing" for name in required if name not in names]
    faults += [
        f"{name}={value} is wrong" for name, value in query if not re.fullmatch(parameters.get(name, ".*"), value)
    ]
    if not request.headers.get(SECURITY_HEADER) or request.headers[SECURITY_HEADER].startswith("Bearer"):
        faults.append("no token in the header")
    if body is None:
        return faults + (["a body that nobody asked for"] if request.body else [])
    return faults + _judge_body(json.loads(request.body), body)


def _judge_body(given: Any, shape: dict[str, Any]) -> list[str]:
    faults = [error.message[:200] for error in jsonschema.Draft202012Validator(shape).iter_errors(given)]
    for message in (given, given.get("message")):
        kinds = [one.get("type") for one in (message or {}).get("attachments") or ()]
        if len(kinds) > 1 and ALONE & set(kinds):
            faults.append(f"{kinds}: must be alone")
    return faults
