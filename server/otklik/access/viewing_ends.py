"""How looking with other eyes ends: by going back, with the session, with the role, or by time. The audit says why."""

from collections.abc import Sequence

from otklik.access import repository_viewing as repository
from otklik.access.audit import Doer, write_audit
from otklik.access.events import RightsChanged
from otklik.access.records import EndedView
from otklik.access.repository_viewing import Which
from otklik.infra.db import Tx

__all__ = ["Which", "end_views", "sweep_views"]


async def end_views(tx: Tx, which: Which, why: str) -> None:
    """End these looks; nothing happens where there are none."""
    await _note(tx, await repository.end_views(tx, which), why)


async def sweep_views(tx: Tx) -> int:
    """End the looks whose time is over, in all workspaces; returns how many."""
    ended = await repository.end_over(tx)
    for workspace_id in sorted({view.workspace_id for view in ended}):
        await _note(tx.within(workspace_id), [view for view in ended if view.workspace_id == workspace_id], "time")
    return len(ended)


async def _note(tx: Tx, ended: Sequence[EndedView], why: str) -> None:
    for view in ended:
        doer = Doer(kind="operator", id=view.operator_id, name=view.name)
        eyes = {"role": view.said} if view.viewed_name is None else {"person": view.viewed_name}
        await write_audit(tx, doer, "viewing.ended", ("operator", view.viewed_id), {**eyes, "why": why})
    if ended:
        await tx.announce(RightsChanged(workspace_id=tx.workspace_id))
