"""The verbs on the company's own fields of conversations, asked at closing, and what their values must be."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import UNSET

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.contacts.attributes import BadValue, Kind, Rule, read_value
from otklik.contacts.defining import check_choices, make_key
from otklik.conversations import repository_fields as repository
from otklik.conversations.errors import FieldNameTaken, NoSuchField, TooManyFields
from otklik.conversations.repository_fields import About, FieldRow
from otklik.conversations.schemas_fields import (
    ACTIVE_MAX,
    ALL_MAX,
    NAME_MAX,
    ConversationFieldInput,
    ConversationFieldOrder,
    NewConversationField,
)
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.text import clean_name
from otklik.labels.service import announce_labels


async def list_fields(tx: Tx) -> list[FieldRow]:
    """Return every field in order, the archived ones last."""
    return await repository.list_fields(tx)


async def find_about(tx: Tx, conversation_id: int) -> About:
    """Return what a conversation, which exists, is about."""
    return await repository.find_about(tx, conversation_id)


async def create_field(tx: Tx, actor: Actor, new: NewConversationField) -> FieldRow:
    """Make a field; raises FieldNameTaken, TooManyFields, and Invalid naming fields."""
    name, choices = _clean(new.name), check_choices(Kind(new.kind), new.choices)
    await repository.lock_fields(tx)
    known = await repository.list_fields(tx)
    _check_room(known)
    _check_name(known, name)
    values = {"key": make_key(name, {row.key for row in known}), "name": name, "kind": new.kind, "choices": choices}
    row = await _get(tx, await repository.insert_field(tx, {**values, "required": new.required}))
    await _note(tx, actor, "created", row)
    return row


async def change_field(tx: Tx, actor: Actor, field_id: int, change: ConversationFieldInput) -> FieldRow:
    """Rename, archive or bring back a field, or change its choices; refuses like `create_field`."""
    await repository.lock_fields(tx)
    before = await _get(tx, field_id)
    others = [row for row in await repository.list_fields(tx) if row.id != field_id]
    values: dict[str, Any] = {
        name: value for name in ("required", "archived") if (value := getattr(change, name)) is not UNSET
    }
    if change.name is not UNSET:
        values["name"] = _clean(change.name)
    if change.choices is not UNSET:
        values["choices"] = check_choices(Kind(before.kind), change.choices)
    if not values.get("archived", before.archived):
        _check_name(others, values.get("name", before.name))
        if before.archived:
            _check_room(others)
    await repository.update_field(tx, field_id, values)
    row = await _get(tx, field_id)
    moved = {(False, True): "archived", (True, False): "restored"}.get((before.archived, row.archived), "changed")
    await _note(tx, actor, moved, row)
    return row


async def order_fields(tx: Tx, actor: Actor, order: ConversationFieldOrder) -> list[FieldRow]:
    """Ask fields in this order; numbers of other workspaces mean nothing."""
    await repository.lock_fields(tx)
    await repository.order_fields(tx, order.ids)
    await write_audit(tx, actor, "conversation_field.ordered", ("conversation_field", None))
    await announce_labels(tx, relabelled=False)
    return await repository.list_fields(tx)


def read_values(
    rows: Sequence[FieldRow], given: Mapping[str, Any], stored: Mapping[str, Any], *, needed: bool = True
) -> tuple[dict[str, Any], list[FieldError]]:
    """Return the values to keep, None for one that is emptied, and what is wrong with those given.

    `needed`: a required field has to have a value afterwards.
    """
    values: dict[str, Any] = {}
    wrong: list[FieldError] = []
    by_key = {row.key: row for row in rows if not row.archived}
    wrong += [FieldError(f"fields.{key}", "unknown", "is no field") for key in given if key not in by_key]
    for key, row in by_key.items():
        rule = Rule(kind=Kind(row.kind), choices=row.choices, required=row.required and needed)
        try:
            value = read_value(rule, given.get(key, stored.get(key)), stored.get(key))
        except BadValue as bad:
            wrong.append(FieldError(f"fields.{key}", bad.code, bad.english))
            continue
        if key in given and value != stored.get(key):
            values[key] = value
    return values, wrong


async def _get(tx: Tx, field_id: int) -> FieldRow:
    row = next((one for one in await repository.list_fields(tx) if one.id == field_id), None)
    if row is None:
        raise NoSuchField("no such field")
    return row


def _clean(name: str) -> str:
    visible = clean_name(name, NAME_MAX)
    if not visible:
        raise Invalid("some fields are wrong", errors=(FieldError("name", "empty", "must not be empty"),))
    return visible


def _check_name(others: Sequence[FieldRow], name: str) -> None:
    if any(not row.archived and row.name.lower() == name.lower() for row in others):
        raise FieldNameTaken("another field has this name")


def _check_room(known: Sequence[FieldRow]) -> None:
    if len(known) >= ALL_MAX or sum(not row.archived for row in known) >= ACTIVE_MAX:
        raise TooManyFields(f"up to {ACTIVE_MAX} fields in use and {ALL_MAX} with those archived")


async def _note(tx: Tx, actor: Actor, what: str, row: FieldRow) -> None:
    detail = {"name": row.name, "kind": row.kind, "required": row.required, "choices": row.choices}
    await write_audit(tx, actor, f"conversation_field.{what}", ("conversation_field", row.id), detail)
    await announce_labels(tx, relabelled=False)
