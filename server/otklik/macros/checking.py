"""What a macro may look like; everything that is wrong is named with its place."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import UNSET, structs

from otklik.conversations.fields import read_values
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.text import clean_name, clean_text
from otklik.macros.schemas import NAME_MAX, MacroAction
from otklik.own_fields.records import FieldRow

_NEEDED = {
    "reply": "text", "note": "text", "canned": "response_id", "tag_add": "tag_id", "tag_remove": "tag_id",
    "assign": "operator_id", "team": "team_id", "priority": "priority",
}  # fmt: skip
_MANY = frozenset({"tag_add", "tag_remove"})
_ONE_OF = (frozenset({"snooze", "resolve"}), frozenset({"reply", "canned"}), frozenset({"assign", "release"}))


def check_macro(name: str, actions: Sequence[MacroAction]) -> dict[str, Any]:
    """Return the values to store; raises Invalid for an empty name, missing facts, and actions that exclude another."""
    errors = []
    cleaned = clean_name(name, NAME_MAX)
    if not cleaned:
        errors.append(FieldError("name", "empty", "must not be empty"))
    tidy = [structs.replace(one, text=clean_text(one.text).strip()) for one in actions]
    for number, one in enumerate(tidy):
        errors += _check_one(number, one)
    errors += _check_together(tidy)
    if errors:
        raise Invalid("some fields are wrong", errors=tuple(errors))
    return {"name": cleaned, "actions": msgspec.to_builtins(tidy)}


def check_fields(actions: Sequence[MacroAction], rows: Sequence[FieldRow]) -> None:
    """Raise Invalid for values that no conversation could take; whether one is needed is asked when it runs."""
    errors = []
    for number, one in enumerate(actions):
        _, wrong = read_values(rows, one.fields, {}, needed=False)
        errors += [FieldError(f"actions.{number}.{bad.field}", bad.code, bad.message) for bad in wrong]
    if errors:
        raise Invalid("some fields are wrong", errors=tuple(errors))


def _check_one(number: int, action: MacroAction) -> list[FieldError]:
    needed = _NEEDED.get(action.verb)
    if needed is not None and getattr(action, needed) in ("", UNSET):
        return [FieldError(f"actions.{number}.{needed}", "missing", "is required")]
    if needed in {"response_id", "tag_id", "priority"} and getattr(action, needed) is None:
        return [FieldError(f"actions.{number}.{needed}", "missing", "is required")]
    spans = (action.minutes is not None, action.days is not None, action.until_reply)
    if action.verb == "snooze" and sum(spans) != 1:
        return [FieldError(f"actions.{number}.minutes", "missing", "name one of minutes, days and until_reply")]
    return []


def _check_together(actions: Sequence[MacroAction]) -> list[FieldError]:
    times = Counter(one.verb for one in actions if one.verb not in _MANY)
    twice = [verb for verb, count in times.items() if count > 1]
    against = [group for group in _ONE_OF if len(group & times.keys()) > 1]
    if not twice and not against:
        return []
    return [FieldError("actions", "excluded", "an action stands twice or excludes another one")]
