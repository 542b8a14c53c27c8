"""Setting a provider up: who may, what is refused, what is never shown, and closing passwords."""

from typing import Any

import pytest

from tests.factories import PASSWORD
from tests.sso.conftest import FORM, Town
from tests.sso.provider import SECRET, come_in

PROVIDERS = "/api/v1/sso/providers"


async def test_only_who_holds_every_right_sets_providers_up(town: Town) -> None:
    shown = await town.set_up()
    admin = await town.browsers.of_new(town.workspace_id, "admin")
    assert (await admin.get(PROVIDERS)).json()["editable"] is False
    assert (await admin.post(PROVIDERS, FORM)).status_code == 403
    assert (await admin.put(f"{PROVIDERS}/{shown['id']}", {**FORM, "expected_version": 1})).status_code == 403
    assert (await admin.delete(f"{PROVIDERS}/{shown['id']}")).status_code == 403
    assert (await admin.post(f"{PROVIDERS}/{shown['id']}/test")).status_code == 403
    assert (await admin.put("/api/v1/sso/policy", {"password_closed": True})).status_code == 403
    operator = await town.browsers.of_new(town.workspace_id, "operator")
    assert (await operator.get(PROVIDERS)).status_code == 403
    assert (await operator.get("/api/v1/sso/people")).status_code == 403


async def test_the_secret_is_written_and_never_read(town: Town) -> None:
    shown = await town.set_up()
    listed = await town.owners.get(PROVIDERS)
    assert SECRET not in listed.text
    assert listed.json()["items"][0]["has_secret"] is True
    assert listed.json()["callback_url"] == "http://desk.example.test/api/v1/sso/callback"
    async with town.db.system() as tx:
        sealed = await tx.value("select client_secret from sso_provider")
        told = await tx.value("select detail::text from audit where action = 'sso_provider.created'")
    assert SECRET.encode() not in bytes(sealed)
    assert SECRET not in told
    form = {name: value for name, value in FORM.items() if name != "client_secret"}
    kept = await town.owners.put(f"{PROVIDERS}/{shown['id']}", {**form, "name": "Вход", "expected_version": 1})
    assert (kept.json()["has_secret"], kept.json()["version"], kept.json()["name"]) == (True, 2, "Вход")
    assert await come_in(town.browsers.stranger(), town.provider, shown["slug"]) == "/", "the kept one still opens"
    gone = await town.owners.put(f"{PROVIDERS}/{shown['id']}", {**form, "client_secret": "", "expected_version": 2})
    assert gone.json()["has_secret"] is False
    late = await town.owners.put(f"{PROVIDERS}/{shown['id']}", {**form, "expected_version": 2})
    assert (late.status_code, late.json()["code"]) == (409, "sso_provider_changed")
    changed = (await town.audit("sso_provider.changed"))[0][1]
    assert changed == {"name": {"from": "Ключница", "to": "Вход"}}


@pytest.mark.parametrize(
    "wrong, field, code",
    [
        ({"name": "  "}, "name", "empty"),
        ({"issuer": "id.example.test"}, "issuer", "bad_url"),
        ({"issuer": "https://u:p@id.example.test"}, "issuer", "bad_url"),
        ({"issuer": "https://id.example.test?x=1"}, "issuer", "bad_url"),
        ({"client_id": "  "}, "client_id", "empty"),
        ({"domains": ["not a domain"]}, "domains", "bad_domain"),
        ({"domains": ["gmail.com"]}, "domains", "public_domain"),
        ({"domains": []}, "domains", "domains_needed"),
        ({"group_roles": [{"group": "x", "role": "operator"}]}, "groups_claim", "claim_needed"),
        (
            {"groups_claim": "g", "group_roles": [{"group": "x", "role": "admin"}, {"group": "x ", "role": "admin"}]},
            "group_roles", "twice",
        ),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused_beside_its_field(
    town: Town, wrong: dict[str, Any], field: str, code: str
) -> None:
    refused = await town.owners.post(PROVIDERS, {**FORM, **wrong})
    assert refused.status_code == 422
    assert (refused.json()["errors"][0]["field"], refused.json()["errors"][0]["code"]) == (field, code)


async def test_nobody_becomes_an_owner_by_a_provider(town: Town) -> None:
    assert (await town.owners.post(PROVIDERS, {**FORM, "newcomer_role": "owner"})).status_code == 422
    rules = [{"group": "x", "role": "owner"}]
    assert (await town.owners.post(PROVIDERS, {**FORM, "groups_claim": "g", "group_roles": rules})).status_code == 422


async def test_ten_providers_and_no_more(town: Town) -> None:
    for _ in range(10):
        await town.set_up()
    refused = await town.owners.post(PROVIDERS, FORM)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_providers")


async def test_the_address_of_the_description_serves_as_well(town: Town) -> None:
    shown = await town.set_up(
        issuer="https://id.example.test/.well-known/openid-configuration", domains=["@Romashka.TEST"]
    )
    assert (shown["issuer"], shown["domains"]) == ("https://id.example.test", ["romashka.test"])


async def test_another_issuer_ends_all_links(town: Town) -> None:
    shown = await town.set_up()
    browser = town.browsers.stranger()
    await come_in(browser, town.provider, shown["slug"])
    moved = {**FORM, "issuer": "https://other.example.test", "expected_version": 1}
    assert (await town.owners.put(f"{PROVIDERS}/{shown['id']}", moved)).json()["people"] == 0
    assert await town.who(browser) is None


async def test_a_role_that_is_deleted_lets_nobody_in(town: Town) -> None:
    role = (await town.owners.post("/api/v1/roles", {"name": "Стажёр", "permissions": ["contacts.view"]})).json()[
        "role"
    ]
    shown = await town.set_up(newcomer_role=role)
    assert shown["newcomer_role"] == role
    assert (await town.owners.delete(f"/api/v1/roles/{role}")).status_code == 204
    assert (await town.owners.get(PROVIDERS)).json()["items"][0]["newcomer_role"] is None
    assert await come_in(town.browsers.stranger(), town.provider, shown["slug"]) == "/sign-in?sso=no_access"


async def try_it(town: Town, provider_id: int) -> dict[str, str]:
    tried = await town.owners.post(f"{PROVIDERS}/{provider_id}/test")
    assert tried.status_code == 200, tried.text
    return {check["name"]: check["state"] for check in tried.json()["checks"]}


async def test_trying_says_what_is_right_and_what_is_not(town: Town) -> None:
    shown = await town.set_up()
    assert await try_it(town, shown["id"]) == {
        "description": "ok", "endpoints": "ok", "pkce": "ok", "algorithms": "ok", "keys": "ok", "secret": "ok",
        "sign_out": "ok",
    }  # fmt: skip
    town.provider.metadata |= {"code_challenge_methods_supported": ["plain"]}
    town.provider.metadata |= {"id_token_signing_alg_values_supported": ["HS256"], "end_session_endpoint": ""}
    wrong = {**FORM, "client_secret": "wrong", "expected_version": 1, "signs_out": True}
    await town.owners.put(f"{PROVIDERS}/{shown['id']}", wrong)
    seen = await try_it(town, shown["id"])
    assert (seen["pkce"], seen["algorithms"], seen["secret"], seen["sign_out"]) == ("warn", "fail", "fail", "warn")
    town.provider.down = True
    assert await try_it(town, shown["id"]) == {"description": "fail"}


async def test_closing_passwords_leaves_owners_theirs(town: Town) -> None:
    shown = await town.set_up()
    anna = await town.hire()
    by_password = await town.browsers.of(anna)
    policy = "/api/v1/sso/policy"
    first = await town.owners.put(policy, {"password_closed": True})
    assert (first.status_code, first.json()["code"]) == (409, "own_link_first")
    town.provider.person |= {"sub": "boss", "email": town.owner.email}
    way = (await town.owners.post(f"/api/v1/session/sso/{shown['id']}")).json()["url"]
    await town.owners.get(town.provider.authorize(way))
    assert (await town.owners.put(policy, {"password_closed": True})).status_code == 204
    assert await town.who(by_password) is None, "what a password opened is over"
    assert (await town.browsers.stranger().get("/api/v1/sso")).json()["password_closed"] is True
    sign_in = {"email": anna.email, "password": PASSWORD}
    refused = await town.browsers.stranger().post("/api/v1/session", sign_in)
    assert (refused.status_code, refused.json()["code"]) == (403, "sso_only")
    guessed = await town.browsers.stranger().post("/api/v1/session", {**sign_in, "password": "wrong"})
    assert guessed.json()["code"] == "bad_credentials", "who does not know the password learns nothing"
    owner = await town.browsers.stranger().post("/api/v1/session", {"email": town.owner.email, "password": PASSWORD})
    assert owner.status_code == 200
    assert (await town.owners.delete(f"{PROVIDERS}/{shown['id']}")).json()["code"] == "last_provider"
    off = {**FORM, "enabled": False, "expected_version": 1}
    assert (await town.owners.put(f"{PROVIDERS}/{shown['id']}", off)).json()["code"] == "last_provider"
    invited = await town.owners.post("/api/v1/invitations", {"email": "new@romashka.test", "role": "operator"})
    token = invited.json()["link"].partition("#")[2]
    joined = {"token": token, "name": "Новый", "password": PASSWORD}
    assert (await town.browsers.stranger().post("/api/v1/invitations/accept", joined)).json()["code"] == "sso_only"
    assert (await town.owners.put(policy, {"password_closed": False})).status_code == 204
    assert (await town.browsers.stranger().post("/api/v1/session", sign_in)).status_code == 200
    assert (await town.owners.delete(f"{PROVIDERS}/{shown['id']}")).status_code == 204
    lines = await town.audit("workspace.changed")
    assert [line[1]["sso_only"]["to"] for line in lines] == [True, False]
