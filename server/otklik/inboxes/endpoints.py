"""The doors of channels and inboxes."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, delete, get, patch, post
from litestar.di import Provide
from litestar.params import Parameter
from msgspec import UNSET, Struct

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.inboxes import repository, service
from otklik.inboxes.schemas import (
    ChangeInbox,
    ChannelOut,
    CreateInbox,
    InboxOut,
    LogOut,
    ReportOut,
    SampleOut,
    TestSettings,
    TrySample,
    show_channel,
    show_log,
    show_sample,
)
from otklik.inboxes.service import Change, Inboxes, NewInbox
from otklik.inboxes.shown import finish_setting_up, show_fresh, show_inbox
from otklik.infra.db import Database
from otklik.infra.web.idempotency import Once
from otklik.infra.web.schemas import DEFAULT_LIMIT, Items, PageLimit
from otklik.kit.pagination import Page

_view = [requires(Permission.INBOXES_VIEW)]
_manage = [requires(Permission.INBOXES_MANAGE)]

_TAG = ["inboxes"]


class _Ref(Struct, frozen=True):
    id: int


async def provide_inboxes(request: Request[Any, Any, Any]) -> Inboxes:
    """Make the dependency `inboxes`."""
    room: Inboxes = request.app.state["inboxes"]
    return room


@get("/api/v1/channels", guards=_view, tags=_TAG)
async def list_channels(inboxes: Inboxes) -> Items[ChannelOut]:
    """List the channels this installation can connect."""
    return Items([show_channel(channel) for channel in inboxes.registry])


@get("/api/v1/inboxes", guards=_view, tags=_TAG)
async def list_inboxes(db: Database, actor: Actor, inboxes: Inboxes) -> Items[InboxOut]:
    """List the inboxes of the workspace with their health."""
    async with db.workspace(actor.workspace_id) as tx:
        records = await repository.list_inboxes(tx)
        health = {row.inbox_id: row for row in await repository.list_health(tx)}
    return Items([show_inbox(inboxes, actor, record, health.get(record.id)) for record in records])


@post("/api/v1/inboxes", guards=_manage, tags=_TAG)
async def create_inbox(
    data: CreateInbox, db: Database, actor: Actor, once: Once, inboxes: Inboxes
) -> Response[InboxOut]:
    """Connect an account. One that cannot be connected now is kept as failing, with the checks."""
    new = NewInbox(channel=data.channel, name=data.name, settings=data.settings, team_id=data.team_id)
    draft = await service.draft_inbox(inboxes, actor.workspace_id, new)

    async def add() -> InboxOut:
        return show_inbox(inboxes, actor, await service.add_inbox(inboxes, tx, actor, draft), None)

    async with db.workspace(actor.workspace_id) as tx:
        created = await once.answer(tx, add)
    return Response(await finish_setting_up(inboxes, actor, created_id(created), draft.report), status_code=201)


def created_id(answer: Response[Any]) -> int:
    """Return the id of what was created now, or at the first time of a repeated request."""
    return msgspec.json.decode(answer.content, type=_Ref).id


@get("/api/v1/inboxes/{inbox_id:int}", guards=_view, tags=_TAG)
async def show_one(inbox_id: int, actor: Actor, inboxes: Inboxes) -> InboxOut:
    """Show one inbox."""
    return await show_fresh(inboxes, actor, inbox_id)


@patch("/api/v1/inboxes/{inbox_id:int}", guards=_manage, tags=_TAG)
async def change_inbox(inbox_id: int, data: ChangeInbox, actor: Actor, inboxes: Inboxes) -> InboxOut:
    """Change an inbox; an absent secret keeps its value."""
    change = Change(
        name=None if data.name is UNSET else data.name,
        settings=None if data.settings is UNSET else data.settings,
        set_team=data.team_id is not UNSET,
        team_id=None if data.team_id is UNSET else data.team_id,
    )
    report = await service.change_inbox(inboxes, actor, inbox_id, change)
    return await show_fresh(inboxes, actor, inbox_id, report)


@delete("/api/v1/inboxes/{inbox_id:int}", guards=_manage, tags=_TAG)
async def delete_inbox(inbox_id: int, actor: Actor, inboxes: Inboxes) -> None:
    """Take an inbox out of service for ever; its conversations stay."""
    await service.delete_inbox(inboxes, actor, inbox_id)


@post("/api/v1/inboxes/test", guards=_manage, status_code=200, tags=_TAG)
async def try_settings(data: TestSettings, actor: Actor, inboxes: Inboxes) -> ReportOut:
    """Try settings without storing them."""
    new = NewInbox(channel=data.channel, name="test", settings=data.settings)
    report = await service.try_settings(inboxes, actor.workspace_id, new)
    return ReportOut(report.ok, list(report.checks))


@post("/api/v1/inboxes/sample", guards=_manage, status_code=200, tags=_TAG)
async def try_sample(data: TrySample, inboxes: Inboxes) -> SampleOut:
    """Say what a sample of the other side's deliveries would be read as with these settings; stores nothing."""
    return show_sample(service.read_sample(inboxes, data.channel, data.settings, data.sample))


@post("/api/v1/inboxes/{inbox_id:int}/test", guards=_manage, status_code=200, tags=_TAG)
async def test_inbox(inbox_id: int, db: Database, actor: Actor, inboxes: Inboxes) -> ReportOut:
    """Try the stored settings of an inbox; changes nothing."""
    async with db.workspace(actor.workspace_id) as tx:
        record = await service.get_inbox(tx, inbox_id)
    new = NewInbox(channel=record.channel, name=record.name, settings={})
    report = await service.try_settings(inboxes, actor.workspace_id, new, record)
    return ReportOut(report.ok, list(report.checks))


@post("/api/v1/inboxes/{inbox_id:int}/pause", guards=_manage, status_code=200, tags=_TAG)
async def pause_inbox(inbox_id: int, actor: Actor, inboxes: Inboxes) -> InboxOut:
    """Let what leaves wait; what comes in is recorded all the same."""
    await service.pause_inbox(inboxes, actor, inbox_id)
    return await show_fresh(inboxes, actor, inbox_id)


@post("/api/v1/inboxes/{inbox_id:int}/resume", guards=_manage, status_code=200, tags=_TAG)
async def resume_inbox(inbox_id: int, actor: Actor, inboxes: Inboxes) -> InboxOut:
    """Connect a paused, failing or half set up inbox again."""
    report = await service.resume_inbox(inboxes, actor, inbox_id)
    return await show_fresh(inboxes, actor, inbox_id, report)


@get("/api/v1/inboxes/{inbox_id:int}/log", guards=_manage, tags=_TAG)
async def list_log(
    inbox_id: int,
    db: Database,
    actor: Actor,
    cursor: Annotated[str | None, Parameter(max_length=1000)] = None,
    limit: PageLimit = DEFAULT_LIMIT,
) -> Page[LogOut]:
    """List redacted exchanges with the provider, the newest first."""
    async with db.workspace(actor.workspace_id) as tx:
        page = await service.list_channel_log(tx, inbox_id, cursor, limit)
    return Page([show_log(row) for row in page.items], page.next_cursor)


def inbox_dependencies() -> dict[str, Provide]:
    """Return the dependency of this room for the API: `inboxes`."""
    return {"inboxes": Provide(provide_inboxes)}


ROUTES = [
    list_channels, list_inboxes, create_inbox, show_one, change_inbox, delete_inbox, try_settings, try_sample,
    test_inbox, pause_inbox, resume_inbox, list_log,
]  # fmt: skip
