"""What signing in through a provider needs of this room: who has an address, which role, whose password counts.

The provider itself is another room's business: whoever calls here has proved it.
"""

from otklik.access import repository, repository_keys
from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.access.events import RightsChanged, SessionsClosed
from otklik.access.permissions import Role
from otklik.access.records import SignInRow, Standing
from otklik.access.service import announce_operator, get_operator
from otklik.access.sessions import close_sessions_of
from otklik.infra.db import Tx


async def find_by_address(tx: Tx, email: str) -> SignInRow | None:
    """Return the operator with this address, of any workspace: an address is somebody's only once."""
    return await repository_keys.credentials_by_email(tx, email)


async def find_by_id(tx: Tx, operator_id: int) -> SignInRow | None:
    """Return an operator of this workspace as signing in sees them."""
    return await repository_keys.credentials_by_id(tx, operator_id)


async def give_role(tx: Tx, operator_id: int, standing: Standing, provider: str) -> None:
    """Give the role that a provider's groups ask for; owners keep theirs. Other sessions end, as with any other role.

    Call in the turn of changes of rights.
    """
    before = await get_operator(tx, operator_id)
    if before.role == Role.OWNER or before.key == standing.key:
        return
    await repository.update_operator(tx, operator_id, {"role": standing.role, "role_id": standing.role_id})
    await close_sessions_of(tx, operator_id)
    await announce_operator(tx, operator_id)
    await tx.announce(RightsChanged(workspace_id=tx.workspace_id, data={"subject_id": operator_id}))
    detail = {"role": {"from": before.said, "to": standing.said}, "provider": provider}
    await write_audit(tx, None, "operator.changed", ("operator", operator_id), detail)


async def is_password_closed(tx: Tx) -> bool:
    """Whether only owners sign in with a password."""
    return await repository_keys.is_sso_only(tx)


async def close_password(tx: Tx, actor: Actor, *, closed: bool) -> None:
    """Say whether only owners sign in with a password; sessions that others opened so end."""
    if not await repository_keys.set_sso_only(tx, closed):
        return
    if closed:
        ended = await repository_keys.close_unvouched(tx)
        await tx.announce(SessionsClosed(workspace_id=tx.workspace_id, data={"session_ids": ended}))
    detail = {"sso_only": {"from": not closed, "to": closed}}
    await write_audit(tx, actor, "workspace.changed", ("workspace", tx.workspace_id), detail)
