"""Facts this room announces."""

from typing import ClassVar

from otklik.infra.events import Event


class CallChanged(Event, frozen=True, kw_only=True):
    """A call rings, was taken, is held or over; data: call_id, session_id, ring_for (operators whose desks show it)."""

    kind: ClassVar[str] = "call.changed"
