"""Facts about inboxes."""

from typing import ClassVar

from otklik.infra.events import Event


class InboxChanged(Event, frozen=True, kw_only=True):
    """An inbox was made, changed, paused, broken, mended or deleted; data: inbox_id, what."""

    kind: ClassVar[str] = "inbox.changed"
