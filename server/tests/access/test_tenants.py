# ruff: noqa: N802 - ids of the attack list keep their capital letter
"""Nothing of another company can be seen, named or changed (rows T of the attack list)."""

from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import pytest

from otklik.access.guards import GUARD_MARK
from otklik.infra.db import Database
from tests.access.conftest import ROUTES
from tests.browser import Browsers
from tests.factories import make_operator, make_team, make_token, make_workspace


async def make_foreign_objects(db: Database, browsers: Browsers) -> dict[str, int]:
    """One object of each kind in another company."""
    other = await make_workspace(db, "Чужая")
    person = await make_operator(db, other, "operator")
    owner = await browsers.of_new(other, "owner")
    invited = await owner.post("/api/v1/invitations", {"email": "foreign@example.test", "role": "operator"})
    return {
        "operator": person.id,
        "team": await make_team(db, other),
        "token": (await make_token(db, other)).id,
        "invitation": invited.json()["id"],
    }


MATRIX: list[tuple[str, str, str, Any]] = [
    ("PATCH", "/api/v1/operators/{id}", "operator", {"name": "x"}),
    ("PATCH", "/api/v1/operators/{id}", "operator", {"role": "admin"}),
    ("PATCH", "/api/v1/operators/{id}", "operator", {"disabled": True}),
    ("PATCH", "/api/v1/teams/{id}", "team", {"name": "x"}),
    ("DELETE", "/api/v1/teams/{id}", "team", None),
    ("DELETE", "/api/v1/api-tokens/{id}", "token", None),
    ("DELETE", "/api/v1/invitations/{id}", "invitation", None),
    ("POST", "/api/v1/teams", "operator", lambda each: {"name": "x", "member_ids": [each]}),
    (
        "POST",
        "/api/v1/invitations",
        "team",
        lambda each: {"email": "q@example.test", "role": "operator", "team_ids": [each]},
    ),
]


@pytest.mark.parametrize("role", ["owner", "admin"])
async def test_atk_T01_ids_of_another_company_are_as_unknown_as_random_ones(
    db: Database, browsers: Browsers, role: str
) -> None:
    foreign = await make_foreign_objects(db, browsers)
    mine = await browsers.of_new(await make_workspace(db), role)
    before = await snapshot(db)
    for method, path, kind, body in MATRIX:
        answers = []
        for each in (foreign[kind], 987654321):
            sent = body(each) if callable(body) else body
            answers.append(await mine.request(method, path.format(id=each), json=sent))
        assert [answer.status_code for answer in answers] == [404, 404], (method, path)
        assert answers[0].content == answers[1].content
    assert await snapshot(db) == before


async def snapshot(db: Database) -> list[tuple[Any, ...]]:
    """Everything that the requests above could have changed."""
    async with db.system() as tx:
        return await tx.rows(
            """select 'o', row_to_json(o)::text from operator o union all select 't', row_to_json(t)::text from team t
               union all select 'k', row_to_json(k)::text from api_token k where k.last_used_at is null
               union all select 'i', row_to_json(i)::text from invitation i
               union all select 'm', row_to_json(m)::text from team_member m order by 1, 2"""
        )


async def test_atk_T03_a_list_with_one_foreign_id_changes_nothing(db: Database, browsers: Browsers) -> None:
    foreign = await make_foreign_objects(db, browsers)
    workspace = await make_workspace(db)
    own_team, own_person = await make_team(db, workspace), await make_operator(db, workspace)
    mine = await browsers.of_new(workspace, "owner")
    before = await snapshot(db)
    tries = [
        (f"/api/v1/operators/{own_person.id}", {"name": "x", "team_ids": [own_team, foreign["team"]]}),
        (f"/api/v1/teams/{own_team}", {"name": "x", "member_ids": [own_person.id, foreign["operator"]]}),
    ]
    for path, body in tries:
        assert (await mine.patch(path, body)).status_code == 404
    assert await snapshot(db) == before


async def test_lists_hold_only_ones_own(db: Database, browsers: Browsers) -> None:
    await make_foreign_objects(db, browsers)
    mine = await browsers.of_new(await make_workspace(db), "owner")
    for path in ("operators", "teams", "api-tokens", "invitations", "audit"):
        text = (await mine.get(f"/api/v1/{path}")).text
        assert "foreign@example.test" not in text
        assert "Чужая" not in text
    assert len((await mine.get("/api/v1/operators")).json()["items"]) == 1
    assert (await mine.get("/api/v1/teams")).json()["items"] == []


async def test_atk_T18_without_a_workspace_the_application_sees_no_row_of_any_table(
    db: Database, browsers: Browsers, clean_dsn: str
) -> None:
    await make_foreign_objects(db, browsers)
    with psycopg.connect(f"{clean_dsn} options='-c role=otklik_app'", autocommit=True) as connection:
        tables = [
            row[0]
            for row in connection.execute(
                """select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace
                   and c.relkind in ('r', 'p') and c.relname <> 'alembic_version'
                   and has_table_privilege(c.oid, 'select')"""  # what it may not even ask is as good as empty
            )
        ]
        counts = {table: _count(connection, table) for table in tables}
        assert len(tables) > 30
        assert {table: count for table, count in counts.items() if count} == {}
        connection.execute("select set_config('otklik.workspace', '', false)")
        assert _count(connection, "operator") == 0


def _count(connection: Any, table: str) -> int:
    count: int = connection.execute(f'select count(*) from "{table}"').fetchone()[0]  # noqa: S608 - names from the catalogue
    return count


async def test_atk_T18_the_two_roles_own_nothing_and_bypass_nothing(clean_dsn: str) -> None:
    with psycopg.connect(clean_dsn) as connection:
        roles = connection.execute(
            """select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication from pg_roles
               where rolname in ('otklik_app', 'otklik_system')"""
        ).fetchall()
        owned = connection.execute(
            "select count(*) from pg_class where relowner in ('otklik_app'::regrole, 'otklik_system'::regrole)"
        ).fetchone()
        bare = connection.execute(
            """select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
               and not relrowsecurity and relname <> 'alembic_version'"""
        ).fetchall()
    assert roles == [(False,) * 5] * 2
    assert owned == (0,)
    assert bare == []


async def test_a_workspace_sees_its_own_rows_only_at_the_database_too(db: Database) -> None:
    first, second = await make_workspace(db), await make_workspace(db)
    await make_operator(db, first)
    await make_operator(db, second)
    async with db.workspace(first) as tx:
        assert await tx.value("select count(*) from operator") == 1
        assert await tx.value("select count(*) from workspace") == 1


def test_every_endpoint_says_who_may_call_it() -> None:
    for route in ROUTES:
        guards = route.guards or []
        marked = [guard for guard in guards if hasattr(guard, GUARD_MARK)]
        assert marked or route.opt.get("public"), route.fn.__name__


async def test_anonymous_callers_get_nowhere(browsers: Browsers) -> None:
    stranger = browsers.stranger()
    call: Callable[..., Awaitable[Any]] = stranger.request
    for method, path, _, body in MATRIX:
        answer = await call(method, path.format(id=1), json=None if callable(body) else body)
        assert answer.status_code == 401, (method, path)
    for path in ("operators", "teams", "api-tokens", "invitations", "audit", "workspace", "session"):
        assert (await stranger.get(f"/api/v1/{path}")).status_code == 401
