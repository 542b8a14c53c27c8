"""A person on the sandbox's phone and an operator talk through the real channel, inside one process."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

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
from otklik.kit.secrets import Keyring
from otklik.messaging.channel_log import BufferedLog
from otklik.messaging.directory import Directory, World
from otklik.messaging.dispatch import Dispatcher
from otklik.messaging.hooks import HookDoor, Road
from otklik.messaging.ingest import Ingest
from otklik.messaging.limiter import Limiter
from otklik.messaging.traffic import Traffic
from otklik.sandbox import endpoints
from otklik.sandbox.endpoints import sandbox_dependencies
from otklik.sandbox.service import Sandbox
from otklik.sandbox.stages import OwnDoor, SandboxHttp, Stages
from otklik.wiring.channels import list_stages, make_registry
from otklik.wiring.events import SUBSCRIBERS
from otklik.wiring.tasks import make_handlers
from tests.browser import Browser, Browsers, open_browsers
from tests.factories import make_workspace
from tests.messaging.conftest import NoHttp, Reader

STAGES = list_stages()
ADDRESS = "http://127.0.0.1:8000"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


class Scene:
    """A small house with a sandbox."""

    def __init__(self, db: Database, folder: Path) -> None:
        db.listen_with(SUBSCRIBERS)
        self.db = db
        self.folder = folder
        registry = make_registry()
        vault = Vault(registry, Keyring(1, {1: bytes(range(32))}), ADDRESS)
        store = FileStore(folder / "files")
        self.stages = self.make_stages()
        world = World(http=SandboxHttp(NoHttp(), self.stages), files=Reader(store), log=BufferedLog(), address=ADDRESS)
        directory = Directory(db, registry, vault.open_settings, world)
        self.ingest = Ingest(db)
        self.road = Road(db, directory, self.ingest, store, Traffic(), Whispers(db))
        self.stages.door.open_to(HookDoor(self.road))
        room = Inboxes(db, registry, vault, Connector(registry, directory.context_for), ADDRESS)
        self.sandbox = Sandbox(room, self.stages)
        handlers = make_handlers(Dispatcher(directory, Limiter()), directory, store)
        self.runner = JobRunner(db, handlers, {})
        self.browsers: Browsers

    def make_stages(self) -> Stages:
        """Make the stages as the wiring does."""
        return Stages(STAGES, OwnDoor(ADDRESS), self.folder / "sandbox")

    async def rows(self, query: str, **params: object) -> list[tuple[Any, ...]]:
        """Look into the database."""
        async with self.db.system() as tx:
            return await tx.rows(query, params)

    async def until(self, query: str, wanted: object) -> None:
        """Wait until a query gives what is wanted."""
        seen: object = None
        try:
            async with asyncio.timeout(15):
                while True:
                    rows = await self.rows(query)
                    seen = rows[0][0] if rows else None
                    if seen == wanted:
                        return
                    await asyncio.sleep(0.02)
        except TimeoutError:
            pytest.fail(f"{query}: {seen!r} is not {wanted!r}")


@pytest.fixture
async def scene(db: Database, tmp_path: Path) -> AsyncIterator[Scene]:
    """The house, running."""
    made = Scene(db, tmp_path)
    routes = [*endpoints.ROUTES, *inbox_endpoints.ROUTES]
    state = {"sandbox": made.sandbox, "inboxes": made.sandbox.inboxes}
    async with open_browsers(db, routes, state, {**sandbox_dependencies(), **inbox_dependencies()}) as browsers:
        made.browsers = browsers
        yield made
    await made.stages.close()
    await made.ingest.stop()


@pytest.fixture
async def owner(scene: Scene) -> Browser:
    """An owner's browser."""
    return await scene.browsers.of_new(await make_workspace(scene.db), "owner")


async def play(browser: Browser) -> tuple[dict[str, Any], str]:
    """Open the sandbox and bring Vera on the stage; returns the inbox and Vera's address."""
    opened = await browser.post("/api/v1/sandbox")
    assert opened.status_code == 201, opened.text
    assert opened.json()["inbox"]["status"] == "active", opened.text
    made = await browser.post("/sandbox/api/telegram/people", {"name": "Вера", "phone": "+79991234567"})
    return opened.json()["inbox"], f"/sandbox/api/telegram/people/{made.json()['id']}"


async def reply(scene: Scene, text: str) -> None:
    """Answer in the only conversation, and wait until it is sent."""
    [(workspace, conversation, identity, inbox)] = await scene.rows(
        "select workspace_id, id, identity_id, inbox_id from conversation"
    )
    await scene.runner.start()
    async with scene.db.workspace(workspace) as tx:
        draft = Draft(client_id=uuid4(), text=text, identity_id=identity, inbox_id=inbox)
        await post_message(tx, conversation, Author(kind="operator", name="Анна"), draft)
    await scene.until("select delivery from message where direction = 'out'", "sent")
    await scene.runner.stop()


async def test_a_person_writes_and_an_operator_answers(scene: Scene, owner: Browser) -> None:
    inbox, vera = await play(owner)
    assert (inbox["channel"], inbox["sandbox"]) == ("telegram", True)
    assert "base_url" not in inbox["settings"]
    assert (await owner.post(f"{vera}/start", {"payload": "promo-7"})).status_code == 200
    assert (await owner.post(f"{vera}/text", {"text": "Где мой заказ?"})).status_code == 200
    await scene.until("select count(*) from message where text = 'Где мой заказ?'", 1)

    await reply(scene, "Уже едет")
    chat = (await owner.get(f"{vera}/chat")).json()
    assert [message["text"] for message in chat["messages"]][-2:] == ["Где мой заказ?", "Уже едет"]


async def test_the_phone_can_do_what_people_do(scene: Scene, owner: Browser) -> None:
    _, vera = await play(owner)
    await owner.post(f"{vera}/start", {})
    number = (await owner.post(f"{vera}/text", {"text": "раз"})).json()["result"]
    await owner.post(f"{vera}/text", {"text": "ответ", "reply_to": number})
    await owner.post(f"{vera}/edit", {"message": number, "text": "два"})
    await owner.post(f"{vera}/location", {"latitude": 55.7, "longitude": 37.6})
    await owner.post(f"{vera}/contact", {})
    sent = await owner.request(
        "POST", f"{vera}/files", params={"kind": "photo", "caption": "фото", "name": "a.png"}, content=PNG,
        headers={"Content-Type": "image/png"},
    )  # fmt: skip
    assert sent.status_code == 200, sent.text
    await owner.post(f"{vera}/react", {"message": number, "emojis": ["👍"]})
    await scene.until("select count(*) from message where direction = 'in'", 5)
    await scene.until("select text from message where text in ('раз', 'два')", "два")
    kinds = {kind for (kind,) in await scene.rows("select distinct kind from message where direction = 'in'")}
    assert {"text", "location", "contact", "image"} <= kinds

    chat = (await owner.get(f"{vera}/chat")).json()
    handle = next(message["file"]["id"] for message in chat["messages"] if message["file"])
    picture = await owner.get(f"/sandbox/api/telegram/files/{handle}")
    assert (picture.content, picture.headers["content-type"]) == (PNG, "image/png")
    await owner.post(f"{vera}/block")
    await scene.until("select reachable from identity", wanted=False)
    refused = await owner.post(f"{vera}/text", {"text": "нельзя"})
    assert refused.status_code == 409


async def test_opening_it_twice_or_at_once_gives_one_inbox(scene: Scene, owner: Browser) -> None:
    answers = await asyncio.gather(*(owner.post("/api/v1/sandbox") for _ in range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["inbox"]["id"] for answer in answers}) == 1
    assert await scene.rows("select count(*), count(*) filter (where status = 'active') from inbox") == [(1, 1)]


async def test_the_state_survives_a_restart_and_its_loss_is_mended(scene: Scene, owner: Browser) -> None:
    inbox, vera = await play(owner)
    await owner.post(f"{vera}/start", {})
    await scene.until("select count(*) from identity", 1)
    await scene.stages.save()
    again = scene.make_stages()
    [workspace] = [int(path.stem) for path in (scene.folder / "sandbox").glob("*.json")]
    theatre = again.of(workspace)
    assert [member.name for member in theatre.cast] == ["Вера"]
    seen = await theatre.act("view", bot=inbox["account"]["username"], person=theatre.cast[0].id)
    assert seen["started"]
    first = await theatre.act("send_text", bot=inbox["account"]["username"], person=theatre.cast[0].id, text="раз")
    assert first > 1000, "numbers that may have been given out after the last save are left out"
    await again.close()

    scene.stages._open.clear()  # noqa: SLF001 - the process and its file are lost
    (scene.folder / "sandbox" / f"{workspace}.json").unlink()
    mended = (await owner.post("/api/v1/sandbox")).json()["inbox"]
    assert (mended["id"] != inbox["id"], mended["status"]) == (True, "active")
    (_, vera) = await play(owner)
    await owner.post(f"{vera}/text", {"text": "снова здесь"})
    await scene.until("select count(*) from message where text = 'снова здесь'", 1)


async def test_changes_can_be_waited_for(scene: Scene, owner: Browser) -> None:
    _, vera = await play(owner)
    stage = (await owner.get("/sandbox/api/telegram/stage")).json()
    assert [member["name"] for member in stage["people"]] == ["Вера"]
    waiting = asyncio.create_task(
        owner.get("/sandbox/api/telegram/changes", params={"since": stage["version"], "wait": 10})
    )
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await owner.post(f"{vera}/start", {})
    assert (await waiting).json()["version"] > stage["version"]


async def test_the_provider_can_be_told_to_misbehave_and_calmed(scene: Scene, owner: Browser) -> None:
    inbox, _ = await play(owner)
    assert (await owner.post("/sandbox/api/telegram/moods", {"mood": "revoked"})).status_code == 204
    assert (await owner.post(f"/api/v1/inboxes/{inbox['id']}/test")).json()["ok"] is False
    assert (await owner.post("/api/v1/sandbox")).json()["inbox"]["id"] == inbox["id"], "a mood is no loss"
    assert (await owner.delete("/sandbox/api/telegram/moods")).status_code == 204
    assert (await owner.post(f"/api/v1/inboxes/{inbox['id']}/resume")).json()["status"] == "active"


async def test_t07_one_company_sees_nothing_of_anothers_stage(scene: Scene, owner: Browser) -> None:
    _, vera = await play(owner)
    await owner.post(f"{vera}/text", {"text": "тайна"})
    stranger = await scene.browsers.of_new(await make_workspace(scene.db), "owner")
    assert (await stranger.get("/sandbox/api/telegram/stage")).json()["code"] == "no_sandbox"
    await stranger.post("/api/v1/sandbox")
    assert (await stranger.get("/sandbox/api/telegram/stage")).json()["people"] == []
    assert (await stranger.get(f"{vera}/chat")).status_code == 404
    assert (await stranger.post(f"{vera}/text", {"text": "x"})).status_code == 404
    token = await scene.browsers.of_token(int((await scene.rows("select min(id) from workspace"))[0][0]))
    assert (await token.get("/sandbox/api/telegram/stage")).status_code == 403
    assert (await scene.browsers.stranger().get("/sandbox/api/telegram/stage")).status_code == 401
    answer = await owner.request("POST", f"{vera}/text", json={"text": "x"}, headers={"X-CSRF-Token": "wrong"})
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")


async def test_a_workspace_cannot_point_its_own_inbox_at_a_stage(scene: Scene, owner: Browser) -> None:
    settings = {"token": f"7000000001:{'a' * 35}", "base_url": "https://w1.stage.sandbox.invalid"}
    answer = await owner.post("/api/v1/inboxes", {"channel": "telegram", "name": "x", "settings": settings})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "host_only")


@pytest.mark.parametrize("channel", STAGES)
async def test_every_stage_carries_a_talk_in_both_directions(scene: Scene, owner: Browser, channel: str) -> None:
    opened = await owner.post(f"/api/v1/sandbox?channel={channel}")
    assert opened.status_code == 201, opened.text
    inbox = opened.json()["inbox"]
    assert (inbox["channel"], inbox["status"]) == (channel, "active")
    people = f"/sandbox/api/{channel}/people"
    vera = f"{people}/{(await owner.post(people, {'name': 'Вера', 'phone': '+79991234567'})).json()['id']}"
    assert (await owner.post(f"{vera}/start", {})).status_code == 200
    assert (await owner.post(f"{vera}/text", {"text": "Где мой заказ? 🙂"})).status_code == 200
    await scene.until("select text from message where direction = 'in' and text <> '/start' order by id desc limit 1",
                      "Где мой заказ? 🙂")  # fmt: skip
    await reply(scene, "Едет к вам")
    seen = (await owner.get(f"{vera}/chat")).json()
    assert [m["text"] for m in seen["messages"]][-2:] == ["Где мой заказ? 🙂", "Едет к вам"]


async def test_stages_are_listed_and_each_is_set_up_by_itself(scene: Scene, owner: Browser) -> None:
    listed = (await owner.get("/sandbox/api/channels")).json()["items"]
    assert [one["channel"] for one in listed] == list(STAGES)
    assert not any(one["made"] for one in listed)
    await owner.post("/api/v1/sandbox?channel=max")
    listed = (await owner.get("/sandbox/api/channels")).json()["items"]
    assert {one["channel"] for one in listed if one["made"]} == {"max"}
    assert (await owner.get("/sandbox/api/telegram/stage")).json()["code"] == "no_sandbox"
    assert (await owner.post("/api/v1/sandbox?channel=pigeon")).json()["code"] == "no_stage"
    assert (await owner.get("/sandbox/api/pigeon/stage")).status_code == 404
