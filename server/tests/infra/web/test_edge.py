# ruff: noqa: N802 - ids of the attack list keep their capital letter
"""The manners of every answer: refusals in words, headers, languages, limits, no secret in the log."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

import jsonschema
import pytest
from litestar import get, post
from msgspec import Meta, Struct
from structlog.testing import capture_logs

from otklik.access import endpoints, endpoints_people
from otklik.access.actor import Actor
from otklik.access.guards import signed_in
from otklik.infra.db import Database
from otklik.infra.web.client_address import client_address, parse_networks
from otklik.infra.web.edge import Edge
from otklik.infra.web.headers import desk_policy
from otklik.infra.web.idempotency import Created, Once, forget_old_keys
from otklik.infra.web.schemas import Input
from otklik.infra.web.words import preferred_language
from otklik.kit.addresses import network_of
from otklik.kit.errors import Conflict, Invalid, NotFound, OtklikError, RateLimited, TooLarge, Unavailable
from otklik.teams import endpoints as team_endpoints
from tests.browser import Browser, Browsers, open_browsers
from tests.factories import make_operator, make_workspace

OPEN = {"public": True}


class Inner(Input, frozen=True, kw_only=True):
    """A part."""

    value: Annotated[int, Meta(ge=1, le=5)]


class Thing(Input, frozen=True, kw_only=True):
    """A body with many ways to be wrong."""

    name: Annotated[str, Meta(min_length=1, max_length=3)]
    number: int = 0
    inner: list[Inner] = []  # noqa: RUF012 - msgspec copies it
    free: dict[str, Any] | None = None


class Made(Struct, frozen=True):
    """What was made."""

    id: int


@post("/things", opt=OPEN, security=[{}])
async def take_thing(data: Thing) -> Thing:
    """Give a thing back."""
    return data


@get("/fault", opt=OPEN)
async def fault() -> None:
    """Break."""
    raise ZeroDivisionError("secret words")


@get("/refusal/{kind:str}", opt=OPEN)
async def refuse(kind: str) -> None:
    """Refuse in the named way."""
    refusals: dict[str, OtklikError] = {
        "conflict": Conflict("X was quicker", code="answered_meanwhile", extra={"seq": 7, "status": "forged"}),
        "limited": RateLimited("slowly", retry_after=1.2),
        "large": TooLarge("too large"),
        "away": Unavailable("no database"),
        "absent": NotFound("not found"),
        "invalid": Invalid("wrong"),
    }
    raise refusals[kind]


@post("/rows", guards=[signed_in()])
async def make_row(data: Thing, actor: Actor, db: Database, once: Once) -> Created[Made]:
    """Make a team, slowly; the name `no` is refused."""

    async def create() -> Made:
        row = {"workspace": tx.workspace_id, "name": data.name}
        made = await tx.value(
            "insert into team (workspace_id, name) values (%(workspace)s, %(name)s) returning id", row
        )
        await asyncio.sleep(0.1)
        if data.name == "no":
            raise Conflict("no")
        return Made(made)

    async with db.workspace(actor.workspace_id) as tx:
        return await once.answer(tx, create)


ROUTES = [take_thing, fault, refuse, make_row]


@pytest.fixture
async def browsers(db: Database) -> AsyncIterator[Browsers]:
    """Browsers on a small API and the real one."""
    routes = [*ROUTES, *endpoints.ROUTES, *endpoints_people.ROUTES, *team_endpoints.ROUTES]
    async with open_browsers(db, routes) as made:
        yield made


@pytest.fixture
def browser(browsers: Browsers) -> Browser:
    """A stranger's browser."""
    return browsers.stranger()


async def test_every_wrong_field_is_named_at_once(browser: Browser) -> None:
    body = {"name": "long", "number": True, "inner": [{"value": 1}, {"value": 9}], "extra": 1}
    answer = await browser.post("/things", body)
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem = answer.json()
    assert (problem["code"], problem["status"], problem["title"]) == ("invalid", 422, "Unprocessable Entity")
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [
        ("name", "too_long"),
        ("number", "wrong_type"),
        ("inner.1.value", "too_big"),
        ("extra", "unknown"),
    ]
    missing = await browser.post("/things", {})
    assert missing.json()["errors"] == [{"field": "name", "code": "missing", "message": "is required"}]


@pytest.mark.parametrize(
    "path,status,code,header",
    [
        ("/refusal/conflict", 409, "answered_meanwhile", ""),
        ("/refusal/limited", 429, "rate_limited", "retry-after"),
        ("/refusal/large", 413, "too_large", ""),
        ("/refusal/away", 503, "unavailable", "retry-after"),
        ("/refusal/absent", 404, "not_found", ""),
        ("/refusal/invalid", 422, "invalid", ""),
        ("/nowhere", 404, "not_found", ""),
        ("/api/openapi", 404, "not_found", ""),
        ("/api/openapi/openapi.json", 404, "not_found", ""),
        ("/fault", 500, "internal", ""),
        ("/api/v1/session", 401, "unauthorized", "www-authenticate"),
    ],
)
async def test_refusals_have_one_shape(browser: Browser, path: str, status: int, code: str, header: str) -> None:
    answer = await browser.get(path)
    assert (answer.status_code, answer.json()["code"], answer.json()["status"]) == (status, code, status)
    assert set(answer.json()) >= {"type", "title", "status", "detail", "code"}
    assert not header or header in answer.headers
    assert "secret words" not in answer.text


async def test_extra_facts_stand_beside_and_cannot_replace_the_rest(browser: Browser) -> None:
    problem = (await browser.get("/refusal/conflict")).json()
    assert (problem["seq"], problem["status"]) == (7, 409)


async def test_words_follow_the_callers_language(browser: Browser) -> None:
    headers = {"Accept-Language": "de, ru-RU;q=0.9, en;q=0.1"}
    russian = (await browser.post("/things", {}, headers=headers)).json()
    assert russian["detail"] == "Проверьте поля запроса."
    assert russian["errors"][0]["message"] == "обязательное поле"
    assert (await browser.get("/nowhere", headers=headers)).json()["detail"] == "Не найдено."
    assert preferred_language("en, ru;q=0.5") == "en"
    assert preferred_language("ru") == "ru"
    for odd in ("", "*", "de", ";;q=", "ru;q=x", "ru;q=0", "," * 5000):
        assert preferred_language(odd) == "en"


async def test_wrong_methods_types_and_sizes_are_told(browser: Browser) -> None:
    wrong = await browser.put("/things", {})
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    assert "POST" in wrong.headers["allow"]
    typed = await browser.request("POST", "/things", content=b"{}", headers={"Content-Type": "text/xml"})
    assert (typed.status_code, typed.json()["code"]) == (415, "unsupported_media_type")
    large = await browser.post("/things", {"name": "x" * 1_100_000})
    assert (large.status_code, large.json()["code"]) == (413, "too_large")

    async def stream() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b"x" * 50_000

    chunked = await browser.request("POST", "/things", content=stream(), headers={"Content-Type": "application/json"})
    assert chunked.status_code == 413


async def test_atk_H11_hostile_json_is_refused_without_a_fault(browser: Browser) -> None:
    headers = {"Content-Type": "application/json"}
    deep = b'{"name":"a","free":{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}}"
    many = b'{"name":"a","free":{' + b",".join(b'"k%d":1' % number for number in range(50_000)) + b"}}"
    hostile = [
        deep, b"[" * 200_000, b'{"name":' + b'{"a":' * 100_000, b'{"name":"a","number":' + b"9" * 10_000 + b"}",
        b"\x00",
        b'{"name":"\\ud800"}', b'{"name":NaN}', b'{"name":"\xc3"}', b'{"name":"a","number":1.5}', b'"x"', b"null", b"",
    ]  # fmt: skip
    for body in hostile:
        answer = await browser.request("POST", "/things", content=body, headers=headers)
        assert answer.status_code in {400, 422}, body[:40]
    assert (await browser.request("POST", "/things", content=many, headers=headers)).status_code == 201


async def test_atk_O13_every_answer_has_its_headers(browser: Browser) -> None:
    seen = [
        await browser.get(path) for path in ("/nowhere", "/fault", "/refusal/away", "/openapi.json", "/api/v1/setup")
    ]
    seen += [
        await browser.request("OPTIONS", "/things"),
        await browser.put("/things", {}),
        await browser.post("/things"),
    ]
    for answer in seen:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; frame-ancestors 'none'")
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["x-frame-options"] == "DENY"
        assert len(answer.headers["x-request-id"]) >= 12
        assert "no-" in answer.headers["cache-control"]
        assert "strict-transport-security" not in answer.headers
    assert len({answer.headers["x-request-id"] for answer in seen}) == len(seen)


async def test_an_answers_own_headers_win_and_https_is_pinned() -> None:
    async def page(_: Any, __: Any, send: Any) -> None:
        policy = desk_policy("abc").encode()
        headers = [(b"Content-Security-Policy", policy), (b"Cache-Control", b"public")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"x"})

    answer = await Browser(Edge(page, secure=True)).get("/")
    assert answer.headers["cache-control"] == "public"
    assert "'nonce-abc'" in answer.headers["content-security-policy"]
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert "x-frame-options" not in answer.headers


async def test_a_fault_outside_the_framework_is_answered_in_words() -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("secret words")

    answer = await Browser(Edge(broken)).get("/x", headers={"Accept-Language": "ru"})
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "secret" not in answer.text


async def test_the_log_holds_the_route_and_no_secret(browsers: Browsers, db: Database) -> None:
    browser = await browsers.of(await make_operator(db, await make_workspace(db), "owner"))
    with capture_logs() as lines:
        await browser.get("/api/v1/invitations/accept?token=SECRET-TOKEN")
        await browser.get("/nowhere/SECRET-PATH?x=SECRET-QUERY")
        await browser.get("/api/v1/teams")
    text = json.dumps(lines, default=str)
    assert "SECRET" not in text
    assert browser.csrf not in text
    routes = [line["route"] for line in lines if line["event"] == "http.request"]
    assert routes == ["/api/v1/invitations/accept", "unmatched", "/api/v1/teams"]
    assert lines[-1]["caller"].startswith("operator:")


async def test_one_key_makes_one_thing_and_gets_one_answer(browsers: Browsers, db: Database) -> None:
    workspace = await make_workspace(db)
    browser = await browsers.of_new(workspace, "owner")
    headers = {"Idempotency-Key": "0192-abc"}
    answers = await asyncio.gather(*(browser.post("/rows", {"name": "a"}, headers=headers) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    again = await browser.post("/rows", {"name": "a"}, headers=headers)
    assert again.content == answers[0].content
    other = await browser.post("/rows", {"name": "b"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_mismatch")
    elsewhere = await browser.post("/api/v1/teams", {"name": "a"}, headers=headers)
    assert elsewhere.json()["code"] == "idempotency_mismatch"
    async with db.system() as tx:
        assert await tx.value("select count(*) from team") == 1
    colleague = await browsers.of_new(workspace, "owner")
    assert (await colleague.post("/rows", {"name": "b"}, headers=headers)).status_code == 201


async def test_a_refusal_leaves_the_key_free(browsers: Browsers, db: Database) -> None:
    browser = await browsers.of_new(await make_workspace(db), "owner")
    headers = {"Idempotency-Key": "k"}
    for _ in range(2):
        assert (await browser.post("/rows", {"name": "no"}, headers=headers)).json()["code"] == "conflict"
    assert (await browser.post("/rows", {"name": "yes"}, headers=headers)).status_code == 201
    async with db.system() as tx:
        assert await tx.value("select count(*) from team") == 1
        await tx.execute("update idempotency_key set created_at = now() - interval '3 days'")
        assert await forget_old_keys(tx) == 1


async def test_without_a_key_each_request_counts_and_odd_keys_are_refused(browsers: Browsers, db: Database) -> None:
    browser = await browsers.of_new(await make_workspace(db), "owner")
    for name in ("a", "b"):
        assert (await browser.post("/rows", {"name": name}, headers={"Idempotency-Key": ""})).status_code == 201
    for key in ("x" * 201, "a\tb"):
        answer = await browser.post("/rows", {"name": "c"}, headers={"Idempotency-Key": key})
        assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


async def test_stored_answers_reveal_no_token(browsers: Browsers, db: Database) -> None:
    browser = await browsers.of_new(await make_workspace(db), "owner")
    headers = {"Idempotency-Key": "token-key"}
    made = await browser.post("/api/v1/api-tokens", {"name": "crm", "role": "operator"}, headers=headers)
    again = await browser.post("/api/v1/api-tokens", {"name": "crm", "role": "operator"}, headers=headers)
    assert again.json() == made.json()
    async with db.system() as tx:
        stored = await tx.rows("select key, body from idempotency_key")
    assert made.json()["token"].encode() not in stored[0][1]
    assert stored[0][0] != "token-key"


async def test_the_description_is_openapi_3_1_and_tells_how_we_refuse(browser: Browser) -> None:
    schema = (await browser.get("/openapi.json")).json()
    assert schema["openapi"].startswith("3.1")
    patch = schema["paths"]["/api/v1/teams/{team_id}"]["patch"]
    assert set(patch["responses"]) == {"200", "400", "401", "403", "404", "409", "413", "415", "422", "429", "503"}
    assert patch["responses"]["422"]["content"]["application/problem+json"]["schema"]["$ref"].endswith("/Problem")
    created = schema["paths"]["/api/v1/teams"]["post"]["responses"]["201"]["content"]["application/json"]["schema"]
    assert created["$ref"].endswith("Team")
    body = schema["components"]["schemas"]["NewTeam"]
    assert body["required"] == ["name"]
    assert body.get("additionalProperties") is False
    assert set(schema["components"]["securitySchemes"]) == {"session", "bearer"}
    assert schema["paths"]["/api/v1/setup"]["get"]["security"] == [{}]
    limit = next(each for each in schema["paths"]["/api/v1/teams"]["get"]["parameters"] if each["name"] == "limit")
    assert (limit["schema"]["minimum"], limit["schema"]["maximum"], limit["schema"]["default"]) == (1, 100, 50)
    for name, component in schema["components"]["schemas"].items():
        assert name
        jsonschema.Draft202012Validator.check_schema(component)


def test_atk_H13_forwarded_addresses_are_believed_from_our_proxies_only() -> None:
    proxies = parse_networks(["10.0.0.0/8", "fd00::/8"])

    def seen(peer: str, *forwarded: str) -> str:
        headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
        return client_address({"client": (peer, 1), "headers": headers}, proxies)

    assert seen("198.51.100.1", "1.2.3.4") == "198.51.100.1"
    assert seen("10.0.0.1", "1.2.3.4") == "1.2.3.4"
    assert seen("10.0.0.1", "6.6.6.6, 1.2.3.4, 10.0.0.2") == "1.2.3.4"
    assert seen("10.0.0.1", "6.6.6.6", "1.2.3.4") == "1.2.3.4"
    assert seen("10.0.0.1", '"><script>') == "10.0.0.1"
    assert seen("10.0.0.1", "") == "10.0.0.1"
    assert seen("fd00::1", "2001:db8::5") == "2001:db8::5"
    assert seen("::ffff:10.0.0.1", "1.2.3.4") == "1.2.3.4"
    assert client_address({"client": None, "headers": []}) == ""


def test_atk_A22_one_network_of_ipv6_counts_as_one() -> None:
    assert network_of("2001:db8:1:2:3::4") == network_of("2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"
    assert network_of("192.0.2.1") == network_of("::ffff:192.0.2.1") == "192.0.2.1"
    assert network_of("nonsense") == ""
