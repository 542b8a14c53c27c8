"""Where people are signed in, for themselves and for those who look after them: seen, and ended one by one."""

from otklik.access import repository_keys as repository
from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.access.errors import CannotGrant, NoSuchSession
from otklik.access.permissions import may_grant
from otklik.access.records import PlaceRow
from otklik.access.service import get_operator
from otklik.access.sessions import close_session, close_sessions_of
from otklik.infra.db import Tx


async def list_places(tx: Tx, actor: Actor, operator_id: int) -> list[PlaceRow]:
    """Return where an operator is signed in, the last used first; raises NotFound."""
    await get_operator(tx, operator_id)
    return await repository.list_places(tx, operator_id, actor.session_id)


async def end_place(tx: Tx, actor: Actor, operator_id: int, session_id: int) -> None:
    """Sign an operator out in one place, their sockets too.

    Raises NotFound, NoSuchSession, and CannotGrant for somebody with rights the actor does not hold.
    """
    operator = await get_operator(tx, operator_id)
    if not may_grant(actor.permissions, operator.permissions):
        raise CannotGrant
    known = [place.id for place in await list_places(tx, actor, operator_id)]
    if session_id not in known:
        raise NoSuchSession
    await close_session(tx, session_id)
    await write_audit(tx, actor, "session.ended", ("operator", operator_id))


async def end_other_places(tx: Tx, actor: Actor) -> None:
    """Sign oneself out everywhere but here."""
    await close_sessions_of(tx, actor.id, keep=actor.session_id)
    await write_audit(tx, actor, "session.others_ended", ("operator", actor.id))
