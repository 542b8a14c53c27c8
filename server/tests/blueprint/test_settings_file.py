"""The company's settings as a file: taken from one company, looked at, taken over by another, twice."""

import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from otklik.access import endpoints_people, endpoints_roles
from otklik.blueprint import endpoints
from otklik.canned_responses import endpoints as canned_endpoints
from otklik.canned_responses.room import Canned, canned_dependencies
from otklik.contacts import endpoints_attributes
from otklik.conversations import endpoints_fields
from otklik.desk import endpoints_views
from otklik.desk.room import desk_dependencies
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from otklik.kit.secrets import Keyring
from otklik.labels import endpoints as label_endpoints
from otklik.labels import endpoints_topics
from otklik.macros import endpoints as macro_endpoints
from otklik.presence import endpoints as presence_endpoints
from otklik.teams import endpoints as team_endpoints
from otklik.translation import endpoints as translation_endpoints
from otklik.translation.room import Translation, translation_dependencies
from tests.browser import Browser, Browsers, open_browsers
from tests.desk.scene import NoHttp, Scene
from tests.factories import make_workspace

PATH = "/api/v1/settings-file"
CITY = {"key": "city", "name": "Город", "kind": "text"}
ROUTES = [
    *endpoints.ROUTES, *endpoints_people.ROUTES, *team_endpoints.ROUTES, *label_endpoints.ROUTES,
    *endpoints_topics.ROUTES, *endpoints_fields.ROUTES, *endpoints_roles.ROUTES, *presence_endpoints.ROUTES,
    *endpoints_attributes.ROUTES, *canned_endpoints.ROUTES, *macro_endpoints.ROUTES, *endpoints_views.ROUTES,
    *translation_endpoints.ROUTES,
]  # fmt: skip


@pytest.fixture
async def browsers(db: Database, tmp_path: Path) -> AsyncIterator[Browsers]:
    """Browsers on every room whose settings the file holds."""
    desk = Scene(db, FileStore(tmp_path)).desk
    state: dict[str, Any] = {"desk": desk, "canned": Canned(db=db, registry=desk.registry, links=desk.views.links)}
    state["translation"] = Translation(db, NoHttp(), Keyring(1, {1: os.urandom(32)}))
    dependencies = desk_dependencies() | canned_dependencies() | translation_dependencies()
    async with open_browsers(db, ROUTES, state, dependencies) as made:
        yield made


async def lay(owner: Browser) -> None:
    """Give a company something of every kind."""

    async def make(path: str, **body: object) -> Any:
        answer = await owner.post(f"/api/v1/{path}", body)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    team = await make("teams", name="Продажи", member_ids=[])
    await owner.patch(f"/api/v1/teams/{team['id']}", {"topic_required": True})
    tag = await make("tags", name="возврат", tone=3)
    reason = await make("closing-reasons", name="Решено")
    delivery = await make("topics", name="Доставка")
    late = await make("topics", name="Опоздали", parent_id=delivery["id"])
    await make("conversation-fields", name="Сумма", kind="number", required=True)
    await make("roles", name="Касса", permissions=["conversations.view"], hidden_blocks=["notes"])
    await make("break-reasons", name="Планёрка", minutes=20)
    await make("contact-attributes", name="Город", kind="choice", choices=["Омск", "Томск"], on_card=False)
    variants = [{"language": "ru", "text": "Добрый день!"}, {"language": "en", "text": "Hello!"}]
    canned = await make("canned-responses", title="Привет", variants=variants, scope="all", shortcut="hi")
    await make("canned-responses", title="Личное", variants=variants[:1], scope="personal")
    actions = [
        {"verb": "canned", "response_id": canned["id"]}, {"verb": "tag_add", "tag_id": tag["id"]},
        {"verb": "team", "team_id": team["id"]}, {"verb": "assign", "operator_id": None},
        {"verb": "resolve", "reason_id": reason["id"], "topic_id": late["id"]},
    ]  # fmt: skip
    await make("macros", name="Закрыть возврат", scope="team", team_id=team["id"], actions=actions)
    me = (await owner.get("/api/v1/operators")).json()["items"][0]["id"]
    await make("macros", name="Мне", scope="all", actions=[{"verb": "assign", "operator_id": me}])
    later = [{"verb": "snooze", "until_reply": True, "back": "queue"}]
    await make("macros", name="Поспать", scope="all", actions=later)
    looks = {"group": "assignee", "columns": ["team", "contact.pack"]}
    await make("views", name="Возвраты", scope="shared", filter="tag:возврат team:Продажи", sort="oldest", **looks)
    await owner.patch("/api/v1/workspace", {"reopen_minutes": 77, "time_zone": "Asia/Omsk"})


async def test_a_file_is_taken_over_by_another_company_and_doing_it_twice_changes_nothing(
    db: Database, browsers: Browsers
) -> None:
    source = await browsers.of_new(await make_workspace(db), "owner")
    await lay(source)
    answer = await source.get(PATH)
    assert answer.headers["content-disposition"] == 'attachment; filename="otklik-settings.json"'
    file = answer.json()
    assert file["left_out"] == [{"section": "macros", "name": "Мне"}]
    assert [one["title"] for one in file["canned_responses"]] == ["Привет"]
    target = await browsers.of_new(await make_workspace(db, name="Василёк"), "owner")
    preview = (await target.post(f"{PATH}/preview", file)).json()
    assert (preview["changed"], preview["left"]) == (1, 0), "the settings of the company"
    assert {one["section"] for one in preview["items"]} == {
        "company", "teams", "tags", "closing_reasons", "topics", "conversation_fields", "break_reasons",
        "customer_fields", "roles", "canned_responses", "macros", "views",
    }  # fmt: skip
    assert (await target.get("/api/v1/tags")).json() == [], "nothing is kept of a preview"
    done = await target.post(PATH, file)
    assert (done.status_code, done.json()) == (200, preview)
    again = (await target.post(PATH, file)).json()
    assert [one for one in again["items"] if one["what"] != "left"] == []
    assert (again["created"], again["changed"], again["left"]) == (0, 0, len(preview["items"]))
    taken = (await target.get(PATH)).json()
    assert {**taken, "left_out": []} == {**file, "left_out": []}
    shown = (await target.get("/api/v1/workspace")).json()
    assert (shown["name"], shown["reopen_minutes"]) == ("Василёк", 77)


async def test_where_texts_are_translated_is_taken_over_without_the_key(db: Database, browsers: Browsers) -> None:
    service = "/api/v1/translation/service"
    source = await browsers.of_new(await make_workspace(db), "owner")
    mine = {"url": "https://translate.example", "api_key": "k-1", "expected_version": 0}
    assert (await source.put(service, mine)).status_code == 200
    answer = await source.get(PATH)
    file = answer.json()
    assert (file["translation"], "k-1" in answer.text) == ({"url": "https://translate.example"}, False)
    target = await browsers.of_new(await make_workspace(db, name="Василёк"), "owner")
    assert (await target.post(PATH, file)).status_code == 200
    shown = (await target.get(service)).json()
    assert (shown["url"], shown["has_key"]) == ("https://translate.example", False)
    await target.put(service, {**mine, "expected_version": 1})
    await target.post(PATH, file)
    assert (await target.get(service)).json()["has_key"] is True, "the same server keeps its key"
    moved = (await target.post(PATH, {**file, "translation": {"url": "https://other.example"}})).json()
    assert [one for one in moved["items"] if one["what"] != "left"] == [
        {"section": "translation", "name": "https://other.example", "what": "changed", "changes": ["url"]}
    ]
    assert (await target.get(service)).json()["has_key"] is False, "and gives it to no other"
    assert (await target.post(PATH, {**file, "translation": {"url": "nonsense"}})).json()["errors"][0]["field"] == (
        "translation.url"
    )


async def test_what_is_another_way_is_changed_and_named(db: Database, browsers: Browsers) -> None:
    owner = await browsers.of_new(await make_workspace(db), "owner")
    await lay(owner)
    file = (await owner.get(PATH)).json()
    file["tags"][0]["name"], file["tags"][0]["tone"] = "ВОЗВРАТ", 5
    file["break_reasons"][-1]["minutes"] = 25
    file["canned_responses"][0]["variants"][0]["text"] = "Здравствуйте!"
    file["macros"][0]["actions"].pop()
    assert (file["views"][0]["group"], file["views"][0]["columns"]) == ("assignee", ["team", "contact.pack"])
    file["views"][0] |= {"filter": "tag:возврат", "group": "team", "columns": None}
    file["customer_fields"][0]["choices"].append("Тара")
    report = (await owner.post(PATH, file)).json()
    changed = {one["section"]: one["changes"] for one in report["items"] if one["what"] == "changed"}
    assert changed == {
        "tags": ["tone"], "break_reasons": ["minutes"], "customer_fields": ["choices"],
        "canned_responses": ["variants"], "macros": ["actions"], "views": ["group", "columns", "filter"],
    }  # fmt: skip
    assert (await owner.post(PATH, file)).json()["changed"] == 0
    async with db.system() as tx:
        assert await tx.value("select count(*) from audit where action = 'settings.imported'") == 2


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"format": "other"}, "format", "bad_choice"),
        ({"version": 2}, "version", "bad_choice"),
        ({"people": []}, "people", "unknown"),
        ({"tags": [{"name": "a", "tone": 1}, {"name": "b", "tone": 9}]}, "tags.1.tone", "too_big"),
        ({"company": {"time_zone": "Mars/Base"}}, "company.time_zone", "bad_time_zone"),
        ({"company": {"two_factor": "everybody"}}, "company.two_factor", "own_factor_first"),
        ({"macros": [{"name": "m", "actions": [{"verb": "tag_add", "tag": "нет"}]}]}, "macros.0.actions.0.tag",
         "no_such_name"),
        ({"macros": [{"name": "m", "actions": [{"verb": "note"}]}]}, "macros.0.actions.0.text", "missing"),
        ({"views": [{"name": "v", "filter": "tag:неведомая"}]}, "views.0.filter", "filter_unknown_value"),
        ({"views": [{"name": "v", "filter": "tag:a", "team": "Нет"}]}, "views.0.team", "no_such_name"),
        ({"customer_fields": [CITY, {**CITY, "kind": "date"}]}, "customer_fields.1.kind", "kind_fixed"),
        ({"topics": [{"name": "Опоздали", "below": ["Доставка"]}]}, "topics.0.below", "no_such_name"),
        ({"topics": [{"name": "а" * 51}]}, "topics.0.name", "too_long"),
        ({"macros": [{"name": "m", "actions": [{"verb": "resolve", "topic": ["Нет"]}]}]}, "macros.0.actions.0.topic",
         "no_such_name"),
        ({"conversation_fields": [CITY, {**CITY, "kind": "date"}]}, "conversation_fields.1.kind", "kind_fixed"),
        ({"conversation_fields": [{**CITY, "kind": "phone"}]}, "conversation_fields.0.kind", "bad_choice"),
        ({"roles": [{"name": "Касса", "permissions": ["everything"]}]}, "roles.0.permissions.0", "bad_choice"),
        ({"roles": [{"name": "Владелец"}]}, "roles.0.name", "taken"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_named_with_its_place_and_nothing_is_kept(
    db: Database, browsers: Browsers, change: dict[str, Any], field: str, code: str
) -> None:
    owner = await browsers.of_new(await make_workspace(db), "owner")
    file = {"format": "otklik.settings", "version": 1, "teams": [{"name": "Отдел"}], **change}
    for path in (PATH, f"{PATH}/preview"):
        refused = await owner.post(path, file)
        assert refused.status_code == 422, refused.text
        assert (field, code) in {(one["field"], one["code"]) for one in refused.json()["errors"]}
    assert (await owner.get("/api/v1/teams")).json()["items"] == []


async def test_topics_fields_and_roles_are_changed_brought_back_and_never_made_twice(
    db: Database, browsers: Browsers
) -> None:
    owner = await browsers.of_new(await make_workspace(db), "owner")
    await lay(owner)
    file = (await owner.get(PATH)).json()
    assert file["topics"] == [{"name": "Доставка", "below": []}, {"name": "Опоздали", "below": ["Доставка"]}]
    assert [one["actions"][-1] for one in file["macros"]] == [
        {"verb": "resolve", "reason": "Решено", "topic": ["Доставка", "Опоздали"]},
        {"verb": "snooze", "until_reply": True, "back": "queue"},
    ]
    topic = (await owner.get("/api/v1/topics")).json()[0]["id"]
    await owner.patch(f"/api/v1/topics/{topic}", {"archived": True})
    field = (await owner.get("/api/v1/conversation-fields")).json()[0]["id"]
    await owner.patch(f"/api/v1/conversation-fields/{field}", {"archived": True, "required": False})
    file["macros"], file["views"] = [], []
    file["roles"][0]["hidden_blocks"] = ["files"]
    assert file["teams"] == [{"name": "Продажи", "topic_required": True}]
    file["teams"].append({"name": "Склад", "topic_required": False})
    file["teams"][0]["topic_required"] = None
    report = (await owner.post(f"{PATH}/preview", file)).json()
    changed = {(one["section"], one["name"]): one["changes"] for one in report["items"] if one["what"] == "changed"}
    assert changed == {
        ("topics", "Доставка"): ["archived"], ("topics", "Доставка › Опоздали"): ["archived"],
        ("conversation_fields", "Сумма"): ["required", "archived"], ("roles", "Касса"): ["hidden_blocks"],
        ("teams", "Продажи"): ["topic_required"],
    }  # fmt: skip
    assert (await owner.post(PATH, file)).json() == report
    again = (await owner.post(PATH, file)).json()
    assert (again["created"], again["changed"]) == (0, 0)
    assert len((await owner.get("/api/v1/topics")).json()) == 2
    rules = {one["name"]: one["topic_required"] for one in (await owner.get("/api/v1/teams")).json()["items"]}
    assert rules == {"Продажи": None, "Склад": False}
    file["teams"] = [{"name": "Склад"}]
    assert (await owner.post(PATH, file)).json()["changed"] == 0, "what is not told stays"


async def test_nobody_brings_in_rights_they_do_not_hold(db: Database, browsers: Browsers) -> None:
    admin = await browsers.of_new(await make_workspace(db), "admin")
    file = {"format": "otklik.settings", "version": 1}
    refused = await admin.post(PATH, {**file, "roles": [{"name": "Хозяйка", "permissions": ["owners.manage"]}]})
    assert refused.status_code == 422
    wrong = refused.json()["errors"]
    assert [(one["field"], one["code"]) for one in wrong] == [("roles.0.permissions", "cannot_grant")]


async def test_what_is_no_file_of_ours_is_refused_and_rights_are_asked(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    owner = await browsers.of_new(workspace, "owner")
    headers = {"Content-Type": "application/json"}
    assert (await owner.post(PATH, content=b"no json", headers=headers)).status_code == 400
    assert (await owner.post(PATH, [])).status_code == 422
    supervisor = await browsers.of_new(workspace, "supervisor")
    assert {(await supervisor.get(PATH)).status_code, (await supervisor.post(PATH, {})).status_code} == {403}


async def test_the_file_holds_no_person_and_no_secret(db: Database, browsers: Browsers) -> None:
    owner = await browsers.of_new(await make_workspace(db), "owner")
    await lay(owner)
    session = (await owner.get("/api/v1/operators")).json()["items"][0]
    text = json.dumps((await owner.get(PATH)).json(), ensure_ascii=False)
    assert session["email"] not in text
    assert session["name"] not in text


@pytest.mark.parametrize("slug", ["shop", "clinic", "services", "education"])
@pytest.mark.parametrize("language", ["ru", "en"])
async def test_every_ready_set_is_taken_over_whole_and_once(
    db: Database, browsers: Browsers, slug: str, language: str
) -> None:
    owner = await browsers.of_new(await make_workspace(db, "Новая"), "owner")
    listed = (await owner.get("/api/v1/settings-sets")).json()["items"]
    assert slug in [one["slug"] for one in listed]
    file = (await owner.get(f"/api/v1/settings-sets/{slug}?language={language}")).json()
    done = await owner.post(PATH, file)
    assert done.status_code == 200, done.text
    report = done.json()
    assert report["changed"] == 0
    assert {one["section"] for one in report["items"]} >= {
        "teams", "tags", "closing_reasons", "customer_fields", "canned_responses", "macros",
    }  # fmt: skip
    again = (await owner.post(PATH, file)).json()
    assert (again["created"], again["changed"]) == (0, 0)


async def test_there_is_no_such_set(db: Database, browsers: Browsers) -> None:
    owner = await browsers.of_new(await make_workspace(db, "Новая"), "owner")
    for path in ("circus", "..%2f..%2fetc", "shop.ru"):
        assert (await owner.get(f"/api/v1/settings-sets/{path}")).status_code == 404
    assert (await owner.get("/api/v1/settings-sets/shop?language=fr")).status_code in {400, 422}
