"""What must not be seen is nowhere: not in answers, errors, logs, audit, events or tables."""

import logging

import pytest

from otklik.inboxes.watching import watch_inboxes
from otklik.kit.secrets import Keyring
from tests.inboxes.conftest import Scene

CANARY = "shop:canary-91c5e0d7f2a84b"
PEPPER = "pepper-canary-7d3e"


async def test_secrets_are_in_no_answer_no_log_and_no_table(
    scene: Scene, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    heard = [await scene.a.owner.post("/api/v1/inboxes/test", {"channel": "pigeon", "settings": {"token": CANARY}})]
    scene.post.revoked.add(CANARY)
    body = {"channel": "pigeon", "name": "Голуби", "settings": {"token": CANARY, "pepper": PEPPER}}
    heard.append(await scene.a.owner.post("/api/v1/inboxes", body))
    path = f"/api/v1/inboxes/{heard[-1].json()['id']}"
    assert heard[-1].json()["status"] == "failing"
    scene.post.revoked.clear()
    scene.post.refuses_hooks = True
    heard += [await scene.a.owner.post(f"{path}/{verb}") for verb in ("resume", "test", "pause", "resume")]
    heard.append(await scene.a.owner.patch(path, {"settings": {"loft": "fire"}}))
    assert heard[-1].status_code == 422
    heard.append(await scene.a.owner.patch(path, {"settings": {"token": CANARY, "speed": 99}}))
    scene.http.unplugged = True
    heard.append(await scene.a.owner.post(f"{path}/resume"))
    await watch_inboxes(scene.room)
    heard += [await scene.a.owner.get("/api/v1/inboxes"), await scene.a.owner.get(f"{path}/log")]
    await scene.log.write(scene.db)
    heard.append(await scene.a.owner.get(f"{path}/log"))

    said = "".join(answer.text for answer in heard) + caplog.text + "".join(capsys.readouterr())
    for table in ("inbox", "inbox_health", "audit", "event", "job", "channel_log", "idempotency_key"):
        said += "".join(map(str, await scene.rows(f"select to_jsonb(t)::text from {table} t")))  # noqa: S608 - our own names
    [(hook_secret,)] = await scene.rows("select hook_secret from inbox")
    assert CANARY not in said
    assert PEPPER not in said
    assert hook_secret not in "".join(answer.text for answer in heard) + caplog.text


async def test_only_those_who_manage_inboxes_see_settings_and_the_hook(scene: Scene) -> None:
    made = await scene.connect(scene.a)
    [shown] = (await scene.a.operator.get("/api/v1/inboxes")).json()["items"]
    assert (shown["id"], shown["settings"], shown["token"], shown["hook_url"]) == (made["id"], {}, "", "")
    assert shown["status"] == "active"


async def test_a_sealed_value_moved_to_another_row_does_not_open(scene: Scene) -> None:
    made, other = await scene.connect(scene.a), await scene.connect(scene.b, "fine:secret-canary-0009")
    await scene.rows(
        "update inbox set secrets = (select secrets from inbox where id = %(a)s) where id = %(b)s returning 1",
        a=made["id"], b=other["id"],
    )  # fmt: skip
    shown = (await scene.b.owner.get(f"/api/v1/inboxes/{other['id']}")).json()
    assert shown["settings"]["token"] == {"set": False, "last4": ""}


async def test_a_lost_key_stops_one_inbox_and_not_the_list(scene: Scene) -> None:
    made = await scene.connect(scene.a)
    scene.vault._keyring = Keyring(2, {2: bytes(range(32, 64))})  # noqa: SLF001 - the key is lost
    assert (await scene.a.owner.get("/api/v1/inboxes")).status_code == 200
    again = (await scene.a.owner.post(f"/api/v1/inboxes/{made['id']}/resume")).json()
    assert again["status"] == "failing"
    mended = await scene.a.owner.patch(f"/api/v1/inboxes/{made['id']}", {"settings": {"token": CANARY}})
    assert mended.json()["status"] == "active", "typing the secrets in again repairs it"
