"""What this room's doors and tasks need of the process; the wiring hands it to the API as `state["notifications"]`."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from litestar import Request
from litestar.di import Provide
from msgspec import Struct, field

from otklik.access.actor import Actor
from otklik.infra.db import Database, Tx
from otklik.kit.http import HttpClient
from otklik.kit.rate import SlidingWindow
from otklik.kit.secrets import Keyring
from otklik.kit.signing import Signer

Seeing = Callable[[Tx, Actor, Sequence[int]], Awaitable[frozenset[int]]]
"""Says which of these conversations the actor may see: the desk's one rule, brought in by the wiring."""


class Notifications(Struct, frozen=True, kw_only=True):
    """The room's tools in one process. `address` is ours, by which push services may reach us.

    `stopping` signs the links that end letters; `mail_ready`: the host named a mail server for them.
    """

    db: Database
    see: Seeing
    http: HttpClient
    keyring: Keyring
    address: str
    stopping: Signer
    mail_ready: bool = False
    tests: SlidingWindow = field(default_factory=lambda: SlidingWindow(5, 60))


async def provide_notifications(request: Request[Any, Any, Any]) -> Notifications:
    """Make the dependency `notifications`."""
    notifications: Notifications = request.app.state["notifications"]
    return notifications


def notification_dependencies() -> dict[str, Provide]:
    """Return the dependency of this room for the API: `notifications`."""
    return {"notifications": Provide(provide_notifications)}
