"""Doors of the set-up page for the picture in the head of a chat."""

from typing import Any

from litestar import Request, delete, get, put
from msgspec import Struct

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.visitor import logos
from otklik.visitor.errors import LogoTooLarge
from otklik.visitor.keys import check_chat
from otklik.visitor.room import Visitor, visitor_dependencies

_manage = [requires(Permission.INBOXES_MANAGE)]
_TAG = ["inboxes"]
_BASE = "/api/v1/inboxes/{inbox_id:int}/logo"
_DEPENDENCIES = visitor_dependencies()


class Logo(Struct, frozen=True):
    """The address of a logo, for a few days; null where there is none."""

    url: str | None


@get(_BASE, guards=_manage, tags=_TAG, dependencies=_DEPENDENCIES)
async def show_logo(inbox_id: int, actor: Actor, visitor: Visitor) -> Logo:
    """Show the logo of a website chat."""
    async with visitor.road.database.workspace(actor.workspace_id) as tx:
        await check_chat(tx, inbox_id)
        return Logo(await logos.show_logo(visitor, tx, inbox_id))


@put(_BASE, guards=_manage, tags=_TAG, dependencies=_DEPENDENCIES, request_max_body_size=None)
async def set_logo(inbox_id: int, request: Request[Any, Any, Any], actor: Actor, visitor: Visitor) -> Logo:
    """Bring a logo as the raw body: PNG, JPEG, GIF or WebP up to 2 MB, made to fit into 360 by 120 pixels."""
    return Logo(await logos.set_logo(visitor, actor, inbox_id, await _read(request)))


@delete(_BASE, guards=_manage, tags=_TAG, dependencies=_DEPENDENCIES)
async def drop_logo(inbox_id: int, actor: Actor, visitor: Visitor) -> None:
    """Take the logo away; the sign stands in its place."""
    await logos.drop_logo(visitor, actor, inbox_id)


async def _read(request: Request[Any, Any, Any]) -> bytes:
    """Return the body, and read no further than it may be long."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > logos.MOST_BYTES:
            raise LogoTooLarge(logos.MOST_BYTES)
    return bytes(data)


ROUTES = [show_logo, set_logo, drop_logo]
