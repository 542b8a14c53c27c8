"""Parent and child: linked and parted, told in both, no circles, at most 50, and carried by a merge and its undoing."""

from typing import Any

import httpx

from tests.browser import Browser
from tests.desk.scene import Scene

LIST = "/api/v1/conversations"


async def talk(scene: Scene, name: str) -> int:
    return (await scene.write(scene.a, name)).conversation_id


async def put_below(browser: Browser, child: int, parent: int) -> httpx.Response:
    return await browser.put(f"{LIST}/{child}/parent", {"parent_id": parent})


async def look(scene: Scene, number: int) -> tuple[int | None, list[int]]:
    shown = (await scene.a.anna_browser.get(f"{LIST}/{number}")).json()
    return shown["parent"] and shown["parent"]["id"], [one["id"] for one in shown["children"]]


async def lines(scene: Scene, number: int) -> list[tuple[str, Any]]:
    items = (await scene.a.anna_browser.get(f"{LIST}/{number}/messages")).json()["items"]
    events = [one["event"] for one in items if one["event"]]
    return [(one["kind"], one["data"].get("conversation_id")) for one in events]


async def test_two_are_linked_shown_in_both_and_parted(scene: Scene) -> None:
    anna = scene.a.anna_browser
    parent, child, other = await talk(scene, "Вера"), await talk(scene, "Олег"), await talk(scene, "Иван")
    answer = await put_below(anna, child, parent)
    assert answer.json()["parent"] == {"id": parent, "status": "open", "subject": None, "contact_name": "Вера"}
    assert (await put_below(anna, child, parent)).status_code == 200, "twice is once"
    await put_below(anna, other, parent)
    await anna.post(f"{LIST}/{child}/resolve")
    assert await look(scene, parent) == (None, [other, child]), "the open ones first"
    assert await lines(scene, child) == [("linked_up", parent), ("resolved", None)]
    assert await lines(scene, parent) == [("linked_down", child), ("linked_down", other)]
    assert (await anna.delete(f"{LIST}/{other}/parent")).json()["parent"] is None
    assert await look(scene, parent) == (None, [child])
    assert (await lines(scene, parent))[-1] == ("unlinked_down", other)
    assert (await lines(scene, other))[-1] == ("unlinked_up", parent)


async def test_no_circle_no_second_parent_and_at_most_fifty(scene: Scene) -> None:
    anna = scene.a.anna_browser
    one, two, three = await talk(scene, "Вера"), await talk(scene, "Олег"), await talk(scene, "Иван")
    assert (await put_below(anna, one, one)).json()["code"] == "cannot_link"
    await put_below(anna, two, one)
    await put_below(anna, three, two)
    assert (await put_below(anna, one, three)).json()["code"] == "cannot_link"
    refused = await put_below(anna, three, one)
    said = refused.json()
    assert (refused.status_code, said["code"], said["conversation_id"]) == (409, "already_linked", two)
    await scene.do(
        """with k as (insert into contact (workspace_id, name) select %(w)s, 'к' || n from generate_series(1, 49) n
                      returning id),
                c as (insert into conversation (workspace_id, contact_id) select %(w)s, id from k returning id)
           insert into conversation_link (child_id, parent_id, workspace_id) select id, %(p)s, %(w)s from c""",
        w=scene.a.id, p=one,
    )  # fmt: skip
    full = await put_below(anna, await talk(scene, "Яна"), one)
    assert (full.json()["code"], full.json()["limit"]) == ("too_many_links", 50)


async def test_conversations_of_others_cannot_be_linked(scene: Scene) -> None:
    own, foreign = await talk(scene, "Вера"), (await scene.write(scene.b, "Чужой")).conversation_id
    assert (await put_below(scene.a.anna_browser, own, foreign)).status_code == 404
    assert (await put_below(scene.a.anna_browser, foreign, own)).status_code == 404


async def test_a_merge_takes_links_along_and_its_undoing_gives_them_back(scene: Scene) -> None:
    anna = scene.a.anna_browser
    host = await talk(scene, "Иван")
    await anna.post(f"{LIST}/{host}/resolve")
    await scene.do("update conversation set takes_new = false, resolved_at = now() - interval '9 days'")
    guest, parent, child = await talk(scene, "Иван"), await talk(scene, "Вера"), await talk(scene, "Олег")
    await put_below(anna, guest, parent)
    await put_below(anna, child, guest)
    merged = (await anna.post(f"{LIST}/{guest}/merge", {"into_id": host})).json()["merge_id"]
    assert await look(scene, host) == (parent, [child])
    assert await look(scene, guest) == (None, [])
    await anna.post(f"{LIST}/merges/{merged}/undo")
    assert await look(scene, host) == (None, [])
    assert await look(scene, guest) == (parent, [child])


async def test_a_merge_of_parent_and_child_links_nothing_to_itself(scene: Scene) -> None:
    anna = scene.a.anna_browser
    host = await talk(scene, "Иван")
    await anna.post(f"{LIST}/{host}/resolve")
    await scene.do("update conversation set takes_new = false, resolved_at = now() - interval '9 days'")
    guest = await talk(scene, "Иван")
    await put_below(anna, guest, host)
    merged = (await anna.post(f"{LIST}/{guest}/merge", {"into_id": host})).json()["merge_id"]
    assert (await look(scene, host))[0] is None
    await anna.post(f"{LIST}/merges/{merged}/undo")
    assert await look(scene, host) == (None, [guest])
