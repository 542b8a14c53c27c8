"""What this room does in the transactions of others."""

from otklik.access.events import SessionsClosed
from otklik.infra.db import Tx
from otklik.notifications import repository


async def forget_devices(tx: Tx, event: SessionsClosed) -> None:
    """Send nothing more to browsers that were signed out.

    Where all sessions of an operator end (a new password, another role, a disabled account), all their devices end,
    also those whose session had ended by silence before.
    """
    data = event.data or {}
    own = tx.within(event.workspace_id)
    await repository.delete_devices_of_sessions(own, data.get("session_ids", ()))
    if data.get("operator_id") is not None:
        await repository.delete_devices_of(own, data["operator_id"], data.get("kept_id"))
