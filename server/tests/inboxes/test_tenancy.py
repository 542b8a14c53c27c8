"""One company's inboxes do not exist for another, and rights are asked for at every door."""

import pytest

from tests.factories import make_team
from tests.inboxes.conftest import Scene

DOORS = [
    ("GET", ""), ("PATCH", ""), ("POST", "/test"), ("POST", "/pause"), ("POST", "/resume"), ("GET", "/log"),
    ("DELETE", ""),
]  # fmt: skip


async def test_t01_every_door_answers_for_anothers_inbox_as_for_none(scene: Scene) -> None:
    made = await scene.connect(scene.a)
    for method, rest in DOORS:
        data = {"json": {"name": "Моё"}} if method == "PATCH" else {}
        foreign = await scene.b.owner.request(method, f"/api/v1/inboxes/{made['id']}{rest}", **data)
        absent = await scene.b.owner.request(method, f"/api/v1/inboxes/999999{rest}", **data)
        assert (foreign.status_code, absent.status_code) == (404, 404), (method, rest)
        assert foreign.json() == absent.json()
    assert (await scene.b.owner.get("/api/v1/inboxes")).json()["items"] == []
    assert (await scene.a.owner.get(f"/api/v1/inboxes/{made['id']}")).json()["status"] == "active"


async def test_t09_an_inbox_cannot_be_given_to_anothers_team(scene: Scene) -> None:
    made, team = await scene.connect(scene.a), await make_team(scene.db, scene.b.id)
    path = f"/api/v1/inboxes/{made['id']}"
    assert (await scene.a.owner.patch(path, {"team_id": team})).status_code == 422
    own = await make_team(scene.db, scene.a.id)
    assert (await scene.a.owner.patch(path, {"team_id": own})).json()["team_id"] == own
    assert (await scene.a.owner.patch(path, {"name": "Имя"})).json()["team_id"] == own
    assert (await scene.a.owner.patch(path, {"team_id": None})).json()["team_id"] is None


@pytest.mark.parametrize("role", ["operator", "supervisor"])
async def test_changing_inboxes_is_for_those_who_manage_them(scene: Scene, role: str) -> None:
    made = await scene.connect(scene.a)
    browser = await scene.browsers.of_new(scene.a.id, role)
    for method, rest in DOORS[1:]:
        answer = await browser.request(method, f"/api/v1/inboxes/{made['id']}{rest}", json={})
        assert answer.status_code == 403, (method, rest)
    new = {"channel": "pigeon", "name": "x", "settings": {"token": "a:b"}}
    assert (await browser.post("/api/v1/inboxes", new)).status_code == 403
    assert (await browser.post("/api/v1/inboxes/test", {"channel": "pigeon"})).status_code == 403


async def test_strangers_are_asked_to_sign_in(scene: Scene) -> None:
    stranger = scene.browsers.stranger()
    for path in ("/api/v1/channels", "/api/v1/inboxes", "/api/v1/inboxes/1/log"):
        assert (await stranger.get(path)).status_code == 401


async def test_row_security_hides_inboxes_even_from_a_query_without_a_condition(scene: Scene) -> None:
    await scene.connect(scene.a)
    async with scene.db.workspace(scene.b.id) as tx:
        for table in ("inbox", "inbox_health", "channel_log"):
            assert await tx.value(f"select count(*) from {table}") == 0  # noqa: S608 - our own names
        assert await tx.execute("update inbox set name = 'моё'") == 0


async def test_the_log_of_a_channel_comes_in_pages(scene: Scene) -> None:
    made = await scene.connect(scene.a)
    await scene.rows(
        """insert into channel_log (workspace_id, inbox_id, direction, summary, ok)
           select %(w)s, %(i)s, 'out', 'call ' || n, n %% 2 = 0 from generate_series(1, 7) n returning 1""",
        w=scene.a.id, i=made["id"],
    )  # fmt: skip
    path = f"/api/v1/inboxes/{made['id']}/log"
    first = (await scene.a.owner.get(path, params={"limit": 4})).json()
    second = (await scene.a.owner.get(path, params={"limit": 4, "cursor": first["next_cursor"]})).json()
    seen = [row["summary"] for row in first["items"] + second["items"]]
    assert (seen, second["next_cursor"]) == ([f"call {number}" for number in range(7, 0, -1)], None)
    assert (await scene.a.owner.get(path, params={"cursor": "x"})).json()["code"] == "bad_cursor"
