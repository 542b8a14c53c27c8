"""Facts this room announces."""

from typing import ClassVar

from otklik.infra.events import Event


class MacroChanged(Event, frozen=True, kw_only=True):
    """A macro was made, changed or removed; `data` holds `macro_id`."""

    kind: ClassVar[str] = "macro.changed"
