"""The one door out: whatever speaks to a customer, or writes a note, posts its message here."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from otklik.channelkit.content import Button, Content, Location, Mark, SentTemplate
from otklik.conversations import repository
from otklik.conversations.errors import AnsweredMeanwhile, NoSuchConversation, NoSuchMessage, NothingToSay
from otklik.conversations.events import MessageQueued, MessageRecorded
from otklik.conversations.preview import make_preview
from otklik.conversations.records import Author, ConversationRecord, MessageRecord
from otklik.infra.db import Tx
from otklik.kit.errors import NotFound
from otklik.kit.text import clean_text

FORWARD = "forward"
"""The kind of a message that passes another one on: for colleagues it is ours, for the customer it is not there."""
CONTINUED = "continued"
"""The kind of a letter that takes answers of a chat to whoever has left it: the chat has the answers themselves."""
APART = frozenset({FORWARD, CONTINUED})
"""Kinds of what leaves the house beside the conversation: no note, and nothing that the customer finds in it."""


class Letter(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a reply by e-mail has beside its words; see `channelkit.content.Mail`. Without `to` it is to the customer.

    With `forwards` it is no reply: the customer neither gets nor sees it.
    """

    subject: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    quotes: int = 0
    forwards: int = 0
    signature: str = ""
    unsubscribe: str = ""


class Draft(Struct, frozen=True, kw_only=True):
    """A message to be posted. `client_id` is made by the author and posted once however often it arrives.

    `identity_id` and `inbox_id` say by which address of the customer it leaves; a note has neither.
    `mentions` are people and teams a note names: kind, id, name.
    `seen_seq` is the last message the author had before their eyes: a colleague's reply after it is a conflict.
    """

    client_id: UUID
    text: str = ""
    marks: tuple[Mark, ...] = ()
    upload_ids: tuple[int, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    location: Location | None = None
    reply_to_id: int | None = None
    identity_id: int | None = None
    inbox_id: int | None = None
    letter: Letter = Letter()
    template: SentTemplate | None = None
    note: bool = False
    seen_seq: int | None = None
    kind: str = "text"
    automatic: bool = False
    mentions: tuple[dict[str, Any], ...] = ()


async def post_message(tx: Tx, conversation_id: int, author: Author, draft: Draft) -> MessageRecord:
    """Post a reply (queued for sending in this transaction) or a note; the same `client_id` gives the same message.

    Refuses an empty message, a reply target in another conversation, uploads that are not the author's own,
    and, once, a reply that crosses a colleague's.
    """
    conversation = await repository.find_conversation(tx, conversation_id, lock=True)
    if conversation is None:
        raise NoSuchConversation("no such conversation")
    known = await repository.find_message_by_client_id(tx, conversation_id, draft.client_id)
    if known is not None:
        return known
    await _check(tx, conversation, author, draft)
    message = await _insert(tx, conversation, author, draft)
    if draft.letter.forwards:
        await repository.note_spoken(tx, message.conversation_id, _preview(message))
        await _queue(tx, conversation, message)
    elif draft.kind == CONTINUED:
        await _queue(tx, conversation, message)
    elif draft.note:
        await _show_note(tx, message)
    else:
        await _note_answered(tx, conversation, author, draft, message)
        await _queue(tx, conversation, message)
    return message


async def _check(tx: Tx, conversation: ConversationRecord, author: Author, draft: Draft) -> None:
    if not (draft.text.strip() or draft.upload_ids or draft.location or draft.letter.forwards):
        raise NothingToSay("write something or attach a file")
    if draft.reply_to_id is not None:
        target = await repository.find_message(tx, draft.reply_to_id)
        if target is None or target.conversation_id != conversation.id:
            raise NoSuchMessage("the message you answer is not in this conversation")
    if draft.upload_ids:
        await list_uploads(tx, author, draft.upload_ids)
    if not draft.note and draft.seen_seq is not None:
        await check_crossing(tx, conversation, author, draft.seen_seq)


async def list_uploads(tx: Tx, author: Author, upload_ids: Sequence[int]) -> list[repository.WaitingUpload]:
    """Return the uploads, locked; raises NotFound unless each is the author's own and waits for its message."""
    found = await repository.lock_waiting_uploads(tx, upload_ids, uploader(author))
    if len(found) != len(upload_ids):
        raise NotFound("an attached file does not exist or has been sent already", code="upload_not_found")
    return found


async def check_crossing(tx: Tx, conversation: ConversationRecord, author: Author, seen_seq: int) -> None:
    """Raise AnsweredMeanwhile for a reply that crosses one of a colleague, which its author has not seen."""
    if conversation.last_out_seq <= seen_seq:
        return
    other = await repository.find_last_reply_after(tx, conversation.id, seen_seq, author)
    if other is not None:
        raise AnsweredMeanwhile(
            f"{other.author_name} has answered in the meantime",
            extra={
                "by": {"id": other.author_id, "name": other.author_name},
                "at": other.created_at,
                "seq": conversation.last_seq,
            },
        )


def uploader(author: Author) -> str:
    """How an uploaded file remembers who brought it."""
    return f"{author.kind}:{author.id}"


async def _insert(tx: Tx, conversation: ConversationRecord, author: Author, draft: Draft) -> MessageRecord:
    message = await repository.insert_message(
        tx,
        {
            "workspace_id": conversation.workspace_id, "conversation_id": conversation.id,
            "seq": await repository.append_seq(tx, conversation.id), "kind": draft.kind, "direction": "out",
            "note": draft.note, "author_kind": author.kind, "author_id": author.id, "author_name": author.name,
            "inbox_id": draft.inbox_id, "identity_id": draft.identity_id, "text": clean_text(draft.text),
            "content": _extra(draft), "client_id": draft.client_id, "reply_to_id": draft.reply_to_id,
            "delivery": None if draft.note and draft.kind not in APART else "queued",
        },
    )  # fmt: skip
    if draft.upload_ids:
        await repository.link_uploads(tx, message.id, draft.upload_ids)
    return message


def _extra(draft: Draft) -> dict[str, Any] | None:
    extra: dict[str, Any] = {}
    for name in ("marks", "buttons", "location", "template"):
        if value := getattr(draft, name):
            extra[name] = msgspec.to_builtins(value)
    if letter := msgspec.to_builtins(draft.letter):
        extra["mail"] = letter
    if draft.mentions:
        extra["mentions"] = list(draft.mentions)
    if draft.automatic:
        extra["automatic"] = True
    return extra or None


def _preview(message: MessageRecord) -> dict[str, Any]:
    note = message.note and message.kind not in APART
    preview = make_preview(Content(text=message.text), author=message.author_kind, note=note)
    return {**preview, "kind": message.kind}


async def _show_note(tx: Tx, message: MessageRecord) -> None:
    await repository.note_spoken(tx, message.conversation_id, _preview(message))
    await tx.announce(
        MessageRecorded(
            workspace_id=message.workspace_id, conversation_id=message.conversation_id, message_id=message.id,
            data={"seq": message.seq, "direction": "note"},
        )
    )  # fmt: skip


async def _note_answered(
    tx: Tx, conversation: ConversationRecord, author: Author, draft: Draft, message: MessageRecord
) -> None:
    await repository.make_current(tx, conversation)
    await repository.note_answered(
        tx,
        {
            "id": conversation.id, "seq": message.seq, "preview": _preview(message),
            "inbox_id": draft.inbox_id, "identity_id": draft.identity_id, "subject": draft.letter.subject,
            "assignee_id": author.id if author.kind == "operator" else None,
        },
    )  # fmt: skip


async def _queue(tx: Tx, conversation: ConversationRecord, message: MessageRecord) -> None:
    await tx.announce(
        MessageQueued(
            workspace_id=message.workspace_id, conversation_id=conversation.id, message_id=message.id,
            contact_id=conversation.contact_id,
            data={"seq": message.seq, "inbox_id": message.inbox_id, "identity_id": message.identity_id},
        )
    )  # fmt: skip
