# ruff: noqa: N802 - ids of the attack list keep their capital letter
"""Signing in and out, and what strangers try on the way (rows A of the attack list)."""

import asyncio
import time

import pytest
from argon2 import PasswordHasher

from otklik.access import sessions
from otklik.access.errors import BadCredentials
from otklik.access.passwords import Passwords
from otklik.access.sessions import Visit
from otklik.infra.db import Database
from otklik.kit.errors import RateLimited
from tests.browser import ADDRESS, CHEAP, Browser, Browsers, make_access
from tests.factories import MadeOperator, make_operator, make_session, make_token, make_workspace

PASSWORD = "correct horse battery"


async def make_person(db: Database, role: str = "operator", email: str = "") -> MadeOperator:
    """An operator who can sign in by PASSWORD."""
    return await make_operator(db, await make_workspace(db), role, email=email, password_hash=CHEAP.hash(PASSWORD))


async def enter(browser: Browser, email: str, password: str = PASSWORD) -> int:
    """Try to sign in and return the status."""
    answer = await browser.post("/api/v1/session", {"email": email, "password": password})
    return answer.status_code


async def test_signs_in_shows_the_session_and_signs_out(db: Database, browsers: Browsers) -> None:
    person = await make_person(db, "owner")
    browser = browsers.stranger()
    answer = await browser.post("/api/v1/session", {"email": person.email.upper(), "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    session = answer.json()
    assert session["operator"]["email"] == person.email
    assert session["workspace"]["onboarding"]["steps"][0] == {"id": "channel", "done": False}
    assert "operators.manage" in session["permissions"]
    again = (await browser.get("/api/v1/session")).json()
    assert {**again, "cursor": session["cursor"]} == session, "the place in the stream moves on by itself"
    browser.csrf = session["csrf_token"]
    assert (await browser.delete("/api/v1/session")).status_code == 204
    assert (await browser.get("/api/v1/session")).status_code == 401


async def test_cookie_has_the_host_prefix_and_is_secure_on_https(db: Database) -> None:
    settings = make_access(db, address="https://desk.example.test").settings
    assert settings.cookie_name == "__Host-otklik_session"
    assert settings.secure


async def test_session_ids_change_at_every_sign_in(db: Database) -> None:
    person = await make_person(db)
    assert (await make_session(db, person)).token != (await make_session(db, person)).token


async def test_database_keeps_no_session_secret(db: Database) -> None:
    session = await make_session(db, await make_person(db))
    async with db.system() as tx:
        rows = await tx.rows("select row_to_json(s)::text from session s")
    assert session.token not in rows[0][0]
    assert session.csrf_token not in rows[0][0]


@pytest.mark.parametrize(
    "change", ["seen_at = now() - interval '13 hours'", "expires_at = now() - interval '1 second'"]
)
async def test_idle_and_old_sessions_are_dead(db: Database, browsers: Browsers, change: str) -> None:
    browser = await browsers.of(await make_person(db))
    async with db.system() as tx:
        await tx.execute(f"update session set {change}")  # noqa: S608 - our own words
    assert (await browser.get("/api/v1/session")).status_code == 401


async def test_atk_A01_guessing_is_slowed_per_account_and_network(db: Database, browsers: Browsers) -> None:
    person = await make_person(db)
    browser = browsers.stranger()
    statuses = [await enter(browser, person.email, f"wrong password {number}") for number in range(12)]
    assert statuses[:8] == [401] * 8
    assert set(statuses[8:]) == {429}
    answer = await browser.post("/api/v1/session", {"email": person.email, "password": PASSWORD})
    assert int(answer.headers["retry-after"]) >= 1


async def test_atk_A01_guessing_from_many_networks_does_not_lock_the_usual_place(db: Database) -> None:
    person = await make_person(db)
    access = make_access(db)
    home = Visit("198.51.100.7")
    await sessions.sign_in(access, person.email, PASSWORD, home)
    refused = 0
    for number in range(60):
        try:
            await sessions.sign_in(access, person.email, "wrong password", Visit(f"203.0.113.{number}"))
        except RateLimited:
            refused += 1
        except BadCredentials:
            pass
    assert refused > 0
    opened = await sessions.sign_in(access, person.email, PASSWORD, home)
    assert opened.operator_id == person.id


async def test_atk_A02_unknown_wrong_and_disabled_look_the_same(db: Database, browsers: Browsers) -> None:
    known, disabled = await make_person(db), await make_person(db)
    async with db.system() as tx:
        await tx.execute("update operator set disabled_at = now() where id = %(id)s", {"id": disabled.id})
    browser = browsers.stranger()
    answers = [
        await browser.post("/api/v1/session", {"email": email, "password": password})
        for email, password in (
            (known.email, "wrong password"),
            ("nobody@example.test", PASSWORD),
            (disabled.email, PASSWORD),
            ("no address at all", PASSWORD),
        )
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["code"] == "bad_credentials"


async def test_atk_A02_unknown_people_cost_the_same_work(db: Database) -> None:
    hasher = PasswordHasher(time_cost=2, memory_cost=16 * 1024, parallelism=1)
    person = await make_operator(db, await make_workspace(db), password_hash=hasher.hash(PASSWORD))
    access = make_access(db)
    access.passwords = Passwords(hasher)

    async def spent(email: str) -> float:
        started = time.process_time()
        with pytest.raises(BadCredentials):
            await sessions.sign_in(access, email, "wrong password", Visit("192.0.2.1"))
        return time.process_time() - started

    known = [await spent(person.email) for _ in range(3)]
    unknown = [await spent("nobody@example.test") for _ in range(3)]
    assert min(unknown) > min(known) * 0.6


async def test_atk_A06_disabling_ends_sessions_and_tokens(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    owner = await browsers.of(await make_operator(db, workspace, "owner"))
    admin_person = await make_operator(db, workspace, "admin")
    admin = await browsers.of(admin_person)
    token = (await admin.post("/api/v1/api-tokens", {"name": "crm", "role": "operator"})).json()["token"]
    program = browsers.stranger()
    program.http.headers["Authorization"] = f"Bearer {token}"
    assert (await program.get("/api/v1/teams")).status_code == 200
    answer = await owner.patch(f"/api/v1/operators/{admin_person.id}", {"disabled": True})
    assert answer.status_code == 200, answer.text
    assert (await admin.get("/api/v1/session")).status_code == 401
    assert (await program.get("/api/v1/teams")).status_code == 401
    async with db.system() as tx:
        closed = await tx.rows("select data from event where kind = 'sessions.closed'")
    assert len(closed) == 1


async def test_atk_A06_changed_role_ends_sessions(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    owner = await browsers.of(await make_operator(db, workspace, "owner"))
    person = await make_operator(db, workspace, "admin")
    browser = await browsers.of(person)
    await owner.patch(f"/api/v1/operators/{person.id}", {"role": "operator"})
    assert (await browser.get("/api/v1/session")).status_code == 401


async def test_atk_A09_password_changes_only_with_the_present_one_and_ends_the_others(
    db: Database, browsers: Browsers
) -> None:
    person = await make_person(db)
    here, elsewhere = await browsers.of(person), await browsers.of(person)
    wrong = await here.put("/api/v1/session/password", {"current": "no", "password": "another long one"})
    assert wrong.status_code == 401
    done = await here.put("/api/v1/session/password", {"current": PASSWORD, "password": "another long one"})
    assert done.status_code == 204, done.text
    assert (await here.get("/api/v1/session")).status_code == 200
    assert (await elsewhere.get("/api/v1/session")).status_code == 401
    assert await enter(browsers.stranger(), person.email) == 401
    assert await enter(browsers.stranger(), person.email, "another long one") == 200


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "x" * 1500, "ж" * 600])
async def test_weak_and_oversized_new_passwords_are_refused(db: Database, browsers: Browsers, password: str) -> None:
    browser = await browsers.of(await make_person(db))
    answer = await browser.put("/api/v1/session/password", {"current": PASSWORD, "password": password})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "password"


async def test_oversized_password_is_no_fault(db: Database, browsers: Browsers) -> None:
    person = await make_person(db)
    assert await enter(browsers.stranger(), person.email, "x" * 4000) == 401
    assert await enter(browsers.stranger(), person.email, "x" * 5000) == 422


async def test_atk_A13_unsafe_requests_need_our_page_and_the_token(db: Database, browsers: Browsers) -> None:
    browser = await browsers.of(await make_person(db, "owner"))
    good = {"X-CSRF-Token": browser.csrf}
    browser.csrf = ""
    body = {"name": "Продажи"}
    cases = [
        {},
        {"X-CSRF-Token": "wrong"},
        {**good, "Origin": "https://evil.test"},
        {**good, "Origin": "null"},
        {**good, "Origin": ADDRESS, "Sec-Fetch-Site": "cross-site"},
        {**good, "Origin": ADDRESS, "Sec-Fetch-Site": "same-site"},
        {**good, "Origin": f"{ADDRESS}.evil.test"},
    ]
    for headers in cases:
        answer = await browser.post("/api/v1/teams", body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf"), headers
    assert (await browser.post("/api/v1/teams", body, headers=good)).status_code == 201
    async with db.system() as tx:
        assert await tx.value("select count(*) from team") == 1


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
async def test_atk_A13_a_form_cannot_send_json(db: Database, browsers: Browsers, kind: str) -> None:
    person = await make_person(db)
    body = b'{"email":"%s","password":"%s"}' % (person.email.encode(), PASSWORD.encode())
    answer = await browsers.stranger().request("POST", "/api/v1/session", content=body, headers={"Content-Type": kind})
    assert answer.status_code == 415


async def test_atk_A13_signing_in_from_another_site_is_refused(db: Database, browsers: Browsers) -> None:
    person = await make_person(db)
    for headers in ({"Origin": "https://evil.test"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = await browsers.stranger().post(
            "/api/v1/session", {"email": person.email, "password": PASSWORD}, headers=headers
        )
        assert answer.status_code == 403


async def test_atk_A14_a_ticket_opens_one_socket_once_and_soon(db: Database, browsers: Browsers) -> None:
    person = await make_person(db)
    browser = await browsers.of(person)
    ticket = (await browser.post("/api/v1/session/socket-ticket")).json()["ticket"]
    both = await asyncio.gather(*(sessions.redeem_ticket(db, ticket) for _ in range(2)))
    assert [actor.id for actor in both if actor] == [person.id]
    assert await sessions.redeem_ticket(db, ticket) is None
    late = (await browser.post("/api/v1/session/socket-ticket")).json()["ticket"]
    async with db.system() as tx:
        await tx.execute("update socket_ticket set expires_at = now() - interval '1 second'")
    assert await sessions.redeem_ticket(db, late) is None
    assert await sessions.redeem_ticket(db, "") is None


async def test_atk_A16_tokens_do_what_their_role_may_and_no_more(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    program = await browsers.of_token(workspace, "operator")
    assert (await program.get("/api/v1/teams")).status_code == 200
    refused = await program.post("/api/v1/teams", {"name": "Продажи"})
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert (await program.get("/api/v1/session")).status_code == 403
    token = await make_token(db, workspace)
    stranger = browsers.stranger()
    for attempt in (f"?token={token.token}", f"?access_token={token.token}"):
        assert (await stranger.get(f"/api/v1/teams{attempt}")).status_code == 401
    for header in (
        "Bearer",
        "Bearer otk_wrong",
        f"Basic {token.token}",
        token.token,
        "Bearer \u00e9",
        "Bearer " + "x" * 5000,
    ):
        answer = await stranger.get("/api/v1/teams", headers={"Authorization": header.encode()})
        assert answer.status_code == 401, header


async def test_atk_A16_a_token_is_never_stronger_than_its_maker_is_now(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    owner = await browsers.of_new(workspace, "owner")
    maker = await make_operator(db, workspace, "admin")
    admin = await browsers.of(maker)
    made = await admin.post("/api/v1/api-tokens", {"name": "crm", "role": "admin"})
    program = browsers.stranger()
    program.http.headers["Authorization"] = f"Bearer {made.json()['token']}"
    assert (await program.get("/api/v1/audit")).status_code == 200
    await owner.patch(f"/api/v1/operators/{maker.id}", {"role": "operator"})
    assert (await program.get("/api/v1/audit")).status_code == 403


async def test_busy_hashing_is_refused_instead_of_queued_for_ever() -> None:
    passwords = Passwords(CHEAP, parallel=1)
    results = await asyncio.gather(*(passwords.verify("x" * 12, None) for _ in range(60)), return_exceptions=True)
    codes = {getattr(result, "slug", "done") for result in results}
    assert codes == {"done", "busy"}


async def test_the_audit_names_who_signed_in_and_whom_somebody_tried_to_be(db: Database, browsers: Browsers) -> None:
    person = await make_person(db)
    assert await enter(browsers.stranger(), person.email, "wrong password") == 401
    assert await enter(browsers.stranger(), person.email) == 200
    async with db.system() as tx:
        lines = await tx.rows("select action, actor_kind, actor_id, actor_name, detail from audit order by id")
        name = await tx.value("select name from operator where id = %(id)s", {"id": person.id})
    refused, opened = lines
    assert refused == ("session.refused", "system", None, "", {"email": person.email})
    assert opened[:4] == ("session.opened", "operator", person.id, name)
