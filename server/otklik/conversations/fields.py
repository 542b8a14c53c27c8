"""The company's own fields of conversations, asked at closing: where they are kept, and what their values must be."""

from collections.abc import Mapping, Sequence
from typing import Any

from otklik.access.actor import Actor
from otklik.contacts.attributes import BadValue, Rule, read_value
from otklik.conversations import repository_about as repository
from otklik.conversations.errors import FieldNameTaken, NoSuchField, TooManyFields
from otklik.conversations.repository_about import About
from otklik.conversations.schemas_fields import NewConversationField
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError
from otklik.labels.service import announce_labels
from otklik.own_fields import service
from otklik.own_fields.kinds import Kind
from otklik.own_fields.records import Catalogue, FieldRow, NewField


async def _announce(tx: Tx) -> None:
    await announce_labels(tx, relabelled=False)


FIELDS = Catalogue(
    table="conversation_attribute",
    noun="conversation_field",
    flags=("required",),
    active_max=20,
    all_max=100,
    missing=NoSuchField,
    name_taken=FieldNameTaken,
    too_many=TooManyFields,
    announce=_announce,
)


async def list_fields(tx: Tx) -> list[FieldRow]:
    """Return every field in order, the archived ones last."""
    return await service.list_fields(tx, FIELDS)


async def find_about(tx: Tx, conversation_id: int) -> About:
    """Return what a conversation, which exists, is about."""
    return await repository.find_about(tx, conversation_id)


async def put_about(tx: Tx, conversation_id: int, topic_id: int | None, fields: dict[str, Any]) -> None:
    """Let a conversation, which exists, be about just this: nothing is checked, for it was so before."""
    await repository.put_about(tx, conversation_id, About(topic_id, fields))


async def create_field(tx: Tx, actor: Actor, new: NewConversationField) -> FieldRow:
    """Make a field of conversations."""
    flags = {"required": new.required}
    field = NewField(name=new.name, kind=Kind(new.kind), choices=new.choices, flags=flags)
    return await service.create_field(tx, actor, FIELDS, field)


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
