"""A row of a file as what is written of a customer: each cell read by what its column means. Pure.

An empty cell says nothing: what is known of the customer stays.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from zoneinfo import available_timezones

from msgspec import Struct, field

from otklik.contacts.addresses import normalise_email, normalise_phone
from otklik.contacts.attributes import BadValue, Rule, name_wrong, read_value
from otklik.contacts.importing_reading import CELL_MAX
from otklik.contacts.records import ContactRow
from otklik.kit.errors import FieldError
from otklik.kit.text import clean_name
from otklik.own_fields.kinds import Kind

OWN: Final = ("number", "name", "phone", "email", "company", "language", "time_zone", "vip", "note")
ATTRIBUTE: Final = "attributes."
_LINE_MAX: Final = 200
_YES: Final = frozenset({"да", "yes", "true", "1", "+", "y", "д"})
_NO: Final = frozenset({"нет", "no", "false", "0", "-", "n", "н"})
_DAY: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_NUMBER: Final = re.compile(r"[+-]?\d+([.,]\d+)?")
_ZONES: Final = frozenset(available_timezones())


class RowRead(Struct, kw_only=True):
    """What a row says: columns of the customer, fields of the company's own, and what is wrong with it."""

    number: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    errors: list[FieldError] = field(default_factory=list)


def read_row(cells: Sequence[str], mapping: Mapping[str, str], rules: Mapping[str, Rule]) -> RowRead:
    """Read a row by the mapping of its columns; what is wrong is named, and the rest is read."""
    row = RowRead()
    for place, target in mapping.items():
        cell = cells[int(place)].strip() if int(place) < len(cells) else ""
        if not cell:
            continue
        try:
            _read_cell(row, target, cell, rules)
        except BadValue as wrong:
            key = target.removeprefix(ATTRIBUTE)
            row.errors.append(name_wrong(key, wrong) if key != target else FieldError(target, wrong.code, str(wrong)))
    if not row.errors and not any(row.values.get(name) for name in ("name", "phone", "email")) and not row.number:
        row.errors.append(FieldError("name", "empty", "must not be empty"))
    return row


def differing(row: RowRead, contact: ContactRow) -> dict[str, Any]:
    """Return what the row would change of a customer."""
    changed = {name: value for name, value in row.values.items() if getattr(contact, name) != value}
    merged = {**contact.attributes, **row.attributes}
    return changed | ({"attributes": merged} if merged != contact.attributes else {})


def _read_cell(row: RowRead, target: str, cell: str, rules: Mapping[str, Rule]) -> None:
    if len(cell) > CELL_MAX:
        raise BadValue("too_long", f"must be up to {CELL_MAX} characters")
    key = target.removeprefix(ATTRIBUTE)
    if key != target:
        if key in rules and (value := read_value(rules[key], _shape(rules[key], cell))) is not None:
            row.attributes[key] = value
    elif target == "number":
        row.number = int(cell) if cell.isascii() and cell.isdecimal() and len(cell) < 19 else None  # noqa: PLR2004 - bigint
    elif target == "note":
        row.note = cell
    elif target == "vip":
        row.values["vip"] = _flag(cell)
    elif value := _read_text(target, cell):
        row.values[target] = value


def _read_text(target: str, cell: str) -> str:
    text = clean_name(cell, CELL_MAX)
    if len(text) > _LINE_MAX:
        raise BadValue("too_long", f"must be up to {_LINE_MAX} characters")
    if target == "phone":
        text, wrong = normalise_phone(text), ("bad_phone", "is not a phone number")
    elif target == "email":
        text, wrong = normalise_email(text), ("bad_email", "is not an e-mail address")
    elif target == "time_zone":
        text, wrong = text if text in _ZONES else "", ("bad_time_zone", "is not a time zone")
    else:
        return text
    if not text:
        raise BadValue(*wrong)
    return text


def _shape(rule: Rule, cell: str) -> object:
    """Turn a cell into what the API takes for such a field."""
    match rule.kind:
        case Kind.FLAG:
            return _flag(cell)
        case Kind.NUMBER:
            return _number(cell)
        case Kind.DATE:
            return _day(cell)
        case Kind.CHOICES:
            return _choices(rule.choices, cell)
        case _:
            return cell


def _flag(cell: str) -> bool:
    word = cell.casefold()
    if word in _YES | _NO:
        return word in _YES
    raise BadValue("not_flag", "must be yes or no")


def _number(cell: str) -> int | float:
    plain = re.sub(r"[\s\u00a0\u202f]", "", cell)
    if not _NUMBER.fullmatch(plain) or len(plain) > 40:  # noqa: PLR2004 - longer than any number we keep
        try:
            return float(plain)  # 1e-07, as a number may be written out
        except ValueError:
            raise BadValue("not_number", "must be a number") from None
    plain = plain.replace(",", ".")
    return float(plain) if "." in plain else int(plain)


def _day(cell: str) -> str:
    found = _DAY.fullmatch(cell)
    if found is None:
        return cell
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        raise BadValue("bad_date", "must be a date such as 2026-12-31") from None


def _choices(known: Sequence[str], cell: str) -> list[str]:
    """Return the choices of a list; one that itself holds a comma is found whole."""
    rest, found = cell, []
    longest_first = sorted(known, key=len, reverse=True)
    while rest := rest.strip(" ,;"):
        whole = next((one for one in longest_first if _begins(rest, one)), None)
        if whole is None or whole in found:
            raise BadValue("bad_choice", "is not one of the choices, or is there twice")
        found.append(whole)
        rest = rest[len(whole) :]
    return found


def _begins(text: str, choice: str) -> bool:
    """Whether a list begins with a choice and not with a longer word."""
    return text.startswith(choice) and text[len(choice) :].lstrip()[:1] in {"", ",", ";"}
