"""The system page: true figures, judged in words, and a bundle that tells nothing of customers."""

import json
import zipfile
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest

from otklik import __version__
from otklik.infra.db import Database
from otklik.infra.logs import recent, remember_trouble
from otklik.infra.settings import Settings
from otklik.infra.stream import find_tip
from otklik.kit.clock import utc_now
from otklik.system import endpoints, judging
from otklik.system.bundle import tell_jobs, tell_settings
from otklik.system.records import DatabaseRow, DeadJobRow, FilesRow, JobsRow, LagRow, MailRow, WorkersRow
from otklik.system.room import System, system_dependencies
from tests.browser import Browsers, open_browsers
from tests.factories import make_workspace


@pytest.fixture
async def browsers(db: Database, tmp_path: Path) -> AsyncIterator[Browsers]:
    """Browsers on the API of the system page."""
    tip = await find_tip(db)
    system = System(
        db=db, settings=Settings(data_dir=str(tmp_path), database_url="postgresql://me:secret@db.example.test/x"),
        started_at=utc_now(), count_sockets=lambda _: 3, place=lambda: tip,
    )  # fmt: skip
    async with open_browsers(db, endpoints.ROUTES, {"system": system}, system_dependencies()) as made:
        yield made


async def test_the_page_shows_figures_and_the_doctors_findings(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    async with db.system() as tx:
        await tx.execute(
            """insert into job_dead (id, workspace_id, lane, key, kind, payload, attempts, error, created_at)
               values (1, %(id)s, 0, 'k', 'dispatch', '{}', 12, 'TimeoutError: Анна не ответила', now())""",
            {"id": workspace},
        )
        await tx.execute("insert into node (id, roles) values (gen_random_uuid(), '{worker}')")
    admin = await browsers.of_new(workspace, "admin")
    shown = (await admin.get("/api/v1/system")).json()
    rows = {one["id"]: one for one in shown["rows"]}
    assert shown["version"] == __version__
    assert shown["schema"] >= "2026_11_23_2260"
    assert len(shown["tables"]) == 10
    assert rows["database"]["facts"]["bytes"] > 1_000_000
    assert (rows["jobs"]["state"], rows["jobs"]["facts"]["dead"]) == ("amber", 1)
    assert (rows["workers"]["state"], rows["sockets"]["facts"]) == ("green", {"count": 3})
    assert (rows["log"]["state"], rows["keys"]["state"]) == ("green", "red")
    assert rows["keys"]["wrong"] == "keys.json is missing"
    assert {"version", "search", "durability", "roles", "room"} <= rows.keys()


async def test_the_page_is_for_those_who_look_after_settings(db: Database, browsers: Browsers) -> None:
    plain = await browsers.of_new(await make_workspace(db), "supervisor")
    assert (await plain.get("/api/v1/system")).status_code == 403
    assert (await plain.get("/api/v1/system/bundle")).status_code == 403


async def test_licences_of_what_it_is_made_with_are_listed(db: Database, browsers: Browsers) -> None:
    admin = await browsers.of_new(await make_workspace(db), "admin")
    listed = {
        one["name"].lower(): one["licence"] for one in (await admin.get("/api/v1/system/licences")).json()["items"]
    }
    assert "MIT" in listed["litestar"]
    assert listed["msgspec"]


async def test_the_bundle_holds_no_secret_and_no_name(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db, name="Секретная фирма")
    async with db.system() as tx:
        await tx.execute(
            """insert into job_dead (id, workspace_id, lane, key, kind, payload, attempts, error, created_at)
               values (1, %(id)s, 0, 'k', 'dispatch', '{"name": "Анна"}', 12, 'TimeoutError: Анна', now())""",
            {"id": workspace},
        )
    remember_trouble(None, "error", {"event": "dispatch.failed", "error": "Анна, +79001234567"})
    admin = await browsers.of_new(workspace, "admin")
    answer = await admin.get("/api/v1/system/bundle")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert parts.keys() == {"README.txt", "system.json", "settings.json", "packages.json", "troubles.json"}
    whole = " ".join(parts.values())
    for word in ("secret@", "db.example.test", "Анна", "79001234567", "Секретная", "otk_"):
        assert word not in whole
    troubles = json.loads(parts["troubles.json"])
    assert troubles["jobs"][0]["error"] == "TimeoutError"
    assert troubles["log"][-1]["event"] == "dispatch.failed"
    async with db.system() as tx:
        assert await tx.rows("select action from audit where action = 'system.bundle_made'") == [
            ("system.bundle_made",)
        ]


def test_only_grave_lines_are_kept_and_not_for_ever() -> None:
    recent.clear()
    for number in range(300):
        remember_trouble(None, "warning", {"event": f"line {number}"})
    remember_trouble(None, "info", {"event": "calm"})
    assert (len(recent), recent[-1].event) == (200, "line 299")
    recent.clear()


def test_the_settings_in_the_archive_hold_no_password() -> None:
    told = tell_settings(
        Settings(
            smtp_url="smtps://user:hidden@mail.example.test", mail_from="desk@example.test",
            turn_urls=("turn:turn.example.test",), turn_secret="hidden",
        )
    )  # fmt: skip
    assert (told["smtp_url"], told["turn_secret"], told["turn_urls"]) == ("set", "set", 1)
    assert "hidden" not in str(told)
    assert "example" not in str(told)


def test_settings_are_told_without_addresses() -> None:
    told = tell_settings(Settings(public_url="https://desk.example.test", allowed_networks=("10.0.0.0/8",)))
    assert (told["public_url"], told["allowed_networks"], told["database_url"]) == ("https", 1, "own")


@pytest.mark.parametrize(
    ("error", "kind"), [("TimeoutError: x", "TimeoutError"), ("Анна", ""), ("the chat is gone", ""), ("", "")]
)
def test_an_error_is_named_by_its_kind_only(error: str, kind: str) -> None:
    [told] = tell_jobs([DeadJobRow("dispatch", utc_now(), 3, error)])
    assert told["error"] == kind


def test_figures_are_judged() -> None:
    states = [
        judging.judge_database(DatabaseRow("18", 1, 10, 100)).state,
        judging.judge_database(DatabaseRow("18", 1, 81, 100)).state,
        judging.judge_files(FilesRow(1, 1), judging.LITTLE_ROOM, 10**12).state,
        judging.judge_files(FilesRow(1, 1), judging.LITTLE_ROOM - 1, 10**12).state,
        judging.judge_jobs(JobsRow(9, 9, 60, 0)).state,
        judging.judge_jobs(JobsRow(9, 9, 61, 0)).state,
        judging.judge_jobs(JobsRow(9, 9, 301, 0)).state,
        judging.judge_workers(WorkersRow(0, 64, None)).state,
        judging.judge_lag("log", LagRow(1_000, 0, missing=False)).state,
        judging.judge_lag("log", LagRow(1_001, 0, missing=False)).state,
        judging.judge_lag("log", LagRow(20_001, 0, missing=False)).state,
        judging.judge_lag("search_index", LagRow(0, 5, missing=False)).state,
        judging.judge_mail(MailRow(1, 0, 0)).state,
        judging.judge_mail(MailRow(1, 1, 0)).state,
    ]
    wanted = "green amber green amber green amber red red green amber red amber green red"
    assert states == wanted.split()
