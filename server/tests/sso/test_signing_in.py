"""Signing in through a provider: who comes in, as whom, with which role, and out again."""

import base64
import time

from joserfc.jwk import ECKey, OKPKey, RSAKey

from otklik.kit.totp import STEP_S, code_at
from tests.factories import PASSWORD, make_workspace
from tests.sso.conftest import Town
from tests.sso.provider import ISSUER, Key, begin, come_in


async def test_the_button_is_there_and_a_newcomer_joins_with_the_role_of_newcomers(town: Town) -> None:
    shown = await town.set_up()
    stranger = town.browsers.stranger()
    ways = (await stranger.get("/api/v1/sso")).json()
    assert ways == {"providers": [{"slug": shown["slug"], "name": "Ключница"}], "password_closed": False}
    assert await come_in(stranger, town.provider, shown["slug"], "/inbox/open/7?q=a") == "/inbox/open/7?q=a"
    session = await town.who(stranger)
    assert session is not None
    person = session["operator"]
    assert (person["email"], person["name"], person["role"]) == ("anna@romashka.test", "Анна Петрова", "operator")
    again = town.browsers.stranger()
    await come_in(again, town.provider, shown["slug"])
    assert (await town.who(again) or {})["operator"]["id"] == person["id"], "the link is found again"
    assert [line[0] for line in await town.audit()] == ["sso_provider.created", "sso.joined", "sso.linked"]
    opened = await town.audit("session.opened")
    assert opened[-1][1]["provider"] == "Ключница"


async def test_a_verified_address_of_a_named_domain_is_linked_to_its_account(town: Town) -> None:
    shown = await town.set_up(newcomer_role=None)
    anna = await town.hire()
    browser = town.browsers.stranger()
    assert await come_in(browser, town.provider, shown["slug"]) == "/"
    assert (await town.who(browser) or {})["operator"]["id"] == anna.id
    town.provider.person |= {"email": "anna.new@romashka.test"}
    again = town.browsers.stranger()
    await come_in(again, town.provider, shown["slug"])
    assert (await town.who(again) or {})["operator"]["id"] == anna.id, "a subject is known whatever its address"


async def test_nobody_is_made_where_the_company_does_not_say_so(town: Town) -> None:
    shown = await town.set_up(newcomer_role=None)
    browser = town.browsers.stranger()
    assert await come_in(browser, town.provider, shown["slug"]) == "/sign-in?sso=no_access"
    assert await town.who(browser) is None
    assert (await town.audit("sso.refused"))[0][1]["why"] == "no_access"


async def test_an_invitation_gives_its_role_and_teams_without_a_password(town: Town) -> None:
    shown = await town.set_up(newcomer_role=None)
    invited = {"email": "Anna@romashka.test", "role": "supervisor", "team_ids": []}
    assert (await town.owners.post("/api/v1/invitations", invited)).status_code == 201
    browser = town.browsers.stranger()
    assert await come_in(browser, town.provider, shown["slug"]) == "/"
    assert (await town.who(browser) or {})["operator"]["role"] == "supervisor"
    left = (await town.owners.get("/api/v1/invitations")).json()["items"]
    assert left == [], "it is used up"


async def test_groups_give_roles_at_each_sign_in_and_owners_keep_theirs(town: Town) -> None:
    rules = [{"group": "support-leads", "role": "supervisor"}, {"group": "support", "role": "operator"}]
    shown = await town.set_up(groups_claim="realm_access.roles", group_roles=rules)
    anna = await town.hire()
    before = await town.browsers.of(anna)
    town.provider.person["realm_access"] = {"roles": ["support", "support-leads"]}
    browser = town.browsers.stranger()
    await come_in(browser, town.provider, shown["slug"])
    assert (await town.who(browser) or {})["operator"]["role"] == "supervisor"
    assert await town.who(before) is None, "with another role people sign in anew"
    town.provider.person["realm_access"] = {"roles": ["else"]}
    await come_in(browser, town.provider, shown["slug"])
    assert (await town.who(browser) or {})["operator"]["role"] == "supervisor", "no group says anything: as it was"
    town.provider.person |= {"sub": "boss", "email": town.owner.email, "realm_access": {"roles": ["support"]}}
    owner = town.browsers.stranger()
    await come_in(owner, town.provider, shown["slug"])
    assert (await town.who(owner) or {})["operator"]["role"] == "owner"


async def test_what_the_token_leaves_out_is_asked_for(town: Town) -> None:
    shown = await town.set_up(groups_claim="groups", group_roles=[{"group": "leads", "role": "supervisor"}])
    town.provider.told = {"email": None, "email_verified": None, "name": None}
    town.provider.userinfo = {**town.provider.person, "groups": ["leads"]}
    browser = town.browsers.stranger()
    assert await come_in(browser, town.provider, shown["slug"]) == "/"
    session = await town.who(browser) or {}
    assert (session["operator"]["name"], session["operator"]["role"]) == ("Анна Петрова", "supervisor")
    town.provider.userinfo["sub"] = "somebody-else"
    assert await come_in(town.browsers.stranger(), town.provider, shown["slug"]) == "/sign-in?sso=token"


async def test_keys_of_every_kind_and_new_keys_open_tokens(town: Town) -> None:
    shown = await town.set_up()
    kinds: dict[str, tuple[Key, str]] = {
        "ps": (RSAKey.generate_key(3072), "PS256"), "es": (ECKey.generate_key("P-256"), "ES256"),
        "es3": (ECKey.generate_key("P-384"), "ES384"), "ed": (OKPKey.generate_key("Ed25519"), "Ed25519"),
    }  # fmt: skip
    assert await come_in(town.browsers.stranger(), town.provider, shown["slug"]) == "/"
    for kid, made in kinds.items():
        town.provider.keys, town.provider.kid = {kid: made}, kid
        town.provider.now += 61
        assert await come_in(town.browsers.stranger(), town.provider, shown["slug"]) == "/", kid
    assert town.provider.asked.count("/keys") == 5, "once at first, once for each key that was not known"


async def test_unknown_keys_do_not_make_us_call_at_will(town: Town) -> None:
    shown = await town.set_up()
    town.provider.sign = town.provider.sign_with_a_strange_key
    for _ in range(3):
        assert await come_in(town.browsers.stranger(), town.provider, shown["slug"]) == "/sign-in?sso=token"
    assert town.provider.asked.count("/keys") == 1


async def test_one_links_oneself_and_comes_in_without_named_domains(town: Town) -> None:
    shown = await town.set_up(domains=[], newcomer_role=None)
    anna = await town.hire("anna@elsewhere.test")
    browser = await town.browsers.of(anna)
    assert (await browser.get("/api/v1/session/sso")).json()["links"][0]["email"] is None
    assert await come_in(town.browsers.stranger(), town.provider, shown["slug"]) == "/sign-in?sso=no_access"
    way = await browser.post(f"/api/v1/session/sso/{shown['id']}")
    back = await browser.get(town.provider.authorize(way.json()["url"]))
    assert back.headers["location"] == "/settings/account"
    own = (await browser.get("/api/v1/session/sso")).json()
    assert (own["has_password"], own["links"][0]["email"]) == (True, "anna@romashka.test")
    other = town.browsers.stranger()
    assert await come_in(other, town.provider, shown["slug"]) == "/"
    assert (await town.who(other) or {})["operator"]["id"] == anna.id
    people = (await town.owners.get("/api/v1/sso/people")).json()["items"]
    links = [{"provider_id": shown["id"], "name": "Ключница", "email": "anna@romashka.test"}]
    assert {"operator_id": anna.id, "has_password": True, "providers": ["Ключница"], "links": links} in people
    assert (await browser.delete(f"/api/v1/session/sso/{shown['id']}")).status_code == 204
    assert await town.who(other) is None, "what the link opened ends with it"
    assert await town.who(browser) is not None


async def test_the_only_way_in_is_not_cut_by_oneself_but_by_those_who_manage_people(town: Town) -> None:
    shown = await town.set_up()
    browser = town.browsers.stranger()
    await come_in(browser, town.provider, shown["slug"])
    anna = (await town.who(browser) or {})["operator"]["id"]
    refused = await browser.delete(f"/api/v1/session/sso/{shown['id']}")
    assert refused.json()["code"] == "only_way_in"
    assert (await town.owners.delete(f"/api/v1/operators/{anna}/sso/{shown['id']}")).status_code == 204
    assert await town.who(browser) is None


async def test_ones_own_second_factor_is_asked_for_after_the_provider(town: Town) -> None:
    shown = await town.set_up()
    anna = await town.hire()
    browser = await town.browsers.of(anna)
    secret = (await browser.post("/api/v1/session/two-factor", {"password": PASSWORD})).json()["secret"]
    plain = base64.b32decode(secret.replace(" ", ""))
    step = int(time.time()) // STEP_S
    assert (await browser.put("/api/v1/session/two-factor", {"code": code_at(plain, step - 1)})).status_code == 200
    coming = town.browsers.stranger()
    assert await come_in(coming, town.provider, shown["slug"], "/search") == "/sign-in?sso=code&next=%2Fsearch"
    assert await town.who(coming) is None
    other = town.browsers.stranger()
    assert (await other.post("/api/v1/sso/code", {"code": code_at(plain, step)})).json()["code"] == "sso_over"
    assert (await coming.post("/api/v1/sso/code", {"code": "000000"})).json()["code"] == "bad_code"
    given = await coming.post("/api/v1/sso/code", {"code": code_at(plain, step)})
    assert given.status_code == 200, given.text
    assert (await town.who(coming) or {})["operator"]["id"] == anna.id
    assert (await coming.post("/api/v1/sso/code", {"code": code_at(plain, step + 1)})).json()["code"] == "sso_over"


async def test_the_companys_demand_for_a_second_factor_holds_unless_the_provider_is_trusted_with_it(town: Town) -> None:
    shown = await town.set_up()
    async with town.db.system() as tx:
        await tx.execute("update workspace set two_factor = 'everybody'")
        await tx.execute("update operator set role = 'owner' where email = 'boss@romashka.test'")
    browser = town.browsers.stranger()
    await come_in(browser, town.provider, shown["slug"])
    assert (await town.who(browser) or {})["factor_due"] is True
    begun = await browser.post("/api/v1/session/two-factor", {"password": "none at all"})
    assert begun.status_code == 201, "without a password the provider's fresh word is the proof"
    async with town.db.system() as tx:
        await tx.execute("update session set created_at = created_at - interval '16 minutes'")
    assert (await browser.post("/api/v1/session/two-factor", {"password": "x"})).json()["code"] == "prove_again"
    async with town.db.system() as tx:
        await tx.execute("update sso_provider set trusts_factor = true")
    trusted = town.browsers.stranger()
    await come_in(trusted, town.provider, shown["slug"])
    assert (await town.who(trusted) or {})["factor_due"] is False


async def test_signing_out_leads_on_to_the_provider_where_the_company_wishes(town: Town) -> None:
    shown = await town.set_up(signs_out=True)
    browser = town.browsers.stranger()
    await come_in(browser, town.provider, shown["slug"])
    await town.who(browser)
    out = await browser.post("/api/v1/session/sign-out")
    assert out.status_code == 200
    assert out.json()["url"].startswith(f"{ISSUER}/bye?client_id=otklik-desk&post_logout_redirect_uri=http%3A%2F%2F")
    assert await town.who(browser) is None
    anna = await town.hire("vera@romashka.test")
    by_password = await town.browsers.of(anna)
    assert (await by_password.post("/api/v1/session/sign-out")).json() == {"url": None}


async def test_of_several_companies_each_has_its_own_page(town: Town) -> None:
    shown = await town.set_up()
    await make_workspace(town.db, "Василёк")
    stranger = town.browsers.stranger()
    assert (await stranger.get("/api/v1/sso")).json()["providers"] == []
    own = (await stranger.get(f"/api/v1/sso?company={shown['slug']}")).json()
    assert [one["name"] for one in own["providers"]] == ["Ключница"]


async def test_a_provider_that_is_down_is_said_before_anybody_leaves(town: Town) -> None:
    shown = await town.set_up()
    town.provider.down = True
    refused = await town.browsers.stranger().post(f"/api/v1/sso/{shown['slug']}/begin", {})
    assert refused.status_code == 503
    town.provider.down = False
    browser = town.browsers.stranger()
    url = await begin(browser, shown["slug"])
    town.provider.down = True
    back = await browser.get(town.provider.authorize(url))
    assert back.headers["location"] == "/sign-in?sso=provider"
