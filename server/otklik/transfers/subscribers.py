"""What this room does in the transactions of others."""

from otklik.conversations.events import ConversationChanged
from otklik.infra.db import Tx
from otklik.transfers.service import withdraw_of

_ENDS = frozenset({"assigned", "transferred", "unassigned", "accepted", "resolved", "spam", "merged"})


async def end_offer(tx: Tx, event: ConversationChanged) -> None:
    """End the offer of a conversation that goes another way."""
    if event.conversation_id is not None and (event.data or {}).get("what") in _ENDS:
        await withdraw_of(tx.within(event.workspace_id), event.conversation_id)
