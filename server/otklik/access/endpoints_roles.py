"""Doors to what roles may do, and to where colleagues are signed in."""

from litestar import delete, get
from msgspec import Struct

from otklik.access import places
from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import ROLE_PERMISSIONS, Permission, Role
from otklik.access.places import Place
from otklik.infra.db import Database
from otklik.infra.web.schemas import Items

_TAG = ["People"]
_GUARDS = [requires(Permission.OPERATORS_MANAGE)]


class RoleOut(Struct, frozen=True, kw_only=True):
    """A role, what it may do, and how many colleagues have it; disabled ones do not count."""

    role: Role
    permissions: list[Permission]
    operators: int


@get("/api/v1/roles", guards=_GUARDS, tags=_TAG)
async def list_roles(actor: Actor, db: Database) -> Items[RoleOut]:
    """List the roles, those with the most rights first."""
    async with db.workspace(actor.workspace_id) as tx:
        rows = await tx.rows(
            """select role, count(*) from operator
               where workspace_id = %(workspace)s and disabled_at is null group by role""",
            {"workspace": actor.workspace_id},
        )
    counts = {str(role): int(count) for role, count in rows}
    return Items(
        [
            RoleOut(role=role, permissions=[one for one in Permission if one in held], operators=counts.get(role, 0))
            for role, held in ROLE_PERMISSIONS.items()
        ]
    )


@get("/api/v1/operators/{operator_id:int}/sessions", guards=_GUARDS, tags=_TAG)
async def list_sessions(operator_id: int, actor: Actor, db: Database) -> Items[Place]:
    """Show where a colleague is signed in."""
    async with db.workspace(actor.workspace_id) as tx:
        return Items(await places.list_places(tx, actor, operator_id))


@delete("/api/v1/operators/{operator_id:int}/sessions/{session_id:int}", guards=_GUARDS, tags=_TAG)
async def end_session(operator_id: int, session_id: int, actor: Actor, db: Database) -> None:
    """Sign a colleague out in one place."""
    async with db.workspace(actor.workspace_id) as tx:
        await places.end_place(tx, actor, operator_id, session_id)


ROUTES = [list_roles, list_sessions, end_session]
