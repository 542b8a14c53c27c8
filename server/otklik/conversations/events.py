"""Facts about conversations."""

from typing import ClassVar

from otklik.infra.events import Event


class ConversationOpened(Event, frozen=True, kw_only=True):
    """A new conversation began; data: by (contact, operator)."""

    kind: ClassVar[str] = "conversation.opened"


class ConversationChanged(Event, frozen=True, kw_only=True):
    """Status, handler, team, subject or contact changed; data: what, and the values."""

    kind: ClassVar[str] = "conversation.changed"


class MessageRecorded(Event, frozen=True, kw_only=True):
    """An inbound message, a note or a system line stands in the conversation; data: seq, direction."""

    kind: ClassVar[str] = "message.recorded"


class MessageQueued(Event, frozen=True, kw_only=True):
    """An outbound message waits to be sent; data: seq, inbox_id, identity_id."""

    kind: ClassVar[str] = "message.queued"


class MessageChanged(Event, frozen=True, kw_only=True):
    """A message was edited, deleted, reacted to, delivered, or its files arrived; data: what."""

    kind: ClassVar[str] = "message.changed"


class ConversationRead(Event, frozen=True, kw_only=True):
    """An operator moved their read mark; data: operator_id, seq."""

    kind: ClassVar[str] = "conversation.read"


class DraftChanged(Event, frozen=True, kw_only=True):
    """An operator's draft changed; of interest to their own pages only; data: operator_id, draft_of (conversation)."""

    kind: ClassVar[str] = "draft.changed"


class HeldChanged(Event, frozen=True, kw_only=True):
    """What waits to be posted in a conversation changed; data: held_in (conversation)."""

    kind: ClassVar[str] = "held.changed"


class TaskChanged(Event, frozen=True, kw_only=True):
    """A task was made, changed, ticked off or removed; data: task_id, task_of (conversation)."""

    kind: ClassVar[str] = "task.changed"


class TaskDue(Event, frozen=True, kw_only=True):
    """The time of an open task has come, told once; data: task_id, operator_id, title."""

    kind: ClassVar[str] = "task.due"


class ConversationMentioned(Event, frozen=True, kw_only=True):
    """A note names colleagues, whom others may want to tell; data: operator_ids, by."""

    kind: ClassVar[str] = "conversation.mentioned"
