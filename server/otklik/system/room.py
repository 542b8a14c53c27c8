"""What this room works with, given by the wiring."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from litestar import Request
from litestar.di import Provide
from msgspec import Struct

from otklik.infra.db import Database
from otklik.infra.settings import Settings
from otklik.infra.stream import Position


class System(Struct, frozen=True, kw_only=True):
    """The installation as seen from this process: `place` is how far it follows the log."""

    db: Database
    settings: Settings
    started_at: datetime
    count_sockets: Callable[[int], int]
    place: Callable[[], Position]


async def provide_system(request: Request[Any, Any, Any]) -> System:
    """Make the dependency `system`."""
    system: System = request.app.state["system"]
    return system


def system_dependencies() -> dict[str, Provide]:
    """Return the dependency of this room for the API: `system`."""
    return {"system": Provide(provide_system)}
