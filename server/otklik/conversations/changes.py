"""What happens to messages after they were recorded: edits, deletions, reactions, presses, delivery states."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct
from psycopg.types.json import Jsonb

from otklik.channelkit.content import Button, Content, Mark
from otklik.channelkit.fitting import find_button
from otklik.conversations import repository
from otklik.conversations.errors import CannotChange
from otklik.conversations.events import MessageChanged, MessageQueued
from otklik.conversations.preview import make_preview
from otklik.conversations.recording import TEXT_MAX, extra_content
from otklik.conversations.records import MessageRecord, Way
from otklik.conversations.repository_deleted import keep_body
from otklik.infra.db import Tx
from otklik.kit.clock import utc_now
from otklik.kit.text import clean_text

_WHOLE = 2**31
Rows = Sequence[Sequence[Button]]


class NewBody(Struct, frozen=True, kw_only=True):
    """How a message of ours shall read; without `buttons` it keeps those it has."""

    text: str
    marks: tuple[Mark, ...] = ()
    buttons: Rows | None = None

    def change(self, content: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """Return the stored rest of a message with the marks and buttons of this body."""
        changed = {key: value for key, value in (content or {}).items() if key != "marks"}
        if self.marks:
            changed["marks"] = msgspec.to_builtins(self.marks)
        if self.buttons is not None:
            changed = {key: value for key, value in changed.items() if key != "buttons"}
            changed |= {"buttons": msgspec.to_builtins(self.buttons)} if self.buttons else {}
        return changed or None


_RANK = {"queued": 0, "sending": 1, "uncertain": 2, "failed": 2, "sent": 3, "delivered": 4, "read": 5}


async def announce_change(tx: Tx, message: MessageRecord, what: str, **data: Any) -> None:  # noqa: ANN401 - small facts
    """Tell everybody who looks at the message."""
    await tx.announce(
        MessageChanged(
            workspace_id=message.workspace_id, conversation_id=message.conversation_id, message_id=message.id,
            data={"what": what, **data},
        )
    )  # fmt: skip


async def edit_message(tx: Tx, message: MessageRecord, content: Content, at: datetime) -> bool:
    """Replace the body of a message; False for an edit that changes nothing visible."""
    text, extra = clean_text(content.text, TEXT_MAX), extra_content(content)
    if message.deleted_at is not None or (text == message.text and extra == message.content):
        return False
    await _rewrite(tx, message, {"text": text, "content": extra, "edited_at": at})
    await announce_change(tx, message, "edited")
    return True


async def rewrite_message(tx: Tx, message: MessageRecord, new: NewBody, at: datetime) -> bool:
    """Replace the body of a message of ours; all else of it stays. False when nothing is another."""
    text, extra = clean_text(new.text, TEXT_MAX), new.change(message.content)
    if message.deleted_at is not None or (text == message.text and extra == (message.content or None)):
        return False
    await _rewrite(tx, message, {"text": text, "content": extra, "edited_at": at})
    await announce_change(tx, message, "edited")
    return True


async def _rewrite(tx: Tx, message: MessageRecord, values: dict[str, Any]) -> None:
    preview = make_preview(Content(text=values["text"]), author=message.author_kind, note=message.note)
    kind = "deleted" if values.get("deleted_at") else message.kind
    await repository.update_message(tx, message.id, {**values, "preview": {**preview, "kind": kind}})


async def delete_message(tx: Tx, message: MessageRecord, at: datetime) -> bool:
    """Blank a message that its author took back, and keep what it said apart; False when it is blank already."""
    if message.deleted_at is not None:
        return False
    await keep_body(tx, message)
    values = {"text": "", "content": None, "edited_at": message.edited_at, "deleted_at": at}
    await _rewrite(tx, message, values)
    await announce_change(tx, message, "deleted")
    return True


async def show_files_anew(tx: Tx, message_id: int) -> None:
    """Show a message anew because something is known of its files; says nothing of a deleted one."""
    message = await repository.find_message(tx, message_id)
    if message is None or message.deleted_at is not None:
        return
    await tx.execute(
        "update message set version = version + 1 where id = %(id)s and workspace_id = %(workspace)s",
        {"id": message_id, "workspace": message.workspace_id},
    )
    await announce_change(tx, message, "files")


async def find_note_version(tx: Tx, conversation_id: int, message_id: int) -> int | None:
    """Return the version of a note of this conversation; None when it is gone or lies elsewhere."""
    found = await repository.find_message(tx, message_id)
    if found is None or not found.note or found.deleted_at is not None or found.conversation_id != conversation_id:
        return None
    return found.version


async def take_back_note(tx: Tx, message_id: int) -> None:
    """Blank a note; raises NoSuchMessage."""
    await delete_message(tx, await repository.lock_message(tx, message_id), utc_now())


async def react(tx: Tx, message: MessageRecord, actor: str, emojis: tuple[str, ...]) -> None:
    """Replace one person's reactions."""
    cleaned = [clean_text(emoji, 16) for emoji in emojis]
    await repository.set_reaction(tx, message.id, message.workspace_id, actor, cleaned)
    await announce_change(tx, message, "reaction")


async def mark_pressed(tx: Tx, message: MessageRecord, pressed: str, at: datetime) -> str:
    """Remember which button of ours was pressed, and when last, and return its title; what is no button marks none."""
    button = _find_pressed(message, pressed)
    if button is None or message.direction != "out":
        return pressed
    content = dict(message.content or {})
    known, times = content.get("pressed", []), content.get("pressed_at", {})
    content["pressed"] = known if button.payload in known else [*known, button.payload]
    when = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    content["pressed_at"] = {**times, button.payload: when}
    await tx.execute(
        "update message set content = %(content)s, version = version + 1 where id = %(id)s",
        {"id": message.id, "content": Jsonb(content)},
    )
    await announce_change(tx, message, "pressed")
    return button.title


def _find_pressed(message: MessageRecord, pressed: str) -> Button | None:
    """Find a button by what came back: its payload, or the digest that travelled in place of a long one."""
    rows = content_of(message).buttons
    return find_button(pressed, rows, _WHOLE) or find_button(pressed, rows, 0)


async def set_delivery(
    tx: Tx, message: MessageRecord, status: str, *, error: dict[str, Any] | None = None, force: bool = False
) -> bool:
    """Let the delivery status climb; it never falls back, save that a failure may replace what was not delivered.

    `force` is for a person's decision to send again. Keeps the conversation's count of failures true.
    """
    if not force and not _climbs(message.delivery, status):
        return False
    await tx.execute(
        """with before as (select delivery, conversation_id from message where id = %(id)s),
           after as (update message set delivery = %(status)s, error = %(error)s, version = version + 1
                     where id = %(id)s)
           update conversation set version = version + 1, failed_count = failed_count
               + (%(status)s in ('failed', 'uncertain'))::int
               - (select coalesce(delivery in ('failed', 'uncertain'), false) from before)::int
           where id = (select conversation_id from before)""",
        {"id": message.id, "status": status, "error": Jsonb(error) if error else None},
    )
    await announce_change(tx, message, "delivery", status=status)
    return True


async def send_again(tx: Tx, message_id: int, *, confirmed: bool) -> MessageRecord:
    """Queue a failed message once more, or, if a person `confirmed` it, one whose fate nobody knows.

    A message that is on its way already stays as it is; one that has arrived raises CannotChange.
    """
    message = await repository.lock_message(tx, message_id)
    if message.deleted_at is not None or message.direction != "out" or message.delivery is None:
        raise CannotChange("this message cannot be sent again")
    if message.delivery in {"queued", "sending"}:
        return message
    if message.delivery not in {"failed", "uncertain"}:
        raise CannotChange("this message has been sent already")
    if message.delivery == "uncertain" and not confirmed:
        raise CannotChange("the message may have arrived; confirm that it shall be sent again", code="confirm_needed")
    await set_delivery(tx, message, "queued", force=True)
    await tx.announce(
        MessageQueued(
            workspace_id=message.workspace_id, conversation_id=message.conversation_id, message_id=message.id,
            data={"seq": message.seq, "inbox_id": message.inbox_id, "identity_id": message.identity_id},
        )
    )  # fmt: skip
    return message


async def send_elsewhere(tx: Tx, message_id: int, way: Way, *, confirmed: bool) -> MessageRecord:
    """Queue a message that did not arrive for another address of the same person, whole; the checks of `send_again`.

    Raises CannotChange also when a part of it has arrived: nobody shall read half of it here and half there.
    """
    message = await repository.lock_message(tx, message_id)
    if message.delivery not in {"failed", "uncertain"}:
        raise CannotChange("this message has been sent already")
    if await repository.has_arrived_in_part(tx, message_id):
        raise CannotChange("a part of this message has arrived; send the rest the same way", code="sent_in_part")
    await repository.redirect(tx, message_id, way)
    return await send_again(tx, message_id, confirmed=confirmed)


def _climbs(present: str | None, status: str) -> bool:
    if present in {"delivered", "read"} and status in {"failed", "uncertain"}:
        return False
    if status in {"failed", "uncertain"}:
        return present != status
    return _RANK[status] > _RANK.get(present or "queued", 0)


def encode_error(code: str, provider_code: str = "", detail: str = "") -> dict[str, str]:
    """Return how a failure is stored: our class, the provider's code and the provider's words."""
    return {"code": code, "provider_code": clean_text(provider_code, 100), "detail": clean_text(detail, 500)}


def content_of(message: MessageRecord) -> Content:
    """Return the stored body of a message, without its attachments."""
    fields = {key: value for key, value in (message.content or {}).items() if key in _CONTENT_FIELDS}
    return msgspec.convert({**fields, "text": message.text}, Content)


def is_template(message: MessageRecord) -> bool:
    """Whether a message of ours is a template of the inbox it leaves through."""
    used = content_of(message).template
    return used is not None and used.inbox_id == message.inbox_id


_CONTENT_FIELDS = frozenset(field.name for field in msgspec.structs.fields(Content)) - {"kind", "text", "attachments"}
