"""Descriptions at work: words in braces are filled in, and paths such as `messages.0.id` are followed.

Values are put into a structure that was read before, so that no text of a customer can change its shape.
"""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qs, parse_qsl, quote

import msgspec

VARIABLES: Final = frozenset({"to", "to_digits", "text", "sender", "id", "login", "password", "key", "hook", "kind"})
_WORD: Final = re.compile(r"\{(\w+)\}")


def find_unknown(template: str) -> list[str]:
    """Return the words in braces that mean nothing here."""
    return [name for name in _WORD.findall(template) if name not in VARIABLES]


def fill(template: str, values: Mapping[str, str]) -> str:
    """Put values in place of their words."""
    return _WORD.sub(lambda found: values.get(found[1], found[0]), template)


def fill_address(template: str, values: Mapping[str, str]) -> str:
    """Put values into an address, each written so that it stays one value."""
    return fill(template, {name: quote(value, safe="", errors="replace") for name, value in values.items()})


def fill_form(template: str, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Fill a form written as `name={word}&other=fixed`."""
    return [(name, fill(value, values)) for name, value in parse_qsl(template, keep_blank_values=True)]


def fill_json(template: str, values: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON
    """Fill a JSON document; raises ValueError when it is none."""
    try:
        shape = msgspec.json.decode(template.encode())
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from None
    return _fill_shape(shape, values)


def _fill_shape(shape: Any, values: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON
    match shape:
        case str():
            return fill(shape, values)
        case dict():
            return {name: _fill_shape(value, values) for name, value in shape.items()}
        case list():
            return [_fill_shape(value, values) for value in shape]
        case _:
            return shape


def follow(path: str, found: Any) -> str:  # noqa: ANN401 - any JSON
    """Return what stands at a path as a text; empty when there is nothing, or nothing that is one value."""
    if not path:
        return ""
    for step in path.split("."):
        if isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, list) and step.isdecimal() and len(step) < 4:  # noqa: PLR2004 - a place in a list
            found = found[int(step)] if int(step) < len(found) else None
        else:
            return ""
    if isinstance(found, bool):
        return "true" if found else "false"
    return str(found) if isinstance(found, str | int | float) else ""


def read_body(body: bytes, query: str = "") -> Any:  # noqa: ANN401 - any JSON
    """Read JSON or a form, whichever it is, with the fields of the address; raises ValueError."""
    asked = {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True, max_num_fields=200).items()}
    text = body.decode().strip()
    if text[:1] in ("{", "["):
        try:
            found = msgspec.json.decode(text.encode())
        except (msgspec.MsgspecError, RecursionError) as error:
            raise ValueError(str(error)) from None
        return {**asked, **found} if isinstance(found, dict) else found
    fields = parse_qs(text, keep_blank_values=True, max_num_fields=200)
    return {**asked, **{name: values[-1] for name, values in fields.items()}}


def read_table(text: str) -> dict[str, str]:
    """Read `word=meaning, other=meaning`; several words may share one: `a|b=meaning`."""
    found: dict[str, str] = {}
    for line in re.split(r"[,;\n]", text):
        words, sign, meaning = line.partition("=")
        if sign:
            found |= {word.strip().casefold(): meaning.strip().casefold() for word in words.split("|") if word.strip()}
    return found
