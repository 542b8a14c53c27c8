"""Facts this room announces."""

from typing import ClassVar

from otklik.infra.events import Event


class TeamChanged(Event, frozen=True, kw_only=True):
    """A team was made, changed or removed; `data` holds `team_id`."""

    kind: ClassVar[str] = "team.changed"
