"""The set-up page: keys are shown once, belong to one company, and a pasted token is explained."""

import asyncio

import pytest

from otklik.infra.events import LoggedEvent
from otklik.infra.stream import Position
from tests.visitor.conftest import Scene, Socket, make_token


async def test_a_key_is_made_written_down_and_kept_sealed(scene: Scene) -> None:
    kid, secret = await scene.add_key(scene.a)

    assert len(secret) >= 43
    [(sealed,)] = await scene.rows("select secret from visitor_key")
    assert secret not in bytes(sealed)
    assert await scene.rows("select action, detail from audit where action like 'inbox.key%%'") == [
        ("inbox.key_added", {"kid": kid})
    ]


async def test_keys_are_for_those_who_manage_channels_of_this_company(scene: Scene) -> None:
    kid, _ = await scene.add_key(scene.a)
    address = f"/api/v1/inboxes/{scene.a.inbox_id}"

    for browser, status in ((scene.a.operator, 403), (scene.b.owner, 404), (scene.browsers.stranger(), 401)):
        assert (await browser.get(f"{address}/visitor-keys")).status_code == status
        assert (await browser.post(f"{address}/visitor-keys")).status_code == status
        assert (await browser.delete(f"{address}/visitor-keys/{kid}")).status_code == status
        assert (await browser.post(f"{address}/visitor-token", {"token": "x"})).status_code == status
    assert await scene.rows("select kid from visitor_key") == [(kid,)]


async def test_a_retired_key_is_gone_once(scene: Scene) -> None:
    kid, _ = await scene.add_key(scene.a)
    address = f"/api/v1/inboxes/{scene.a.inbox_id}/visitor-keys/{kid}"

    assert (await scene.a.owner.delete(address)).status_code == 204
    again = await scene.a.owner.delete(address)

    assert (again.status_code, again.json()["code"]) == (404, "visitor_key_not_found")


@pytest.mark.parametrize(
    "claims, reason",
    [({}, ""), ({"life": -600}, "expired"), ({"life": 90_000}, "lives_too_long"), ({"sub": 7}, "no_subject")],
)
async def test_a_pasted_token_is_explained(scene: Scene, claims: dict[str, object], reason: str) -> None:
    key = await scene.add_key(scene.a)
    token = make_token(key, **claims)  # type: ignore[arg-type]

    said = (
        await scene.a.owner.post(f"/api/v1/inboxes/{scene.a.inbox_id}/visitor-token", {"token": f" {token}\n"})
    ).json()

    assert (said["ok"], said["reason"]) == (not reason, reason)
    assert (said["algorithm"], said["kid"]) == ("HS256", key[0])
    assert await scene.rows("select 1 from visitor_session") == []


@pytest.mark.parametrize("token, reason", [("x", "malformed"), ("." * 5000, "too_long"), ("e30.e30.e30", "algorithm")])
async def test_what_is_no_token_is_explained_too(scene: Scene, token: str, reason: str) -> None:
    await scene.add_key(scene.a)

    said = (await scene.a.owner.post(f"/api/v1/inboxes/{scene.a.inbox_id}/visitor-token", {"token": token})).json()

    assert (said["ok"], said["reason"]) == (False, reason)


async def test_without_keys_every_token_is_explained_by_that(scene: Scene) -> None:
    token = make_token(("gone", b"secret"))

    said = (await scene.a.owner.post(f"/api/v1/inboxes/{scene.a.inbox_id}/visitor-token", {"token": token})).json()

    assert said["reason"] == "no_key"


async def test_a_retired_key_hangs_up_whoever_it_let_in_and_nobody_else(scene: Scene) -> None:
    key = await scene.add_key(scene.a)
    proved, stranger = scene.guest(scene.a, 1), scene.guest(scene.a, 2)
    await proved.enter(token=make_token(key))
    await stranger.enter()
    lines = [Socket(scene.visitor, proved), Socket(scene.visitor, stranger)]
    for line in lines:
        await line.until("ready")
    waiting = asyncio.create_task(proved.call("GET", "events?after_seq=0&wait=25"))
    while len(scene.visitor.hub.all_lines()) < 3:  # noqa: ASYNC110 - the poll says nothing when it begins to wait
        await asyncio.sleep(0)

    await scene.a.owner.delete(f"/api/v1/inboxes/{scene.a.inbox_id}/visitor-keys/{key[0]}")
    changed = LoggedEvent(1, 1, scene.a.id, "inbox.changed", None, None, None, None)
    await scene.visitor.hub.hear([changed], Position(0, 0))

    assert (await lines[0].until("closed"))["code"] == 4401
    assert (await waiting).status_code == 401
    lines[1].say(type="ping")
    assert (await lines[1].until("pong"))["type"] == "pong"
    await lines[1].leave()


async def test_a_paused_chat_hangs_up_everybody(scene: Scene) -> None:
    guest = scene.guest(scene.a)
    await guest.enter()
    line = Socket(scene.visitor, guest)
    await line.until("ready")

    await scene.a.owner.post(f"/api/v1/inboxes/{scene.a.inbox_id}/pause")
    changed = LoggedEvent(1, 1, scene.a.id, "inbox.changed", None, None, None, None)
    await scene.visitor.hub.hear([changed], Position(0, 0))

    assert (await line.until("closed"))["code"] == 4401
