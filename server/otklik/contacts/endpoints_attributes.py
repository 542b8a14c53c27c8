"""Doors to the company's own fields of a customer."""

from typing import Annotated

from litestar import get, patch, post, put
from litestar.params import Parameter

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.contacts import defining
from otklik.contacts.schemas_attributes import AttributeInput, AttributeOrder, ContactAttribute, NewAttribute
from otklik.infra.db import Database
from otklik.infra.web.idempotency import Created, Once
from otklik.infra.web.schemas import Items
from otklik.own_fields import service
from otklik.own_fields.kinds import Kind
from otklik.own_fields.records import FieldRow

_TAG = ["Contacts"]
_VIEW = [requires(Permission.CONTACTS_VIEW)]
_MANAGE = [requires(Permission.WORKSPACE_MANAGE)]

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


@get("/api/v1/contact-attributes", guards=_VIEW, tags=_TAG)
async def list_attributes(actor: Actor, db: Database) -> Items[ContactAttribute]:
    """List the company's own fields in their order, the archived ones last."""
    async with db.workspace(actor.workspace_id) as tx:
        return Items([_show(row) for row in await service.list_fields(tx, defining.ATTRIBUTES)])


@post("/api/v1/contact-attributes", guards=_MANAGE, tags=_TAG)
async def create_attribute(data: NewAttribute, actor: Actor, db: Database, once: Once) -> Created[ContactAttribute]:
    """Make a field."""
    async with db.workspace(actor.workspace_id) as tx:
        return await once.create(tx, lambda: defining.create_attribute(tx, actor, data), _show)


@patch("/api/v1/contact-attributes/{attribute_id:int}", guards=_MANAGE, tags=_TAG)
async def change_attribute(attribute_id: Id, data: AttributeInput, actor: Actor, db: Database) -> ContactAttribute:
    """Rename, archive or bring back a field, or change its choices; values of customers stay."""
    async with db.workspace(actor.workspace_id) as tx:
        return _show(await service.change_field(tx, actor, defining.ATTRIBUTES, attribute_id, data))


@put("/api/v1/contact-attributes/order", guards=_MANAGE, tags=_TAG)
async def order_attributes(data: AttributeOrder, actor: Actor, db: Database) -> Items[ContactAttribute]:
    """Put the fields in order; those not named follow."""
    async with db.workspace(actor.workspace_id) as tx:
        return Items([_show(row) for row in await service.order_fields(tx, actor, defining.ATTRIBUTES, data)])


def _show(row: FieldRow) -> ContactAttribute:
    return ContactAttribute(
        id=row.id, key=row.key, name=row.name, kind=Kind(row.kind), choices=row.choices, required=row.required,
        on_card=row.on_card, archived=row.archived,
    )  # fmt: skip


ROUTES = [list_attributes, create_attribute, change_attribute, order_attributes]
