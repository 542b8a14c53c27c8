"""Who changed each setting of the company last, from the audit."""

from collections.abc import Sequence
from typing import Final, LiteralString

from otklik.access.records import LastChangeRow
from otklik.infra.db import Tx

_LAST: Final[LiteralString] = """
select wanted.setting, found.at, found.actor_name
from unnest(%(settings)s::text[]) as wanted (setting)
cross join lateral (
    select a.at, a.actor_name from audit a
    where a.workspace_id = %(workspace)s and a.action = 'workspace.changed' and a.detail ? wanted.setting
    order by a.id desc limit 1
) found
"""


async def list_last_changes(tx: Tx, settings: Sequence[str]) -> list[LastChangeRow]:
    """Return the last change of each of the settings that was ever changed."""
    return await tx.fetch(LastChangeRow, _LAST, {"workspace": tx.workspace_id, "settings": list(settings)})
