"""Where colleagues are signed in, for those who look after them: seen, and ended one by one."""

from datetime import datetime

from msgspec import Struct

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.access.errors import CannotGrant, NoSuchSession
from otklik.access.permissions import Role, may_grant
from otklik.access.repository_keys import IDLE_HOURS
from otklik.access.service import get_operator
from otklik.access.sessions import close_session
from otklik.infra.db import Tx


class Place(Struct, frozen=True, kw_only=True):
    """A session of an operator; `own` is the one that asks."""

    id: int
    address: str
    user_agent: str
    created_at: datetime
    seen_at: datetime
    own: bool


async def list_places(tx: Tx, actor: Actor, operator_id: int) -> list[Place]:
    """Return where an operator is signed in, the last used first; raises NotFound."""
    await get_operator(tx, operator_id)
    return await tx.fetch(
        Place,
        """select id, address, user_agent, created_at, seen_at, id is not distinct from %(own)s::bigint as own
           from session
           where workspace_id = %(workspace)s and operator_id = %(operator)s and expires_at > now()
                 and seen_at > now() - %(idle)s * interval '1 hour'
           order by seen_at desc, id desc""",
        {"workspace": tx.workspace_id, "operator": operator_id, "own": actor.session_id, "idle": IDLE_HOURS},
    )


async def end_place(tx: Tx, actor: Actor, operator_id: int, session_id: int) -> None:
    """Sign an operator out in one place, their sockets too.

    Raises NotFound, NoSuchSession, and CannotGrant for somebody with rights the actor does not hold.
    """
    operator = await get_operator(tx, operator_id)
    if not may_grant(actor.permissions, Role(operator.role)):
        raise CannotGrant
    known = [place.id for place in await list_places(tx, actor, operator_id)]
    if session_id not in known:
        raise NoSuchSession
    await close_session(tx, session_id)
    await write_audit(tx, actor, "session.ended", ("operator", operator_id))
