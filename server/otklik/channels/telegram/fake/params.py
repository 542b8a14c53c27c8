"""Parameters of a call, whether they came as JSON, a form, a multipart form or in the address."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct, field

from otklik.channelkit.fakes import FakeRequest, parse_multipart
from otklik.channels.telegram.fake.errors import ApiError, bad_request
from otklik.channels.telegram.fake.state import Value
from otklik.kit.http import FilePart


class Params(Struct, frozen=True):
    """The values of one call and the files that came along."""

    values: Mapping[str, Any]
    files: Mapping[str, FilePart] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """Return a string."""
        value = self.values.get(name, default)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            bad_request(f'parameter "{name}" must be a string')
        return str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number."""
        value = self.values.get(name, default)
        try:
            return int(value)
        except (TypeError, ValueError):
            raise ApiError(400, f"Bad Request: {name} must be an integer") from None

    def number(self, name: str) -> float:
        """Return a number."""
        try:
            return float(self.values[name])
        except (KeyError, TypeError, ValueError):
            raise ApiError(400, f"Bad Request: {name} is empty") from None

    def flag(self, name: str) -> bool:
        """Return a truth value."""
        value = self.values.get(name, False)
        return value if isinstance(value, bool) else str(value).lower() in ("true", "1", "yes")

    def json(self, name: str) -> Value:
        """Return a structured value, or None; in forms it is written as a string."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return msgspec.json.decode(value) if value else None
        except msgspec.DecodeError:
            raise ApiError(400, f"Bad Request: can't parse {name}: expected a JSON value") from None

    def carried(self) -> dict[str, Any]:
        """Return the fields that may be kept and logged."""
        return dict(self.values)


def read_params(request: FakeRequest) -> Params:
    """Collect the parameters of a request."""
    values: dict[str, Any] = dict(parse_qsl(request.query, keep_blank_values=True))
    content_type = request.headers.get("content-type", "")
    if not request.body:
        return Params(values)
    try:
        if content_type.startswith("multipart/form-data"):
            form = parse_multipart(request.body, content_type)
            return Params({**values, **form.fields}, form.files)
        if content_type.startswith("application/x-www-form-urlencoded"):
            return Params({**values, **dict(parse_qsl(request.body.decode(), keep_blank_values=True))})
        body = msgspec.json.decode(request.body)
    except ValueError:
        raise ApiError(400, "Bad Request: can't parse the request body") from None
    if not isinstance(body, dict):
        bad_request("object expected as the request body")
    return Params({**values, **body})
