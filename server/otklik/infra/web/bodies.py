"""Bodies are read strictly: JSON only, into the declared type, without coercion; every wrong field is named."""

import re
from functools import lru_cache
from typing import Any

import msgspec
from litestar import Request
from litestar.datastructures import State
from litestar.exceptions import ClientException
from msgspec import DecodeError, Struct, ValidationError

from otklik.infra.web.words import FIELDS
from otklik.kit.errors import FieldError, Invalid

_PLACE = re.compile(r" - at `\$(.*)`$")
_NAME = re.compile(r"`([^`]*)`$")
_INDEX = re.compile(r"\[(\d+|\.\.\.)\]")
_CODES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^Object missing required field"), "missing"),
    (re.compile(r"^Object contains unknown field"), "unknown"),
    (re.compile(r"of length <"), "too_long"),
    (re.compile(r"of length >"), "too_short"),
    (re.compile(r"^Expected `(int|float|decimal)` <"), "too_big"),
    (re.compile(r"^Expected `(int|float|decimal)` >"), "too_small"),
    (re.compile(r"out of range"), "too_big"),
    (re.compile(r"^Invalid enum value"), "bad_choice"),
    (re.compile(r"matching regex|^Invalid "), "bad_format"),
)


class StrictRequest(Request[Any, Any, State]):
    """A request whose JSON body is decoded once, into the type its endpoint declares."""

    async def json(self) -> Any:  # noqa: ANN401 - the type is the endpoint's
        """Return the body as the endpoint's type; raise Invalid naming fields, 415 or 400."""
        if self.content_type[0] != "application/json":
            raise ClientException("the body must be application/json", status_code=415)
        field = self.route_handler.parsed_data_field
        return decode_body(await self.body(), Any if field is None else field.annotation)


def decode_body(body: bytes, kind: Any) -> Any:  # noqa: ANN401 - the type is the endpoint's
    """Decode JSON into `kind`; wrong fields raise Invalid, text that is no JSON a 400."""
    try:
        return _decode(body, kind)
    except (DecodeError, UnicodeDecodeError, RecursionError):
        raise ClientException("the body is not proper JSON") from None


def field_error(text: str, prefix: str = "") -> FieldError:
    """Turn a message of the decoder into a field, a code and words."""
    place = _PLACE.search(text)
    path = _INDEX.sub(r".\1", place.group(1)).replace("....", "") if place else ""
    plain = _PLACE.sub("", text)
    code = next((code for pattern, code in _CODES if pattern.search(plain)), "wrong_type")
    name = _NAME.search(plain) if code in {"missing", "unknown"} else None
    parts = [prefix, *path.split("."), name.group(1) if name else ""]
    return FieldError(".".join(part for part in parts if part), code, FIELDS[code][0])


def _decode(body: bytes, kind: Any) -> Any:  # noqa: ANN401 - the type is the endpoint's
    try:
        return _decoder(kind).decode(body)
    except ValidationError as error:
        raise Invalid("some fields are wrong", errors=_explain(body, kind, error)) from None


@lru_cache(maxsize=512)
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:  # noqa: ANN401 - the type is the endpoint's
    return msgspec.json.Decoder(kind)


def _explain(body: bytes, kind: Any, first: ValidationError) -> tuple[FieldError, ...]:  # noqa: ANN401 - as above
    raw = msgspec.json.decode(body)
    if not (isinstance(kind, type) and issubclass(kind, Struct) and isinstance(raw, dict)):
        return (field_error(str(first)),)
    found: list[FieldError] = []
    known = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for name, field in known.items():
        if name in raw:
            found += _check(raw[name], field.type, name)
        elif field.required:
            found.append(FieldError(name, "missing", FIELDS["missing"][0]))
    found += [FieldError(name[:100], "unknown", FIELDS["unknown"][0]) for name in raw if name not in known]
    return tuple(found[:50]) or (field_error(str(first)),)


def _check(value: Any, kind: Any, name: str) -> list[FieldError]:  # noqa: ANN401 - as above
    try:
        msgspec.convert(value, kind)
    except ValidationError as error:
        return [field_error(str(error), name)]
    return []
