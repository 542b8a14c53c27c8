"""Customers who are typing: shown to the desk at once, stored nowhere."""

from collections.abc import Sequence
from typing import Any

from otklik.channelkit.inbound import Happening, TypingShown
from otklik.inboxes.records import InboxRecord
from otklik.infra.db import Database
from otklik.infra.whispers import PEEK, PEEK_MAX, Whisper, Whispers
from otklik.kit.text import clean_text

CONTACT_TYPING = "contact_typing"


async def pass_typing(
    database: Database, whispers: Whispers, inbox: InboxRecord, happenings: Sequence[Happening]
) -> None:
    """Tell the desk in which conversation somebody is typing, if there is one."""
    for sign in happenings:
        if isinstance(sign, TypingShown):
            async with database.workspace(inbox.workspace_id) as tx:
                conversation_id = await tx.value(
                    """select c.id from identity i join conversation c on c.contact_id = i.contact_id and c.takes_new
                       where i.inbox_id = %(inbox)s and i.external_id = %(person)s""",
                    {"inbox": inbox.id, "person": sign.sender.external_id},
                )
            if conversation_id is not None:
                await _tell(whispers, inbox.workspace_id, int(conversation_id), sign)


async def _tell(whispers: Whispers, workspace_id: int, conversation_id: int, sign: TypingShown) -> None:
    data: dict[str, Any] = {"conversation_id": conversation_id, "on": sign.on}
    await whispers.send(Whisper(kind=CONTACT_TYPING, workspace_id=workspace_id, data=data))
    if sign.text or not sign.on:
        seen = {
            "conversation_id": conversation_id,
            "operator_id": None,
            "name": "",
            "text": clean_text(sign.text, PEEK_MAX),
        }
        await whispers.send(Whisper(kind=PEEK, workspace_id=workspace_id, data=seen))
