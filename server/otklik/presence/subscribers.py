"""What this room does in the transactions of others."""

from otklik.access.events import WorkspaceCreated
from otklik.infra.db import Tx
from otklik.presence.reasons import lay_usual_reasons


async def lay_reasons(tx: Tx, event: WorkspaceCreated) -> None:
    """Give a new company its list of reasons for breaks."""
    await lay_usual_reasons(tx.within(event.workspace_id), str((event.data or {}).get("locale", "ru")))
