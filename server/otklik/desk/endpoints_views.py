"""Doors to saved views."""

from typing import Annotated

from litestar import delete, get, patch, post
from litestar.params import Parameter
from msgspec import UNSET

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.desk import saved
from otklik.desk.asking import read_typed
from otklik.desk.filters.binding import unbind
from otklik.desk.filters.writing import write_filter
from otklik.desk.records import SavedRow
from otklik.desk.room import Desk
from otklik.desk.schemas_views import MoveViews, NewSavedView, SavedView, SavedViewInput
from otklik.infra.db import Tx
from otklik.infra.web.idempotency import Created, Once
from otklik.infra.web.schemas import Items

_TAG = ["Conversations"]
_VIEW = [requires(Permission.CONVERSATIONS_VIEW)]
_Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


@get("/api/v1/views", guards=_VIEW, tags=_TAG)
async def list_saved_views(actor: Actor, desk: Desk) -> Items[SavedView]:
    """List the saved views that one sees: one's own, those of one's teams, the shared ones."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return Items(await _show(tx, actor, await saved.list_views(tx, actor)))


@post("/api/v1/views", guards=_VIEW, tags=_TAG)
async def create_saved_view(data: NewSavedView, actor: Actor, desk: Desk, once: Once) -> Created[SavedView]:
    """Keep a filter as a view; for a team or for all it needs the right to share views."""

    async def create() -> SavedView:
        saved.check_text(data.filter)
        tree = await read_typed(tx, desk, data.filter)
        assert tree is not None  # noqa: S101 - a blank filter was refused
        return (await _show(tx, actor, [await saved.create_view(tx, actor, data, tree)]))[0]

    async with desk.db.workspace(actor.workspace_id) as tx:
        return await once.answer(tx, create)


@patch("/api/v1/views/{view_id:int}", guards=_VIEW, tags=_TAG)
async def change_saved_view(view_id: _Id, data: SavedViewInput, actor: Actor, desk: Desk) -> SavedView:
    """Rename a view, change its filter, order, icon, pin or whom it is for."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        tree = None
        if data.filter is not UNSET:
            saved.check_text(data.filter)
            tree = await read_typed(tx, desk, data.filter)
        return (await _show(tx, actor, [await saved.change_view(tx, actor, view_id, data, tree)]))[0]


@delete("/api/v1/views/{view_id:int}", guards=_VIEW, tags=_TAG)
async def delete_saved_view(view_id: _Id, actor: Actor, desk: Desk) -> None:
    """Delete a view; its conversations stay what they are."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await saved.delete_view(tx, actor, view_id)


@post("/api/v1/views/order", guards=_VIEW, status_code=204, tags=_TAG)
async def move_saved_views(data: MoveViews, actor: Actor, desk: Desk) -> None:
    """Put views in this order among themselves."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await saved.move_views(tx, actor, data.ids)


async def _show(tx: Tx, actor: Actor, rows: list[SavedRow]) -> list[SavedView]:
    trees = await unbind(tx, [saved.read_tree(row) for row in rows])
    return [
        SavedView(
            id=row.id, scope=row.scope, team_id=row.team_id, name=row.name, icon=row.icon, filter=write_filter(tree),
            sort=row.sort, group=row.grouping, columns=row.columns, pinned=row.pinned, position=row.position,
            changeable=saved.may_change(actor, row), version=row.version,
        )
        for row, tree in zip(rows, trees, strict=True)
    ]  # fmt: skip


ROUTES = [list_saved_views, create_saved_view, change_saved_view, delete_saved_view, move_saved_views]
