"""The desk's doors to calls: what rings, taking it, hold and hanging up, and who may."""

from typing import Any

import pytest

from otklik.calls import service
from otklik.calls.records import Calling
from otklik.kit.ids import new_uuid7
from tests.desk.scene import Scene


@pytest.fixture
async def call_id(scene: Scene) -> int:
    """Vera calls; Anna and Boris are at their desks."""
    await scene.do("update operator set presence = 'online'")
    written = await scene.write(scene.a, "Вера")
    inbox_id = await scene.sql("select inbox_id from conversation where id = %(id)s", id=written.conversation_id)
    session_id = await scene.sql(
        """insert into visitor_session (workspace_id, inbox_id, visitor_id, token_hash, page)
           values (%(workspace)s, %(inbox)s, 'vera', 'hash', '{"url": "https://shop.example/sale"}') returning id""",
        workspace=scene.a.anna.workspace_id, inbox=inbox_id,
    )  # fmt: skip
    calling = Calling(
        conversation_id=written.conversation_id, inbox_id=inbox_id, session_id=session_id, client_id=new_uuid7(),
        rings_s=30,
    )  # fmt: skip
    async with scene.db.workspace(scene.a.anna.workspace_id) as tx:
        return (await service.begin(tx, calling)).id


async def do(browser: Any, call_id: int, verb: str, body: object = None) -> Any:
    return await browser.post(f"/api/v1/calls/{call_id}/{verb}", body)


async def test_from_ringing_to_the_end(scene: Scene, call_id: int) -> None:
    anna, boris = scene.a.anna_browser, scene.a.boris_browser
    [seen] = (await anna.get("/api/v1/calls")).json()["items"]
    assert (seen["state"], seen["contact"]["name"], seen["page"]) == ("ringing", "Вера", "https://shop.example/sale")
    assert (await scene.b.anna_browser.get("/api/v1/calls")).json()["items"] == []
    taken = (await do(anna, call_id, "accept", {"tab": "t1"})).json()
    assert (taken["call"]["state"], taken["call"]["tab"], taken["servers"]) == ("active", "t1", [])
    late = await do(boris, call_id, "accept", {"tab": "t2"})
    assert (late.status_code, late.json()["code"], late.json()["by"]) == (409, "call_taken", scene.a.anna.name)
    assert (await boris.get("/api/v1/calls")).json()["items"] == []
    assert (await do(anna, call_id, "hold", {"on": True})).json()["held"] is True
    assert (await do(boris, call_id, "hangup")).status_code == 404
    over = (await do(anna, call_id, "hangup")).json()
    assert (over["state"], over["how"], over["by"], over["held"]) == ("ended", "hung_up", "operator", False)
    assert (await anna.get("/api/v1/calls")).json()["items"] == []


async def test_declining_is_for_oneself(scene: Scene, call_id: int) -> None:
    assert (await do(scene.a.anna_browser, call_id, "decline")).json()["state"] == "ringing"
    assert (await scene.a.anna_browser.get("/api/v1/calls")).json()["items"] == []
    assert len((await scene.a.boris_browser.get("/api/v1/calls")).json()["items"]) == 1
    assert (await do(scene.b.anna_browser, call_id, "decline")).status_code == 404


async def test_calls_need_their_right(scene: Scene, call_id: int) -> None:
    await scene.do(
        """with r as (insert into custom_role (workspace_id, name, permissions)
               select workspace_id, 'Без звонков', '{conversations.view}' from operator order by id limit 1
               returning id)
           update operator set role_id = (select id from r)"""
    )
    for answer in (
        await scene.a.anna_browser.get("/api/v1/calls"),
        await do(scene.a.anna_browser, call_id, "accept", {"tab": "t"}),
    ):
        assert answer.status_code == 403


async def test_a_tab_has_a_short_name(scene: Scene, call_id: int) -> None:
    for tab in ("", "x" * 41):
        assert (await do(scene.a.anna_browser, call_id, "accept", {"tab": tab})).status_code == 422
