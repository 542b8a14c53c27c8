"""Roles of a company's own: made, changed under open desks, deleted with people in them; and what nobody may do."""

import asyncio
from typing import Any

import pytest

from otklik.access.permissions import NEEDS, ROLE_PERMISSIONS, Permission, complete
from otklik.access.roles import DESCRIPTION_MAX, NAME_MAX, ROLES_MAX
from otklik.infra.db import Database
from tests.browser import Browser, Browsers
from tests.factories import MadeOperator, make_operator, make_workspace

ROLES = "/api/v1/roles"


async def make_role(browser: Browser, name: str = "Касса", *rights: str) -> dict[str, Any]:
    """A role made by this browser."""
    answer = await browser.post(ROLES, {"name": name, "permissions": list(rights) or ["conversations.view"]})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def give(browser: Browser, person: MadeOperator, role: str) -> None:
    """Give somebody a role."""
    answer = await browser.patch(f"/api/v1/operators/{person.id}", {"role": role})
    assert answer.status_code == 200, answer.text


async def put_in(db: Database, person: MadeOperator, role: dict[str, Any]) -> None:
    """Give somebody a role without ending their sessions, as when a role is deleted."""
    async with db.system() as tx:
        await tx.execute(
            "update operator set role = 'operator', role_id = %(role)s where id = %(id)s",
            {"role": int(role["role"].partition(":")[2]), "id": person.id},
        )


async def last_audit(db: Database) -> tuple[str, dict[str, Any]]:
    """The last line of the audit."""
    async with db.system() as tx:
        [(action, detail)] = await tx.rows("select action, detail from audit order by id desc limit 1")
    return action, detail


def test_built_in_roles_hold_what_their_rights_need() -> None:
    for role, held in ROLE_PERMISSIONS.items():
        assert complete(held) == held, role
    assert all(one not in needed for one, needed in NEEDS.items())


async def test_a_role_is_made_with_what_its_rights_need_and_shown(db: Database, browsers: Browsers) -> None:
    admin = await browsers.of_new(await make_workspace(db), "admin")
    made = await make_role(admin, "  Стажёр 🎓 ", "conversations.reply")
    assert made["name"] == "Стажёр 🎓"
    assert set(made["permissions"]) == {
        "conversations.reply", "conversations.view", "inboxes.view", "teams.view", "operators.view",
    }  # fmt: skip
    assert (made["version"], made["editable"], made["own"]) == (1, True, False)
    listed = (await admin.get(ROLES)).json()["items"]
    assert [one["role"] for one in listed] == ["owner", "admin", "supervisor", "operator", made["role"]]
    action, detail = await last_audit(db)
    assert (action, detail["name"]) == ("role.created", "Стажёр 🎓")
    assert "conversations.reply" in detail["permissions"]


WRONG = [
    ({"name": " "}, "name", "empty"),
    ({"name": "я" * (NAME_MAX + 1)}, "name", "longer_than"),
    ({"name": "касса"}, "name", "taken"),
    ({"name": "ВЛАДЕЛЕЦ"}, "name", "taken"),
    ({"name": "x", "description": "я" * (DESCRIPTION_MAX + 1)}, "description", "longer_than"),
]


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("wrong", WRONG)
async def test_wrong_fields_are_named_in_both_languages(
    db: Database, browsers: Browsers, wrong: tuple[dict[str, str], str, str], language: str
) -> None:
    body, field, code = wrong
    admin = await browsers.of_new(await make_workspace(db), "admin")
    await make_role(admin, "Касса")
    for change in (admin.post, admin.patch):
        other = await make_role(admin, f"Склад {change.__name__}") if change == admin.patch else None
        path = f"{ROLES}/{other['role']}" if other else ROLES
        sent = {**body, "expected_version": 1} if other else body
        answer = await change(path, sent, headers={"Accept-Language": language})
        assert answer.status_code == 422, answer.text
        [error] = answer.json()["errors"]
        assert (error["field"], error["code"]) == (field, code)
        assert any("а" <= letter <= "я" for letter in error["message"]) == (language == "ru"), error


async def test_hostile_names_are_cleaned_and_the_index_holds_against_two_at_once(
    db: Database, browsers: Browsers
) -> None:
    admin = await browsers.of_new(await make_workspace(db), "admin")
    made = await make_role(admin, "\u202eКас\u0000са\u200b\n2")
    assert made["name"] == "Касса 2"
    answers = await asyncio.gather(*(admin.post(ROLES, {"name": name}) for name in ("Смена", "смена", "СМЕНА")))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422]


async def test_there_is_a_limit_of_roles(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    admin = await browsers.of_new(workspace, "admin")
    async with db.system() as tx:
        await tx.execute(
            "insert into custom_role (workspace_id, name) select %(id)s, n::text from generate_series(2, %(max)s) n",
            {"id": workspace, "max": ROLES_MAX},
        )
    answers = await asyncio.gather(*(admin.post(ROLES, {"name": name}) for name in ("a", "b")))
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert (refused.json()["code"], refused.json()["limit"]) == ("too_many_roles", ROLES_MAX)
    russian = await admin.post(ROLES, {"name": "c"}, headers={"Accept-Language": "ru"})
    assert str(ROLES_MAX) in russian.json()["detail"]


async def test_built_in_and_unknown_roles_are_not_changed(db: Database, browsers: Browsers) -> None:
    admin = await browsers.of_new(await make_workspace(db), "owner")
    body = {"expected_version": 1, "name": "x"}
    for path, code, status in (
        ("operator", "built_in_role", 409), ("owner", "built_in_role", 409), ("custom:999", "role_not_found", 404),
        ("custom:0", "role_not_found", 404), ("custom:١", "role_not_found", 404), ("x" * 200, "role_not_found", 404),
        (f"custom:{'9' * 30}", "role_not_found", 404),
    ):  # fmt: skip
        for answer in (await admin.patch(f"{ROLES}/{path}", body), await admin.delete(f"{ROLES}/{path}")):
            assert (answer.status_code, answer.json()["code"]) == (status, code), path
    stranger = await browsers.of_new(await make_workspace(db), "owner")
    mine = await make_role(admin)
    assert (await stranger.patch(f"{ROLES}/{mine['role']}", body)).status_code == 404
    foreign = await stranger.post("/api/v1/invitations", {"email": "a@b.test", "role": mine["role"]})
    assert (foreign.status_code, foreign.json()["code"]) == (404, "role_not_found")


async def test_a_changed_role_holds_at_once_for_who_is_signed_in(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    admin = await browsers.of_new(workspace, "admin")
    person = await make_operator(db, workspace)
    desk = await browsers.of(person)
    role = await make_role(admin, "Касса", "conversations.view")
    await put_in(db, person, role)
    session = (await desk.get("/api/v1/session")).json()
    assert (session["operator"]["role"], session["operator"]["role_name"]) == (role["role"], "Касса")
    assert session["permissions"] == sorted(role["permissions"])
    assert (await desk.get("/api/v1/audit")).status_code == 403
    wider = [*role["permissions"], "audit.view"]
    changed = await admin.patch(f"{ROLES}/{role['role']}", {"expected_version": 1, "permissions": wider})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert (await desk.get("/api/v1/audit")).status_code == 200
    action, detail = await last_audit(db)
    assert (action, detail) == ("role.changed", {"added": ["audit.view"]})
    async with db.system() as tx:
        assert ("role.changed",) in await tx.rows("select kind from event")


async def test_who_saves_second_is_told_and_nothing_is_lost(db: Database, browsers: Browsers) -> None:
    admin = await browsers.of_new(await make_workspace(db), "admin")
    role = (await make_role(admin))["role"]
    answers = await asyncio.gather(
        *(admin.patch(f"{ROLES}/{role}", {"expected_version": 1, "name": name}) for name in ("Первая", "Вторая"))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    late = next(answer for answer in answers if answer.status_code == 409)
    assert (late.json()["code"], late.json()["version"]) == ("role_changed", 2)


async def test_nobody_gives_more_than_they_hold(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    owner, admin = await browsers.of_new(workspace, "owner"), await browsers.of_new(workspace, "admin")
    person = await make_operator(db, workspace)
    refused = await admin.post(ROLES, {"name": "x", "permissions": ["owners.manage"]})
    assert (refused.status_code, refused.json()["code"]) == (403, "cannot_grant")
    high = (await make_role(owner, "Совладелец", "owners.manage"))["role"]
    low = (await make_role(admin, "Касса"))["role"]
    for answer in (
        await admin.patch(f"{ROLES}/{high}", {"expected_version": 1, "name": "y"}),
        await admin.patch(f"{ROLES}/{low}", {"expected_version": 1, "permissions": ["owners.manage"]}),
        await admin.delete(f"{ROLES}/{high}"),
        await admin.patch(f"/api/v1/operators/{person.id}", {"role": high}),
        await admin.post("/api/v1/invitations", {"email": "a@b.test", "role": high}),
        await admin.post("/api/v1/api-tokens", {"name": "x", "role": high}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "cannot_grant"), answer.text
    await give(owner, person, high)
    assert (await admin.patch(f"/api/v1/operators/{person.id}", {"role": "operator"})).status_code == 403
    await give(owner, person, low)
    up = await admin.delete(f"{ROLES}/{low}", params={"move_to": high})
    assert (up.status_code, up.json()["code"]) == (403, "cannot_grant")
    weak = await browsers.of(person)
    assert (await weak.get(ROLES)).status_code == 403


async def test_nobody_changes_the_rights_of_their_own_role(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    owner = await browsers.of_new(workspace, "owner")
    person = await make_operator(db, workspace)
    role = await make_role(owner, "Зам", "operators.manage", "audit.view")
    await give(owner, person, role["role"])
    desk = await browsers.of(person)
    path = f"{ROLES}/{role['role']}"
    fewer = await desk.patch(path, {"expected_version": 1, "permissions": ["operators.manage"]})
    assert (fewer.status_code, fewer.json()["code"]) == (403, "own_role")
    assert (await desk.delete(path, params={"move_to": "operator"})).json()["code"] == "own_role"
    assert (await desk.patch(path, {"expected_version": 1, "name": "Заместитель"})).status_code == 200
    assert next(one["own"] for one in (await desk.get(ROLES)).json()["items"] if one["role"] == role["role"])


async def test_people_invitations_and_tokens_move_with_the_deleted_role(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    admin = await browsers.of_new(workspace, "admin")
    person = await make_operator(db, workspace)
    role = (await make_role(admin))["role"]
    await give(admin, person, role)
    desk = await browsers.of(person)
    invited = (await admin.post("/api/v1/invitations", {"email": "new@b.test", "role": role})).json()
    assert invited["role_name"] == "Касса"
    assert (await admin.post("/api/v1/api-tokens", {"name": "касса", "role": role})).status_code == 201
    used = await admin.delete(f"{ROLES}/{role}")
    assert (used.status_code, used.json()["code"]) == (409, "role_in_use")
    assert {name: used.json()[name] for name in ("operators", "invitations", "tokens")} == {
        "operators": 1, "invitations": 1, "tokens": 1,
    }  # fmt: skip
    for wrong, status in ((role, 422), ("owner", 422), ("custom:999", 404), ("nobody", 404)):
        assert (await admin.delete(f"{ROLES}/{role}", params={"move_to": wrong})).status_code == status, wrong
    assert (await admin.delete(f"{ROLES}/{role}", params={"move_to": "supervisor"})).status_code == 204
    assert (await desk.get("/api/v1/session")).json()["operator"]["role"] == "supervisor"
    assert [one["role"] for one in (await admin.get("/api/v1/invitations")).json()["items"]] == ["supervisor"]
    assert [one["role"] for one in (await admin.get("/api/v1/api-tokens")).json()["items"]] == ["supervisor"]
    token = invited["link"].partition("#")[2]
    body = {"token": token, "name": "Новый", "password": "a long enough one"}
    joined = await browsers.stranger().post("/api/v1/invitations/accept", body)
    assert joined.json()["operator"]["role"] == "supervisor"
    async with db.system() as tx:
        [(detail,)] = await tx.rows("select detail from audit where action = 'role.deleted'")
    assert (detail["name"], detail["moved_to"], detail["count"]) == ("Касса", "supervisor", 1)


async def test_an_invited_colleague_gets_the_role_as_it_is_then(db: Database, browsers: Browsers) -> None:
    admin = await browsers.of_new(await make_workspace(db), "admin")
    role = await make_role(admin)
    made = (await admin.post("/api/v1/invitations", {"email": "new@b.test", "role": role["role"]})).json()
    await admin.patch(f"{ROLES}/{role['role']}", {"expected_version": 1, "permissions": ["audit.view"]})
    browser = browsers.stranger()
    body = {"token": made["link"].partition("#")[2], "name": "Новый", "password": "a long enough one"}
    assert (await browser.post("/api/v1/invitations/accept", body)).json()["permissions"] == ["audit.view"]


async def test_a_token_is_no_stronger_than_its_role_and_its_maker_now(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    owner = await browsers.of_new(workspace, "owner")
    person = await make_operator(db, workspace, "admin")
    desk = await browsers.of(person)
    role = await make_role(desk, "Робот", "audit.view", "operators.view")
    made = (await desk.post("/api/v1/api-tokens", {"name": "x", "role": role["role"]})).json()
    program = browsers.stranger()
    program.http.headers["Authorization"] = f"Bearer {made['token']}"
    assert (await program.get("/api/v1/audit")).status_code == 200
    maker = await make_role(owner, "Без журнала", "operators.view")
    await give(owner, person, maker["role"])
    assert (await program.get("/api/v1/audit")).status_code == 403
    assert (await program.get("/api/v1/operators")).status_code == 200


async def test_two_owners_who_give_each_other_a_new_role_leave_one_owner(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    first, second = await make_operator(db, workspace, "owner"), await make_operator(db, workspace, "owner")
    left, right = await browsers.of(first), await browsers.of(second)
    role = await make_role(left, "Почти владелец", *Permission)
    answers = await asyncio.gather(
        left.patch(f"/api/v1/operators/{second.id}", {"role": role["role"]}),
        right.patch(f"/api/v1/operators/{first.id}", {"role": role["role"]}),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    async with db.system() as tx:
        assert await tx.value("select count(*) from operator where role = 'owner' and disabled_at is null") == 1


async def test_a_role_is_not_given_while_it_is_being_deleted(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    admin = await browsers.of_new(workspace, "admin")
    person = await make_operator(db, workspace)
    role = (await make_role(admin))["role"]
    given, gone = await asyncio.gather(
        admin.patch(f"/api/v1/operators/{person.id}", {"role": role}), admin.delete(f"{ROLES}/{role}")
    )
    assert (given.status_code, gone.status_code) in {(200, 409), (404, 204)}


async def test_blocks_of_the_card_are_hidden_by_a_role_and_the_audit_tells(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    admin = await browsers.of_new(workspace, "admin")
    made = (await admin.post(ROLES, {"name": "Касса", "hidden_blocks": ["visits", "notes", "notes"]})).json()
    assert made["hidden_blocks"] == ["notes", "visits"]
    assert (await last_audit(db))[1]["hidden_blocks"] == ["notes", "visits"]
    person = await make_operator(db, workspace)
    await put_in(db, person, made)
    theirs = await browsers.of(person)
    assert (await theirs.get("/api/v1/session")).json()["hidden_blocks"] == ["notes", "visits"]
    assert (await admin.get("/api/v1/session")).json()["hidden_blocks"] == []
    path = f"{ROLES}/{made['role']}"
    kept = await admin.patch(path, {"expected_version": 1, "description": "у двери"})
    assert kept.json()["hidden_blocks"] == ["notes", "visits"]
    await admin.patch(path, {"expected_version": 2, "hidden_blocks": ["files"]})
    assert await last_audit(db) == ("role.changed", {"hidden_blocks": {"from": ["notes", "visits"], "to": ["files"]}})
    assert (await theirs.get("/api/v1/session")).json()["hidden_blocks"] == ["files"]
    looked = await admin.post("/api/v1/session/viewing", {"role": made["role"]})
    assert looked.is_success, looked.text
    assert (await admin.get("/api/v1/session")).json()["hidden_blocks"] == ["files"]


@pytest.mark.parametrize("blocks", [["a"] * 31, ["Notes!"], [7]])
async def test_blocks_are_limited(db: Database, browsers: Browsers, blocks: list[object]) -> None:
    admin = await browsers.of_new(await make_workspace(db), "admin")
    assert (await admin.post(ROLES, {"name": "Касса", "hidden_blocks": blocks})).status_code == 422
