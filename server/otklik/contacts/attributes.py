"""What a value of each kind of a company's own fields must be. Pure."""

import math
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from otklik.contacts.addresses import normalise_email, normalise_phone
from otklik.kit.errors import FieldError
from otklik.kit.text import clean_name, clean_text
from otklik.own_fields.kinds import Kind

TEXT_MAX = 300
LONG_TEXT_MAX = 5_000
LINK_MAX = 2_000
NUMBER_MAX = 1_000_000_000_000_000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LINK = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)


class Rule(Struct, frozen=True, kw_only=True):
    """What the values of one field must obey."""

    kind: Kind
    choices: Sequence[str] = ()
    required: bool = False
    archived: bool = False


class BadValue(Exception):
    """A value that does not fit: a slug of the catalogue of words and a sentence in English."""

    def __init__(self, code: str, english: str) -> None:
        super().__init__(english)
        self.code = code
        self.english = english


def read_value(rule: Rule, given: object, stored: object = None) -> Any:  # noqa: ANN401 - JSON, by the kind
    """Return the value as it is kept, None for an empty one; raises BadValue.

    A choice that has left the list since is taken as long as it is the one `stored`.
    """
    if rule.archived:
        raise BadValue("archived", "is archived")
    empty = given is None or given == [] or (isinstance(given, str) and not clean_name(given, TEXT_MAX))
    value = None if empty else _READERS[rule.kind](rule, given, stored)
    if value is None and rule.required:
        raise BadValue("required", "is required")
    return value


def name_wrong(key: str, wrong: BadValue) -> FieldError:
    """Say which field a wrong value was for."""
    return FieldError(f"attributes.{key}", wrong.code, wrong.english)


def _read_line(_rule: Rule, given: object, _stored: object) -> str:
    return clean_name(_limit(_text(given), TEXT_MAX), TEXT_MAX)


def _read_long(_rule: Rule, given: object, _stored: object) -> str:
    return clean_text(_limit(_text(given), LONG_TEXT_MAX)).strip()


def _read_number(_rule: Rule, given: object, _stored: object) -> int | float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        raise BadValue("not_number", "must be a number")
    if abs(given) > NUMBER_MAX:
        raise BadValue("out_of_range", "is out of range")
    return given


def _read_day(_rule: Rule, given: object, _stored: object) -> str:
    text = _text(given)
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise BadValue("bad_date", "must be a date such as 2026-12-31")


def _read_flag(_rule: Rule, given: object, _stored: object) -> bool:
    if not isinstance(given, bool):
        raise BadValue("not_flag", "must be yes or no")
    return given


def _read_choice(rule: Rule, given: object, stored: object) -> str:
    text = _text(given)
    if text in rule.choices or text == stored:
        return text
    raise BadValue("bad_choice", "is not one of the choices")


def _read_choices(rule: Rule, given: object, stored: object) -> list[str]:
    known = [*rule.choices, *(one for one in (stored if isinstance(stored, list) else ()) if one not in rule.choices)]
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise BadValue("wrong_type", "must be a list of texts")
    if any(one not in known for one in given):
        raise BadValue("bad_choice", "is not one of the choices")
    return [one for one in known if one in given]


def _read_link(_rule: Rule, given: object, _stored: object) -> str:
    text = _limit(_text(given).strip(), LINK_MAX)
    if not _LINK.fullmatch(text) or clean_text(text) != text:
        raise BadValue("bad_url", "is not an http or https address")
    return text


def _read_phone(_rule: Rule, given: object, _stored: object) -> str:
    phone = normalise_phone(_text(given))
    if not phone:
        raise BadValue("bad_phone", "is not a phone number")
    return phone


def _read_email(_rule: Rule, given: object, _stored: object) -> str:
    email = normalise_email(_text(given))
    if not email:
        raise BadValue("bad_email", "is not an e-mail address")
    return email


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise BadValue("wrong_type", "must be a text")
    return given


def _limit(text: str, longest: int) -> str:
    if len(text) > longest:
        raise BadValue("too_long", f"must be up to {longest} characters")
    return text


_READERS: dict[Kind, Callable[[Rule, object, object], Any]] = {
    Kind.TEXT: _read_line,
    Kind.LONG_TEXT: _read_long,
    Kind.NUMBER: _read_number,
    Kind.DATE: _read_day,
    Kind.FLAG: _read_flag,
    Kind.CHOICE: _read_choice,
    Kind.CHOICES: _read_choices,
    Kind.LINK: _read_link,
    Kind.PHONE: _read_phone,
    Kind.EMAIL: _read_email,
}
