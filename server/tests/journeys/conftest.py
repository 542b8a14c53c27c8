"""One running installation and one browser for all journeys."""

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
from msgspec import Struct
from playwright.async_api import Browser, Page, async_playwright

PATIENCE_MS = 90_000
PASSWORD = "correct horse battery"
_START_S = 180
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


class Product(Struct, frozen=True):
    """A running installation with an owner, and what its API is called with."""

    address: str
    token: str

    async def call(self, method: str, path: str, body: object = None) -> dict[str, object]:
        """Call the API as the owner."""
        headers = {"Authorization": f"Bearer {self.token}"}
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, self.address + path, json=body, headers=headers) as answer,
        ):
            assert answer.status < 300, await answer.text()
            return dict(await answer.json())


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    """Start `otklik serve` on a fresh folder, as a newcomer would, and become its owner."""
    if shutil.which("chromium") is None:
        pytest.skip("needs chromium")
    folder = Path(tempfile.mkdtemp(prefix="otklik-journey-"))
    folder.chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ, "OTKLIK_DATA_DIR": str(folder / "data"), "OTKLIK_PORT": str(port), "OTKLIK_LOG_LEVEL": "warning",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }  # fmt: skip
    log = (folder / "log").open("wb")
    server = subprocess.Popen([sys.executable, "-m", "otklik", "serve"], env=environment, stdout=log, stderr=log)
    try:
        link = _await_link(folder / "log", server)
        asyncio.run(_become_owner(f"http://127.0.0.1:{port}", link))
        token = subprocess.run(
            [sys.executable, "-m", "otklik", "token", "create", "--role", "owner"],
            env=environment, check=True, capture_output=True, text=True,
        ).stdout.strip()  # fmt: skip
        yield Product(f"http://127.0.0.1:{port}", token)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _await_link(log: Path, server: "subprocess.Popen[bytes]") -> str:
    end = time.monotonic() + _START_S
    while time.monotonic() < end and server.poll() is None:
        found = re.search(r"/setup#(\S+)", log.read_text(encoding="utf-8"))
        if found:
            return found.group(1)
        time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8"))


async def _become_owner(address: str, token: str) -> None:
    body = {
        "token": token, "company": "Чай и глина", "locale": "ru", "time_zone": "Europe/Moscow", "name": "Анна",
        "email": "anna@example.test", "password": PASSWORD,
    }  # fmt: skip
    async with aiohttp.ClientSession() as session:
        for _ in range(_START_S):
            try:
                async with session.post(f"{address}/api/v1/setup", json=body) as answer:
                    assert answer.status == 201, await answer.text()
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(1)
    raise AssertionError(address)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_ARGUMENTS)
        yield browser
        await browser.close()


async def open_page(browser: Browser, address: str) -> tuple[Page, list[str]]:
    """Open a page in a context of its own; the list collects what it complains about."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="ru-RU")
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None)
    await page.goto(address, timeout=PATIENCE_MS)
    return page, complaints


async def sign_in(browser: Browser, product: Product) -> tuple[Page, list[str]]:
    """Sign the owner in to the desk."""
    page, complaints = await open_page(browser, f"{product.address}/sign-in")
    await page.locator("form input").first.fill("anna@example.test")
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/inbox**", timeout=PATIENCE_MS)
    return page, complaints
