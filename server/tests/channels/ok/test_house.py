"""A person in Odnoklassniki and an operator talk through the real hook door, the database and the dispatcher."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from otklik.channelkit.content import Button
from otklik.channelkit.fakes import LocalHttp
from otklik.channelkit.registry import Registry
from otklik.channels.ok import OkChannel
from otklik.channels.ok.fake import FakeOk
from otklik.conversations.posting import Draft, post_message
from otklik.conversations.records import Author
from otklik.inboxes import endpoints as inbox_endpoints
from otklik.inboxes.connection import Connector
from otklik.inboxes.endpoints import inbox_dependencies
from otklik.inboxes.service import Inboxes
from otklik.inboxes.vault import Vault
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from otklik.infra.jobs.runner import JobRunner
from otklik.infra.whispers import Whispers
from otklik.kit.http import FilePart, HttpRequest
from otklik.kit.secrets import Keyring
from otklik.messaging.channel_log import BufferedLog
from otklik.messaging.directory import Directory, World
from otklik.messaging.dispatch import Dispatcher
from otklik.messaging.hooks import HookDoor, Road
from otklik.messaging.ingest import Ingest
from otklik.messaging.limiter import Limiter
from otklik.messaging.traffic import Traffic
from otklik.wiring.events import SUBSCRIBERS
from otklik.wiring.tasks import make_handlers
from tests.browser import Browsers, open_browsers
from tests.channels.ok.bench import GROUP, PIXEL
from tests.factories import make_workspace
from tests.messaging.conftest import Reader

ADDRESS = "https://desk.example"


class House:
    """A small house whose only neighbour is Odnoklassniki."""

    def __init__(self, db: Database, folder: Path) -> None:
        db.listen_with(SUBSCRIBERS)
        self.db = db
        self.http = LocalHttp({})
        self.fake = FakeOk(self.http)
        self.http.mount("api.ok.ru", self.fake)
        self.token: str = self.fake.player.open_account("Магазин", GROUP)["token"]
        self.person = self.fake.player.create_person("Вера", phone="+79161234567")
        registry = Registry([OkChannel()])
        vault = Vault(registry, Keyring(1, {1: bytes(range(32))}), ADDRESS)
        store = FileStore(folder / "files")
        world = World(http=self.http, files=Reader(store), log=BufferedLog(), address=ADDRESS)
        directory = Directory(db, registry, vault.open_settings, world)
        self.ingest = Ingest(db)
        self.http.mount("desk.example", HookDoor(Road(db, directory, self.ingest, store, Traffic(), Whispers(db))))
        self.inboxes = Inboxes(db, registry, vault, Connector(registry, directory.context_for), ADDRESS)
        self.runner = JobRunner(db, make_handlers(Dispatcher(directory, Limiter()), directory, store), {})
        self.browsers: Browsers

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Look into the database."""
        async with self.db.system() as tx:
            return await tx.rows(query, {})

    async def until(self, query: str, wanted: object) -> None:
        """Wait until a query gives what is wanted."""
        seen: object = None
        try:
            async with asyncio.timeout(20):
                while True:
                    rows = await self.rows(query)
                    seen = rows[0][0] if rows else None
                    if seen == wanted:
                        return
                    await asyncio.sleep(0.02)
        except TimeoutError:
            pytest.fail(f"{query}: {seen!r} is not {wanted!r}")

    async def connect(self) -> dict[str, Any]:
        """Connect the group as an owner does."""
        owner = await self.browsers.of_new(await make_workspace(self.db), "owner")
        settings = {"token": self.token}
        made = await owner.post("/api/v1/inboxes", {"channel": "ok", "name": "Группа", "settings": settings})
        assert made.status_code == 201, made.text
        inbox: dict[str, Any] = made.json()
        assert inbox["status"] == "active", made.text
        return inbox

    async def answer(self, inbox: dict[str, Any], **fields: Any) -> None:
        """Answer as an operator does."""
        [(conversation, identity, workspace)] = await self.rows(
            "select id, identity_id, workspace_id from conversation"
        )
        async with self.db.workspace(workspace) as tx:
            draft = Draft(client_id=uuid4(), identity_id=identity, inbox_id=inbox["id"], **fields)
            await post_message(tx, conversation, Author(kind="operator", name="Анна"), draft)


@pytest.fixture
async def house(db: Database, tmp_path: Path) -> AsyncIterator[House]:
    made = House(db, tmp_path)
    async with open_browsers(
        db, inbox_endpoints.ROUTES, {"inboxes": made.inboxes}, inbox_dependencies()
    ) as browsers:  # fmt: skip
        made.browsers = browsers
        await made.runner.start()
        yield made
        await made.runner.stop()
    await made.fake.close()
    await made.ingest.stop()


async def test_a_person_writes_and_an_operator_answers(house: House) -> None:
    inbox = await house.connect()
    player = house.fake.player
    player.send_text(GROUP, house.person, "Где мой заказ?")
    await house.until("select count(*) from message where text = 'Где мой заказ?'", 1)
    await house.answer(inbox, text="Уже едет. Вопрос решён?", buttons=((Button("Да", "yes"),),))
    await house.until("select delivery from message where direction = 'out'", "sent")
    (ours,) = [one for one in player.view(GROUP, house.person)["messages"] if not one["mine"]]
    assert ours["text"] == "Уже едет. Вопрос решён?"
    player.press(GROUP, house.person, ours["id"])
    await house.until("select text from message where kind = 'button_press'", "Да")
    player.send_file(GROUP, house.person, "photo", FilePart("p.png", PIXEL, "image/png"))
    await house.until("select count(*) from attachment where state = 'ready'", 1)


async def test_a_person_who_forbade_messages_is_out_of_reach_until_they_write(house: House) -> None:
    inbox = await house.connect()
    player = house.fake.player
    player.send_text(GROUP, house.person, "раз")
    await house.until("select count(*) from message", 1)
    house.fake.moods.set("blocked", times=1)
    await house.answer(inbox, text="Здравствуйте")
    await house.until("select delivery from message where direction = 'out'", "failed")
    await house.until("select reachable from identity", wanted=False)
    player.send_text(GROUP, house.person, "два")
    await house.until("select reachable from identity", wanted=True)


async def test_the_same_delivery_twice_is_one_message_and_one_without_the_key_is_refused(house: House) -> None:
    inbox = await house.connect()
    house.fake.moods.set("duplicate")
    house.fake.player.send_text(GROUP, house.person, "раз")
    await house.fake.settle()
    await house.until("select count(*) from message where text = 'раз'", 1)
    for query in ("", "?key=guess"):
        forged = HttpRequest(method="POST", url=inbox["hook_url"] + query, body=b'{"sender":{"user_id":"user:1"}}')
        assert (await house.http.request(forged)).status == 401
