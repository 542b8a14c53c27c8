"""Every query on teams."""

from collections.abc import Sequence

from otklik.infra.db import Tx
from otklik.teams.records import TeamRow

# The number of open conversations is the one figure of another room here: the desk shows it beside each name.
_TEAM = """
select t.id, t.name, t.topic_required,
       array(select m.operator_id from team_member m where m.team_id = t.id order by 1) as member_ids,
       (select count(*) from conversation c
        where c.workspace_id = t.workspace_id and c.team_id = t.id and c.status = 'open') as open_conversations
from team t
where t.workspace_id = %(workspace)s
"""
_FIND = _TEAM + " and t.id = %(id)s"
_LIST = _TEAM + " and t.id > %(after)s order by t.id limit %(limit)s"
_LOCK = "select id from team where workspace_id = %(workspace)s and id = %(id)s for update"
_INSERT = """
insert into team (workspace_id, name) values (%(workspace)s, %(name)s)
on conflict (workspace_id, name) do nothing
returning id
"""
_NAME_TAKEN = """
select exists (select from team where workspace_id = %(workspace)s and name = %(name)s and id <> %(id)s)
"""
_RENAME = "update team set name = %(name)s where workspace_id = %(workspace)s and id = %(id)s"
_REQUIRE = "update team set topic_required = %(required)s where workspace_id = %(workspace)s and id = %(id)s"
_DELETE = "delete from team where workspace_id = %(workspace)s and id = %(id)s"
_LEAVE = """
delete from team_member
where workspace_id = %(workspace)s and team_id = %(team)s and not operator_id = any(%(operators)s)
returning operator_id
"""
_JOIN = """
insert into team_member (workspace_id, team_id, operator_id)
select workspace_id, %(team)s, id from operator where workspace_id = %(workspace)s and id = any(%(operators)s)
order by id
on conflict do nothing
returning operator_id
"""


async def find_team(tx: Tx, team_id: int) -> TeamRow | None:
    """Return a team of this workspace."""
    return await tx.find(TeamRow, _FIND, {"workspace": tx.workspace_id, "id": team_id})


async def list_teams(tx: Tx, after: int, limit: int) -> list[TeamRow]:
    """Return teams with ids above `after`."""
    return await tx.fetch(TeamRow, _LIST, {"workspace": tx.workspace_id, "after": after, "limit": limit})


async def lock_team(tx: Tx, team_id: int) -> bool:
    """Lock a team of this workspace; False when there is none."""
    return await tx.value(_LOCK, {"workspace": tx.workspace_id, "id": team_id}) is not None


async def insert_team(tx: Tx, name: str) -> int | None:
    """Insert a team; None when the name is taken."""
    team_id: int | None = await tx.value(_INSERT, {"workspace": tx.workspace_id, "name": name})
    return team_id


async def name_taken(tx: Tx, name: str, team_id: int) -> bool:
    """Whether another team has this name."""
    return bool(await tx.value(_NAME_TAKEN, {"workspace": tx.workspace_id, "name": name, "id": team_id}))


async def rename_team(tx: Tx, team_id: int, name: str) -> None:
    """Rename a team."""
    await tx.execute(_RENAME, {"workspace": tx.workspace_id, "id": team_id, "name": name})


async def require_topic(tx: Tx, team_id: int, *, required: bool | None) -> None:
    """Say whether a team's conversations are closed with a topic; None: as the company has it."""
    await tx.execute(_REQUIRE, {"workspace": tx.workspace_id, "id": team_id, "required": required})


async def delete_team(tx: Tx, team_id: int) -> None:
    """Delete a team; its conversations lose it."""
    await tx.execute(_DELETE, {"workspace": tx.workspace_id, "id": team_id})


async def set_members(tx: Tx, team_id: int, operator_ids: Sequence[int]) -> set[int]:
    """Make exactly these operators the members; returns who joined or left."""
    params = {"workspace": tx.workspace_id, "team": team_id, "operators": list(operator_ids)}
    moved = [*await tx.rows(_LEAVE, params), *await tx.rows(_JOIN, params)]
    return {row[0] for row in moved}
