"""Every query on sessions that look at the desk as another role or person."""

from datetime import datetime

from msgspec import Struct

from otklik.access.records import EndedView, Standing
from otklik.infra.db import Tx

_BEGIN = """
insert into session_view (session_id, workspace_id, operator_id, role, role_id, viewed_id, until)
select s.id, s.workspace_id, s.operator_id, %(role)s, %(role_id)s, %(viewed)s, now() + %(minutes)s * interval '1 minute'
from session s where s.workspace_id = %(workspace)s and s.id = %(session)s
on conflict (session_id) do update set
    role = excluded.role, role_id = excluded.role_id, viewed_id = excluded.viewed_id, began_at = now(),
    until = excluded.until
returning until
"""
_END = """
delete from session_view v
where v.until <= now() and %(over)s
      or v.workspace_id = %(workspace)s and v.session_id is distinct from %(keep)s::bigint
         and (v.session_id = %(session)s or v.operator_id = %(operator)s or v.role_id = %(role)s)
returning v.session_id, v.workspace_id, v.operator_id, v.role, v.role_id, v.viewed_id,
          (select o.name from operator o where o.id = v.operator_id) as name,
          (select r.name from custom_role r where r.id = v.role_id) as role_name,
          (select o.name from operator o where o.id = v.viewed_id) as viewed_name,
          null::text[] as role_permissions
"""


class Which(Struct, frozen=True, kw_only=True):
    """Whose looks end: a session's, an operator's except in the session `keep`, or all with the eyes of a role."""

    session_id: int | None = None
    operator_id: int | None = None
    keep: int | None = None
    role_id: int | None = None


async def begin_view(tx: Tx, session_id: int, role: Standing, viewed_id: int | None, minutes: int) -> datetime | None:
    """Let a session look with these eyes, in place of others; returns until when, None when the session is over."""
    params = {
        "workspace": tx.workspace_id, "session": session_id, "role": role.role, "role_id": role.role_id,
        "viewed": viewed_id, "minutes": minutes,
    }  # fmt: skip
    until: datetime | None = await tx.value(_BEGIN, params)
    return until


async def end_views(tx: Tx, which: Which) -> list[EndedView]:
    """End looks of this workspace."""
    params = {
        "workspace": tx.workspace_id, "session": which.session_id, "operator": which.operator_id, "keep": which.keep,
        "role": which.role_id, "over": False,
    }  # fmt: skip
    return await tx.fetch(EndedView, _END, params)


async def end_over(tx: Tx) -> list[EndedView]:
    """End what has lasted its time, in all workspaces."""
    params = {**dict.fromkeys(("workspace", "session", "operator", "keep", "role")), "over": True}
    return await tx.fetch(EndedView, _END, params)
