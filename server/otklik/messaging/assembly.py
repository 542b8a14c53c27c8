"""From a stored message to what a channel is asked to send."""

from msgspec import Struct

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.outbound import MailHeaders, OutboundFile, OutboundMessage
from otklik.conversations.changes import content_of
from otklik.conversations.records import MessageRecord
from otklik.infra.db import Tx

_REFERENCES = 20


class _File(Struct, frozen=True):
    key: str
    kind: str
    name: str
    mime: str
    size: int
    width: int | None
    height: int | None
    duration_s: float | None
    ref: str


class _Letter(Struct, frozen=True):
    external_id: str
    subject: str | None


async def assemble(tx: Tx, message: MessageRecord, recipient: str, *, mail: bool) -> OutboundMessage:
    """Gather the text, files, quoted message and, for a letter, its headers."""
    content = content_of(message)
    return OutboundMessage(
        message_id=message.id,
        conversation_id=message.conversation_id,
        recipient=recipient,
        text=message.text,
        marks=content.marks,
        files=await _list_files(tx, message.id),
        buttons=content.buttons,
        location=content.location,
        reply_to=await _find_target(tx, message),
        mail=await _make_headers(tx, message, content.mail.subject if content.mail else "") if mail else None,
        author_name=message.author_name,
        client_id=str(message.client_id or ""),
    )


async def _list_files(tx: Tx, message_id: int) -> tuple[OutboundFile, ...]:
    files = await tx.fetch(
        _File,
        """select f.key, a.kind, a.name, f.mime, f.size, f.width, f.height, f.duration_s, a.ref
           from attachment a join file f on f.key = a.file_key where a.message_id = %(id)s order by a.position""",
        {"id": message_id},
    )
    return tuple(
        OutboundFile(
            key=file.key, kind=Kind(file.kind), name=file.name, mime=file.mime, size=file.size, ref=file.ref,
            width=file.width, height=file.height, duration_s=file.duration_s,
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


async def _make_headers(tx: Tx, message: MessageRecord, subject: str) -> MailHeaders:
    """Answer the last letter of the conversation, referring to the first and the newest ones."""
    letters = await tx.fetch(
        _Letter,
        """select coalesce(m.external_id, d.external_id) as external_id, m.content #>> '{mail,subject}' as subject
           from message m left join delivery d on d.message_id = m.id and d.part = 0
           where m.conversation_id = %(conversation)s and m.inbox_id = %(inbox)s and m.seq < %(seq)s and not m.note
                 and coalesce(m.external_id, d.external_id) is not null
           order by m.seq desc limit 200""",
        {"conversation": message.conversation_id, "inbox": message.inbox_id, "seq": message.seq},
    )
    ids = [letter.external_id for letter in letters]
    references = ids[:_REFERENCES] if len(ids) <= _REFERENCES else [*ids[:_REFERENCES], ids[-1]]
    inbound = await tx.value(
        """select external_id from message where conversation_id = %(conversation)s and inbox_id = %(inbox)s
               and direction = 'in' and seq < %(seq)s and external_id is not null order by seq desc limit 1""",
        {"conversation": message.conversation_id, "inbox": message.inbox_id, "seq": message.seq},
    )
    old = next((letter.subject for letter in letters if letter.subject), "")
    return MailHeaders(
        subject=subject or old or "",
        message_id="",
        in_reply_to=str(inbound or ""),
        references=tuple(reversed(references)),
    )
