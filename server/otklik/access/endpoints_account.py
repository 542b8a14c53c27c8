"""Doors to one's own account: where one is signed in, and one's photo."""

from typing import Annotated, Any

from litestar import Request, delete, get, put
from litestar.params import Parameter

from otklik.access import photos, places, service
from otklik.access.actor import Actor
from otklik.access.config import Access
from otklik.access.errors import PhotoTooLarge
from otklik.access.guards import operators_only
from otklik.access.records import PlaceRow
from otklik.access.schemas import Operator
from otklik.infra.db import Database
from otklik.infra.web.schemas import Items

_TAG = ["Start and session"]
_GUARDS = [operators_only()]
Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


@get("/api/v1/session/places", guards=_GUARDS, tags=_TAG)
async def list_own_places(actor: Actor, db: Database) -> Items[PlaceRow]:
    """Show where one is signed in, the last used first."""
    async with db.workspace(actor.workspace_id) as tx:
        return Items(await places.list_places(tx, actor, actor.id))


@delete("/api/v1/session/places/{session_id:int}", guards=_GUARDS, tags=_TAG)
async def end_own_place(session_id: Id, actor: Actor, db: Database) -> None:
    """Sign oneself out in one place."""
    async with db.workspace(actor.workspace_id) as tx:
        await places.end_place(tx, actor, actor.id, session_id)


@delete("/api/v1/session/places", guards=_GUARDS, tags=_TAG)
async def end_other_places(actor: Actor, db: Database) -> None:
    """Sign oneself out everywhere but here."""
    async with db.workspace(actor.workspace_id) as tx:
        await places.end_other_places(tx, actor)


@put("/api/v1/session/photo", guards=_GUARDS, tags=_TAG, request_max_body_size=None)
async def set_photo(request: Request[Any, Any, Any], actor: Actor, access: Access) -> Operator:
    """Bring one's photo as the raw body: PNG, JPEG, GIF or WebP up to 5 MB; its middle is kept, 256 by 256 pixels."""
    data = await _read_photo(request)
    return service.show_operator(await photos.set_photo(access, actor, data), access.tools.photo_link)


@delete("/api/v1/session/photo", guards=_GUARDS, status_code=200, tags=_TAG)
async def drop_photo(actor: Actor, access: Access) -> Operator:
    """Take one's photo away; initials stand in its place."""
    return service.show_operator(await photos.drop_photo(access, actor), access.tools.photo_link)


async def _read_photo(request: Request[Any, Any, Any]) -> bytes:
    """Return the body, and read no further than it may be long."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > photos.MOST_BYTES:
            raise PhotoTooLarge(photos.MOST_BYTES)
    return bytes(data)


ROUTES = [list_own_places, end_own_place, end_other_places, set_photo, drop_photo]
