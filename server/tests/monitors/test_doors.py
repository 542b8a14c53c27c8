"""Health behind its doors, with the built-in Telegram going wrong in every way it can."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from otklik.conversations.posting import Draft, post_message
from otklik.conversations.records import Author
from otklik.inboxes import endpoints as inbox_endpoints
from otklik.inboxes.endpoints import inbox_dependencies
from otklik.infra.db import Database
from otklik.monitors import endpoints
from otklik.monitors.tasks import keep_ledger
from otklik.sandbox import endpoints as sandbox_endpoints
from otklik.sandbox.endpoints import sandbox_dependencies
from tests.browser import Browser, open_browsers
from tests.factories import make_workspace
from tests.sandbox.test_sandbox import Scene, play

SENT_OR_WAITING = "select count(*) from channel_log where not ok and summary = 'sendMessage'"


@pytest.fixture
async def scene(db: Database, tmp_path: Path) -> AsyncIterator[Scene]:
    """The house of the sandbox with the doors of health."""
    made = Scene(db, tmp_path)
    routes = [*sandbox_endpoints.ROUTES, *inbox_endpoints.ROUTES, *endpoints.ROUTES]
    state = {"sandbox": made.sandbox, "inboxes": made.sandbox.inboxes}
    async with open_browsers(db, routes, state, {**sandbox_dependencies(), **inbox_dependencies()}) as browsers:
        made.browsers = browsers
        yield made
    await made.stages.close()
    await made.ingest.stop()


async def _reply(scene: Scene, workspace: int, inbox_id: int) -> None:
    [(conversation, identity)] = await scene.rows("select id, identity_id from conversation")
    async with scene.db.workspace(workspace) as tx:
        draft = Draft(client_id=uuid4(), text="Уже едет", identity_id=identity, inbox_id=inbox_id)
        await post_message(tx, conversation, Author(kind="operator", name="Анна"), draft)


async def _talk(scene: Scene) -> tuple[int, Browser, dict[str, Any], str]:
    workspace = await make_workspace(scene.db)
    owner = await scene.browsers.of_new(workspace, "owner")
    inbox, vera = await play(owner)
    await owner.post(f"{vera}/start", {})
    await owner.post(f"{vera}/text", {"text": "Где мой заказ?"})
    await scene.until("select count(*) from message where text = 'Где мой заказ?'", 1)
    return workspace, owner, inbox, vera


@pytest.mark.parametrize(
    ("mood", "code", "russian", "english", "state"),
    [
        ("revoked", "access", "Сервис не принимает токен или пароль", "The provider refuses the token", "red"),
        ("blocked", "gone", "Получатель недоступен", "The recipient is out of reach", "amber"),
        ("throttled", "rate", "Сервис просит отправлять реже", "The provider asks us to send less often", "amber"),
        ("down", "down", "Неполадки на стороне сервиса", "The provider itself is in trouble", "amber"),
    ],
)
async def test_an_error_of_the_provider_is_shown_in_words(  # noqa: PLR0913, PLR0917
    scene: Scene, mood: str, code: str, russian: str, english: str, state: str
) -> None:
    workspace, owner, inbox, _ = await _talk(scene)
    more = {"value": 30} if mood == "throttled" else {}
    await scene.runner.start()
    await scene.until("select count(*) from job where kind = 'messaging.fetch_profile'", 0)
    await scene.runner.stop()
    await scene.stages.of(workspace).act("mood", mood=mood, times=1, **more)
    await _reply(scene, workspace, inbox["id"])
    await scene.runner.start()
    try:
        await scene.until("select count(*) > 0 from inbox_health where last_error is not null", wanted=True)
    finally:
        await scene.runner.stop()
    await scene.road.directory._world.log.write(scene.db)  # noqa: SLF001 - what the house does every second
    await keep_ledger(scene.db)

    shown = (await owner.get(f"/api/v1/inbox-health/{inbox['id']}")).json()
    trouble = shown["troubles"][0]
    assert (trouble["what"], trouble["code"]) == ("sendMessage", code)
    assert trouble["words"]["ru"].startswith(russian)
    assert trouble["words"]["en"].startswith(english)
    assert trouble["advice"]["ru"]
    assert trouble["advice"]["en"]
    assert shown["health"]["state"] == state
    assert shown["health"]["reasons"][0]["words"]["ru"].startswith(russian)
    assert shown["health"]["refusals_hour"] >= 1


async def test_a_healthy_channel_shows_its_traffic(scene: Scene) -> None:
    _, owner, inbox, _ = await _talk(scene)
    await scene.road.traffic.write(scene.db, all_of_it=True)
    await scene.road.directory._world.log.write(scene.db)  # noqa: SLF001 - what the house does every second
    await keep_ledger(scene.db)
    [listed] = (await owner.get("/api/v1/inbox-health")).json()["items"]
    shown = (await owner.get(f"/api/v1/inbox-health/{inbox['id']}")).json()
    assert shown["health"] == listed
    assert (listed["state"], listed["reasons"], listed["last_in_at"] is not None) == ("green", [], True)
    assert (listed["day"]["received"], listed["day"]["lost"], listed["day"]["messages"]) == (2, 0, 1)
    assert listed["delay_ms"] is not None
    assert [len(shown[name]) for name in ("minutes", "hours", "troubles")] == [60, 24, 0]


async def test_a_paused_channel_stores_what_comes_and_keeps_what_should_leave(scene: Scene) -> None:
    workspace, owner, inbox, vera = await _talk(scene)
    path = f"/api/v1/inboxes/{inbox['id']}"
    assert (await owner.post(f"{path}/pause")).json()["status"] == "paused"
    await owner.post(f"{vera}/text", {"text": "Ау?"})
    await scene.until("select count(*) from message where text = 'Ау?'", 1)
    [listed] = (await owner.get("/api/v1/inbox-health")).json()["items"]
    assert (listed["state"], listed["paused"], listed["reasons"][0]["code"]) == ("paused", True, "paused")
    assert (await owner.post(f"{path}/resume")).json()["status"] == "active"
    await _reply(scene, workspace, inbox["id"])
    await scene.runner.start()
    await scene.until("select delivery from message where direction = 'out'", "sent")
    await scene.runner.stop()


async def test_health_is_for_those_who_look_after_channels(scene: Scene) -> None:
    workspace, _, inbox, _ = await _talk(scene)
    operator = await scene.browsers.of_new(workspace, "operator")
    for path in ("/api/v1/inbox-health", f"/api/v1/inbox-health/{inbox['id']}"):
        assert (await operator.get(path)).status_code == 403
    stranger = await scene.browsers.of_new(await make_workspace(scene.db), "owner")
    assert (await stranger.get("/api/v1/inbox-health")).json()["items"] == []
    assert (await stranger.get(f"/api/v1/inbox-health/{inbox['id']}")).status_code == 404
