"""Inboxes of one channel that can do different things, and samples that are tried before connecting."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from otklik.channelkit.pretence import Pretence
from otklik.channelkit.registry import Registry
from otklik.channelkit.varying import capabilities_of
from otklik.channels.json import JsonChannel
from otklik.channels.json.fake import FakeMessenger
from otklik.inboxes import endpoints
from otklik.inboxes.connection import Connector
from otklik.inboxes.endpoints import inbox_dependencies
from otklik.inboxes.service import Inboxes
from otklik.inboxes.vault import Vault
from otklik.infra.db import Database
from otklik.messaging.capability import find_capabilities
from otklik.messaging.channel_log import BufferedLog
from otklik.messaging.directory import Directory, World
from tests.browser import open_browsers
from tests.inboxes.conftest import ADDRESS, KEYS, NoFiles, Scene
from tests.inboxes.pigeon import Pigeon

_SECRET = "a-shared-secret-of-some-length"
_HOST = "messenger.example"


@pytest.fixture
async def scene(db: Database) -> AsyncIterator[Scene]:
    """The room with both kinds of channels."""
    made = Scene(db)
    registry = Registry([made.channel, JsonChannel()])
    made.vault = Vault(registry, KEYS, ADDRESS)
    made.room = Inboxes(db, registry, made.vault, Connector(registry, made.context_for), ADDRESS)
    made.http.mount(_HOST, FakeMessenger(_SECRET, "standard_webhooks"))
    async with open_browsers(db, endpoints.ROUTES, {"inboxes": made.room}, inbox_dependencies()) as browsers:
        await made.lay(browsers)
        yield made


async def connect(scene: Scene, **settings: object) -> Any:
    chosen = {"url": f"https://{_HOST}/", "secret": _SECRET, **settings}
    body = {"channel": "json", "name": "Приложение", "settings": chosen}
    answer = await scene.a.owner.post("/api/v1/inboxes", body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_each_inbox_tells_what_it_can_do(scene: Scene) -> None:
    plain, able = await connect(scene), await connect(scene, buttons=4, edits=True, text_max=500)
    shown = {one["id"]: one["capabilities"] for one in (await scene.a.operator.get("/api/v1/inboxes")).json()["items"]}
    assert (shown[plain["id"]]["buttons_max"], shown[plain["id"]]["edit_out"]) == (0, False)
    there = shown[able["id"]]
    assert (there["buttons_max"], there["edit_out"], there["text_max"]) == (4, True, 500)
    pigeon = await scene.connect(scene.a)
    assert pigeon["capabilities"] is None
    channels = {one["slug"]: one for one in (await scene.a.owner.get("/api/v1/channels")).json()["items"]}
    assert [channels[slug]["varies"] for slug in ("pigeon", "json")] == [False, True]


async def test_a_changed_inbox_can_at_once_what_it_says(scene: Scene) -> None:
    made = await connect(scene)
    await scene.a.owner.patch(f"/api/v1/inboxes/{made['id']}", {"settings": {"buttons": 7}})
    world = World(http=scene.http, files=NoFiles(), log=BufferedLog(), address=ADDRESS)
    directory = Directory(scene.db, scene.room.registry, scene.vault.open_settings, world)
    opened = await directory.by_id(made["id"])
    assert opened is not None
    assert opened.capabilities.buttons_max == 7
    async with scene.db.workspace(scene.a.id) as tx:
        found = await find_capabilities(tx, scene.room.registry, made["id"])
        assert await find_capabilities(tx, scene.room.registry, 0) is None
    assert found == opened.capabilities


def test_a_channel_that_does_not_vary_keeps_its_record() -> None:
    pigeon = Pigeon()
    assert capabilities_of(pigeon, {}) is pigeon.manifest.capabilities
    assert capabilities_of(Pretence(pigeon), {}) is pigeon.manifest.capabilities


async def test_a_sample_is_read_and_nothing_is_stored(scene: Scene) -> None:
    body = {"channel": "json", "settings": {"mapping": "user.id = who"}, "sample": '{"message": {"text": "да"}}'}
    answer = await scene.a.owner.post("/api/v1/inboxes/sample", body)
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert [fault["place"] for fault in said["faults"]] == ["user.id"]
    assert said["facts"] == [{"event": "unread", "found": {"message.text": "да"}}]
    assert said["sends"]["event"] == "message"
    assert await scene.rows("select count(*) from inbox where workspace_id = %(w)s", w=scene.a.id) == [(0,)]


async def test_who_may_try_samples_and_of_what(scene: Scene) -> None:
    body: dict[str, object] = {"channel": "json", "settings": {}, "sample": ""}
    assert (await scene.a.operator.post("/api/v1/inboxes/sample", body)).status_code == 403
    assert (await scene.a.owner.post("/api/v1/inboxes/sample", {**body, "channel": "pigeon"})).status_code == 404
    assert (await scene.a.owner.post("/api/v1/inboxes/sample", {**body, "sample": "x" * 200_001})).status_code == 422


async def test_a_wrong_mapping_is_said_beside_its_field_in_russian(scene: Scene) -> None:
    settings = {"url": f"https://{_HOST}/", "secret": "short", "mapping": "user.id = a..b", "template": '{"a": }'}
    body = {"channel": "json", "name": "Приложение", "settings": settings}
    answer = await scene.a.owner.post("/api/v1/inboxes", body, headers={"Accept-Language": "ru"})
    assert answer.status_code == 422
    said = {error["field"]: error["message"] for error in answer.json()["errors"]}
    assert said["settings.mapping"] == "строка 1: путь не разобрать"
    assert said["settings.template"] == "это не JSON: строка 1, знак 7"
    assert said["settings.secret"] == "секрет короче 16 знаков"
