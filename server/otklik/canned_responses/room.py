"""What this room's doors need of the process; the wiring hands it to the API as `state["canned"]`."""

from typing import Any

from litestar import Request
from litestar.di import Provide
from msgspec import Struct

from otklik.channelkit.registry import Registry
from otklik.infra.db import Database
from otklik.messaging.links import FileLinks


class Canned(Struct, frozen=True, kw_only=True):
    """The room's tools in one process."""

    db: Database
    registry: Registry
    links: FileLinks


async def provide_canned(request: Request[Any, Any, Any]) -> Canned:
    """Make the dependency `canned`."""
    canned: Canned = request.app.state["canned"]
    return canned


def canned_dependencies() -> dict[str, Provide]:
    """Return the dependency of this room for the API: `canned`."""
    return {"canned": Provide(provide_canned)}
