"""Doors to teams."""

from typing import Annotated

from litestar import delete, get, patch, post
from litestar.params import Parameter

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.infra.db import Database
from otklik.infra.web.idempotency import Created, Once
from otklik.infra.web.schemas import DEFAULT_LIMIT, PageLimit
from otklik.kit.pagination import Page
from otklik.teams import service
from otklik.teams.records import TeamRow
from otklik.teams.schemas import NewTeam, Team, TeamInput

_TAG = ["People"]


@get("/api/v1/teams", guards=[requires(Permission.TEAMS_VIEW)], tags=_TAG)
async def list_teams(
    actor: Actor,
    db: Database,
    cursor: Annotated[str | None, Parameter(max_length=1000)] = None,
    limit: PageLimit = DEFAULT_LIMIT,
) -> Page[Team]:
    """List teams in the order they were made."""
    async with db.workspace(actor.workspace_id) as tx:
        page = await service.list_teams(tx, cursor, limit)
    return Page([_show(row) for row in page.items], page.next_cursor)


@post("/api/v1/teams", guards=[requires(Permission.TEAMS_MANAGE)], tags=_TAG)
async def create_team(data: NewTeam, actor: Actor, db: Database, once: Once) -> Created[Team]:
    """Make a team."""
    async with db.workspace(actor.workspace_id) as tx:
        return await once.create(tx, lambda: service.create_team(tx, actor, data), _show)


@patch("/api/v1/teams/{team_id:int}", guards=[requires(Permission.TEAMS_MANAGE)], tags=_TAG)
async def change_team(team_id: int, data: TeamInput, actor: Actor, db: Database) -> Team:
    """Rename a team or change its members."""
    async with db.workspace(actor.workspace_id) as tx:
        return _show(await service.change_team(tx, actor, team_id, data))


@delete("/api/v1/teams/{team_id:int}", guards=[requires(Permission.TEAMS_MANAGE)], tags=_TAG)
async def delete_team(team_id: int, actor: Actor, db: Database) -> None:
    """Remove a team; conversations it held belong to no team then."""
    async with db.workspace(actor.workspace_id) as tx:
        await service.delete_team(tx, actor, team_id)


def _show(row: TeamRow) -> Team:
    return Team(
        id=row.id, name=row.name, member_ids=row.member_ids, open_conversations=row.open_conversations,
        topic_required=row.topic_required,
    )  # fmt: skip


ROUTES = [list_teams, create_team, change_team, delete_team]
