"""Judges requests by the Bot API's own schema: unknown parameters, missing ones, wrong types."""

import json
import re
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

_SCHEMA = Path(__file__).with_name("bot_api_schema.json")
_ATTACH = "attach://"


@cache
def schema() -> dict[str, Any]:
    """Return the schema."""
    loaded: dict[str, Any] = json.loads(_SCHEMA.read_text("utf-8"))
    return loaded


def judge_call(method: str, params: Mapping[str, Any], files: Collection[str] = ()) -> list[str]:
    """Return what is wrong with a call; nothing if the schema allows it."""
    known = schema()["methods"].get(method)
    if known is None:
        return [f"there is no method {method}"]
    faults = [f"{method} has no parameter {name}" for name in params.keys() - known.keys()]
    for name, (kind, required) in known.items():
        if name in params:
            faults += _fits(_decoded(params[name], kind), kind, f"{method}.{name}", files)
        elif required and name not in files:
            faults.append(f"{method} lacks {name}")
    return faults


def judge_object(kind: str, value: object) -> list[str]:
    """Return what is wrong with an object of a type, such as an Update."""
    return _fits(value, kind, kind, ())


def _decoded(value: object, kind: str) -> object:
    """Undo the string form that structured values and numbers have in a form."""
    plain = "String" in kind and not kind.startswith("Array of ")
    if isinstance(value, str) and not plain and kind != "InputFile":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _fits(value: object, kind: str, where: str, files: Collection[str]) -> list[str]:
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{where} is not an array"]
        inner = kind.removeprefix("Array of ")
        return [fault for number, one in enumerate(value) for fault in _fits(one, inner, f"{where}[{number}]", files)]
    choices = re.split(r", | and | or ", kind)
    if len(choices) > 1:
        return _best([_fits(value, choice, where, files) for choice in choices])
    return _fits_one(value, kind, where, files)


def _fits_one(value: object, kind: str, where: str, files: Collection[str]) -> list[str]:
    simple: dict[str, type | tuple[type, ...]] = {
        "String": str, "Integer": int, "Float": (int, float), "Boolean": bool, "True": bool, "InputFile": str,
    }  # fmt: skip
    if kind in simple:
        good = isinstance(value, simple[kind]) and (kind in ("Boolean", "True") or not isinstance(value, bool))
        return [] if good else [f"{where} is not {kind}"]
    fields = schema()["types"].get(kind)
    if fields is None:
        return [f"{where}: the schema has no type {kind}"]
    if not isinstance(value, dict):
        return [f"{where} is not an object"]
    if not fields:
        heirs = [name for name in schema()["types"] if name.startswith(kind) and name != kind]
        if kind == "MaybeInaccessibleMessage":
            heirs = ["Message", "InaccessibleMessage"]
        return _best([_fits(value, heir, where, files) for heir in heirs]) if heirs else []
    return _fits_fields(value, fields, where, files)


def _fits_fields(value: Mapping[str, Any], fields: Mapping[str, Any], where: str, files: Collection[str]) -> list[str]:
    faults = [f"{where} has no field {name}" for name in value.keys() - fields.keys()]
    for name, (kind, required) in fields.items():
        if name in value:
            faults += _fits(value[name], kind, f"{where}.{name}", files)
        elif required:
            faults.append(f"{where} lacks {name}")
    media = value.get("media")
    if isinstance(media, str) and media.startswith(_ATTACH) and media.removeprefix(_ATTACH) not in files:
        faults.append(f"{where}.media points at a file that did not come along")
    return faults


def _best(tries: list[list[str]]) -> list[str]:
    return min(tries, key=len)
