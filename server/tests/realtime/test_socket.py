"""The operators' socket: origin, ticket, live changes, resume without loss, closed with the session."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import pytest

from otklik.access import sessions
from otklik.access.actor import Actor
from otklik.access.config import AccessSettings
from otklik.access.guards import origin_allowed
from otklik.access.service import operators_by_id
from otklik.contacts.events import ContactChanged
from otklik.desk.views import DeskViews
from otklik.infra.stream import EventStream, find_place
from otklik.infra.whispers import Whispers
from otklik.kit.signing import Signer
from otklik.messaging.links import FileLinks
from otklik.realtime.hub import Hub, Views
from otklik.realtime.presence import Presence
from otklik.realtime.socket import Line, SocketDoor
from tests.factories import MadeOperator, make_operator
from tests.messaging.conftest import Scene, road  # noqa: F401 - the fixture

ORIGIN = "http://desk.test"


class Socket:
    """The browser's side of one socket, without a network."""

    def __init__(self, door: SocketDoor, ticket: str, origin: str = ORIGIN) -> None:
        self._inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._outbox: asyncio.Queue[Any] = asyncio.Queue()
        scope = {
            "type": "websocket", "path": "/api/v1/socket", "query_string": f"ticket={ticket}".encode(),
            "headers": [(b"origin", origin.encode()), (b"host", b"desk.test")],
        }  # fmt: skip
        self._inbox.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(door(scope, self._inbox.get, self._outbox.put))

    async def next(self, seconds: float = 60) -> dict[str, Any]:
        """Return what the server says next: a decoded frame, or the closing code."""
        async with asyncio.timeout(seconds):
            while True:
                message = await self._outbox.get()
                if message["type"] == "websocket.close":
                    return {"closed": message["code"]}
                if message["type"] == "websocket.send":
                    return dict(json.loads(message["text"]))

    async def until(self, kind: str) -> dict[str, Any]:
        """Skip to the next frame of a kind."""
        while (frame := await self.next()).get("type") != kind:
            assert "closed" not in frame
        return frame

    def say(self, **frame: Any) -> None:
        """Say something."""
        self._inbox.put_nowait({"type": "websocket.receive", "text": json.dumps(frame)})

    def leave(self) -> None:
        """Cut the line."""
        self._inbox.put_nowait({"type": "websocket.disconnect"})


class Live:
    """A scene with live screens."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.stream = EventStream(scene.db)
        self.whispers = Whispers(scene.db)
        views = DeskViews(FileLinks(Signer([b"k" * 32])))
        shown = Views(
            views.load_rows, views.load_messages, operators_by_id, actors=self._actors, people=views.load_people
        )
        self.hub = Hub(scene.db, shown)
        self.presence = Presence(self.hub, self.whispers)
        self.stream.listen(self.hub.hear)
        self.stream.on_whisper(self.whispers.receive)
        settings = AccessSettings(address=ORIGIN)
        self.door = SocketDoor(
            Line(
                database=scene.db, stream=self.stream, hub=self.hub, presence=self.presence,
                redeem=lambda ticket: sessions.redeem_ticket(scene.db, ticket),
                origin_allowed=lambda headers: origin_allowed(headers, settings),
            )
        )  # fmt: skip

    async def _actors(self, session_ids: Sequence[int]) -> Mapping[int, Actor]:
        return await sessions.live_actors(self.scene.db, list(session_ids))

    async def open(self, operator: MadeOperator, origin: str = ORIGIN) -> Socket:
        """Sign an operator in and open a socket."""
        async with self.scene.db.system(self.scene.workspace_id) as tx:
            opened = await sessions.open_session(tx, operator.id, sessions.Visit())
            ticket = await sessions.make_ticket(tx, opened.id)
        return Socket(self.door, ticket, origin)

    async def connect(self, operator: MadeOperator, cursor: str | None = None) -> tuple[Socket, dict[str, Any]]:
        """Open a socket and say hello."""
        socket = await self.open(operator)
        socket.say(type="hello", cursor=cursor)
        return socket, await socket.until("ready")


@pytest.fixture
async def live(road: Scene) -> AsyncIterator[Live]:  # noqa: F811 - the fixture above
    """Live screens on the road."""
    made = Live(road)
    await made.stream.start()
    await asyncio.sleep(0.2)
    yield made
    await made.stream.stop()


async def test_a_new_message_appears_on_every_screen_of_the_workspace(live: Live) -> None:
    anna, boris = [await make_operator(live.scene.db, live.scene.workspace_id) for _ in range(2)]
    stranger_workspace = await live.scene.rows("insert into workspace (name) values ('Чужие') returning id")
    first, _ = await live.connect(anna)
    second, _ = await live.connect(boris)
    await live.scene.receive({"kind": "message", "id": "1", "text": "Где заказ?"})

    for socket in (first, second):
        frame = await socket.until("changes")
        assert [message["text"] for message in frame["messages"]] == ["Где заказ?"]
        assert [row["unread"] for row in frame["conversations"]] == [1]
    assert stranger_workspace


async def test_a_customer_s_new_name_is_told_to_those_who_see_conversations(live: Live) -> None:
    anna = await make_operator(live.scene.db, live.scene.workspace_id)
    socket, _ = await live.connect(anna)
    await live.scene.receive({"kind": "message", "id": "1", "text": "Где заказ?"})
    contact = (await socket.until("changes"))["conversations"][0]["contact"]["id"]
    async with live.scene.db.workspace(live.scene.workspace_id) as tx:
        await tx.execute("update contact set name = 'Ольга 🫖'", {})
        await tx.announce(ContactChanged(workspace_id=tx.workspace_id, contact_id=contact))
    while (frame := await socket.until("people"))["people"][0]["name"] != "Ольга 🫖":
        pass
    assert frame["people"] == [{"id": contact, "name": "Ольга 🫖", "avatar_url": None, "vip": False, "language": ""}]


async def test_p7_nothing_of_it_reaches_another_workspace(live: Live) -> None:
    [(other,)] = await live.scene.rows("insert into workspace (name) values ('Чужие') returning id")
    stranger = await make_operator(live.scene.db, other)
    async with live.scene.db.system(other) as tx:
        opened = await sessions.open_session(tx, stranger.id, sessions.Visit())
        ticket = await sessions.make_ticket(tx, opened.id)
    socket = Socket(live.door, ticket)
    socket.say(type="hello", cursor=None)
    await socket.until("ready")
    await live.scene.receive({"kind": "message", "id": "1", "text": "тайна"})
    with pytest.raises(TimeoutError):
        await socket.next(seconds=1.5)


async def test_p8_what_happened_while_away_comes_on_return(live: Live) -> None:
    anna = await make_operator(live.scene.db, live.scene.workspace_id)
    socket, _ = await live.connect(anna)
    await live.scene.receive({"kind": "message", "id": "1", "text": "раз"})
    await socket.until("changes")
    await asyncio.sleep(1.2)
    await live.scene.receive({"kind": "message", "id": "2", "text": "два"})
    cursor = (await socket.until("changes"))["cursor"]
    socket.leave()
    await socket.task
    for number in range(3, 8):
        await live.scene.receive({"kind": "message", "id": str(number), "text": str(number)})

    again, ready = await live.connect(anna, cursor)
    assert ready["resync"] is False
    seen: set[str] = set()
    while not {"3", "4", "5", "6", "7"} <= seen:
        seen |= {message["text"] for message in (await again.until("changes"))["messages"]}


async def test_p8_what_happens_between_the_session_and_the_socket_comes_with_the_greeting(live: Live) -> None:
    anna = await make_operator(live.scene.db, live.scene.workspace_id)
    await live.scene.receive({"kind": "message", "id": "1", "text": "до того"})
    async with live.scene.db.workspace(live.scene.workspace_id) as tx:
        place = await find_place(tx)
    await live.scene.receive({"kind": "message", "id": "2", "text": "между тем"})

    socket, ready = await live.connect(anna, str(place))
    assert ready["resync"] is False
    assert "между тем" in {message["text"] for message in (await socket.until("changes"))["messages"]}


async def test_a_position_older_than_the_log_means_fetch_anew(live: Live) -> None:
    anna = await make_operator(live.scene.db, live.scene.workspace_id)
    await live.scene.receive({"kind": "message", "id": "1", "text": "раз"})
    _, ready = await live.connect(anna, "1.1")
    assert ready["resync"] is True


async def test_w_a_foreign_page_and_a_used_ticket_are_refused(live: Live) -> None:
    anna = await make_operator(live.scene.db, live.scene.workspace_id)
    assert await (await live.open(anna, "http://evil.test")).next() == {"closed": 4403}
    assert await Socket(live.door, "no such ticket").next() == {"closed": 4401}


async def test_t08_a_closed_session_ends_its_socket(live: Live) -> None:
    anna = await make_operator(live.scene.db, live.scene.workspace_id)
    socket, _ = await live.connect(anna)
    async with live.scene.db.workspace(live.scene.workspace_id) as tx:
        await sessions.close_sessions_of(tx, anna.id)
    while "closed" not in (frame := await socket.next()):
        pass
    assert frame == {"closed": 4401}


async def test_what_a_colleague_writes_is_seen_where_the_conversation_is_open(live: Live) -> None:
    anna, boris = [await make_operator(live.scene.db, live.scene.workspace_id) for _ in range(2)]
    author, _ = await live.connect(anna)
    watching, _ = await live.connect(boris)
    elsewhere, _ = await live.connect(boris)
    for socket, number in ((author, 5), (watching, 5), (elsewhere, 6)):
        socket.say(type="watch", conversation_id=number)
        await socket.until("viewers")
    presence = live.presence
    await presence.say_peek(live.scene.workspace_id, 5, (anna.id, anna.name), "Добрый день 🙂\0")
    seen = await watching.until("peek")
    assert (seen["operator_id"], seen["text"], seen["conversation_id"]) == (anna.id, "Добрый день 🙂", 5)
    await presence.say(live.scene.workspace_id, 6, (anna.id, anna.name), "viewing")
    for socket in (author, elsewhere):
        while (frame := await socket.next())["type"] != "viewers" or frame["conversation_id"] != 6:
            assert frame["type"] != "peek"


async def test_colleagues_see_who_looks_and_types(live: Live) -> None:
    anna, boris = [await make_operator(live.scene.db, live.scene.workspace_id) for _ in range(2)]
    first, _ = await live.connect(anna)
    second, _ = await live.connect(boris)
    first.say(type="watch", conversation_id=5)
    first.say(type="typing", conversation_id=5)
    while not (frame := await second.until("viewers"))["viewers"][0]["typing"]:
        pass
    assert frame["viewers"] == [{"operator_id": anna.id, "name": anna.name, "typing": True}]
    late, _ = await live.connect(boris)
    assert (await late.until("viewers"))["viewers"][0]["operator_id"] == anna.id
    first.leave()
    while (await second.until("viewers"))["viewers"]:
        pass
