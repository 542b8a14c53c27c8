"""The web process: one dispatcher in front of the hot doors, the API and the pages."""

import gc
from collections.abc import Mapping

from otklik.access.guards import origin_allowed
from otklik.access.sessions import redeem_ticket
from otklik.canned_responses.room import Canned
from otklik.desk.room import Desk, DeskSettings
from otklik.desk.sight import see_conversations
from otklik.infra.web.api import create_api
from otklik.infra.web.asgi import AsgiApp, Receive, Scope, Send
from otklik.infra.web.client_address import parse_networks
from otklik.infra.web.edge import Edge
from otklik.infra.web.health import HealthDoor, probe_database
from otklik.kit.clock import utc_now
from otklik.messaging.hooks import HookDoor
from otklik.messaging.revising import Reviser
from otklik.messaging.typing_out import TypingOut
from otklik.realtime.socket import Line, SocketDoor
from otklik.search.room import Search
from otklik.system.room import System
from otklik.visitor.line import VisitorSocketDoor
from otklik.wiring.house import House, call_relay
from otklik.wiring.pages import Pages, find_web_folder
from otklik.wiring.routes import ROUTES, make_dependencies

_API = (
    "/api/", "/openapi.json", "/files/", "/widget/v1/", "/widget/pages/", "/widget/loader/", "/demo", "/chat/",
    "/forms/", "/form/", "/sandbox/api/",
)  # fmt: skip
_HEALTH = ("/health/live", "/health/ready", "/metrics")


class Dispatcher:
    """Chooses the door by the path; five comparisons, so that the hot ones pay for nothing."""

    def __init__(self, house: House, *, work: bool = True) -> None:
        self._house = house
        self._work = work
        networks = parse_networks(house.settings.trusted_proxies)
        self._hooks = HookDoor(house.road, house.mark)
        house.stages.door.open_to(self._hooks)
        self._health = HealthDoor({"database": probe_database(house.db)}, networks)
        secure = house.settings.secure
        self._api = Edge(make_api(house), secure=secure, trusted_proxies=networks)
        self._pages = Edge(Pages(find_web_folder()), secure=secure, trusted_proxies=networks)
        self._sockets: Mapping[str, AsgiApp] = {
            "/api/v1/socket": SocketDoor(make_line(house)),
            "/widget/v1/socket": VisitorSocketDoor(house.visitor),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        match scope["type"]:
            case "http":
                await self._find_door(scope["path"])(scope, receive, send)
            case "websocket":
                await self._serve_socket(scope, receive, send)
            case _:
                await self._live(receive, send)

    def _find_door(self, path: str) -> AsgiApp:
        if path.startswith("/hooks/"):
            return self._hooks
        if path.startswith(_API):
            return self._api
        if path in _HEALTH:
            return self._health
        return self._pages

    async def _serve_socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        door = self._sockets.get(scope["path"])
        if door is None:
            await receive()
            await send({"type": "websocket.close", "code": 4404})
            return
        await door(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self._house.open(work=self._work)
        except Exception as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            raise
        _settle_memory()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._house.close(work=self._work)
        await send({"type": "lifespan.shutdown.complete"})


def make_api(house: House) -> AsgiApp:
    """Put the API together."""
    state = {
        "access": house.access,
        "sso": house.sso,
        "translation": house.translation,
        "inboxes": house.inboxes,
        "directory": house.directory,
        "registry": house.registry,
        "store": house.store,
        "links": house.links,
        "views": house.views,
        "whispers": house.whispers,
        "road": house.road,
        "settings": house.settings,
        "desk": make_desk(house),
        "visitor": house.visitor,
        "contacts": house.contacts,
        "sandbox": house.sandbox,
        "search": Search(house.db, see_conversations),
        "notifications": house.notifications,
        "system": make_system(house),
        "canned": Canned(db=house.db, registry=house.registry, links=house.links),
    }
    return create_api(ROUTES, house.db, state=state, dependencies=make_dependencies())  # type: ignore[return-value]


def make_system(house: House) -> System:
    """Let the system page look at this process."""
    return System(
        db=house.db, settings=house.settings, started_at=utc_now(),
        count_sockets=lambda workspace_id: len(house.hub.sockets_of(workspace_id)), place=lambda: house.stream.position,
    )  # fmt: skip


def make_desk(house: House) -> Desk:
    """Give the desk's doors their tools."""
    return Desk(
        db=house.db,
        settings=DeskSettings(address=house.settings.address, file_max_bytes=house.settings.file_max_bytes),
        registry=house.registry,
        files=house.store,
        views=house.views,
        reviser=Reviser(house.db, house.directory),
        typing_out=TypingOut(house.db, house.directory),
        say_typing=house.presence.say,
        say_peek=house.presence.say_peek,
        relay=call_relay(house.settings),
        http=house.http,
    )


def make_line(house: House) -> Line:
    """Give the live line what it needs."""
    return Line(
        database=house.db,
        stream=house.stream,
        hub=house.hub,
        presence=house.presence,
        sight=house.sight,
        signals=house.visitor.signals,
        redeem=lambda ticket: redeem_ticket(house.db, ticket),
        origin_allowed=lambda headers: origin_allowed(headers, house.access.settings),
    )


def _settle_memory() -> None:
    """Take what was built at the start out of the garbage collector's rounds: full rounds cost 40 ms otherwise."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
