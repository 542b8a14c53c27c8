"""Hooks are looked after: repaired, noted, alarmed about at the second failure, and the alarm cleared."""

from otklik.inboxes.watching import watch_inboxes
from tests.inboxes.conftest import Scene


async def test_a_lost_hook_is_put_back(scene: Scene) -> None:
    made = await scene.connect(scene.a)
    scene.post.hooks.clear()
    await watch_inboxes(scene.room)
    assert scene.post.hooks == {"shop": made["hook_url"]}
    assert await scene.rows("select status, last_error from inbox join inbox_health on inbox_id = id") == []
    assert ("inbox.repaired",) in await scene.rows("select action from audit")


async def test_the_alarm_comes_with_the_second_failure_and_goes_with_the_first_success(scene: Scene) -> None:
    made, other = await scene.connect(scene.a), await scene.connect(scene.b, "fine:secret-canary-0009")
    scene.post.hooks.pop("shop")
    scene.post.refuses_hooks = True
    seen = []
    for _ in range(3):
        await watch_inboxes(scene.room)
        seen += await scene.rows("select status from inbox where id = %(id)s", id=made["id"])
    assert seen == [("active",), ("failing",), ("failing",)]
    shown = (await scene.a.owner.get(f"/api/v1/inboxes/{made['id']}")).json()
    assert shown["health"]["last_error"] == "hook: the hook had gone"
    assert await scene.rows("select status from inbox where id = %(id)s", id=other["id"]) == [("active",)]

    scene.post.refuses_hooks = False
    await watch_inboxes(scene.room)
    shown = (await scene.a.owner.get(f"/api/v1/inboxes/{made['id']}")).json()
    assert (shown["status"], shown["health"]["last_error"]) == ("active", None)


async def test_a_provider_away_during_the_watch_leaks_nothing_and_harms_nobody(scene: Scene) -> None:
    await scene.connect(scene.a)
    scene.http.unplugged = True
    await watch_inboxes(scene.room)
    [(error,)] = await scene.rows("select last_error from inbox_health")
    assert error.startswith("hook: ")
    assert "canary" not in error
