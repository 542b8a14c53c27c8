"""Signed out at the provider: its word ends what was opened here through it, and nobody else's word does."""

import asyncio
import time
from typing import Any

import httpx
import pytest

from tests.browser import Browser
from tests.sso.conftest import Town
from tests.sso.provider import ISSUER, Provider, begin, come_in

NOW = int(time.time())
EVENT = "http://schemas.openid.net/event/backchannel-logout"


async def tell(town: Town, slug: str, token: str) -> httpx.Response:
    """Let the provider tell us."""
    path = f"/api/v1/sso/{slug}/back-channel-logout"
    return await town.browsers.stranger().post(path, data={"logout_token": token})


async def come(town: Town, slug: str, sid: str | None) -> Browser:
    """Let Anna come in at a session of the provider."""
    town.provider.told = {"sid": sid}
    browser = town.browsers.stranger()
    assert await come_in(browser, town.provider, slug) == "/"
    town.provider.told = {}
    return browser


async def test_a_session_of_the_provider_ends_with_what_was_opened_at_it(town: Town) -> None:
    slug = (await town.set_up())["slug"]
    home, work, old = await come(town, slug, "s-home"), await come(town, slug, "s-work"), await come(town, slug, None)
    done = await tell(town, slug, town.provider.logout_token(sub=None, sid="s-home"))
    assert (done.status_code, done.headers["cache-control"]) == (200, "no-store")
    assert [await town.who(one) is None for one in (home, work, old)] == [True, False, False]
    await tell(town, slug, town.provider.logout_token(sid="s-home"))
    assert [await town.who(one) is None for one in (work, old)] == [False, True], "nobody knows at which it was opened"
    await tell(town, slug, town.provider.logout_token())
    assert await town.who(work) is None
    assert await town.who(town.owners) is not None, "a password opened it"
    said = [detail["count"] for _, detail in await town.audit("sso.signed_out")]
    assert said == [1, 1, 1]
    assert (await tell(town, slug, town.provider.logout_token(sub="nobody"))).status_code == 200


async def test_the_same_word_counts_once(town: Town) -> None:
    slug = (await town.set_up())["slug"]
    token = town.provider.logout_token()
    assert (await tell(town, slug, token)).status_code == 200
    browser = await come(town, slug, "s-1")
    again = await tell(town, slug, token)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_request")
    assert await town.who(browser) is not None
    twice = town.provider.logout_token()
    answers = await asyncio.gather(tell(town, slug, twice), tell(town, slug, twice))
    assert sorted(one.status_code for one in answers) == [200, 400]
    other = (await town.set_up(name="Вторая"))["slug"]
    assert (await tell(town, other, twice)).status_code == 200, "each provider counts its own"


@pytest.mark.parametrize(
    "told, claim",
    [
        ({"iss": "https://evil.example.test"}, "iss"),
        ({"aud": "somebody-else"}, "aud"),
        ({"aud": ["otklik-desk", "somebody-else"]}, "azp"),
        ({"exp": NOW - 3600}, "exp"),
        ({"exp": None}, "exp"),
        ({"iat": NOW - 7200}, "iat"),
        ({"iat": NOW + 3600}, "iat"),
        ({"jti": None}, "jti"),
        ({"jti": 7}, "jti"),
        ({"events": None}, "events"),
        ({"events": {"http://schemas.openid.net/event/other": {}}}, "events"),
        ({"events": [EVENT]}, "events"),
        ({"events": {EVENT: "yes"}}, "events"),
        ({"nonce": "n"}, "nonce"),
        ({"sub": None}, "sub"),
        ({"sub": 7}, "sub"),
        ({"sid": ["s-1"]}, "sid"),
    ],
)
async def test_a_word_that_does_not_hold(town: Town, told: dict[str, Any], claim: str) -> None:
    slug = (await town.set_up())["slug"]
    browser = await come(town, slug, "s-1")
    refused = await tell(town, slug, town.provider.logout_token(**told))
    assert (refused.status_code, refused.json()["error_description"]) == (400, f"token: {claim}")
    assert refused.headers["cache-control"] == "no-store"
    assert await town.who(browser) is not None


@pytest.mark.parametrize("way", ["sign_with_nothing", "sign_with_the_public_key", "sign_with_a_strange_key"])
async def test_a_word_nobody_signed(town: Town, way: str) -> None:
    slug = (await town.set_up())["slug"]
    browser = await come(town, slug, "s-1")
    town.provider.sign = getattr(town.provider, way)
    assert (await tell(town, slug, town.provider.logout_token())).status_code == 400
    assert await town.who(browser) is not None


async def test_an_id_token_is_no_such_word_and_the_other_way_round(town: Town) -> None:
    slug = (await town.set_up())["slug"]
    browser = await come(town, slug, "s-1")
    provider: Provider = town.provider
    assert (await tell(town, slug, provider.sign(provider.claims("n")))).status_code == 400
    assert await town.who(browser) is not None
    provider.told = {"events": {EVENT: {}}, "nonce": None, "iss": ISSUER}
    assert await come_in(town.browsers.stranger(), provider, slug) == "/sign-in?sso=token"


async def test_strange_bodies_and_addresses(town: Town) -> None:
    slug = (await town.set_up())["slug"]
    for token in ("", "no.token", "x" * 20_000):
        assert (await tell(town, slug, token)).status_code == 400
    assert (await tell(town, "nobody", town.provider.logout_token())).status_code == 400
    shown = await town.set_up(name="Выключенная", enabled=False)
    assert (await tell(town, shown["slug"], town.provider.logout_token())).status_code == 400
    town.provider.down = True
    town.provider.now += 7200
    assert (await tell(town, slug, town.provider.logout_token())).status_code == 400


async def test_who_waits_with_a_code_is_signed_out_as_well(town: Town) -> None:
    slug = (await town.set_up())["slug"]
    browser = await come(town, slug, "s-1")
    async with town.db.system() as tx:
        await tx.execute(
            """insert into sso_attempt
                   (state_hash, workspace_id, provider_id, browser_hash, return_to, identity_id, sid)
               select 'x', workspace_id, provider_id, 'y', '/', id, 's-1' from sso_identity"""
        )
    await begin(browser, slug)
    await tell(town, slug, town.provider.logout_token(sub=None, sid="s-2"))
    await tell(town, slug, town.provider.logout_token(sub=None, sid="s-1"))
    async with town.db.system() as tx:
        assert await tx.value("select count(*) from sso_attempt where identity_id is not null") == 0
        assert await tx.value("select count(*) from sso_attempt") == 1, "a way that is just begun goes on"


async def test_a_colleagues_link_is_shown_and_taken_away(town: Town) -> None:
    shown = await town.set_up()
    browser = await come(town, shown["slug"], "s-1")
    people = (await town.owners.get("/api/v1/sso/people")).json()["items"]
    anna = next(one for one in people if one["links"])
    assert anna["links"] == [{"provider_id": shown["id"], "name": "Ключница", "email": "anna@romashka.test"}]
    assert (await town.owners.delete(f"/api/v1/operators/{anna['operator_id']}/sso/{shown['id']}")).status_code == 204
    assert await town.who(browser) is None
    assert (await town.audit("sso.unlinked"))[0][1] == {"email": "anna@romashka.test"}
