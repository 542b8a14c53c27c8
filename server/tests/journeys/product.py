"""A running installation for the journeys: the real `otklik serve` on a fresh folder, and its API."""

import asyncio
import ctypes
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import cast
from uuid import uuid4

import aiohttp
from msgspec import Struct

from tests.channels.email.servers import free_port

PASSWORD = "correct horse battery"
COOKIE = "otklik_session"
_START_S = 240
_STOP_S = 60
_LAST_LINES = 4_000
_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Ask the kernel to stop this process when the tests are killed: an installation must not outlive them."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Signed(Struct, frozen=True):
    """An operator who has signed in: a name, the session's cookie, and what changing requests must carry."""

    name: str
    cookie: str
    csrf: str


class Product:
    """One installation: started once, asked by browsers and, where a journey needs something laid ready, by its API."""

    def __init__(self) -> None:
        self.address = f"http://127.0.0.1:{free_port()}"
        self._folder = Path(tempfile.mkdtemp(prefix="otklik-journeys-"))
        self._folder.chmod(0o755)  # for the other user whom PostgreSQL runs as when the tests run as root
        self._log = self._folder / "log"
        self._process: subprocess.Popen[bytes] | None = None
        self._owner: Signed | None = None
        self.owner_link = ""
        """The page of the first owner, as the console shows it."""

    def start(self) -> None:
        """Start as a newcomer would, and wait for the owner's link."""
        environment = {
            **os.environ, "OTKLIK_DATA_DIR": str(self._folder / "data"), "OTKLIK_LOG_LEVEL": "warning",
            "OTKLIK_PORT": self.address.rpartition(":")[2], "OTKLIK_ALLOWED_NETWORKS": "127.0.0.0/8",
            "OTKLIK_VISITOR_SESSIONS": "1000",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }  # fmt: skip
        with self._log.open("wb") as log:
            command = [sys.executable, "-m", "otklik", "serve"]
            self._process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log,
                preexec_fn=end_with_parent,  # noqa: PLW1509 - one call to the kernel, no lock
            )  # fmt: skip
        self.owner_link = self._await_link(self._process)

    def _await_link(self, process: "subprocess.Popen[bytes]") -> str:
        end = time.monotonic() + _START_S
        while time.monotonic() < end and process.poll() is None:
            found = re.search(r"http\S+/setup#\S+", self._log.read_text(encoding="utf-8"))
            if found:
                return found.group(0)
            time.sleep(0.1)
        raise AssertionError(self.tell())

    def stop(self) -> None:
        """Stop it and remove everything it wrote."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(_STOP_S)
        shutil.rmtree(self._folder, ignore_errors=True)

    def tell(self) -> str:
        """Return the end of what it logged."""
        return self._log.read_text(encoding="utf-8", errors="replace")[-_LAST_LINES:]

    async def wait_until_open(self) -> None:
        """Wait until it answers: the link is printed a moment before the port listens."""
        async with asyncio.timeout(_START_S), aiohttp.ClientSession() as session:
            while True:
                try:
                    async with session.get(f"{self.address}/api/v1/setup"):
                        return
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.1)

    async def enter_as_owner(self) -> Signed:
        """Sign the owner in; become the owner first, if nobody has."""
        needed = (await self._request("GET", "/api/v1/setup"))[0]["needed"]
        who = {"email": "anna@example.test", "password": PASSWORD}
        if not needed:
            return await self._own(self._signed(await self._request("POST", "/api/v1/session", who)))
        body = {
            **who, "token": self.owner_link.partition("#")[2], "company": "Чай и глина", "locale": "ru",
            "time_zone": "Europe/Moscow", "name": "Анна",
        }  # fmt: skip
        return await self._own(self._signed(await self._request("POST", "/api/v1/setup", body)))

    async def _own(self, owner: Signed) -> Signed:
        self._owner = await self._ready(owner)
        return self._owner

    async def clear_desk(self) -> None:
        """Close what is open, for a page holds only the rows that are seen; let closing ask for nothing."""
        if self._owner is None:
            return
        found = await self.call(self._owner, "GET", "/api/v1/conversations?view=open&limit=1")
        if found["items"]:
            everything = {"view": "open", "action": {"verb": "resolve"}}
            await self.call(self._owner, "POST", "/api/v1/conversations/bulk", everything)
        reasons = (await self.call(self._owner, "GET", "/api/v1/closing-reasons"))["items"]
        for reason in cast("list[dict[str, object]]", reasons):
            await self.call(self._owner, "DELETE", f"/api/v1/closing-reasons/{reason['id']}")
        for path in ("/api/v1/topics", "/api/v1/conversation-fields"):
            asked = (await self.call(self._owner, "GET", path))["items"]
            for one in cast("list[dict[str, object]]", asked):
                await self.call(self._owner, "PATCH", f"{path}/{one['id']}", {"archived": True})

    async def add_operator(self, owner: Signed, name: str, email: str, role: str = "operator") -> Signed:
        """Invite a colleague, who accepts."""
        body = {"email": email, "role": role, "team_ids": []}
        link = str((await self.call(owner, "POST", "/api/v1/invitations", body))["link"])
        answer = {"token": link.partition("#")[2], "name": name, "password": PASSWORD}
        return await self._ready(self._signed(await self._request("POST", "/api/v1/invitations/accept", answer)))

    async def _ready(self, who: Signed) -> Signed:
        """Let answers leave at once: only the journey about taking them back waits."""
        await self.call(who, "PATCH", "/api/v1/session/preferences", {"undo_send_s": 0})
        return who

    async def call(self, by: Signed, method: str, path: str, body: object = None) -> dict[str, object]:
        """Call the API in somebody's name; a bare list comes as `items`."""
        return (await self._request(method, path, body, by))[0]

    async def _request(
        self, method: str, path: str, body: object = None, by: Signed | None = None
    ) -> tuple[dict[str, object], str]:
        headers = {"Idempotency-Key": str(uuid4())} if method == "POST" else {}
        if by:
            headers |= {"Cookie": f"{COOKIE}={by.cookie}", "X-CSRF-Token": by.csrf}
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.request(method, self.address + path, json=body, headers=headers) as answer,
        ):
            assert answer.ok, await answer.text()
            said = await answer.json() if answer.content_type == "application/json" else {}
            cookie = answer.cookies.get(COOKIE)
            body = said if isinstance(said, dict) else {"items": said}
            return body, cookie.value if cookie else ""

    @staticmethod
    def _signed(answer: tuple[dict[str, object], str]) -> Signed:
        session, cookie = answer
        operator = session["operator"]
        assert isinstance(operator, dict)
        return Signed(str(operator["name"]), cookie, str(session["csrf_token"]))
