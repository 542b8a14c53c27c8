"""An inbox from its first form to its end."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from otklik.channelkit.channel import ChannelContext, ConnectReport
from otklik.inboxes.service import NewInbox, add_inbox, connect_inbox, draft_inbox
from otklik.inboxes.watching import recover_inboxes, watch_inboxes
from otklik.kit.errors import NotFound
from tests.inboxes.conftest import ADDRESS, Scene


def _errors(body: dict[str, Any]) -> set[tuple[str, str]]:
    return {(error["field"], error["code"]) for error in body["errors"]}


async def test_the_list_of_channels_is_made_from_manifests(scene: Scene) -> None:
    [channel] = (await scene.a.operator.get("/api/v1/channels")).json()["items"]

    assert (channel["slug"], channel["grade"], channel["transport"]) == ("pigeon", "bronze", ["webhook", "socket"])
    assert channel["capabilities"]["edit_out"] is True
    names = [field["name"] for field in channel["fields"]]
    assert "token" in names
    assert "post_url" not in names, "what only the host may set is nobody's form field"


async def test_a_created_inbox_is_connected_and_active(scene: Scene) -> None:
    made = await scene.connect(scene.a, loft="tower")

    assert made["status"] == "active"
    assert made["account"] == {"id": "shop", "name": "Shop", "username": "shop", "expires_at": None, "link": ""}
    assert all(check["ok"] for check in made["checks"])
    assert made["hook_url"] == f"{ADDRESS}/hooks/{made['token']}" == scene.post.hooks["shop"]
    assert made["settings"] | {} == {
        "token": {"set": True, "last4": "0001"}, "pepper": {"set": False, "last4": ""}, "loft": "tower", "speed": 5,
        "breed": "homing", "ring": False, "roofs": None, "feather": None,
    }  # fmt: skip
    assert len(made["token"]) >= 22
    assert made["public_key"], "visitors reach this channel by a public key"
    [(secret,)] = await scene.rows("select hook_secret from inbox")
    assert 32 <= len(secret) <= 256
    assert all(letter.isascii() and (letter.isalnum() or letter in "_-") for letter in secret)
    events = await scene.rows("select data ->> 'what' from event where kind = 'inbox.changed' order by id")
    assert events == [("created",), ("active",)]
    assert await scene.rows("select action from audit where object_kind = 'inbox' order by id") == [
        ("inbox.created",),
        ("inbox.active",),
    ]


@pytest.mark.parametrize(
    "settings, errors",
    [
        ({}, {("settings.token", "missing")}),
        ({"token": ""}, {("settings.token", "missing")}),
        ({"token": "a:b", "speed": 10}, {("settings.speed", "too_big")}),
        ({"token": "a:b", "speed": True}, {("settings.speed", "wrong_type")}),
        ({"token": "a:b", "speed": "5"}, {("settings.speed", "wrong_type")}),
        ({"token": 5, "breed": "crow"}, {("settings.token", "wrong_type"), ("settings.breed", "bad_choice")}),
        ({"token": "a:b", "ring": "yes", "feather": "red"},
         {("settings.ring", "wrong_type"), ("settings.feather", "bad_format")}),
        ({"token": "a:b", "roofs": "https://a.example"}, {("settings.roofs", "wrong_type")}),
        ({"token": "a:b", "post_url": "http://127.0.0.1"}, {("settings.post_url", "host_only")}),
        ({"token": "a:b", "wings": 3}, {("settings.wings", "unknown")}),
        ({"token": {"set": True, "last4": "1234"}}, {("settings.token", "wrong_type")}),
    ],
)  # fmt: skip
async def test_wrong_settings_are_named_and_nothing_is_stored(
    scene: Scene, settings: dict[str, Any], errors: set[tuple[str, str]]
) -> None:
    body = {"channel": "pigeon", "name": "Голуби", "settings": settings}
    for path in ("/api/v1/inboxes", "/api/v1/inboxes/test"):
        data = body if path == "/api/v1/inboxes" else {"channel": "pigeon", "settings": settings}
        answer = await scene.a.owner.post(path, data)
        assert answer.status_code == 422
        assert _errors(answer.json()) == errors
    assert await scene.rows("select count(*) from inbox") == [(0,)]
    assert scene.post.asked == []


async def test_a_channel_or_team_that_does_not_exist_is_refused(scene: Scene) -> None:
    body = {"channel": "pigeon", "name": "Голуби", "settings": {"token": "a:b"}, "team_id": 404}
    answer = await scene.a.owner.post("/api/v1/inboxes", body)
    assert (answer.status_code, _errors(answer.json())) == (422, {("team_id", "not_found")})
    assert (await scene.a.owner.post("/api/v1/inboxes", body | {"channel": "owl"})).status_code == 404


async def test_a_connection_that_fails_leaves_a_failing_inbox_with_its_checks(scene: Scene) -> None:
    scene.post.refuses_hooks = True
    made = await scene.connect(scene.a)

    assert made["status"] == "failing"
    assert [check["ok"] for check in made["checks"]] == [False]
    assert made["health"]["last_error"] == "Крюк не принят"

    scene.post.refuses_hooks = False
    again = (await scene.a.owner.post(f"/api/v1/inboxes/{made['id']}/resume")).json()
    assert (again["status"], again["health"]["last_error"]) == ("active", None)


async def test_a_provider_that_is_away_leaves_a_failing_inbox_which_the_watch_connects(scene: Scene) -> None:
    scene.http.unplugged = True
    made = await scene.connect(scene.a)
    assert (made["status"], made["account"]) == ("failing", None)
    scene.http.unplugged = False
    await watch_inboxes(scene.room)
    shown = (await scene.a.owner.get(f"/api/v1/inboxes/{made['id']}")).json()
    assert (shown["status"], shown["account"]["id"], shown["health"]["last_error"]) == ("active", "shop", None)


async def test_the_same_account_twice_is_a_conflict_in_the_whole_installation(scene: Scene) -> None:
    first = await scene.connect(scene.a)
    body = {"channel": "pigeon", "name": "Ещё", "settings": {"token": "shop:another-token-of-it"}}

    own = await scene.a.owner.post("/api/v1/inboxes", body)
    assert (own.status_code, own.json()["code"], own.json()["inbox_id"]) == (409, "account_taken", first["id"])
    foreign = await scene.b.owner.post("/api/v1/inboxes", body)
    assert (foreign.status_code, foreign.json()["code"]) == (409, "account_taken")
    assert "inbox_id" not in foreign.json(), "another company's inbox is nobody's business"
    assert scene.post.hooks["shop"] == first["hook_url"], "the refused one must not steal the hook"
    tested = await scene.b.owner.post("/api/v1/inboxes/test", {"channel": "pigeon", "settings": body["settings"]})
    assert tested.json()["ok"] is False


async def test_of_two_claims_to_one_account_at_once_one_wins(scene: Scene) -> None:
    def body(number: int) -> dict[str, Any]:
        return {"channel": "pigeon", "name": f"{number}", "settings": {"token": f"shop:token-number-{number}"}}

    answers = await asyncio.gather(*(scene.a.owner.post("/api/v1/inboxes", body(number)) for number in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
    assert await scene.rows("select count(*) from inbox where deleted_at is null") == [(1,)]


async def test_an_account_that_changes_hands_while_away_is_refused_at_connecting(scene: Scene) -> None:
    scene.http.unplugged = True
    first, second = await scene.connect(scene.a), await scene.connect(scene.b, "shop:other-token-same-account")
    scene.http.unplugged = False
    await scene.a.owner.post(f"/api/v1/inboxes/{first['id']}/resume")
    late = (await scene.b.owner.post(f"/api/v1/inboxes/{second['id']}/resume")).json()
    assert (late["status"], late["account"]) == ("failing", None)
    assert late["checks"][-1]["name"] == "account"
    assert scene.post.hooks["shop"] == first["hook_url"]


async def test_a_repeated_creation_gives_the_same_inbox(scene: Scene) -> None:
    body = {"channel": "pigeon", "name": "Голуби", "settings": {"token": "shop:secret-canary-0001"}}
    headers = {"Idempotency-Key": str(uuid4())}
    first = await scene.a.owner.post("/api/v1/inboxes", body, headers=headers)
    second = await scene.a.owner.post("/api/v1/inboxes", body, headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] == second.json()["id"]
    other = await scene.a.owner.post("/api/v1/inboxes", body | {"name": "Иначе"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_mismatch")


async def test_a_crash_between_the_transactions_is_made_good(scene: Scene) -> None:
    new = NewInbox(channel="pigeon", name="Голуби", settings={"token": "shop:secret-canary-0001"})
    draft = await draft_inbox(scene.room, scene.a.id, new)
    async with scene.db.workspace(scene.a.id) as tx:
        record = await add_inbox(scene.room, tx, None, draft)
    assert record.status == "setting_up"
    await watch_inboxes(scene.room)
    assert await scene.rows("select status from inbox") == [("setting_up",)], "somebody may be at it just now"

    await recover_inboxes(scene.room)
    assert await scene.rows("select status from inbox") == [("active",)]
    assert "shop" in scene.post.hooks


async def test_a_change_keeps_absent_secrets_and_connects_anew(scene: Scene) -> None:
    made = await scene.connect(scene.a, pepper="black-pepper-1234")
    path = f"/api/v1/inboxes/{made['id']}"
    asked = len(scene.post.asked)
    renamed = (await scene.a.owner.patch(path, {"name": "Почта"})).json()
    assert (renamed["name"], renamed["checks"], len(scene.post.asked)) == ("Почта", None, asked)

    changed = (await scene.a.owner.patch(path, {"settings": {"loft": "roof", "pepper": None}})).json()
    assert changed["settings"]["token"] == {"set": True, "last4": "0001"}
    assert (changed["settings"]["pepper"]["set"], changed["settings"]["loft"]) == (False, "roof")
    assert (changed["status"], len(changed["checks"])) == ("active", 1)
    missing = await scene.a.owner.patch(path, {"settings": {"token": None}})
    assert (missing.status_code, _errors(missing.json())) == (422, {("settings.token", "missing")})


async def test_a_new_account_on_an_inbox_lets_the_former_one_go(scene: Scene) -> None:
    made = await scene.connect(scene.a)
    path = f"/api/v1/inboxes/{made['id']}"
    changed = (await scene.a.owner.patch(path, {"settings": {"token": "other:secret-canary-0002"}})).json()
    assert (changed["account"]["id"], list(scene.post.hooks)) == ("other", ["other"])
    await scene.connect(scene.b)
    refused = (await scene.a.owner.patch(path, {"settings": {"token": "shop:secret-canary-0003"}})).json()
    assert (refused["status"], refused["checks"][-1]["ok"]) == ("failing", False)


async def test_a_paused_inbox_goes_on_hearing_its_provider(scene: Scene) -> None:
    made = await scene.connect(scene.a)
    path = f"/api/v1/inboxes/{made['id']}"
    assert (await scene.a.owner.post(f"{path}/pause")).json()["status"] == "paused"
    assert scene.post.hooks == {"shop": made["hook_url"]}
    await scene.a.owner.patch(path, {"settings": {"loft": "roof"}})
    scene.post.hooks.clear()
    await watch_inboxes(scene.room)
    assert scene.post.hooks == {"shop": made["hook_url"]}, "what comes in is not lost while it is paused"
    assert (await scene.a.owner.get(path)).json()["status"] == "paused"
    assert (await scene.a.owner.post(f"{path}/resume")).json()["status"] == "active"
    assert scene.post.hooks == {"shop": made["hook_url"]}


async def test_reading_begins_where_the_first_connection_stood(scene: Scene) -> None:
    scene.channel.cursor = {"letter": 7}
    made = await scene.connect(scene.a)
    assert await scene.rows("select cursor from inbox_cursor") == [({"letter": 7},)]

    scene.channel.cursor = {"letter": 9}
    path = f"/api/v1/inboxes/{made['id']}"
    await scene.a.owner.post(f"{path}/pause")
    await scene.a.owner.post(f"{path}/resume")
    assert await scene.rows("select cursor from inbox_cursor") == [({"letter": 7},)], "nothing is skipped"


async def test_a_deleted_inbox_closes_its_hook_and_forgets_its_secrets(scene: Scene) -> None:
    made = await scene.connect(scene.a)
    path = f"/api/v1/inboxes/{made['id']}"
    assert (await scene.a.owner.delete(path)).status_code == 204

    assert scene.post.hooks == {}
    assert (await scene.a.owner.get(path)).status_code == 404
    [(token, secrets, key)] = await scene.rows("select token, secrets, public_key from inbox")
    assert (token != made["token"], secrets, key) == (True, None, None)
    for verb in ("pause", "resume", "test"):
        assert (await scene.a.owner.post(f"{path}/{verb}")).status_code == 404
    assert (await scene.connect(scene.b))["status"] == "active", "the account is free again"


async def test_an_inbox_deleted_while_connecting_is_not_left_hooked(scene: Scene) -> None:
    new = NewInbox(channel="pigeon", name="Голуби", settings={"token": "shop:secret-canary-0001"})
    draft = await draft_inbox(scene.room, scene.a.id, new)
    async with scene.db.workspace(scene.a.id) as tx:
        record = await add_inbox(scene.room, tx, None, draft)
    connect = scene.channel.connect

    async def slow(context: ChannelContext) -> ConnectReport:
        report = await connect(context)
        await scene.rows("update inbox set deleted_at = now() returning 1")
        return report

    scene.channel.connect = slow  # type: ignore[method-assign]
    await connect_inbox(scene.room, scene.a.id, record.id)
    assert scene.post.hooks == {}
    with pytest.raises(NotFound):
        await connect_inbox(scene.room, scene.a.id, record.id)


async def test_a_changed_channel_tells_the_audit_what_was_and_hides_secrets(scene: Scene) -> None:
    made = await scene.connect(scene.a, loft="tower")
    path = f"/api/v1/inboxes/{made['id']}"
    await scene.a.owner.patch(path, {"name": "Почта", "settings": {"loft": "roof", "token": "shop:secret-canary-0009"}})
    [(detail,)] = await scene.rows("select detail from audit where action = 'inbox.changed'")
    assert detail == {
        "name": {"from": made["name"], "to": "Почта"},
        "settings.loft": {"from": "tower", "to": "roof"},
        "settings.token": {"from": "•••", "to": "•••"},
    }
