"""What deleted messages said: kept for a while, for those who may look."""

from otklik.conversations import repository_deleted as repository
from otklik.conversations.errors import NoSuchMessage
from otklik.conversations.repository_deleted import DeletedBody
from otklik.infra.db import Tx

__all__ = ["DeletedBody", "get_body"]


async def get_body(tx: Tx, message_id: int) -> DeletedBody:
    """Return what a deleted message said; raises NoSuchMessage when it is not kept, or not any more."""
    found = await repository.find_body(tx, message_id)
    if found is None:
        raise NoSuchMessage("what this message said is not kept", code="not_kept")
    return found
