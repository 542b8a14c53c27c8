"""Facts this room announces."""

from typing import ClassVar

from otklik.infra.events import Event


class SavedViewChanged(Event, frozen=True, kw_only=True):
    """A saved view was made, changed, moved or removed; data: view_id."""

    kind: ClassVar[str] = "saved_view.changed"


class BulkMoved(Event, frozen=True, kw_only=True):
    """An action on many conversations went on or ended; data: run_id, operator_id."""

    kind: ClassVar[str] = "bulk.moved"
