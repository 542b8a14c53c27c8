"""Every query on people who have signed out at their provider."""

from otklik.infra.db import Tx

_HEAR = """
insert into sso_logout (provider_id, jti_hash, workspace_id) values (%(provider)s, %(jti)s, %(workspace)s)
on conflict do nothing
"""
_FORGET = "delete from sso_logout where workspace_id = %(workspace)s and heard_at < now() - interval '1 day'"
_SESSIONS = """
select s.id from session s join sso_identity i on i.id = s.sso_identity_id
where i.workspace_id = %(workspace)s and i.provider_id = %(provider)s and (%(sub)s = '' or i.subject = %(sub)s)
      and (%(sid)s = '' or s.sso_sid = %(sid)s or (s.sso_sid = '' and %(sub)s <> ''))
order by s.id
"""
_WAITING = """
delete from sso_attempt a using sso_identity i
where i.id = a.identity_id and i.workspace_id = %(workspace)s and i.provider_id = %(provider)s
      and (%(sub)s = '' or i.subject = %(sub)s) and (%(sid)s = '' or a.sid = %(sid)s or (a.sid = '' and %(sub)s <> ''))
"""


async def hear(tx: Tx, provider_id: int, jti: bytes) -> bool:
    """Note that a word was heard; False when it was before. Those of yesterday are too old to be believed again."""
    await tx.execute(_FORGET, {"workspace": tx.workspace_id})
    return await tx.execute(_HEAR, {"workspace": tx.workspace_id, "provider": provider_id, "jti": jti}) > 0


async def list_sessions(tx: Tx, provider_id: int, sub: str, sid: str) -> list[int]:
    """Return the sessions opened by a person, or at one session of the provider.

    Of a person who is named, those count as well of which the provider never said at which session.
    """
    params = {"workspace": tx.workspace_id, "provider": provider_id, "sub": sub, "sid": sid}
    return [row[0] for row in await tx.rows(_SESSIONS, params)]


async def drop_waiting(tx: Tx, provider_id: int, sub: str, sid: str) -> None:
    """End sign-ins of the same that wait for the code of a second factor."""
    await tx.execute(_WAITING, {"workspace": tx.workspace_id, "provider": provider_id, "sub": sub, "sid": sid})
