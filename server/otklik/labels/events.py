"""Facts this room announces."""

from typing import ClassVar

from otklik.infra.events import Event


class LabelsChanged(Event, frozen=True, kw_only=True):
    """Tags or closing reasons changed; data: relabelled, whether what lists show has changed by it."""

    kind: ClassVar[str] = "labels.changed"
