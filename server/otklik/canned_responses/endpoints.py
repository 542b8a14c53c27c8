"""Doors to prepared answers."""

from typing import Annotated, Literal

from litestar import Response, delete, get, patch, post, put
from litestar.params import Parameter, QueryParameter

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.access.service import get_workspace
from otklik.canned_responses import exchange, inserting, service, shown
from otklik.canned_responses.room import Canned
from otklik.canned_responses.schemas import (
    CannedBrief,
    CannedResponse,
    CannedResponseInput,
    FavouriteInput,
    ImportInput,
    ImportResult,
    InsertedResponse,
    NewCannedResponse,
    RenderedResponse,
    Sample,
    SampleInput,
    Scope,
    UseInput,
)
from otklik.infra.web.idempotency import Created, Once
from otklik.infra.web.schemas import DEFAULT_LIMIT, Items, PageLimit

_TAG = ["Canned responses"]
_VIEW = [requires(Permission.CONVERSATIONS_VIEW)]
_REPLY = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONVERSATIONS_REPLY)]

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]
_MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}


@get("/api/v1/canned-responses", guards=_VIEW, tags=_TAG)
async def list_canned_responses(actor: Actor, canned: Canned) -> Items[CannedBrief]:
    """List what the caller sees, by folder and title: their own, their teams', everybody's."""
    async with canned.db.workspace(actor.workspace_id) as tx:
        return Items([shown.show_brief(actor, row) for row in await service.list_responses(tx, actor)])


@get("/api/v1/canned-responses/search", guards=_VIEW, tags=_TAG)
async def search_canned_responses(
    actor: Actor, canned: Canned, q: Annotated[str, Parameter(max_length=200)] = "", limit: PageLimit = DEFAULT_LIMIT,
) -> Items[CannedBrief]:  # fmt: skip
    """Find by shortcut and by words of title and text, in either keyboard layout; without `q` the most used first."""
    async with canned.db.workspace(actor.workspace_id) as tx:
        rows = await service.search_responses(tx, actor, q, limit)
        return Items([shown.show_brief(actor, row) for row in rows])


@get("/api/v1/canned-responses/export", guards=_VIEW, tags=_TAG)
async def export_canned_responses(
    actor: Actor, canned: Canned, whose: Annotated[Scope, QueryParameter(name="scope")] = "personal",
    kind: Annotated[Literal["csv", "json"], QueryParameter(name="format")] = "csv",
) -> Response[bytes]:  # fmt: skip
    """Get everything of a scope as a file; files kept with the responses are not in it."""
    async with canned.db.workspace(actor.workspace_id) as tx:
        text = await exchange.export_responses(tx, actor, whose, kind)
    headers = {"Content-Disposition": f'attachment; filename="canned-responses.{kind}"', "Cache-Control": "no-store"}
    return Response(text.encode(), media_type=_MEDIA[kind], headers=headers)


@post("/api/v1/canned-responses/import", guards=_REPLY, tags=_TAG, status_code=200)
async def import_canned_responses(data: ImportInput, actor: Actor, canned: Canned, once: Once) -> Created[ImportResult]:
    """Add what a file holds; what is wrong or taken is left out and named."""
    async with canned.db.workspace(actor.workspace_id) as tx:
        return await once.answer(tx, lambda: exchange.import_responses(tx, actor, data), 200)


@post("/api/v1/canned-responses/sample", guards=_VIEW, tags=_TAG, status_code=200)
async def try_canned_response(data: SampleInput, actor: Actor, canned: Canned) -> Sample:
    """Try a text on an invented customer and say what saving would refuse."""
    async with canned.db.workspace(actor.workspace_id) as tx:
        return shown.try_sample(actor, (await get_workspace(tx)).name, data)


@post("/api/v1/canned-responses", guards=_REPLY, tags=_TAG)
async def create_canned_response(
    data: NewCannedResponse, actor: Actor, canned: Canned, once: Once
) -> Created[CannedResponse]:
    """Make a canned response: one's own, or as a supervisor a team's or everybody's."""

    async def create() -> CannedResponse:
        row = await service.create_response(tx, actor, data)
        return shown.show_response(actor, canned.links, row, await service.list_files(tx, row.id))

    async with canned.db.workspace(actor.workspace_id) as tx:
        return await once.answer(tx, create)


@get("/api/v1/canned-responses/{response_id:int}", guards=_VIEW, tags=_TAG)
async def show_canned_response(response_id: Id, actor: Actor, canned: Canned) -> CannedResponse:
    """Show one with all its texts and files."""
    async with canned.db.workspace(actor.workspace_id) as tx:
        row = await service.get_response(tx, actor, response_id)
        return shown.show_response(actor, canned.links, row, await service.list_files(tx, row.id))


@patch("/api/v1/canned-responses/{response_id:int}", guards=_REPLY, tags=_TAG)
async def change_canned_response(
    response_id: Id, data: CannedResponseInput, actor: Actor, canned: Canned
) -> CannedResponse:
    """Change one; 409 `stale` when a colleague saved it after `expected_version`."""
    async with canned.db.workspace(actor.workspace_id) as tx:
        row = await service.change_response(tx, actor, response_id, data)
        return shown.show_response(actor, canned.links, row, await service.list_files(tx, row.id))


@delete("/api/v1/canned-responses/{response_id:int}", guards=_REPLY, tags=_TAG)
async def delete_canned_response(response_id: Id, actor: Actor, canned: Canned) -> None:
    """Remove one; what was sent with it stays as it is."""
    async with canned.db.workspace(actor.workspace_id) as tx:
        await service.delete_response(tx, actor, response_id)


@put("/api/v1/canned-responses/{response_id:int}/favourite", guards=_REPLY, tags=_TAG)
async def favour_canned_response(response_id: Id, data: FavouriteInput, actor: Actor, canned: Canned) -> CannedBrief:
    """Put one among the caller's favourites, or out of them."""
    async with canned.db.workspace(actor.workspace_id) as tx:
        row = await service.set_favourite(tx, actor, response_id, favourite=data.favourite)
        return shown.show_brief(actor, row)


@get(
    "/api/v1/conversations/{conversation_id:int}/canned-responses/{response_id:int}", guards=_VIEW, tags=_TAG,
)  # fmt: skip
async def render_canned_response(
    conversation_id: Id, response_id: Id, actor: Actor, canned: Canned,
    language: Annotated[str | None, Parameter(max_length=35)] = None,
) -> RenderedResponse:  # fmt: skip
    """Fill one in for a conversation and name what could not be filled in; changes nothing."""
    async with canned.db.workspace(actor.workspace_id) as tx:
        place = (conversation_id, response_id)
        filled = await inserting.fill_in(tx, canned.registry, actor, place, language)
        return shown.show_filled(actor, canned.links, filled)


@post(
    "/api/v1/conversations/{conversation_id:int}/canned-responses/{response_id:int}/insert", guards=_REPLY, tags=_TAG,
)  # fmt: skip
async def insert_canned_response(  # noqa: PLR0913 - what and where, by whom, once
    *, conversation_id: Id, response_id: Id, data: UseInput, actor: Actor, canned: Canned, once: Once
) -> Created[InsertedResponse]:
    """Fill one in, count the use, and lay its files ready as uploads of the caller."""

    async def insert() -> InsertedResponse:
        place = (conversation_id, response_id)
        filled, laid = await inserting.insert(tx, canned.registry, actor, place, data.language)
        return shown.show_inserted(actor, canned.links, filled, laid)

    async with canned.db.workspace(actor.workspace_id) as tx:
        return await once.answer(tx, insert)


ROUTES = [
    list_canned_responses, search_canned_responses, export_canned_responses, import_canned_responses,
    try_canned_response, create_canned_response, show_canned_response, change_canned_response, delete_canned_response,
    favour_canned_response, render_canned_response, insert_canned_response,
]  # fmt: skip
