"""Two-factor sign-in: set up, asked for, never used twice, lost and found again."""

import base64
import time
from typing import Any

import pytest
from click import ClickException

from otklik.cli import _reset_factor
from otklik.infra.db import Database
from otklik.kit.totp import STEP_S, code_at
from tests.browser import CHEAP, Browser, Browsers
from tests.factories import MadeOperator, make_operator, make_workspace

PASSWORD = "correct horse battery"
FACTOR = "/api/v1/session/two-factor"


def code_of(secret: str, drift: int = 0) -> str:
    """What the app shows."""
    plain = base64.b32decode(secret.replace(" ", ""))
    return code_at(plain, int(time.time()) // STEP_S + drift)


async def make_person(db: Database, role: str = "operator", workspace: int | None = None) -> MadeOperator:
    """An operator who can sign in by PASSWORD."""
    workspace = await make_workspace(db) if workspace is None else workspace
    return await make_operator(db, workspace, role, password_hash=CHEAP.hash(PASSWORD))


async def set_up(browser: Browser) -> tuple[str, list[str]]:
    """Turn the second factor on; returns the secret and the recovery codes."""
    begun = await browser.post(FACTOR, {"password": PASSWORD})
    assert begun.status_code == 201, begun.text
    secret = begun.json()["secret"]
    confirmed = await browser.put(FACTOR, {"code": code_of(secret, -1)})
    assert confirmed.status_code == 200, confirmed.text
    return secret, confirmed.json()["codes"]


async def enter(browser: Browser, person: MadeOperator, code: str = "", password: str = PASSWORD) -> Any:
    """Try to sign in and return the answer."""
    return await browser.post("/api/v1/session", {"email": person.email, "password": password, "code": code})


async def test_set_up_asked_for_and_turned_off(db: Database, browsers: Browsers) -> None:
    person = await make_person(db)
    browser, other = await browsers.of(person), await browsers.of(person)
    assert (await browser.get(FACTOR)).json() == {"since": None, "codes_left": 0}
    secret, codes = await set_up(browser)
    assert (len(codes), len(set(codes))) == (10, 10)
    assert (await other.get("/api/v1/session")).status_code == 401, "every other session ended"
    shown = (await browser.get(FACTOR)).json()
    assert (shown["since"] is not None, shown["codes_left"]) == (True, 10)
    asked = await enter(browsers.stranger(), person)
    assert (asked.status_code, asked.json()["code"]) == (401, "code_needed")
    assert (await enter(browsers.stranger(), person, password="wrong password")).json()["code"] == "bad_credentials"
    spaced = code_of(secret)
    entered = await enter(browsers.stranger(), person, f"{spaced[:3]} {spaced[3:]}")
    assert entered.status_code == 200, entered.text
    off = await browser.post(f"{FACTOR}/off", {"password": PASSWORD, "code": codes[0].lower()})
    assert off.status_code == 204, off.text
    assert (await enter(browsers.stranger(), person)).status_code == 200
    async with db.system() as tx:
        lines = await tx.rows("select action from audit where action like 'two_factor.%%' order by id")
    assert [row[0] for row in lines] == ["two_factor.enabled", "two_factor.recovery_used", "two_factor.disabled"]


async def test_a_code_is_used_once_and_none_before_it(db: Database, browsers: Browsers) -> None:
    person = await make_person(db)
    secret, _ = await set_up(await browsers.of(person))
    assert (await enter(browsers.stranger(), person, code_of(secret, -1))).json()["code"] == "bad_code"
    code = code_of(secret)
    assert (await enter(browsers.stranger(), person, code)).status_code == 200
    replay = await enter(browsers.stranger(), person, code)
    assert (replay.status_code, replay.json()["code"]) == (401, "bad_code")
    async with db.system() as tx:
        refused = await tx.rows("select detail->>'why' from audit where action = 'session.refused'")
    assert refused == [("code",), ("code",)]


async def test_a_recovery_code_is_good_once_and_renewed_ones_end_the_former(db: Database, browsers: Browsers) -> None:
    person = await make_person(db)
    browser = await browsers.of(person)
    secret, codes = await set_up(browser)
    assert (await enter(browsers.stranger(), person, codes[0])).status_code == 200
    assert (await enter(browsers.stranger(), person, codes[0])).json()["code"] == "bad_code"
    assert (await browser.get(FACTOR)).json()["codes_left"] == 9
    renewed = await browser.post(f"{FACTOR}/recovery-codes", {"password": PASSWORD, "code": code_of(secret)})
    assert renewed.status_code == 201, renewed.text
    assert (await enter(browsers.stranger(), person, codes[1])).json()["code"] == "bad_code"
    assert (await enter(browsers.stranger(), person, renewed.json()["codes"][0])).status_code == 200


async def test_guessing_codes_is_slowed_even_with_the_password(db: Database, browsers: Browsers) -> None:
    person = await make_person(db)
    secret, _ = await set_up(await browsers.of(person))
    statuses = []
    for number in range(12):
        stranger = browsers.stranger(f"198.51.{number}.7")
        statuses.append((await enter(stranger, person, f"{number:06d}")).status_code)
    assert statuses == [401] * 10 + [429] * 2
    assert (await enter(browsers.stranger(), person, code_of(secret))).status_code == 429


async def test_what_is_only_begun_asks_for_nothing_and_grows_old(db: Database, browsers: Browsers) -> None:
    person = await make_person(db)
    browser = await browsers.of(person)
    assert (await browser.post(FACTOR, {"password": "wrong password"})).json()["code"] == "bad_credentials"
    assert (await browser.put(FACTOR, {"code": "123456"})).json()["code"] == "two_factor_not_begun"
    secret = (await browser.post(FACTOR, {"password": PASSWORD})).json()["secret"]
    assert (await browser.put(FACTOR, {"code": "000000"})).json()["code"] == "bad_code"
    assert (await enter(browsers.stranger(), person)).status_code == 200
    async with db.system() as tx:
        await tx.execute("update second_factor set created_at = now() - interval '61 minutes'")
    assert (await browser.put(FACTOR, {"code": code_of(secret)})).json()["code"] == "two_factor_not_begun"
    await set_up(browser)
    assert (await browser.post(FACTOR, {"password": PASSWORD})).json()["code"] == "two_factor_on"
    prove = {"password": PASSWORD, "code": "000000"}
    assert (await browser.post(f"{FACTOR}/off", prove)).json()["code"] == "bad_code"


async def test_the_database_keeps_no_secret_and_no_code(db: Database, browsers: Browsers) -> None:
    secret, codes = await set_up(await browsers.of(await make_person(db)))
    async with db.system() as tx:
        rows = await tx.rows("select row_to_json(f)::text from second_factor f")
        rows += await tx.rows("select row_to_json(c)::text from recovery_code c")
        rows += await tx.rows("select row_to_json(a)::text from audit a")
    kept = " ".join(row[0] for row in rows).upper()
    plain = base64.b32decode(secret.replace(" ", ""))
    for word in (plain.hex(), secret, secret.replace(" ", ""), *codes, *(code.replace("-", "") for code in codes)):
        assert word.upper() not in kept


async def test_an_administrator_resets_a_colleague_whose_phone_is_lost(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    person, boss = await make_person(db, workspace=workspace), await make_person(db, "owner", workspace)
    theirs = await browsers.of(person)
    await set_up(theirs)
    owner = await browsers.of(boss)
    await set_up(owner)
    admin = await browsers.of_new(workspace, "admin")
    path = f"/api/v1/operators/{person.id}/two-factor"
    assert (await admin.get(path)).json()["codes_left"] == 10
    assert (await theirs.get(path)).status_code == 403
    assert (await admin.delete(f"/api/v1/operators/{boss.id}/two-factor")).json()["code"] == "cannot_grant"
    assert (await owner.delete(f"/api/v1/operators/{boss.id}/two-factor")).json()["code"] == "own_role"
    stranger = await browsers.of_new(await make_workspace(db), "owner")
    assert (await stranger.delete(path)).status_code == 404
    assert (await admin.delete(path)).status_code == 204
    assert (await admin.delete(path)).json()["code"] == "two_factor_off"
    assert (await theirs.get("/api/v1/session")).status_code == 401
    assert (await enter(browsers.stranger(), person)).status_code == 200


@pytest.mark.parametrize(("policy", "role", "due"), [
    ("admins", "admin", True), ("admins", "operator", False), ("admins", "supervisor", False),
    ("everybody", "operator", True), ("off", "owner", False),
])  # fmt: skip
async def test_whom_the_company_asks_sets_it_up_before_anything_else(
    db: Database, browsers: Browsers, policy: str, role: str, *, due: bool
) -> None:
    workspace = await make_workspace(db)
    async with db.system() as tx:
        await tx.execute(
            "update workspace set two_factor = %(policy)s where id = %(id)s", {"policy": policy, "id": workspace}
        )
    person = await make_person(db, role, workspace)
    browser = browsers.stranger()
    entered = await enter(browser, person)
    assert entered.status_code == 200
    session = entered.json()
    browser.csrf = session["csrf_token"]
    assert (session["factor_due"], session["permissions"] == []) == (due, due)
    refused = await browser.get("/api/v1/operators")
    ticket = await browser.post("/api/v1/session/socket-ticket")
    if not due:
        assert (refused.status_code, ticket.status_code) == (200, 201)
        return
    assert {refused.json()["code"], ticket.json()["code"]} == {"two_factor_needed"}
    assert (await browser.get("/api/v1/session")).json()["factor_due"] is True
    await set_up(browser)
    assert (await browser.get("/api/v1/session")).json()["factor_due"] is False
    assert (await browser.get("/api/v1/operators")).status_code == 200


async def test_who_asks_has_it_and_programs_go_on(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    boss = await browsers.of(await make_person(db, "owner", workspace))
    plain = await browsers.of(await make_person(db, workspace=workspace))
    program = await browsers.of_token(workspace)
    refused = await boss.patch("/api/v1/workspace", {"two_factor": "everybody"})
    assert [(one["field"], one["code"]) for one in refused.json()["errors"]] == [("two_factor", "own_factor_first")]
    await set_up(boss)
    assert (await boss.patch("/api/v1/workspace", {"two_factor": "everybody"})).json()["two_factor"] == "everybody"
    assert (await plain.get("/api/v1/operators")).json()["code"] == "two_factor_needed"
    assert (await program.get("/api/v1/operators")).status_code == 200
    assert (await program.get(FACTOR)).status_code == 403
    assert (await plain.delete("/api/v1/session")).status_code == 204


async def test_an_invited_person_joins_and_is_led_to_the_set_up(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    boss = await browsers.of(await make_person(db, "owner", workspace))
    await set_up(boss)
    await boss.patch("/api/v1/workspace", {"two_factor": "everybody"})
    made = await boss.post("/api/v1/invitations", {"email": "new@example.test", "role": "operator"})
    token = made.json()["link"].partition("#")[2]
    joined = await browsers.stranger().post(
        "/api/v1/invitations/accept", {"token": token, "name": "Новый", "password": PASSWORD}
    )
    assert (joined.status_code, joined.json()["factor_due"]) == (201, True)


async def test_at_the_machine_a_lost_phone_of_the_only_owner_is_forgotten(db: Database, browsers: Browsers) -> None:
    person = await make_person(db, "owner")
    browser = await browsers.of(person)
    await set_up(browser)
    await _reset_factor(db, f" {person.email.upper()} ")
    assert (await browser.get("/api/v1/session")).status_code == 401
    assert (await enter(browsers.stranger(), person)).status_code == 200
    for email in (person.email, "nobody@example.test"):
        with pytest.raises(ClickException):
            await _reset_factor(db, email)
