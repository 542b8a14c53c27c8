"""The verbs on a company's own fields: see, make, change, archive, order. Values stay where they are throughout."""

import re
from collections.abc import Sequence
from typing import Any

from msgspec import UNSET

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.text import clean_name
from otklik.own_fields import repository
from otklik.own_fields.kinds import Kind
from otklik.own_fields.records import Catalogue, FieldRow, NewField
from otklik.own_fields.schemas import NAME_MAX, FieldInput, FieldOrder

_KEY_MAX = 40
_OWN_WORDS = frozenset({"id", "name", "phone", "email", "language", "company", "vip", "time_zone"})
_LETTERS = dict(zip("абвгдеёзийклмнопрстуфхыэ", "abvgdeeziyklmnoprstufhye", strict=True)) | {
    "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "ю": "yu", "я": "ya",
}  # fmt: skip


async def list_fields(tx: Tx, of: Catalogue) -> list[FieldRow]:
    """Return every field in order, the archived ones last."""
    return await repository.list_fields(tx, of)


async def create_field(tx: Tx, actor: Actor, of: Catalogue, new: NewField) -> FieldRow:
    """Make a field, the last in order; refused with the errors of the catalogue, and with Invalid naming fields."""
    name, choices = _clean(new.name), _check_choices(new.kind, new.choices)
    await repository.lock_fields(tx)
    known = await repository.list_fields(tx, of)
    _check_room(of, known)
    _check_name(of, known, name)
    taken = {row.key for row in known}
    if new.key in taken:
        raise Invalid("some fields are wrong", errors=(FieldError("key", "taken", "is already taken"),))
    values = {"key": new.key or make_key(name, taken), "name": name, "kind": new.kind.value, "choices": choices}
    row = await _get(tx, of, await repository.insert_field(tx, of, {**values, **new.flags}))
    await _note(tx, actor, of, "created", row)
    return row


async def change_field(tx: Tx, actor: Actor, of: Catalogue, field_id: int, change: FieldInput) -> FieldRow:
    """Rename, archive or bring back a field, or change its choices; refuses like `create_field`."""
    await repository.lock_fields(tx)
    before = await _get(tx, of, field_id)
    others = [row for row in await repository.list_fields(tx, of) if row.id != field_id]
    values: dict[str, Any] = {
        name: value for name in (*of.flags, "archived") if (value := getattr(change, name)) is not UNSET
    }
    if change.name is not UNSET:
        values["name"] = _clean(change.name)
    if change.choices is not UNSET:
        values["choices"] = _check_choices(Kind(before.kind), change.choices)
    if not values.get("archived", before.archived):
        _check_name(of, others, values.get("name", before.name))
        if before.archived:
            _check_room(of, others)
    await repository.update_field(tx, of, field_id, values)
    row = await _get(tx, of, field_id)
    moved = {(False, True): "archived", (True, False): "restored"}.get((before.archived, row.archived), "changed")
    await _note(tx, actor, of, moved, row)
    return row


async def order_fields(tx: Tx, actor: Actor, of: Catalogue, order: FieldOrder) -> list[FieldRow]:
    """Put fields in this order; those not named follow, numbers of other workspaces mean nothing."""
    await repository.lock_fields(tx)
    await repository.order_fields(tx, of, order.ids)
    await write_audit(tx, actor, f"{of.noun}.ordered", (of.noun, None))
    await of.announce(tx)
    return await repository.list_fields(tx, of)


def make_key(name: str, taken: set[str]) -> str:
    """Make a key of a name, Russian letters written in Latin; a number is added to one that is taken."""
    latin = "".join(_LETTERS.get(letter, letter) for letter in name.lower())
    start = re.sub(r"[^a-z0-9]+", "_", latin).strip("_")[:_KEY_MAX].strip("_")
    if not start or not start[0].isalpha():
        start = f"field_{start}".strip("_")
    key, number = start, 2
    while key in taken or key in _OWN_WORDS:
        key, number = f"{start}_{number}", number + 1
    return key


async def _get(tx: Tx, of: Catalogue, field_id: int) -> FieldRow:
    row = next((one for one in await repository.list_fields(tx, of) if one.id == field_id), None)
    if row is None:
        raise of.missing("no such field")
    return row


def _clean(name: str) -> str:
    visible = clean_name(name, NAME_MAX)
    if not visible:
        raise Invalid("some fields are wrong", errors=(FieldError("name", "empty", "must not be empty"),))
    return visible


def _check_name(of: Catalogue, others: Sequence[FieldRow], name: str) -> None:
    if any(not row.archived and row.name.lower() == name.lower() for row in others):
        raise of.name_taken("another field has this name")


def _check_room(of: Catalogue, known: Sequence[FieldRow]) -> None:
    if len(known) >= of.all_max or sum(not row.archived for row in known) >= of.active_max:
        raise of.too_many(f"up to {of.active_max} fields in use and {of.all_max} with those archived")


def _check_choices(kind: Kind, given: Sequence[str]) -> list[str]:
    """Return the choices, clean; only the two kinds of choice have some, and they need one at least."""
    choices = [clean_name(one, NAME_MAX) for one in given]
    wrong: tuple[str, str] | None = None
    if kind not in {Kind.CHOICE, Kind.CHOICES}:
        wrong = ("not_allowed", "fields of this kind have no choices") if choices else None
    elif not choices or not all(choices):
        wrong = ("empty", "must not be empty")
    elif len({one.lower() for one in choices}) < len(choices):
        wrong = ("repeated", "is there twice")
    if wrong:
        raise Invalid("some fields are wrong", errors=(FieldError("choices", *wrong),))
    return choices


async def _note(tx: Tx, actor: Actor, of: Catalogue, what: str, row: FieldRow) -> None:
    detail = {"name": row.name, "kind": row.kind, "required": row.required, "choices": row.choices}
    await write_audit(tx, actor, f"{of.noun}.{what}", (of.noun, row.id), detail)
    await of.announce(tx)
