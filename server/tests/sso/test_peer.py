"""A whole sign-in at a provider that others wrote, over the network and through the safe client."""

import asyncio
import ipaddress
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx
import pytest

from otklik.infra.db import Database
from otklik.kit.safe_http import SafeHttp
from otklik.sso.room import Sso, sso_dependencies
from tests.browser import ADDRESS, Browsers, make_access, make_asgi
from tests.factories import make_workspace
from tests.sso.conftest import FORM, ROUTES
from tests.sso.provider import begin


@pytest.fixture
async def peer() -> AsyncIterator[str]:
    """Start oidc-provider-mock in a process of its own; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "oidc_provider_mock",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--require-nonce",
    ]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    running = await asyncio.to_thread(
        subprocess.Popen, command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        await _answers(address)
        yield address
    finally:
        running.terminate()
        await asyncio.to_thread(running.wait, 10)


async def _answers(address: str) -> None:
    async with httpx.AsyncClient() as client:
        for _ in range(150):
            try:
                if (await client.get(f"{address}/.well-known/openid-configuration")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.1)
    pytest.fail("the provider does not start")


async def agree(url: str, address: str, subject: str) -> str:
    """Sign in on the provider's own page; returns the path of our callback."""
    async with httpx.AsyncClient() as client:
        claims = {"email": "anna@romashka.test", "email_verified": True, "name": "Анна"}
        assert (await client.put(f"{address}/users/{subject}", json=claims)).is_success
        sent = await client.post(url, data={"sub": subject})
    assert sent.status_code in (302, 303), sent.text
    back = urlsplit(sent.headers["location"])
    assert f"{back.scheme}://{back.netloc}" == ADDRESS
    return f"{back.path}?{back.query}"


async def test_a_whole_sign_in_at_somebody_elses_provider(db: Database, peer: str) -> None:
    http = SafeHttp([ipaddress.ip_network("127.0.0.0/8")])
    access = make_access(db)
    sso = Sso(access, http)
    browsers = Browsers(access, make_asgi(access, ROUTES, {"sso": sso}, sso_dependencies()))
    try:
        owners = await browsers.of_new(await make_workspace(db), "owner")
        shown = (await owners.post("/api/v1/sso/providers", {**FORM, "issuer": peer})).json()
        tried = (await owners.post(f"/api/v1/sso/providers/{shown['id']}/test")).json()["checks"]
        states = {check["name"]: check["state"] for check in tried}
        assert [states[name] for name in ("description", "endpoints", "keys", "sign_out")] == ["ok"] * 4
        assert states["secret"] in ("ok", "unknown"), tried
        browser = browsers.stranger()
        back = await browser.get(await agree(await begin(browser, shown["slug"], "/search"), peer, "anna-1"))
        assert back.headers["location"] == "/search"
        session = (await browser.get("/api/v1/session")).json()
        assert (session["operator"]["email"], session["operator"]["name"]) == ("anna@romashka.test", "Анна")
    finally:
        await browsers.close()
        await http.close()


async def test_a_provider_inside_the_hosts_network_is_not_called_unless_its_owner_allows(
    db: Database, peer: str
) -> None:
    http = SafeHttp()
    access = make_access(db)
    sso = Sso(access, http)
    browsers = Browsers(access, make_asgi(access, ROUTES, {"sso": sso}, sso_dependencies()))
    try:
        owners = await browsers.of_new(await make_workspace(db), "owner")
        shown = (await owners.post("/api/v1/sso/providers", {**FORM, "issuer": peer})).json()
        tried = (await owners.post(f"/api/v1/sso/providers/{shown['id']}/test")).json()["checks"]
        assert [(check["name"], check["state"]) for check in tried] == [("description", "fail")]
        assert "not a public address" in tried[0]["detail"]
    finally:
        await browsers.close()
        await http.close()
