"""Looking at the desk as another role or person: narrowed, written down, and nothing can be changed."""

from typing import Any

from otklik.access.permissions import ROLE_PERMISSIONS, Role
from otklik.access.sessions import live_actors
from otklik.access.viewing_ends import sweep_views
from otklik.infra.db import Database
from tests.browser import Browser, Browsers
from tests.factories import make_operator, make_team, make_workspace

VIEWING = "/api/v1/session/viewing"


async def session_of(browser: Browser) -> dict[str, Any]:
    """The session as the desk gets it."""
    return dict((await browser.get("/api/v1/session")).json())


async def audit(db: Database) -> list[tuple[str, dict[str, Any]]]:
    """What the audit says of looking."""
    async with db.system() as tx:
        rows = await tx.rows("select action, detail from audit where action like 'viewing.%' order by id")
    return [(action, detail) for action, detail in rows]


async def test_an_administrator_sees_what_a_role_sees_and_writes_nothing(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    admin = await browsers.of_new(workspace, "admin")
    began = await admin.post(VIEWING, {"role": "operator"})
    assert began.status_code == 201, began.text
    shown = await session_of(admin)
    assert shown["permissions"] == sorted(ROLE_PERMISSIONS[Role.OPERATOR])
    assert (shown["viewing"]["role"], shown["operator"]["role"]) == ("operator", "admin")
    assert (await admin.get("/api/v1/roles")).status_code == 403
    for language, russian in (("ru", True), ("en", False)):
        refused = await admin.patch(
            "/api/v1/session/preferences", {"theme": "dark"}, headers={"Accept-Language": language}
        )
        assert (refused.status_code, refused.json()["code"]) == (403, "viewing_as")
        assert any("а" <= letter <= "я" for letter in refused.json()["detail"]) == russian
    assert (await admin.post(VIEWING, {"role": "owner"})).json()["code"] == "viewing_as"
    assert (await admin.post("/api/v1/session/socket-ticket")).status_code == 201
    assert (await admin.delete(VIEWING)).status_code == 204
    assert (await admin.delete(VIEWING)).status_code == 204
    assert (await session_of(admin))["viewing"] is None
    assert (await admin.get("/api/v1/roles")).status_code == 200
    assert await audit(db) == [
        ("viewing.began", {"role": "operator"}), ("viewing.ended", {"role": "operator", "why": "returned"}),
    ]  # fmt: skip


async def test_nobody_gains_a_right_by_looking(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    admin = await browsers.of_new(workspace, "admin")
    await admin.post(VIEWING, {"role": "owner"})
    assert (await session_of(admin))["permissions"] == sorted(ROLE_PERMISSIONS[Role.ADMIN])
    assert (await admin.get("/api/v1/audit")).status_code == 200
    supervisor = await browsers.of_new(workspace, "supervisor")
    assert (await supervisor.post(VIEWING, {"role": "operator"})).status_code == 403
    program = await browsers.of_token(workspace, "owner")
    assert (await program.post(VIEWING, {"role": "operator"})).status_code == 403


async def test_a_person_is_looked_as_with_their_role_and_teams_as_they_are_now(
    db: Database, browsers: Browsers
) -> None:
    workspace = await make_workspace(db)
    owner, other = await browsers.of_new(workspace, "owner"), await browsers.of_new(workspace, "owner")
    person = await make_operator(db, workspace)
    team = await make_team(db, workspace, members=(person.id,))
    assert (await owner.post(VIEWING, {"operator_id": person.id})).status_code == 201
    viewing = (await session_of(owner))["viewing"]
    assert (viewing["operator_id"], viewing["operator_name"]) == (person.id, person.name)
    role = (await other.post("/api/v1/roles", {"name": "Журнал", "permissions": ["audit.view"]})).json()["role"]
    await other.patch(f"/api/v1/operators/{person.id}", {"role": role})
    assert (await session_of(owner))["permissions"] == ["audit.view"]
    async with db.system() as tx:
        [(session,)] = await tx.rows("select session_id from session_view")
    assert (await live_actors(db, [session]))[session].team_ids == (team,)


async def test_the_wrong_is_refused(db: Database, browsers: Browsers) -> None:
    owner = await browsers.of_new(await make_workspace(db), "owner")
    stranger = await make_operator(db, await make_workspace(db))
    for body, status in (
        ({}, 422), ({"role": "operator", "operator_id": 1}, 422), ({"operator_id": stranger.id}, 404),
        ({"role": "custom:999"}, 404), ({"role": "root"}, 422), ({"operator_id": 2**63}, 422),
    ):  # fmt: skip
        assert (await owner.post(VIEWING, body)).status_code == status, body


async def test_it_ends_by_time_and_the_audit_says_so(db: Database, browsers: Browsers) -> None:
    owner = await browsers.of_new(await make_workspace(db), "owner")
    await owner.post(VIEWING, {"role": "operator"})
    async with db.system() as tx:
        assert await sweep_views(tx) == 0
        left = await tx.value("select until - now() from session_view")
        assert 29 * 60 < left.total_seconds() <= 30 * 60
        await tx.execute("update session_view set until = now()")
    assert (await session_of(owner))["viewing"] is None
    assert (await owner.patch("/api/v1/session/preferences", {"theme": "dark"})).status_code == 200
    async with db.system() as tx:
        assert await sweep_views(tx) == 1
    assert (await audit(db))[-1] == ("viewing.ended", {"role": "operator", "why": "time"})


async def test_it_ends_with_the_session_and_with_the_role(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    owner, other = await browsers.of_new(workspace, "owner"), await browsers.of_new(workspace, "owner")
    role = (await other.post("/api/v1/roles", {"name": "Склад"})).json()["role"]
    await owner.post(VIEWING, {"role": role})
    assert (await other.delete(f"/api/v1/roles/{role}")).status_code == 204
    assert (await session_of(owner))["viewing"] is None
    await owner.post(VIEWING, {"role": "operator"})
    assert (await owner.delete("/api/v1/session")).status_code == 204
    assert [detail["why"] for action, detail in await audit(db) if action == "viewing.ended"] == [
        "role_deleted", "signed_out",
    ]  # fmt: skip
