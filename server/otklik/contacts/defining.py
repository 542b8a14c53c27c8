"""The company's own fields of customers: where they are kept, and what their values must obey."""

from collections.abc import Sequence

from otklik.access.actor import Actor
from otklik.contacts.attributes import Rule
from otklik.contacts.errors import AttributeNameTaken, NoSuchAttribute, TooManyAttributes
from otklik.contacts.events import AttributesChanged
from otklik.contacts.schemas_attributes import NewAttribute
from otklik.infra.db import Tx
from otklik.own_fields import service
from otklik.own_fields.kinds import Kind
from otklik.own_fields.records import Catalogue, FieldRow, NewField


async def _announce(tx: Tx) -> None:
    await tx.announce(AttributesChanged(workspace_id=tx.workspace_id))


ATTRIBUTES = Catalogue(
    table="contact_attribute",
    noun="contact_attribute",
    flags=("required", "on_card"),
    active_max=50,
    all_max=200,
    missing=NoSuchAttribute,
    name_taken=AttributeNameTaken,
    too_many=TooManyAttributes,
    announce=_announce,
)


async def list_active_attributes(tx: Tx) -> list[FieldRow]:
    """Return the fields that are in use, in their order: for cards, filters and columns of any room."""
    return [row for row in await service.list_fields(tx, ATTRIBUTES) if not row.archived]


async def find_rules(tx: Tx, keys: Sequence[str]) -> dict[str, Rule]:
    """Return what the values under these keys must obey; a key without a field is missing."""
    return {
        row.key: Rule(kind=Kind(row.kind), choices=row.choices, required=row.required, archived=row.archived)
        for row in await service.list_fields(tx, ATTRIBUTES)
        if row.key in keys
    }


async def create_attribute(tx: Tx, actor: Actor, new: NewAttribute) -> FieldRow:
    """Make a field of customers."""
    flags = {"required": new.required, "on_card": new.on_card}
    field = NewField(name=new.name, kind=new.kind, choices=new.choices, flags=flags, key=new.key)
    return await service.create_field(tx, actor, ATTRIBUTES, field)
