"""The body that the other side wants, as JSON with places: `{{message.text}}` is filled from the body of our own shape.

A text that is one place only takes the value as it is, whatever its type; where there is nothing, the field is left
out. Inside a longer text places are written as text. `{"$each": "message.files", "$as": {…}}` makes a list: `$as` is
filled once for each element, whose fields stand at `item`.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import msgspec
from msgspec import Struct

from otklik.channels.json.paths import BadPath, Expression, read_expression, write_value

TEMPLATE_MAX = 5_000
DEPTH_MAX = 12
EACH, AS, ITEM = "$each", "$as", "item"
ADDRESS_PLACES = re.compile(r"\{\{([^{}]*)\}\}")
_PLACE = ADDRESS_PLACES
_POSITION = re.compile(r"\(byte (\d+)\)")


class BadTemplate(ValueError):
    """The text is no template; `code` and `numbers` are for the words of the form."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


class Template(Struct, frozen=True):
    """A template that can be filled; every path in it can be read."""

    shape: Any

    def fill(self, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever the other side wants
        """Return the body with all places filled."""
        filled = _fill(self.shape, body)
        return {} if filled is None else filled


@lru_cache(maxsize=256)
def read_template(text: str) -> Template:
    """Read a template; raises BadTemplate."""
    try:
        shape = msgspec.json.decode(text.encode("utf-8", "surrogatepass"))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        line, column = _position(text, str(error))
        raise BadTemplate("template_json", f"is not JSON: line {line}, character {column}") from None
    except RecursionError:
        raise BadTemplate("template_deep", f"is nested deeper than {DEPTH_MAX} levels") from None
    if not isinstance(shape, dict | list):
        raise BadTemplate("template_shape", "must be an object or a list")
    _check(shape, 0)
    return Template(shape)


def fill_address(url: str, body: Mapping[str, Any]) -> str:
    """Fill the places of an address; what is filled in cannot leave its place in the path."""
    return _PLACE.sub(lambda place: quote(write_value(_expression(place[1]).find(body)), safe=""), url)


def check_places(text: str) -> None:
    """Raise BadTemplate for a place whose path cannot be read."""
    for place in _PLACE.findall(text):
        try:
            _expression(place)
        except BadPath:
            raise BadTemplate("template_path", f"holds a place that cannot be read: {place.strip()[:60]!r}") from None


def _expression(place: str) -> Expression:
    return read_expression(place.strip())


def _check(shape: object, depth: int) -> None:
    if depth > DEPTH_MAX:
        raise BadTemplate("template_deep", f"is nested deeper than {DEPTH_MAX} levels")
    if isinstance(shape, str):
        check_places(shape)
    elif isinstance(shape, list):
        for one in shape:
            _check(one, depth + 1)
    elif isinstance(shape, dict):
        if EACH in shape:
            _check_each(shape)
        for one in shape.values():
            _check(one, depth + 1)


def _check_each(shape: Mapping[str, Any]) -> None:
    if set(shape) != {EACH, AS} or not isinstance(shape[EACH], str):
        raise BadTemplate("template_each", f"has {EACH} without {AS}, or beside other fields")
    check_places("{{" + shape[EACH] + "}}")


def _fill(shape: Any, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON of any shape
    if isinstance(shape, str):
        return _fill_text(shape, body)
    if isinstance(shape, list):
        return [one for one in (_fill(item, body) for item in shape) if one is not None]
    if not isinstance(shape, dict):
        return shape
    if EACH in shape:
        return _repeat(shape, body)
    filled = {name: (_fill(one, body), one) for name, one in shape.items()}
    return {name: value for name, (value, source) in filled.items() if value is not None or source is None}


def _repeat(shape: Mapping[str, Any], body: Mapping[str, Any]) -> list[Any] | None:
    items = _expression(shape[EACH]).find(body)
    if not isinstance(items, list) or not items:
        return None
    return [_fill(shape[AS], {**body, ITEM: item}) for item in items]


def _fill_text(text: str, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a place takes any value
    only = _PLACE.fullmatch(text.strip())
    if only is not None:
        return _expression(only[1]).find(body)
    return _PLACE.sub(lambda place: write_value(_expression(place[1]).find(body)), text)


def _position(text: str, error: str) -> tuple[int, int]:
    """Say where JSON stopped being JSON; at the end when the decoder does not tell."""
    found = _POSITION.search(error)
    raw = text.encode("utf-8", "surrogatepass")
    before = raw[: int(found[1]) if found else len(raw)].decode("utf-8", "replace")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
