"""What the desk's doors need of the process; the wiring makes one and hands it to the API as `state["desk"]`."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request
from litestar.di import Provide
from msgspec import Struct

from otklik.calls.relay import Relay
from otklik.channelkit.registry import Registry
from otklik.desk.views import DeskViews
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from otklik.kit.http import HttpClient
from otklik.kit.rate import SlidingWindow
from otklik.messaging.revising import Reviser
from otklik.messaging.typing_out import TypingOut

SayTyping = Callable[[int, int, tuple[int, str], str], Awaitable[None]]
"""Tells colleagues: workspace, conversation, (operator id, name), `typing`."""

_UPLOADS_A_MINUTE = 120


class DeskSettings(Struct, frozen=True, kw_only=True):
    """Facts of the installation. `address` is where people reach us, without a final slash; sizes in bytes."""

    address: str
    file_max_bytes: int = 50 * 1024 * 1024
    files_per_message: int = 10
    text_max: int = 20_000


class Desk(Struct, frozen=True, kw_only=True):
    """The room's tools in one process."""

    db: Database
    settings: DeskSettings
    registry: Registry
    files: FileStore
    views: DeskViews
    reviser: Reviser
    typing_out: TypingOut
    say_typing: SayTyping
    say_peek: SayTyping
    relay: Relay = Relay((), "")
    http: HttpClient | None = None
    uploads: SlidingWindow = SlidingWindow(_UPLOADS_A_MINUTE, 60)


async def provide_desk(request: Request[Any, Any, Any]) -> Desk:
    """Make the dependency `desk`."""
    desk: Desk = request.app.state["desk"]
    return desk


def desk_dependencies() -> dict[str, Provide]:
    """Return the dependency of this room for the API: `desk`."""
    return {"desk": Provide(provide_desk)}
