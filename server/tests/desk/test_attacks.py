# ruff: noqa: N802 - ids of the attack and fault lists keep their capital letter
"""The other company: whatever is named, it is answered as if it did not exist, and nothing changes."""

from typing import Any
from uuid import uuid4

import pytest

from otklik.kit.ids import new_uuid7
from tests.browser import Browser
from tests.desk.scene import Scene, in_future, reply, upload

UNKNOWN = 10**12
READS = (
    ("GET", "/api/v1/conversations/{c}", None),
    ("GET", "/api/v1/conversations/{c}/messages", None),
    ("GET", "/api/v1/conversations/{c}/messages/{m}", None),
    ("GET", "/api/v1/messages/{m}/html", None),
    ("GET", "/api/v1/contacts/{p}/timeline", None),
)
WRITES: tuple[tuple[str, str, dict[str, Any] | None], ...] = (
    ("POST", "/api/v1/conversations/{c}/messages", {"client_id": "01890000-0000-7000-8000-000000000009", "text": "x"}),
    ("POST", "/api/v1/conversations/{c}/messages/{m}/retry", {"confirm": True}),
    ("PATCH", "/api/v1/conversations/{c}/messages/{m}", {"text": "x"}),
    ("DELETE", "/api/v1/conversations/{c}/messages/{m}", None),
    ("POST", "/api/v1/conversations/{c}/read", {"seq": 1}),
    ("POST", "/api/v1/conversations/{c}/unread", {"from_seq": 1}),
    ("POST", "/api/v1/conversations/{c}/assign", {"operator_id": "me"}),
    ("POST", "/api/v1/conversations/{c}/resolve", None),
    ("POST", "/api/v1/conversations/{c}/reopen", None),
    ("POST", "/api/v1/conversations/{c}/snooze", {"until": in_future()}),
    ("POST", "/api/v1/conversations/{c}/typing", None),
    ("POST", "/api/v1/conversations", {
        "client_id": "01890000-0000-7000-8000-000000000010", "contact_id": "{p}", "identity_id": "{i}", "text": "x",
    }),
)  # fmt: skip
_STATE = """
select md5(string_agg(t::text, '|' order by t::text)) from (
    select c::text from conversation c union all select m::text from message m union all select r::text from read_mark r
    union all select o::text from outbox o union all select j::text from job j union all select e::text from event e
    union all select a::text from attachment a) x(t)
"""


async def _ids(scene: Scene, person: str = "Жертва") -> dict[str, int]:
    written = await scene.write(scene.b, person, "тайна")
    found = {"c": written.conversation_id, "m": written.message_id}
    found["p"] = await scene.sql("select contact_id from conversation where id = %(id)s", id=found["c"])
    found["i"] = await scene.sql("select identity_id from conversation where id = %(id)s", id=found["c"])
    return found


async def _ask(browser: Browser, call: tuple[str, str, Any], ids: dict[str, int]) -> tuple[int, bytes]:
    method, path, body = call
    filled = body and {key: ids[one[1]] if one in ("{p}", "{i}") else one for key, one in body.items()}
    answer = await browser.request(method, path.format(**ids), json=filled)
    return answer.status_code, answer.content


@pytest.mark.parametrize("call", [*READS, *WRITES], ids=lambda call: f"{call[0]} {call[1]}")
async def test_atk_T01_ids_of_another_company_do_not_exist(scene: Scene, call: tuple[str, str, Any]) -> None:
    theirs = await _ids(scene)
    before = await scene.sql(_STATE)
    supervisor = await scene.browsers.of_new(scene.a.id, "owner")
    answer = await _ask(supervisor, call, theirs)
    assert answer[0] == 404
    assert answer == await _ask(supervisor, call, dict.fromkeys(theirs, UNKNOWN))
    assert await scene.sql(_STATE) == before


async def test_atk_T01_ids_of_another_company_in_bodies(scene: Scene) -> None:
    theirs = await _ids(scene)
    own = (await scene.write(scene.a, "Иван")).conversation_id
    team = await scene.sql("insert into team (workspace_id, name) values (%(w)s, 'x') returning id", w=scene.b.id)
    anna = scene.a.anna_browser
    before = await scene.sql(_STATE)
    attempts = [
        await reply(anna, own, reply_to=theirs["m"]),
        await reply(anna, own, identity_id=theirs["i"]),
        await anna.post(f"/api/v1/conversations/{own}/assign", {"operator_id": scene.b.anna.id}),
        await anna.post(f"/api/v1/conversations/{own}/assign", {"operator_id": None, "team_id": team}),
    ]
    assert [answer.status_code for answer in attempts] == [404] * 4, [answer.text for answer in attempts]
    assert await scene.sql(_STATE) == before
    for view in (f"team:{team}", "all"):
        listed = (await anna.get(f"/api/v1/conversations?view={view}&inbox_id={scene.b.chat}")).json()
        assert listed["items"] == []


async def test_atk_T02_a_child_of_another_parent(scene: Scene) -> None:
    first, second = await scene.write(scene.a, "Иван"), await scene.write(scene.a, "Пётр")
    anna = scene.a.anna_browser
    own = (await reply(anna, second.conversation_id)).json()
    wrong = f"/api/v1/conversations/{first.conversation_id}/messages/{own['id']}"
    before = await scene.sql(_STATE)
    answers = [
        await anna.get(wrong), await anna.post(f"{wrong}/retry"), await anna.patch(wrong, {"text": "x"}),
        await anna.delete(wrong), await reply(anna, first.conversation_id, reply_to=second.message_id),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [404] * 5
    identity = await scene.sql("select identity_id from conversation where id = %(id)s", id=second.conversation_id)
    assert (await reply(anna, first.conversation_id, identity_id=identity)).status_code == 404
    contact = await scene.sql("select contact_id from conversation where id = %(id)s", id=first.conversation_id)
    body = {"client_id": str(new_uuid7()), "contact_id": contact, "identity_id": identity, "text": "x"}
    assert (await anna.post("/api/v1/conversations", body)).status_code == 404
    assert await scene.sql(_STATE) == before


async def test_atk_T03_a_list_of_ids_with_a_foreign_one(scene: Scene) -> None:
    theirs = await _ids(scene)
    own = (await scene.write(scene.a, "Иван")).conversation_id
    listed = await scene.a.anna_browser.get(f"/api/v1/conversations?ids={own},{theirs['c']}")
    assert [row["id"] for row in listed.json()["items"]] == [own]
    assert "Жертва" not in listed.text
    mine = (await upload(scene.a.anna_browser, b"x")).json()["id"]
    foreign = (await upload(scene.b.anna_browser, b"y")).json()["id"]
    before = await scene.sql(_STATE)
    refused = await reply(scene.a.anna_browser, own, attachments=[mine, foreign])
    assert (refused.status_code, refused.json()["code"]) == (404, "upload_not_found")
    assert await scene.sql(_STATE) == before


async def test_atk_T04_words_find_nobody_of_another_company(scene: Scene) -> None:
    theirs = await _ids(scene, "Жертва")
    await scene.do("update contact set email = 'v@example.test', phone = '+79000000001' where name = 'Жертва'")
    for words in ("Жертва", "v@example.test", "+79000000001", str(theirs["c"])):
        listed = await scene.a.anna_browser.get("/api/v1/conversations", params={"view": "all", "q": words})
        assert listed.json() == {"items": [], "next_cursor": None}
    found = await scene.b.anna_browser.get("/api/v1/conversations", params={"view": "all", "q": "жертва"})
    assert [row["id"] for row in found.json()["items"]] == [theirs["c"]]


async def test_atk_T13_uploads_of_others_cannot_be_sent(scene: Scene) -> None:
    own = (await scene.write(scene.a, "Иван")).conversation_id
    boris = (await upload(scene.a.boris_browser, b"x")).json()["id"]
    foreign = (await upload(scene.b.anna_browser, b"x")).json()["id"]
    robot = (await upload(await scene.browsers.of_token(scene.a.id), b"x")).json()["id"]
    received = await scene.sql(
        """insert into attachment (workspace_id, kind, state, file_key)
           select workspace_id, 'document', 'ready', key from file limit 1 returning id"""
    )
    await scene.do("update attachment set message_id = (select min(id) from message) where id = %(id)s", id=received)
    for number in (boris, foreign, robot, received, UNKNOWN):
        for kind in ("reply", "note"):
            answer = await reply(scene.a.anna_browser, own, attachments=[number], kind=kind)
            assert (answer.status_code, answer.json()["code"]) == (404, "upload_not_found"), number
    assert await scene.sql("select count(*) from message where direction = 'out'") == 0


async def test_strangers_and_sessions_that_ended_get_nothing(scene: Scene) -> None:
    written = await scene.write(scene.a, "Иван")
    ids = {"c": written.conversation_id, "m": written.message_id, "p": 1, "i": 1}
    await scene.do("update operator set disabled_at = now() where id = %(id)s", id=scene.a.boris.id)
    for call in (*READS, *WRITES):
        assert (await _ask(scene.browsers.stranger(), call, ids))[0] == 401, call
        assert (await _ask(scene.a.boris_browser, call, ids))[0] == 401, call
    assert (await upload(scene.browsers.stranger(), b"x")).status_code == 401


async def test_a_request_of_another_site_is_refused(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    scene.a.anna_browser.csrf = ""
    refused = await reply(scene.a.anna_browser, number, client_id=str(uuid4()))
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    assert (await upload(scene.a.anna_browser, b"x")).status_code == 403


@pytest.mark.parametrize("number", ["0", "-1", "9223372036854775808", "x", "1e3", "%00", "1%2f..%2f2"])
async def test_odd_numbers_in_paths_are_no_fault_of_ours(scene: Scene, number: str) -> None:
    for path in (f"/api/v1/conversations/{number}", f"/api/v1/messages/{number}/html"):
        assert (await scene.a.anna_browser.get(path)).status_code in {400, 404, 422}


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=x",
        "cursor=%00",
        "view=%00",
        "inbox_id=0",
        "ids=1,,2",
        "ids=a",
        "ids=" + "1," * 250,
    ],
)
async def test_odd_queries_are_named(scene: Scene, query: str) -> None:
    answer = await scene.a.anna_browser.get(f"/api/v1/conversations?{query}")
    assert answer.status_code == 422, answer.text
