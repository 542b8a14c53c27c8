"""Answers and refusals in the shape of the real server."""

from typing import Any

import msgspec

from otklik.channelkit.fakes import FakeAnswer, FakeRequest, json_answer
from otklik.channelkit.stage import Refused

OK = {"success": True}


def refused(status: int, code: str, message: str) -> Refused:
    """Return the refusal of a call, to be raised."""
    return Refused(json_answer({"code": code, "message": message}, status))


def bad(message: str) -> Refused:
    """Return the refusal of what the caller asked, to be raised."""
    return refused(400, "proto.payload", message)


def misbehaviour(mood: str, _value: float) -> FakeAnswer:
    """Say what the server says when it is throttled, down, or does not know the token."""
    said = {
        "throttled": (429, "too.many.requests", "Too many requests"),
        "down": (503, "service.unavailable", "Service is temporary unavailable"),
        "revoked": (401, "verify.token", "Invalid access_token"),
    }  # fmt: skip
    status, code, message = said[mood]
    return json_answer({"code": code, "message": message}, status)


def read_body(request: FakeRequest) -> dict[str, Any]:
    """Return the JSON object that came."""
    if "json" not in request.headers.get("content-type", ""):
        raise refused(415, "proto.content.type", "Unsupported content type")
    try:
        return msgspec.json.decode(request.body, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise bad("Can't deserialize body") from None


def origin_of(request: FakeRequest) -> str:
    """Return the address under which we were called, for the addresses we hand out."""
    host = request.headers.get("host", "max.invalid")
    return f"{'http' if host.startswith('127.0.0.1') else 'https'}://{host}"
