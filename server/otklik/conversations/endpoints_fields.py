"""Doors to the company's own fields of conversations."""

from typing import Annotated

from litestar import get, patch, post, put
from litestar.params import Parameter

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.conversations.fields import FIELDS, create_field
from otklik.conversations.schemas_fields import (
    ConversationField,
    ConversationFieldInput,
    ConversationFieldOrder,
    NewConversationField,
)
from otklik.infra.db import Database
from otklik.infra.web.idempotency import Created, Once
from otklik.own_fields import service
from otklik.own_fields.records import FieldRow

_TAG = ["Conversations"]
_VIEW = [requires(Permission.WORKSPACE_VIEW)]
_MANAGE = [requires(Permission.LABELS_MANAGE)]

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


@get("/api/v1/conversation-fields", guards=_VIEW, tags=_TAG)
async def list_conversation_fields(actor: Actor, db: Database) -> list[ConversationField]:
    """List the fields asked at closing in their order, at most 20 in use; the archived ones stand last."""
    async with db.workspace(actor.workspace_id) as tx:
        return [_show(row) for row in await service.list_fields(tx, FIELDS)]


@post("/api/v1/conversation-fields", guards=_MANAGE, tags=_TAG)
async def create_conversation_field(
    data: NewConversationField, actor: Actor, db: Database, once: Once
) -> Created[ConversationField]:
    """Make a field, the last to be asked."""
    async with db.workspace(actor.workspace_id) as tx:
        return await once.create(tx, lambda: create_field(tx, actor, data), _show)


@patch("/api/v1/conversation-fields/{field_id:int}", guards=_MANAGE, tags=_TAG)
async def change_conversation_field(
    field_id: Id, data: ConversationFieldInput, actor: Actor, db: Database
) -> ConversationField:
    """Rename, archive or bring back a field, or change its choices; values of conversations stay."""
    async with db.workspace(actor.workspace_id) as tx:
        return _show(await service.change_field(tx, actor, FIELDS, field_id, data))


@put("/api/v1/conversation-fields/order", guards=_MANAGE, tags=_TAG)
async def order_conversation_fields(
    data: ConversationFieldOrder, actor: Actor, db: Database
) -> list[ConversationField]:
    """Ask the fields in this order; those not named follow."""
    async with db.workspace(actor.workspace_id) as tx:
        return [_show(row) for row in await service.order_fields(tx, actor, FIELDS, data)]


def _show(row: FieldRow) -> ConversationField:
    return ConversationField(
        id=row.id, key=row.key, name=row.name, kind=row.kind, choices=row.choices, required=row.required,  # type: ignore[arg-type] # the table knows no other kinds
        archived=row.archived,
    )  # fmt: skip


ROUTES = [
    list_conversation_fields, create_conversation_field, change_conversation_field, order_conversation_fields,
]  # fmt: skip
