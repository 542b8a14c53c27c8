"""Where a visitor's call belongs."""

from msgspec import Struct

from otklik.infra.db import Tx


class Place(Struct, frozen=True):
    """The conversation of a message; `blocked`: its customer is not to be heard."""

    conversation_id: int
    blocked: bool


async def find_place(tx: Tx, message_id: int) -> Place | None:
    """Return where a message lies."""
    return await tx.find(
        Place,
        """select m.conversation_id, k.blocked_at is not null as blocked
           from message m join conversation c on c.id = m.conversation_id join contact k on k.id = c.contact_id
           where m.id = %(id)s and m.workspace_id = %(workspace)s""",
        {"id": message_id, "workspace": tx.workspace_id},
    )
