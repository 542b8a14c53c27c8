# ruff: noqa: N802 - ids of the attack list keep their capital letter
"""Operators, invitations, tokens, teams, the workspace: rights, races and mass assignment."""

import asyncio
from typing import Any

import pytest

from otklik.infra.db import Database
from tests.browser import Browsers
from tests.factories import make_operator, make_team, make_workspace

GOOD_PASSWORD = "a long enough one"


async def invite(browsers: Browsers, workspace: int, **changes: object) -> tuple[Any, str]:
    """An invitation by a new owner, and its token."""
    owner = await browsers.of_new(workspace, "owner")
    body = {"email": "new@example.test", "role": "operator", **changes}
    answer = await owner.post("/api/v1/invitations", body)
    assert answer.status_code == 201, answer.text
    return answer.json(), answer.json()["link"].partition("#")[2]


async def test_invited_colleague_joins_with_role_and_teams(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    team = await make_team(db, workspace)
    made, token = await invite(browsers, workspace, role="supervisor", team_ids=[team])
    assert made["link"].startswith("http://desk.example.test/invite#")
    browser = browsers.stranger()
    shown = await browser.get("/api/v1/invitations/accept", params={"token": token})
    assert shown.json() == {"email": "new@example.test", "company": "Ромашка", "locale": "ru"}
    body = {"token": token, "name": "Новый", "password": GOOD_PASSWORD}
    joined = await browser.post("/api/v1/invitations/accept", body)
    assert joined.status_code == 201, joined.text
    assert joined.json()["operator"]["role"] == "supervisor"
    assert joined.json()["operator"]["team_ids"] == [team]
    assert (await browser.get("/api/v1/session")).status_code == 200


async def test_atk_A04_invitation_links_work_once_and_not_when_old_or_withdrawn(
    db: Database, browsers: Browsers
) -> None:
    workspace = await make_workspace(db)
    made, token = await invite(browsers, workspace)
    body = {"token": token, "name": "Новый", "password": GOOD_PASSWORD}
    answers = await asyncio.gather(*(browsers.stranger().post("/api/v1/invitations/accept", body) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 404, 404]
    _, late = await invite(browsers, workspace, email="late@example.test")
    async with db.system() as tx:
        await tx.execute("update invitation set expires_at = now() where accepted_at is null")
    assert (await browsers.stranger().post("/api/v1/invitations/accept", {**body, "token": late})).status_code == 404
    wrongs: list[object] = ["", None, 0, [], {}, ["x"], "x" * 500]
    for wrong in wrongs:
        answer = await browsers.stranger().post("/api/v1/invitations/accept", {**body, "token": wrong})
        assert answer.status_code in {404, 422}
    withdrawn, gone = await invite(browsers, workspace, email="gone@example.test")
    owner = await browsers.of_new(workspace, "owner")
    assert (await owner.delete(f"/api/v1/invitations/{withdrawn['id']}")).status_code == 204
    assert (await browsers.stranger().post("/api/v1/invitations/accept", {**body, "token": gone})).status_code == 404
    assert made["id"] != withdrawn["id"]


async def test_atk_A03_links_come_from_the_configured_address(db: Database, browsers: Browsers) -> None:
    owner = await browsers.of_new(await make_workspace(db), "owner")
    for headers in ({"Host": "evil.test"}, {"X-Forwarded-Host": "evil.test"}, {"Forwarded": "host=evil.test"}):
        answer = await owner.post(
            "/api/v1/invitations", {"email": "n@example.test", "role": "operator"}, headers=headers
        )
        assert answer.json()["link"].startswith("http://desk.example.test/")


async def test_invitations_of_a_disabled_colleague_are_dead(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    _, token = await invite(browsers, workspace)
    async with db.system() as tx:
        await tx.execute("update operator set disabled_at = now()")
    body = {"token": token, "name": "Новый", "password": GOOD_PASSWORD}
    assert (await browsers.stranger().post("/api/v1/invitations/accept", body)).status_code == 404


async def test_atk_A18_nobody_grants_what_they_do_not_hold(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    owner_person = await make_operator(db, workspace, "owner")
    plain = await make_operator(db, workspace, "operator")
    admin_person = await make_operator(db, workspace, "admin")
    admin = await browsers.of(admin_person)
    tries = [
        (f"/api/v1/operators/{plain.id}", {"role": "owner"}, "cannot_grant"),
        (f"/api/v1/operators/{owner_person.id}", {"role": "operator"}, "cannot_grant"),
        (f"/api/v1/operators/{owner_person.id}", {"disabled": True}, "cannot_grant"),
        (f"/api/v1/operators/{admin_person.id}", {"role": "operator"}, "own_role"),
        (f"/api/v1/operators/{admin_person.id}", {"disabled": True}, "own_role"),
    ]
    for path, body, code in tries:
        answer = await admin.patch(path, body)
        assert (answer.status_code, answer.json()["code"]) == (403, code), body
    assert (await admin.post("/api/v1/api-tokens", {"name": "x", "role": "owner"})).status_code == 403
    assert (await admin.post("/api/v1/invitations", {"email": "a@b.test", "role": "owner"})).status_code == 422
    for role in ("operator", "supervisor"):
        weak = await browsers.of_new(workspace, role)
        assert (await weak.patch(f"/api/v1/operators/{plain.id}", {"role": "admin"})).status_code == 403
        assert (await weak.get("/api/v1/audit")).status_code == 403
        assert (await weak.patch("/api/v1/workspace", {"name": "x"})).status_code == 403


async def test_atk_T21_two_owners_demote_each_other_and_one_remains(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    first, second = await make_operator(db, workspace, "owner"), await make_operator(db, workspace, "owner")
    left, right = await browsers.of(first), await browsers.of(second)
    for change in ({"role": "operator"}, {"disabled": True}):
        answers = await asyncio.gather(
            left.patch(f"/api/v1/operators/{second.id}", change),
            right.patch(f"/api/v1/operators/{first.id}", change),
        )
        done, refused = sorted(answer.status_code for answer in answers)
        assert done == 200
        assert refused in {401, 403, 409}
        async with db.system() as tx:
            owners = await tx.value("select count(*) from operator where role = 'owner' and disabled_at is null")
            assert owners == 1
            await tx.execute("update operator set role = 'owner', disabled_at = null")
        left, right = await browsers.of(first), await browsers.of(second)


async def test_the_last_owner_stays_even_for_an_owners_token(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    owner = await make_operator(db, workspace, "owner")
    program = await browsers.of_token(workspace, "owner")
    for change in ({"role": "admin"}, {"disabled": True}):
        answer = await program.patch(f"/api/v1/operators/{owner.id}", change)
        assert (answer.status_code, answer.json()["code"]) == (409, "last_owner")


MASS = ["workspace_id", "is_owner", "verified", "created_at", "id", "password_hash", "email", "scopes", "permissions"]


@pytest.mark.parametrize("field", MASS)
async def test_atk_A17_unknown_fields_are_refused(db: Database, browsers: Browsers, field: str) -> None:
    workspace = await make_workspace(db)
    person = await make_operator(db, workspace)
    owner = await browsers.of_new(workspace, "owner")
    answer = await owner.patch(f"/api/v1/operators/{person.id}", {"name": "x", field: 1})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": field, "code": "unknown", "message": "is not a known field"}]


async def test_changes_are_audited_and_announced_with_the_change(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    person = await make_operator(db, workspace)
    owner = await browsers.of_new(workspace, "owner")
    await owner.patch(f"/api/v1/operators/{person.id}", {"role": "supervisor", "name": "Вера"})
    lines = (await owner.get("/api/v1/audit")).json()["items"]
    assert lines[0]["action"] == "operator.changed"
    assert lines[0]["object"] == {"kind": "operator", "id": person.id}
    assert lines[0]["detail"]["role"] == {"from": "operator", "to": "supervisor"}
    async with db.system() as tx:
        kinds = {row[0] for row in await tx.rows("select kind from event")}
    assert "operator.changed" in kinds


async def test_letters_have_a_send_key_of_their_own_and_older_choices_stand(db: Database, browsers: Browsers) -> None:
    operator = await make_operator(db, await make_workspace(db))
    async with db.system() as tx:
        await tx.execute(
            """update operator set preferences = '{"send_key": "ctrl_enter"}' where id = %(id)s""", {"id": operator.id}
        )
    browser = await browsers.of(operator)
    preferences = (await browser.get("/api/v1/session")).json()["operator"]["preferences"]
    assert (preferences["send_key"], preferences["mail_send_key"]) == ("ctrl_enter", "ctrl_enter")
    changed = await browser.patch("/api/v1/session/preferences", {"send_key": "enter", "mail_send_key": "enter"})
    assert changed.json()["preferences"]["mail_send_key"] == "enter"


async def test_preferences_presence_and_workspace_settings_change(db: Database, browsers: Browsers) -> None:
    browser = await browsers.of_new(await make_workspace(db), "owner")
    changed = await browser.patch("/api/v1/session/preferences", {"theme": "dark", "send_key": "ctrl_enter"})
    assert changed.json()["preferences"]["theme"] == "dark"
    present = await browser.put("/api/v1/operators/me/presence", {"presence": "online"})
    assert present.json()["presence"] == "online"
    workspace = await browser.patch(
        "/api/v1/workspace",
        {"name": "Василёк", "time_zone": "Asia/Omsk", "onboarding_dismissed": True, "reopen_minutes": 5},
    )
    assert workspace.json()["name"] == "Василёк"
    assert workspace.json()["onboarding"]["dismissed"] is True
    assert (await browser.get("/api/v1/workspace")).json() == workspace.json()
    assert (await browser.patch("/api/v1/workspace", {"time_zone": "x"})).json()["errors"][0]["code"] == "bad_time_zone"


async def test_own_keys_and_columns_are_kept_and_checked(db: Database, browsers: Browsers) -> None:
    browser = await browsers.of_new(await make_workspace(db), "operator")
    path = "/api/v1/session/preferences"
    keys = {"conversation.assignMe": "KeyQ", "go.open": "KeyG KeyO", "conversation.resolve": ""}
    kept = await browser.patch(path, {"keys": keys, "columns": {"list": 420}, "density": "large"})
    assert kept.json()["preferences"]["keys"] == keys
    assert kept.json()["preferences"]["columns"] == {"views": 0, "list": 420, "contact": 0}
    assert kept.json()["preferences"]["density"] == "large"
    again = await browser.patch(path, {"keys": {}})
    assert (again.json()["preferences"]["keys"], again.json()["preferences"]["columns"]["list"]) == ({}, 420)
    for wrong in (
        {"keys": {"list.next": "Ctrl+K"}},
        {"keys": {"list.next": "KeyA KeyB KeyC"}},
        {"keys": {"<b>": "KeyA"}},
        {"keys": {f"a{'b' * 60}": "KeyA"}},
        {"columns": {"list": 2001}},
        {"columns": {"list": -1}},
        {"columns": {"thread": 500}},
    ):
        assert (await browser.patch(path, wrong)).status_code in {400, 422}, wrong


async def test_teams_are_made_changed_and_removed(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    person = await make_operator(db, workspace)
    owner = await browsers.of_new(workspace, "owner")
    made = await owner.post("/api/v1/teams", {"name": " Продажи ", "member_ids": [person.id]})
    assert made.json() == {
        "id": made.json()["id"],
        "name": "Продажи",
        "member_ids": [person.id],
        "open_conversations": 0,
        "topic_required": None,
    }
    taken = await owner.post("/api/v1/teams", {"name": "Продажи"})
    assert (taken.status_code, taken.json()["code"]) == (409, "name_taken")
    path = f"/api/v1/teams/{made.json()['id']}"
    assert (await owner.patch(path, {"member_ids": []})).json()["member_ids"] == []
    shown = await owner.patch(f"/api/v1/operators/{person.id}", {"team_ids": [made.json()["id"]]})
    assert shown.json()["team_ids"] == [made.json()["id"]]
    assert (await owner.delete(path)).status_code == 204
    assert (await owner.get("/api/v1/teams")).json() == {"items": [], "next_cursor": None}


async def test_lists_come_in_pages_that_miss_and_repeat_nothing(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    owner = await browsers.of_new(workspace, "owner")
    ids = {await make_team(db, workspace) for _ in range(5)}
    seen: list[int] = []
    cursor = None
    while True:
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await owner.get("/api/v1/teams", params=params)).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == sorted(ids)
    for wrong in (
        {"limit": 0},
        {"limit": 101},
        {"limit": "x"},
        {"limit": 10**30},
        {"cursor": "AAAA"},
        {"cursor": "%00"},
    ):
        assert (await owner.get("/api/v1/teams", params=wrong)).status_code == 422, wrong


async def test_atk_D08_numbers_out_of_range_are_not_found(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    owner = await browsers.of_new(workspace, "owner")
    for number in (0, -1, 2**31, 2**63, 10**30):
        assert (await owner.patch(f"/api/v1/teams/{number}", {"name": "x"})).status_code == 404
        assert (await owner.post("/api/v1/teams", {"name": "x", "member_ids": [number]})).status_code in {404, 422}


async def test_atk_D09_unstorable_text_is_cleaned_or_refused(db: Database, browsers: Browsers) -> None:
    owner = await browsers.of_new(await make_workspace(db), "owner")
    made = await owner.post("/api/v1/teams", {"name": "a\x00b\x07"})
    assert made.json()["name"] == "ab"
    for body in (
        b'{"name":"\\ud800"}',
        b'{"name":NaN}',
        b'{"name":"\xff"}',
        b'{"name":',
        b"",
        b"[1,2",
        b'{"name":1e400}',
    ):
        answer = await owner.request(
            "POST", "/api/v1/teams", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code in {400, 422}, body
