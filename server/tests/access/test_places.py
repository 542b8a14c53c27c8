"""What roles may do, and where colleagues are signed in."""

import json
from pathlib import Path

import pytest

from otklik.access.permissions import ROLE_PERMISSIONS, Permission
from otklik.infra.db import Database
from tests.browser import Browsers
from tests.factories import make_operator, make_session, make_workspace

_LOCALES = Path(__file__).parents[3] / "web/apps/desk/src/shared/locales"


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_right_has_its_words_on_the_page_of_roles(language: str) -> None:
    words = json.loads((_LOCALES / language / "roles.json").read_text(encoding="utf-8"))["rights"]
    assert set(words) == {permission.replace(".", "_") for permission in Permission}


async def test_the_roles_are_shown_as_they_are_enforced(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    admin = await browsers.of_new(workspace, "admin")
    await make_operator(db, workspace, "operator")
    shown = {one["role"]: one for one in (await admin.get("/api/v1/roles")).json()["items"]}
    assert {role: set(one["permissions"]) for role, one in shown.items()} == {
        str(role): {str(one) for one in held} for role, held in ROLE_PERMISSIONS.items()
    }
    assert list(shown) == ["owner", "admin", "supervisor", "operator"]
    assert len(shown["owner"]["permissions"]) == len(Permission)
    assert {role: one["operators"] for role, one in shown.items()} == {
        "owner": 0, "admin": 1, "supervisor": 0, "operator": 1,
    }  # fmt: skip
    assert (await (await browsers.of_new(workspace, "supervisor")).get("/api/v1/roles")).status_code == 403


async def test_a_colleague_is_signed_out_in_one_place(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    person = await make_operator(db, workspace, "operator")
    browser, other = await browsers.of(person), await make_session(db, person)
    admin = await browsers.of_new(workspace, "admin")
    path = f"/api/v1/operators/{person.id}/sessions"
    listed = (await admin.get(path)).json()["items"]
    assert (len(listed), {one["own"] for one in listed}) == (2, {False})
    assert listed[0]["address"] == "192.0.2.1"
    [mine] = [one["id"] for one in listed if one["id"] != other.id]
    assert (await admin.delete(f"{path}/{mine}")).status_code == 204
    assert (await browser.get("/api/v1/session")).status_code == 401
    assert [one["id"] for one in (await admin.get(path)).json()["items"]] == [other.id]
    again = await admin.delete(f"{path}/{mine}")
    assert (again.status_code, again.json()["code"]) == (404, "session_not_found")
    async with db.system() as tx:
        assert await tx.rows("select object_id from audit where action = 'session.ended'") == [(person.id,)]


async def test_only_whom_one_may_manage_and_only_here(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    admin, plain = await browsers.of_new(workspace, "admin"), await make_operator(db, workspace, "operator")
    owner = await make_operator(db, workspace, "owner")
    opened = await make_session(db, owner)
    refused = await admin.delete(f"/api/v1/operators/{owner.id}/sessions/{opened.id}")
    assert (refused.status_code, refused.json()["code"]) == (403, "cannot_grant")
    assert (await admin.delete(f"/api/v1/operators/{plain.id}/sessions/{opened.id}")).status_code == 404
    stranger = await browsers.of_new(await make_workspace(db), "owner")
    for method in (stranger.get, stranger.delete):
        path = f"/api/v1/operators/{owner.id}/sessions" + (f"/{opened.id}" if method == stranger.delete else "")
        assert (await method(path)).status_code == 404
    assert (await (await browsers.of(plain)).get(f"/api/v1/operators/{owner.id}/sessions")).status_code == 403
