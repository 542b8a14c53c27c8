"""The event log: frozen facts, written in the transaction that made them true.

Rooms derive their events from `Event`. A reader resumes by a position that only moves over settled
transactions, so a row that commits late is never skipped (see `stream`).
"""

from collections.abc import Sequence
from typing import Any, ClassVar

import msgspec
from msgspec import Struct


class Event(Struct, frozen=True, kw_only=True):
    """A past-tense fact of one workspace. `data` holds small facts, never texts of messages or secrets."""

    kind: ClassVar[str] = "event"

    workspace_id: int
    conversation_id: int | None = None
    message_id: int | None = None
    contact_id: int | None = None
    data: dict[str, Any] | None = None


class LoggedEvent(Struct, frozen=True):
    """An event as it stands in the log."""

    id: int
    xid: int
    workspace_id: int
    kind: str
    conversation_id: int | None
    message_id: int | None
    contact_id: int | None
    data: dict[str, Any] | None


_encoder = msgspec.json.Encoder()


def encode_events(events: Sequence[Event]) -> str:
    """Encode events as the one JSON parameter of the flush statement."""
    rows = [
        {
            "workspace_id": event.workspace_id,
            "kind": event.kind,
            "conversation_id": event.conversation_id,
            "message_id": event.message_id,
            "contact_id": event.contact_id,
            "data": event.data,
        }
        for event in events
    ]
    return _encoder.encode(rows).decode()
