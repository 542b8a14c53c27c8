"""The doors of repair: deliveries in the journal, and jobs that failed for good."""

from datetime import datetime
from typing import Annotated, Any, Literal

from litestar import Request, delete, get, post
from litestar.di import Provide
from litestar.params import Parameter, QueryParameter
from msgspec import Struct, structs

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.infra.web.schemas import DEFAULT_LIMIT, PageLimit
from otklik.kit.pagination import Page
from otklik.messaging import reprocess
from otklik.messaging.dead_jobs import DeadJob, delete_dead_job, list_dead_jobs, retry_dead_job
from otklik.messaging.hooks import Road
from otklik.messaging.reprocess import ShownCall

_TAG = ["Repair"]
_REPAIR = [requires(Permission.DELIVERY_REPAIR)]

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]
Cursor = Annotated[str | None, Parameter(max_length=1000)]
State = Annotated[Literal["recorded", "failed", "ignored"] | None, QueryParameter(name="state")]


class HookCallRow(Struct, frozen=True, kw_only=True):
    """A delivery in the journal; `preview` is the beginning of its body, without secrets."""

    id: int
    inbox_id: int
    received_at: datetime
    state: str
    reason: str
    attempts: int
    preview: str


class HookCallOut(HookCallRow, frozen=True, kw_only=True):
    """The same with its body, without secrets and cut at 64 KiB."""

    body: str
    headers: dict[str, str]
    query: str
    polled: bool


@get("/api/v1/hook-calls", guards=_REPAIR, tags=_TAG)
async def list_hook_calls(
    actor: Actor, road: Road, *, wanted: State = None, cursor: Cursor = None, limit: PageLimit = DEFAULT_LIMIT
) -> Page[HookCallRow]:
    """List deliveries, the newest first."""
    async with road.database.workspace(actor.workspace_id) as tx:
        page = await reprocess.list_calls(tx, road.directory, wanted, cursor, limit)
    return Page([_show_row(call) for call in page.items], page.next_cursor)


@get("/api/v1/hook-calls/{call_id:int}", guards=_REPAIR, tags=_TAG)
async def show_hook_call(call_id: Id, actor: Actor, road: Road) -> HookCallOut:
    """Show a delivery with its body."""
    async with road.database.workspace(actor.workspace_id) as tx:
        row = await reprocess.get_call(tx, call_id)
    return _show(await reprocess.show(road.directory, row))


@post("/api/v1/hook-calls/{call_id:int}/reprocess", guards=_REPAIR, status_code=200, tags=_TAG)
async def reprocess_hook_call(call_id: Id, actor: Actor, road: Road) -> HookCallOut:
    """Read and record a failed delivery again; harmless when it is recorded already."""
    row = await reprocess.reprocess(road, actor, call_id)
    return _show(await reprocess.show(road.directory, row))


@get("/api/v1/dead-jobs", guards=_REPAIR, tags=_TAG)
async def list_dead(actor: Actor, road: Road, cursor: Cursor = None, limit: PageLimit = DEFAULT_LIMIT) -> Page[DeadJob]:
    """List jobs that failed for good, the newest first."""
    async with road.database.workspace(actor.workspace_id) as tx:
        return await list_dead_jobs(tx, cursor, limit)


@post("/api/v1/dead-jobs/{job_id:int}/retry", guards=_REPAIR, status_code=204, tags=_TAG)
async def retry_dead(job_id: Id, actor: Actor, road: Road) -> None:
    """Put a dead job back to work."""
    async with road.database.workspace(actor.workspace_id) as tx:
        await retry_dead_job(tx, actor, job_id)


@delete("/api/v1/dead-jobs/{job_id:int}", guards=_REPAIR, tags=_TAG)
async def delete_dead(job_id: Id, actor: Actor, road: Road) -> None:
    """Throw a dead job away."""
    async with road.database.workspace(actor.workspace_id) as tx:
        await delete_dead_job(tx, actor, job_id)


def _show_row(call: ShownCall) -> HookCallRow:
    row = call.row
    return HookCallRow(
        id=row.id, inbox_id=row.inbox_id, received_at=row.received_at, state=row.state, reason=call.reason,
        attempts=row.attempts, preview=call.preview,
    )  # fmt: skip


def _show(call: ShownCall) -> HookCallOut:
    return HookCallOut(
        **structs.asdict(_show_row(call)), body=call.body, headers=dict(call.headers), query=call.query,
        polled=call.row.polled,
    )  # fmt: skip


async def provide_road(request: Request[Any, Any, Any]) -> Road:
    """Make the dependency `road`."""
    road: Road = request.app.state["road"]
    return road


def repair_dependencies() -> dict[str, Provide]:
    """Return the dependency of these doors for the API: `road`."""
    return {"road": Provide(provide_road)}


ROUTES = [list_hook_calls, show_hook_call, reprocess_hook_call, list_dead, retry_dead, delete_dead]
