"""Doors to tags and closing reasons. Everybody reads them; whoever answers may make a tag while typing its name."""

from typing import Annotated

from litestar import delete, get, patch, post
from litestar.params import Parameter

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.infra.db import Database
from otklik.infra.web.idempotency import Created, Once
from otklik.labels import reasons, service
from otklik.labels.records import ReasonRow, TagRow
from otklik.labels.schemas import NewReason, NewTag, ReasonInput, ReasonOut, TagInput, TagOut

_TAG = ["Labels"]
_VIEW = [requires(Permission.WORKSPACE_VIEW)]
_MAKE = [requires(Permission.WORKSPACE_VIEW, Permission.CONVERSATIONS_REPLY)]
_MANAGE = [requires(Permission.LABELS_MANAGE)]

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


@get("/api/v1/tags", guards=_VIEW, tags=_TAG)
async def list_tags(actor: Actor, db: Database) -> list[TagOut]:
    """List all tags by name, at most 500."""
    async with db.workspace(actor.workspace_id) as tx:
        return [_show_tag(row) for row in await service.list_tags(tx)]


@post("/api/v1/tags", guards=_MAKE, tags=_TAG)
async def create_tag(data: NewTag, actor: Actor, db: Database, once: Once) -> Created[TagOut]:
    """Make a tag."""
    async with db.workspace(actor.workspace_id) as tx:
        return await once.create(tx, lambda: service.create_tag(tx, actor, data), _show_tag)


@patch("/api/v1/tags/{tag_id:int}", guards=_MANAGE, tags=_TAG)
async def change_tag(tag_id: Id, data: TagInput, actor: Actor, db: Database) -> TagOut:
    """Rename or colour a tag."""
    async with db.workspace(actor.workspace_id) as tx:
        return _show_tag(await service.change_tag(tx, actor, tag_id, data))


@delete("/api/v1/tags/{tag_id:int}", guards=_MANAGE, tags=_TAG)
async def delete_tag(tag_id: Id, actor: Actor, db: Database) -> None:
    """Remove a tag from every conversation and from the list."""
    async with db.workspace(actor.workspace_id) as tx:
        await service.delete_tag(tx, actor, tag_id)


@get("/api/v1/closing-reasons", guards=_VIEW, tags=_TAG)
async def list_reasons(actor: Actor, db: Database) -> list[ReasonOut]:
    """List the reasons in use in their order, at most 100."""
    async with db.workspace(actor.workspace_id) as tx:
        return [_show_reason(row) for row in await reasons.list_reasons(tx)]


@post("/api/v1/closing-reasons", guards=_MANAGE, tags=_TAG)
async def create_reason(data: NewReason, actor: Actor, db: Database, once: Once) -> Created[ReasonOut]:
    """Make a reason, the last of the list."""
    async with db.workspace(actor.workspace_id) as tx:
        return await once.create(tx, lambda: reasons.create_reason(tx, actor, data), _show_reason)


@patch("/api/v1/closing-reasons/{reason_id:int}", guards=_MANAGE, tags=_TAG)
async def change_reason(reason_id: Id, data: ReasonInput, actor: Actor, db: Database) -> ReasonOut:
    """Rename a reason or move it in the list."""
    async with db.workspace(actor.workspace_id) as tx:
        return _show_reason(await reasons.change_reason(tx, actor, reason_id, data))


@delete("/api/v1/closing-reasons/{reason_id:int}", guards=_MANAGE, tags=_TAG)
async def delete_reason(reason_id: Id, actor: Actor, db: Database) -> None:
    """Offer a reason no more; conversations closed for it keep it."""
    async with db.workspace(actor.workspace_id) as tx:
        await reasons.delete_reason(tx, actor, reason_id)


def _show_tag(row: TagRow) -> TagOut:
    return TagOut(id=row.id, name=row.name, tone=row.tone)


def _show_reason(row: ReasonRow) -> ReasonOut:
    return ReasonOut(id=row.id, name=row.name)


ROUTES = [
    list_tags, create_tag, change_tag, delete_tag, list_reasons, create_reason, change_reason, delete_reason,
]  # fmt: skip
