"""Every query on ways that were begun and not finished."""

from typing import Any, Final

from otklik.infra.db import Tx
from otklik.sso.records import AttemptRow

MINUTES: Final = 10

_ADD = """
insert into sso_attempt (state_hash, workspace_id, provider_id, browser_hash, return_to, session_id, identity_id,
                         sid)
values (%(state)s, %(workspace)s, %(provider)s, %(browser)s, %(return_to)s, %(session)s::bigint, %(identity)s::bigint,
        %(sid)s)
"""
_TAKE = """
delete from sso_attempt
where state_hash = %(state)s and browser_hash = %(browser)s and identity_id is null
returning workspace_id, provider_id, return_to, session_id, identity_id, sid,
          begun_at > now() - %(minutes)s * interval '1 minute'
"""
_PENDING = """
select workspace_id, provider_id, return_to, session_id, identity_id, sid from sso_attempt
where browser_hash = %(browser)s and identity_id is not null
      and begun_at > now() - %(minutes)s * interval '1 minute'
order by begun_at desc limit 1
"""
_DROP_PENDING = "delete from sso_attempt where browser_hash = %(browser)s and identity_id is not null"
_SWEEP = "delete from sso_attempt where begun_at < now() - %(minutes)s * interval '1 minute'"


async def add_attempt(tx: Tx, params: dict[str, Any]) -> None:
    """Note that a way was begun."""
    await tx.execute(_ADD, {"session": None, "identity": None, "sid": "", **params, "workspace": tx.workspace_id})


async def take_attempt(tx: Tx, state: bytes, browser: bytes) -> AttemptRow | None:
    """Use a way up, of any company; None when it was not begun in this browser, was used, or is over."""
    rows = await tx.rows(_TAKE, {"state": state, "browser": browser, "minutes": MINUTES})
    return AttemptRow(*rows[0][:6]) if rows and rows[0][6] else None


async def find_pending(tx: Tx, browser: bytes) -> AttemptRow | None:
    """Return the sign-in of this browser that waits for a code, of any company."""
    return await tx.find(AttemptRow, _PENDING, {"browser": browser, "minutes": MINUTES})


async def drop_pending(tx: Tx, browser: bytes) -> bool:
    """Use up what waits for a code in this browser; False when another request was first."""
    return await tx.execute(_DROP_PENDING, {"browser": browser}) > 0


async def sweep_attempts(tx: Tx) -> None:
    """Delete what is over, of all companies."""
    await tx.execute(_SWEEP, {"minutes": MINUTES})
