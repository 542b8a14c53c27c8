"""The verbs on a company's own fields: see, make, change, archive, order. Values stay with the customers throughout."""

import re
from collections.abc import Sequence
from typing import Any

from msgspec import UNSET

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.contacts import repository_attributes as repository
from otklik.contacts.attributes import Kind, Rule
from otklik.contacts.errors import AttributeNameTaken, NoSuchAttribute, TooManyAttributes
from otklik.contacts.events import AttributesChanged
from otklik.contacts.records import AttributeRow
from otklik.contacts.schemas_attributes import AttributeInput, AttributeOrder, NewAttribute
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.text import clean_name

ACTIVE_MAX = 50
ALL_MAX = 200
_NAME_MAX = 100
_KEY_MAX = 40
_OWN_WORDS = frozenset({"id", "name", "phone", "email", "language", "company", "vip", "time_zone"})
_LETTERS = dict(zip("абвгдеёзийклмнопрстуфхыэ", "abvgdeeziyklmnoprstufhye", strict=True)) | {
    "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "ю": "yu", "я": "ya",
}  # fmt: skip


async def list_active_attributes(tx: Tx) -> list[AttributeRow]:
    """Return the fields that are in use, in their order: for cards, filters and columns of any room."""
    return [row for row in await repository.list_attributes(tx) if not row.archived]


async def list_all_attributes(tx: Tx) -> list[AttributeRow]:
    """Return every field, those in use first."""
    return await repository.list_attributes(tx)


async def find_rules(tx: Tx, keys: Sequence[str]) -> dict[str, Rule]:
    """Return what the values under these keys must obey; a key without a field is missing."""
    return {
        row.key: Rule(kind=Kind(row.kind), choices=row.choices, required=row.required, archived=row.archived)
        for row in await repository.list_attributes(tx, keys)
    }


async def create_attribute(tx: Tx, actor: Actor, new: NewAttribute) -> AttributeRow:
    """Make a field; raises AttributeNameTaken, TooManyAttributes, and Invalid naming fields."""
    name, choices = _clean(new.name), check_choices(new.kind, new.choices)
    await repository.lock_attributes(tx)
    known = await repository.list_attributes(tx)
    _check_room(known)
    _check_name(known, name)
    if new.key and any(row.key == new.key for row in known):
        raise Invalid("some fields are wrong", errors=(FieldError("key", "taken", "is already taken"),))
    key = new.key or make_key(name, {row.key for row in known})
    values = {"key": key, "name": name, "kind": new.kind.value, "choices": choices}
    flags = {"required": new.required, "on_card": new.on_card}
    row = await _get(tx, await repository.insert_attribute(tx, {**values, **flags}))
    await _note(tx, actor, "created", row)
    return row


async def change_attribute(tx: Tx, actor: Actor, attribute_id: int, change: AttributeInput) -> AttributeRow:
    """Rename, archive or bring back a field, or change its choices; refuses like `create_attribute`."""
    await repository.lock_attributes(tx)
    before = await _get(tx, attribute_id)
    others = [row for row in await repository.list_attributes(tx) if row.id != attribute_id]
    values: dict[str, Any] = {
        name: value
        for name in ("required", "on_card", "archived")
        if (value := getattr(change, name)) is not UNSET
    }  # fmt: skip
    if change.name is not UNSET:
        values["name"] = _clean(change.name)
    if change.choices is not UNSET:
        values["choices"] = check_choices(Kind(before.kind), change.choices)
    if not values.get("archived", before.archived):
        _check_name(others, values.get("name", before.name))
        if before.archived:
            _check_room(others)
    await repository.update_attribute(tx, attribute_id, values)
    row = await _get(tx, attribute_id)
    moved = {(False, True): "archived", (True, False): "restored"}.get((before.archived, row.archived), "changed")
    await _note(tx, actor, moved, row)
    return row


async def order_attributes(tx: Tx, actor: Actor, order: AttributeOrder) -> list[AttributeRow]:
    """Put fields in this order; those not named follow, numbers of other workspaces mean nothing."""
    await repository.lock_attributes(tx)
    await repository.order_attributes(tx, order.ids)
    await write_audit(tx, actor, "contact_attribute.ordered", ("contact_attribute", None))
    await tx.announce(AttributesChanged(workspace_id=tx.workspace_id))
    return await repository.list_attributes(tx)


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


async def _get(tx: Tx, attribute_id: int) -> AttributeRow:
    row = await repository.find_attribute(tx, attribute_id)
    if row is None:
        raise NoSuchAttribute("no such field")
    return row


def _clean(name: str) -> str:
    visible = clean_name(name, _NAME_MAX)
    if not visible:
        raise Invalid("some fields are wrong", errors=(FieldError("name", "empty", "must not be empty"),))
    return visible


def _check_name(others: Sequence[AttributeRow], name: str) -> None:
    if any(not row.archived and row.name.lower() == name.lower() for row in others):
        raise AttributeNameTaken("another field has this name")


def _check_room(known: Sequence[AttributeRow]) -> None:
    if len(known) >= ALL_MAX or sum(not row.archived for row in known) >= ACTIVE_MAX:
        raise TooManyAttributes(f"up to {ACTIVE_MAX} fields in use and {ALL_MAX} with those archived")


def check_choices(kind: Kind, given: Sequence[str]) -> list[str]:
    """Return the choices, clean; only the two kinds of choice have some, and they need one at least."""
    choices = [clean_name(one, _NAME_MAX) for one in given]
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


async def _note(tx: Tx, actor: Actor, what: str, row: AttributeRow) -> None:
    await tx.announce(AttributesChanged(workspace_id=tx.workspace_id))
    detail = {"name": row.name, "kind": row.kind, "required": row.required, "choices": row.choices}
    await write_audit(tx, actor, f"contact_attribute.{what}", ("contact_attribute", row.id), detail)
