"""The verbs on teams. Every change is announced and audited in its own transaction."""

from collections.abc import Sequence

from msgspec import UNSET

from otklik.access.actor import Actor
from otklik.access.audit import tell_changes, write_audit
from otklik.access.events import OperatorChanged
from otklik.access.service import check_operators
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid, NotFound
from otklik.kit.pagination import IdCursor, Page, decode_cursor, make_page
from otklik.kit.text import clean_name
from otklik.teams import repository
from otklik.teams.errors import NameTaken
from otklik.teams.events import TeamChanged
from otklik.teams.records import TeamRow
from otklik.teams.schemas import NewTeam, TeamInput

_LONGEST_NAME = 100


async def get_team(tx: Tx, team_id: int) -> TeamRow:
    """Return a team of this workspace; raises NotFound."""
    row = await repository.find_team(tx, team_id)
    if row is None:
        raise NotFound("not found")
    return row


async def list_teams(tx: Tx, cursor: str | None, limit: int) -> Page[TeamRow]:
    """Return teams in the order they were made."""
    after = decode_cursor(cursor, IdCursor).id if cursor else 0
    rows = await repository.list_teams(tx, after, limit + 1)
    return make_page(rows, limit, lambda row: IdCursor(row.id))


async def create_team(tx: Tx, actor: Actor, new: NewTeam) -> TeamRow:
    """Make a team; raises NameTaken, and NotFound for a member who is not of this workspace."""
    await check_operators(tx, new.member_ids)
    team_id = await repository.insert_team(tx, _clean(new.name))
    if team_id is None:
        raise NameTaken
    await _set_members(tx, team_id, new.member_ids)
    row = await get_team(tx, team_id)
    await _note(tx, actor, "team.created", row)
    return row


async def change_team(tx: Tx, actor: Actor, team_id: int, changes: TeamInput) -> TeamRow:
    """Rename a team or change its members; refuses like `create_team`."""
    if not await repository.lock_team(tx, team_id):
        raise NotFound("not found")
    before = await get_team(tx, team_id)
    if changes.name is not UNSET:
        name = _clean(changes.name)
        if await repository.name_taken(tx, name, team_id):
            raise NameTaken
        await repository.rename_team(tx, team_id, name)
    if changes.member_ids is not UNSET:
        await check_operators(tx, changes.member_ids)
        await _set_members(tx, team_id, changes.member_ids)
    if changes.topic_required is not UNSET:
        await repository.require_topic(tx, team_id, required=changes.topic_required)
    row = await get_team(tx, team_id)
    await _note(tx, actor, "team.changed", row, before)
    return row


async def delete_team(tx: Tx, actor: Actor, team_id: int) -> None:
    """Remove a team; conversations it held belong to no team then."""
    row = await get_team(tx, team_id)
    await _set_members(tx, team_id, [])
    await repository.delete_team(tx, team_id)
    await _note(tx, actor, "team.deleted", row)


def _clean(name: str) -> str:
    visible = clean_name(name, _LONGEST_NAME)
    if not visible:
        raise Invalid("some fields are wrong", errors=(FieldError("name", "empty", "must not be empty"),))
    return visible


async def _set_members(tx: Tx, team_id: int, operator_ids: Sequence[int]) -> None:
    for operator_id in sorted(await repository.set_members(tx, team_id, operator_ids)):
        await tx.announce(OperatorChanged(workspace_id=tx.workspace_id, data={"operator_id": operator_id}))


async def _note(tx: Tx, actor: Actor, action: str, row: TeamRow, before: TeamRow | None = None) -> None:
    await tx.announce(TeamChanged(workspace_id=tx.workspace_id, data={"team_id": row.id}))
    detail = _told(row)
    if before is not None:
        detail = {"name": row.name, **tell_changes(_told(before), detail)}
    await write_audit(tx, actor, action, ("team", row.id), detail)


def _told(row: TeamRow) -> dict[str, object]:
    return {"name": row.name, "member_ids": row.member_ids, "topic_required": row.topic_required}
