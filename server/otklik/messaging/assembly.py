"""From a stored message to what a channel is asked to send."""

from msgspec import Struct

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Content, Mail
from otklik.channelkit.outbound import ChosenTemplate, OutboundFile, OutboundMessage
from otklik.conversations.changes import content_of
from otklik.conversations.records import MessageRecord
from otklik.infra.db import Tx
from otklik.messaging.letters import make_headers


class _File(Struct, frozen=True):
    id: int
    key: str
    kind: str
    name: str
    mime: str
    size: int
    width: int | None
    height: int | None
    duration_s: float | None
    ref: str


async def assemble(
    tx: Tx, message: MessageRecord, recipient: str, *, mail: bool, late: bool = False
) -> OutboundMessage:
    """Gather the text, files, quoted message and, for a letter, its headers, whose first addressee is the recipient.

    `late`: the channel's window for free replies is over.
    """
    content = content_of(message)
    files = await _list_files(tx, message.id)
    headers = await make_headers(tx, message, content.mail or Mail()) if mail else None
    return OutboundMessage(
        message_id=message.id,
        conversation_id=message.conversation_id,
        recipient=headers.to[0] if headers is not None and headers.to else recipient,
        text=message.text,
        marks=content.marks,
        files=files,
        buttons=content.buttons,
        location=content.location,
        reply_to=await _find_target(tx, message),
        mail=headers,
        author_name=message.author_name,
        client_id=str(message.client_id or ""),
        late=late,
        template=_choose_template(message, content, files),
    )


def _choose_template(
    message: MessageRecord, content: Content, files: tuple[OutboundFile, ...]
) -> ChosenTemplate | None:
    """Return the template a message is; by another inbox than its own it is a text like any other."""
    used = content.template
    if used is None or used.inbox_id != message.inbox_id:
        return None
    return ChosenTemplate(
        name=used.name, language=used.language, values=used.values, file=files[0] if files else None
    )  # fmt: skip


async def _list_files(tx: Tx, message_id: int) -> tuple[OutboundFile, ...]:
    files = await tx.fetch(
        _File,
        """select a.id, f.key, a.kind, a.name, f.mime, f.size, f.width, f.height, f.duration_s, a.ref
           from attachment a join file f on f.key = a.file_key where a.message_id = %(id)s order by a.position""",
        {"id": message_id},
    )
    return tuple(
        OutboundFile(
            key=file.key, kind=Kind(file.kind), name=file.name, mime=file.mime, size=file.size, ref=file.ref,
            width=file.width, height=file.height, duration_s=file.duration_s, number=file.id,
        )
        for file in files
    )  # fmt: skip


async def _find_target(tx: Tx, message: MessageRecord) -> str:
    """Return the provider's id of the quoted message, if it lives in the same inbox."""
    if message.reply_to_id is None:
        return ""
    found = await tx.value(
        """select coalesce(m.external_id, d.external_id) from message m
           left join delivery d on d.message_id = m.id and d.inbox_id = %(inbox)s
           where m.id = %(id)s and (m.inbox_id = %(inbox)s or d.inbox_id = %(inbox)s) order by d.part limit 1""",
        {"id": message.reply_to_id, "inbox": message.inbox_id},
    )
    return str(found or "")
