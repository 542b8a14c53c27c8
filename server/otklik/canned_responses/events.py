"""Facts this room announces."""

from typing import ClassVar

from otklik.infra.events import Event


class CannedResponseChanged(Event, frozen=True, kw_only=True):
    """A prepared answer was made, changed or removed; `data` holds `canned_response_id`."""

    kind: ClassVar[str] = "canned_response.changed"
