"""One running installation and one browser for all journeys; every journey gets pages of its own."""

import shutil
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Playwright, async_playwright, expect

from tests.channels.email.servers import Pymap, Smtp, pymap_program
from tests.journeys.product import Product, Signed
from tests.journeys.screens import PATIENCE_MS, Screens

_FIRST = "test_first_run.py"
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
]  # fmt: skip

expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the first run, which needs an installation without an owner."""
    here = [number for number, item in enumerate(items) if item.path.parent.name == "journeys"]
    ordered = sorted((items[number] for number in here), key=lambda item: item.path.name != _FIRST)
    for number, item in zip(here, ordered, strict=True):
        items[number] = item


@pytest.fixture(scope="session")
def installation() -> Iterator[Product]:
    """A running installation; nobody may own it yet."""
    if shutil.which("chromium") is None:
        pytest.skip("needs chromium")
    product = Product()
    try:
        product.start()
        yield product
    finally:
        product.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def product(installation: Product) -> Product:
    """The installation, answering."""
    await installation.wait_until_open()
    return installation


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    """The driver of browsers."""
    async with async_playwright() as driver:
        yield driver


async def launch(playwright: Playwright, path: str | None = None, **options: Any) -> Browser:
    """Start Debian's Chromium."""
    return await playwright.chromium.launch(executable_path=path, args=_ARGUMENTS, **options)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(playwright: Playwright) -> AsyncIterator[Browser]:
    """Debian's Chromium, without its windows where that is to be had: those cost as much as the pages."""
    browser = await launch(playwright, shutil.which("chromium-headless-shell") or shutil.which("chromium"))
    yield browser
    await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def screens(product: Product, browser: Browser) -> AsyncIterator[Screens]:
    """Pages of one journey, which finds no open conversations of others; a failed one shows all complaints."""
    await product.clear_desk()
    screens = Screens(browser, product.address)
    yield screens
    print(product.tell(), *screens.complaints, *screens.errors, sep="\n")  # noqa: T201 - shown by pytest when a journey fails
    await screens.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def owner(product: Product) -> Signed:
    """Anna, who owns the installation."""
    return await product.enter_as_owner()


@pytest.fixture(scope="session")
def mailbox() -> Iterator[Pymap]:
    """The company's mailbox, on an IMAP server of others."""
    if pymap_program() is None:
        pytest.skip("pymap is not installed")
    server = Pymap()
    server.start()
    server.empty()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def post() -> Iterator[Smtp]:
    """The server that takes the company's letters."""
    server = Smtp()
    server.start()
    yield server
    server.stop()
