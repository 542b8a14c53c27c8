"""Every query on the roles a company makes for itself, and on who has which role."""

from collections.abc import Mapping

from otklik.access.records import RoleRow, Standing
from otklik.infra.db import Tx

_TURN = "select 1 from pg_advisory_xact_lock(hashtextextended('rights:' || %(workspace)s, 0))"
_ROLE = """
select r.id, r.name, r.description, r.permissions, r.hidden_blocks, r.version, r.changed_at, r.changed_by,
       (select count(*) from operator o where o.role_id = r.id and o.disabled_at is null) as operators,
       (select count(*) from operator o where o.role_id = r.id and o.disabled_at is not null) as disabled,
       (select count(*) from invitation i
        where i.role_id = r.id and i.accepted_at is null and i.expires_at > now()) as invitations,
       (select count(*) from api_token t where t.role_id = r.id and t.revoked_at is null) as tokens
from custom_role r
where r.workspace_id = %(workspace)s
"""
_FIND = _ROLE + " and r.id = %(id)s"
_LIST = _ROLE + " order by r.id"
_BUILT_IN = """
select role, count(*) from operator
where workspace_id = %(workspace)s and role_id is null and disabled_at is null
group by role
"""
_STANDING = """
select 'operator' as role, id as role_id, name as role_name, permissions as role_permissions
from custom_role where workspace_id = %(workspace)s and id = %(id)s
"""
_STANDING_OF = """
select o.role, o.role_id, r.name as role_name, r.permissions as role_permissions
from operator o left join custom_role r on r.id = o.role_id
where o.workspace_id = %(workspace)s and o.id = %(operator)s and o.disabled_at is null
"""
_COUNT = "select count(*) from custom_role where workspace_id = %(workspace)s"
_INSERT = """
insert into custom_role (workspace_id, name, description, permissions, hidden_blocks, changed_by)
values (%(workspace)s, %(name)s, %(description)s, %(permissions)s, %(hidden_blocks)s, %(by)s)
on conflict (workspace_id, lower(name)) do nothing
returning id
"""
_IS_TAKEN = """
select exists (select from custom_role
               where workspace_id = %(workspace)s and lower(name) = lower(%(name)s) and id <> %(id)s)
"""
_UPDATE = """
update custom_role set
    name = %(name)s, description = %(description)s, permissions = %(permissions)s,
    hidden_blocks = %(hidden_blocks)s, version = version + 1, changed_at = now(), changed_by = %(by)s
where workspace_id = %(workspace)s and id = %(id)s
"""
_MOVE_OPERATORS = """
update operator set role = %(role)s, role_id = %(new)s where workspace_id = %(workspace)s and role_id = %(id)s
"""
_MOVE_INVITATIONS = """
update invitation set role = %(role)s, role_id = %(new)s where workspace_id = %(workspace)s and role_id = %(id)s
"""
_MOVE_TOKENS = """
update api_token set role = %(role)s, role_id = %(new)s where workspace_id = %(workspace)s and role_id = %(id)s
"""
_HOLDERS = "select id from operator where workspace_id = %(workspace)s and role_id = %(id)s order by id for update"
_DELETE = "delete from custom_role where workspace_id = %(workspace)s and id = %(id)s"


async def take_turn(tx: Tx) -> None:
    """Let one change of rights in this workspace go after the other."""
    await tx.execute(_TURN, {"workspace": tx.workspace_id})


async def list_roles(tx: Tx) -> list[RoleRow]:
    """Return the company's own roles, the oldest first."""
    return await tx.fetch(RoleRow, _LIST, {"workspace": tx.workspace_id})


async def count_built_in(tx: Tx) -> dict[str, int]:
    """Return how many active operators have each built-in role."""
    rows = await tx.rows(_BUILT_IN, {"workspace": tx.workspace_id})
    return {str(role): int(count) for role, count in rows}


async def find_role(tx: Tx, role_id: int) -> RoleRow | None:
    """Return a role of the company's own."""
    return await tx.find(RoleRow, _FIND, {"workspace": tx.workspace_id, "id": role_id})


async def find_standing(tx: Tx, role_id: int) -> Standing | None:
    """Return a role of the company's own as somebody has it."""
    return await tx.find(Standing, _STANDING, {"workspace": tx.workspace_id, "id": role_id})


async def find_standing_of(tx: Tx, operator_id: int) -> Standing | None:
    """Return the role an active operator has now."""
    return await tx.find(Standing, _STANDING_OF, {"workspace": tx.workspace_id, "operator": operator_id})


async def count_roles(tx: Tx) -> int:
    """Return how many roles the company made."""
    return int(await tx.value(_COUNT, {"workspace": tx.workspace_id}))


async def insert_role(tx: Tx, values: Mapping[str, object]) -> int | None:
    """Insert a role and return its id; None when the name is taken."""
    role_id: int | None = await tx.value(_INSERT, {**values, "workspace": tx.workspace_id})
    return role_id


async def is_name_taken(tx: Tx, name: str, but: int) -> bool:
    """Whether another role of the company has this name, in whatever case."""
    return bool(await tx.value(_IS_TAKEN, {"workspace": tx.workspace_id, "name": name, "id": but}))


async def update_role(tx: Tx, role_id: int, values: Mapping[str, object]) -> None:
    """Change a role; its version grows."""
    await tx.execute(_UPDATE, {**values, "workspace": tx.workspace_id, "id": role_id})


async def move_holders(tx: Tx, role_id: int, to: Standing) -> list[int]:
    """Give everybody and everything with a role another one; returns the operators."""
    params = {"workspace": tx.workspace_id, "id": role_id, "role": to.role, "new": to.role_id}
    moved = [row[0] for row in await tx.rows(_HOLDERS, params)]
    for statement in (_MOVE_OPERATORS, _MOVE_INVITATIONS, _MOVE_TOKENS):
        await tx.execute(statement, params)
    return moved


async def delete_role(tx: Tx, role_id: int) -> None:
    """Delete a role that nobody has."""
    await tx.execute(_DELETE, {"workspace": tx.workspace_id, "id": role_id})
