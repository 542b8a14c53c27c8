"""What our side wrote in another tool of the provider: it stands in the conversation as ours, and is sent to nobody."""

import msgspec
from msgspec import Struct

from otklik.channelkit.inbound import MessageEchoed
from otklik.conversations import repository
from otklik.conversations.events import MessageRecorded
from otklik.conversations.preview import make_preview
from otklik.conversations.recording import INSERT_ATTACHMENTS, attachment_row, extra_content
from otklik.conversations.records import MessageRecord
from otklik.infra.db import Tx
from otklik.kit.text import clean_name, clean_text

_encoder = msgspec.json.Encoder()


class Echoed(Struct, frozen=True, kw_only=True):
    """An echo and whom it was written to; `inbox_name` stands where the provider names no author."""

    workspace_id: int
    inbox_id: int
    inbox_name: str
    identity_id: int
    contact_id: int
    echo: MessageEchoed


async def record_echo(tx: Tx, item: Echoed) -> int | None:
    """Put an echo into the person's current conversation, where it counts as an answer; returns the message's id.

    None for one that is known, and for a person without a conversation: nobody here is asked anything by it.
    The caller holds the lock of the contact.
    """
    if await repository.find_by_external_id(tx, item.inbox_id, item.echo.message_id) is not None:
        return None
    current = await tx.value(
        "select id from conversation where contact_id = %(contact)s and takes_new", {"contact": item.contact_id}
    )
    conversation = await repository.find_conversation(tx, current, lock=True) if current is not None else None
    if conversation is None:
        return None
    message = await _insert(tx, conversation.id, item)
    await repository.note_answered(
        tx,
        {
            "id": conversation.id, "seq": message.seq, "preview": make_preview(item.echo.content, author="operator"),
            "inbox_id": item.inbox_id, "identity_id": item.identity_id, "subject": "", "assignee_id": None,
        },
    )  # fmt: skip
    await tx.announce(
        MessageRecorded(
            workspace_id=item.workspace_id, conversation_id=conversation.id, message_id=message.id,
            contact_id=item.contact_id, data={"seq": message.seq, "direction": "out"},
        )
    )  # fmt: skip
    return message.id


async def _insert(tx: Tx, conversation_id: int, item: Echoed) -> MessageRecord:
    content = item.echo.content
    message = await repository.insert_message(
        tx,
        {
            "workspace_id": item.workspace_id, "conversation_id": conversation_id,
            "seq": await repository.append_seq(tx, conversation_id), "kind": content.kind, "direction": "out",
            "author_kind": "operator", "author_id": None, "author_name": clean_name(item.echo.author_name)
            or item.inbox_name, "inbox_id": item.inbox_id, "identity_id": item.identity_id,
            "text": clean_text(content.text), "content": extra_content(content), "delivery": "sent",
        },
    )  # fmt: skip
    await repository.name_message(tx, message.id, item.echo.message_id, item.echo.sent_at)
    rows = [
        attachment_row(item.workspace_id, message.id, position, attachment, None)
        for position, attachment in enumerate(content.attachments)
    ]
    if rows:
        tx.send(INSERT_ATTACHMENTS, {"rows": _encoder.encode(rows).decode()})
    return message
