"""What the visitor's doors need of the process; the wiring makes one and hands it to the API as `state["visitor"]`."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from litestar import Request
from litestar.di import Provide
from msgspec import Struct

from otklik.calls.relay import Relay
from otklik.calls.signalling import Signals
from otklik.contacts.merging import Belongings
from otklik.infra.web.client_address import client_address
from otklik.kit.addresses import Network
from otklik.kit.secrets import Keyring
from otklik.kit.signing import Signer
from otklik.messaging.hooks import Road
from otklik.messaging.links import FileLinks
from otklik.visitor.hub import VisitorHub
from otklik.visitor.limits import VisitorLimits
from otklik.visitor.queue import Queue

_UPLOADS_AT_ONCE = 8


class VisitorSettings(Struct, frozen=True, kw_only=True):
    """Facts of the installation. `address` is where people reach us, without a final slash; `web` holds the build.

    `sessions_a_minute`: how many visitors one network address may bring in a minute.
    `relay` carries the sound of calls.
    """

    address: str
    web: Path
    trusted_proxies: Sequence[Network] = ()
    sessions_a_minute: int = 5
    relay: Relay = Relay((), "")


class Trust(Struct, frozen=True):
    """What proving a visitor takes: the ring that opens a chat's keys, and what moves when two people become one."""

    keyring: Keyring
    belongings: Belongings


class Visitor:
    """The room's tools in one process. The wiring lets the hub hear the event stream (`hub.hear`)."""

    def __init__(self, settings: VisitorSettings, road: Road, links: FileLinks, trust: Trust) -> None:
        self.settings = settings
        self.road = road
        self.links = links
        self.queue = Queue()
        self.hub = VisitorHub(road.database, links, road.whispers, self.queue)
        self.signals = Signals(road.database, road.whispers)
        self.limits = VisitorLimits(settings.sessions_a_minute)
        self.keyring = trust.keyring
        self.belongings = trust.belongings
        self.letters = Signer(trust.keyring.derive("visitor letters"))
        self.forms = Signer(trust.keyring.derive("visitor forms"))
        self.uploading = asyncio.Semaphore(_UPLOADS_AT_ONCE)

    def address_of(self, scope: Any) -> str:  # noqa: ANN401 - an ASGI scope
        """Return the network address of a caller."""
        return client_address(scope, self.settings.trusted_proxies)


async def provide_visitor(request: Request[Any, Any, Any]) -> Visitor:
    """Make the dependency `visitor`."""
    visitor: Visitor = request.app.state["visitor"]
    return visitor


def visitor_dependencies() -> dict[str, Provide]:
    """Return the dependency of this room for the API: `visitor`."""
    return {"visitor": Provide(provide_visitor)}
