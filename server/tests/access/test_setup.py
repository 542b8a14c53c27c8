# ruff: noqa: N802 - ids of the attack list keep their capital letter
"""The first start, and closing it for ever (A19)."""

import asyncio

from otklik.access.errors import SetupClosed
from otklik.access.setup import PAGE, create_owner_link
from otklik.infra.db import Database
from tests.browser import Browsers


async def make_link_token(db: Database) -> str:
    """A fresh owner link's token."""
    async with db.system() as tx:
        link = await create_owner_link(tx, "http://desk.example.test")
    return link.partition(PAGE)[2]


def setup_body(token: str, **changes: str) -> dict[str, str]:
    """A proper request."""
    return {
        "token": token,
        "company": "Ромашка",
        "locale": "ru",
        "time_zone": "Europe/Moscow",
        "name": "Анна",
        "email": "anna@example.test",
        "password": "a long enough one",
        **changes,
    }


async def test_the_link_makes_the_company_and_its_owner(db: Database, browsers: Browsers) -> None:
    browser = browsers.stranger()
    assert (await browser.get("/api/v1/setup")).json() == {"needed": True}
    answer = await browser.post("/api/v1/setup", setup_body(await make_link_token(db)))
    assert answer.status_code == 201, answer.text
    assert answer.json()["operator"]["role"] == "owner"
    assert (await browser.get("/api/v1/setup")).json() == {"needed": False}
    assert (await browser.get("/api/v1/session")).status_code == 200


async def test_atk_A19_setup_needs_the_link_and_works_once(db: Database, browsers: Browsers) -> None:
    browser = browsers.stranger()
    for token in ("guess", "x" * 200):
        assert (await browser.post("/api/v1/setup", setup_body(token))).json()["code"] == "bad_link"
    token = await make_link_token(db)
    assert (await browser.post("/api/v1/setup", setup_body(token))).status_code == 201
    again = await browser.post("/api/v1/setup", setup_body(token, email="b@example.test"))
    assert (again.status_code, again.json()["code"]) == (409, "setup_closed")
    try:
        await make_link_token(db)
    except SetupClosed:
        return
    raise AssertionError


async def test_atk_A19_two_setups_at_once_make_one_owner(db: Database, browsers: Browsers) -> None:
    token = await make_link_token(db)
    answers = await asyncio.gather(
        *(
            browsers.stranger().post("/api/v1/setup", setup_body(token, email=f"p{number}@example.test"))
            for number in range(4)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    async with db.system() as tx:
        assert await tx.value("select count(*) from workspace") == 1


async def test_an_old_link_is_dead(db: Database, browsers: Browsers) -> None:
    token = await make_link_token(db)
    async with db.system() as tx:
        await tx.execute("update setup_token set created_at = now() - interval '25 hours'")
    assert (await browsers.stranger().post("/api/v1/setup", setup_body(token))).status_code == 404


async def test_a_newer_link_ends_the_former(db: Database, browsers: Browsers) -> None:
    former = await make_link_token(db)
    await make_link_token(db)
    assert (await browsers.stranger().post("/api/v1/setup", setup_body(former))).status_code == 404


async def test_wrong_fields_are_named_and_nothing_is_made(db: Database, browsers: Browsers) -> None:
    token = await make_link_token(db)
    wrong = {
        "email": "no address",
        "time_zone": "Mars/Base",
        "password": "short",
        "company": " \u200b ",
        "name": "\u0000",
    }
    for field, value in wrong.items():
        answer = await browsers.stranger().post("/api/v1/setup", setup_body(token, **{field: value}))
        assert answer.status_code == 422, field
        assert answer.json()["errors"][0]["field"] == field
    async with db.system() as tx:
        assert await tx.value("select count(*) from workspace") == 0
    assert (await browsers.stranger().post("/api/v1/setup", setup_body(token))).status_code == 201
