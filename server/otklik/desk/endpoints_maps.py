"""Doors to the company's maps and their tiles."""

from litestar import Response, get, put

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.desk import maps
from otklik.desk.maps import Maps, Tiles
from otklik.desk.room import Desk
from otklik.kit.errors import NotFound

_VIEW = [requires(Permission.CONVERSATIONS_VIEW)]
_MANAGE = [requires(Permission.WORKSPACE_MANAGE)]
_TAG = ["Maps"]
_TILES = Tiles()


@get("/api/v1/maps", guards=_VIEW, tags=_TAG)
async def show_maps(actor: Actor, desk: Desk) -> Maps:
    """Show on which maps the company looks at places."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return await maps.get_maps(tx)


@put("/api/v1/maps", guards=_MANAGE, tags=_TAG)
async def set_maps(data: Maps, actor: Actor, desk: Desk) -> Maps:
    """Choose the maps, and a tile server or none."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return await maps.set_maps(tx, actor, data)


@get("/api/v1/maps/tiles/{z:int}/{x:int}/{y:int}", guards=_VIEW, tags=_TAG)
async def show_tile(z: int, x: int, y: int, actor: Actor, desk: Desk) -> Response[bytes]:
    """Get a tile of the company's tile server by way of ours; kept for a day."""
    if desk.http is None:
        raise NotFound("there is no such tile")
    async with desk.db.workspace(actor.workspace_id) as tx:
        chosen = await maps.get_maps(tx)
    tile = await _TILES.get(desk.http, chosen, (z, x, y))
    return Response(tile.body, media_type=tile.mime, headers={"Cache-Control": "private, max-age=86400"})


ROUTES = [show_maps, set_maps, show_tile]
