"""The programs of the documentation, run as they stand there: a messenger of one's own talks with the desk."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from msgspec import Struct

from tests.channels.email.servers import free_port
from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY

pytestmark = JOURNEY
_PAGES = Path(__file__).parents[3] / "docs" / "channels"
_SECRET = "a-secret-for-the-example-0123456789"
_PATIENCE_S = 60.0


def code_of(page: str, language: str) -> str:
    """Return the first program of a page."""
    found = re.search(
        rf"^```{language}\n(.*?)^```", (_PAGES / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found is not None
    return found[1]


class Messenger(Struct):
    """The example, running."""

    process: asyncio.subprocess.Process
    environment: dict[str, str]

    async def say(self, words: str) -> None:
        """Type what a customer writes."""
        assert self.process.stdin is not None
        self.process.stdin.write(words.encode() + b"\n")
        await self.process.stdin.drain()

    async def hear(self) -> str:
        """Wait for what the customer sees."""
        assert self.process.stdout is not None
        async with asyncio.timeout(_PATIENCE_S):
            return (await self.process.stdout.readline()).decode().strip()


@pytest_asyncio.fixture(loop_scope="session")
async def messenger(product: Product, owner: Signed) -> AsyncIterator[Messenger]:
    """The documented client, started with the address of its channel."""
    port = free_port()
    settings = {"url": f"http://127.0.0.1:{port}/", "secret": _SECRET}
    made: Any = await product.call(
        owner, "POST", "/api/v1/inboxes", {"channel": "json", "name": "Приложение", "settings": settings}
    )
    assert made["status"] == "failing", "nobody answers before the program runs"
    hook = product.address + made["hook_url"][made["hook_url"].index("/hooks/") :]
    environment = {
        **os.environ, "OTKLIK_HOOK": hook, "OTKLIK_SECRET": _SECRET, "PORT": str(port), "PYTHONIOENCODING": "utf-8",
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code_of("json.md", "python"), env=environment,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    await wait_for_port(port)
    resumed = await product.call(owner, "POST", f"/api/v1/inboxes/{made['id']}/resume")
    assert resumed["status"] == "active", resumed["checks"]
    yield Messenger(process, environment)
    process.kill()
    await process.wait()
    await product.call(owner, "DELETE", f"/api/v1/inboxes/{made['id']}")


async def wait_for_port(port: int) -> None:
    """Wait until somebody listens."""
    async with asyncio.timeout(_PATIENCE_S):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


async def find_conversation(product: Product, owner: Signed, words: str) -> int:
    """Wait for the conversation whose last message has these words."""
    async with asyncio.timeout(_PATIENCE_S):
        while True:
            found: Any = await product.call(owner, "GET", "/api/v1/conversations?view=open&limit=50")
            for one in found["items"]:
                thread: Any = await product.call(owner, "GET", f"/api/v1/conversations/{one['id']}/messages")
                if any(message["text"] == words for message in thread["items"]):
                    return int(one["id"])
            await asyncio.sleep(0.2)


async def wait_for_delivery(product: Product, owner: Signed, conversation: int, status: str) -> None:
    """Wait until the last message has come so far: it is noted after the program's answer, which we see first."""
    async with asyncio.timeout(_PATIENCE_S):
        while True:
            thread: Any = await product.call(owner, "GET", f"/api/v1/conversations/{conversation}/messages")
            if thread["items"][-1]["delivery"]["status"] == status:
                return
            await asyncio.sleep(0.05)


async def test_both_languages_show_the_same_programs() -> None:
    for language in ("python", "sh"):
        assert code_of("json.md", language) == code_of("json.ru.md", language)
    assert len(code_of("json.md", "python").strip().splitlines()) <= 40


async def test_the_example_talks_with_an_operator(product: Product, owner: Signed, messenger: Messenger) -> None:
    await messenger.say("Есть улун?")
    conversation = await find_conversation(product, owner, "Есть улун?")
    reply = {"client_id": "0193a6b0-5f5e-7c6b-8f0e-0a1b2c3d4e5f", "text": "Есть, три сорта."}
    await product.call(owner, "POST", f"/api/v1/conversations/{conversation}/messages", reply)
    assert await messenger.hear() == "Анна: Есть, три сорта."
    await wait_for_delivery(product, owner, conversation, "sent")


async def test_a_customer_by_curl(product: Product, owner: Signed, messenger: Messenger) -> None:
    curl = await asyncio.create_subprocess_exec("bash", "-c", code_of("json.md", "sh"), env=messenger.environment)
    assert await curl.wait() == 0
    assert await find_conversation(product, owner, "Where is my order?")
    forged = {**messenger.environment, "OTKLIK_SECRET": "another-secret-of-some-length"}
    refused = await asyncio.create_subprocess_exec("bash", "-c", code_of("json.md", "sh"), env=forged)
    assert await refused.wait() != 0
