"""How long an operator waits in a big installation: lists and conversations over the API, on a filled database."""

import asyncio
import http.client
import json
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.crowd import OPERATORS, Size, fill
from bench.scene import Server, free_port, fresh_database, fresh_folder
from otklik.access.sessions import Visit, open_session
from otklik.infra.db import Database
from otklik.infra.postgres import Dsns
from otklik.kit.secrets import load_or_create_keyring

_CALLS = 400
_LISTS = ("mine", "unassigned", "waiting", "open", "team:3", "snoozed", "resolved", "failed", "all")
_GROUPED = ("open", "resolved", "all")
_GROUPS = ("status", "priority", "assignee", "team", "inbox")
_CUSTOMERS = {
    "customers": "",
    "customers of one city": "&attribute=city&value=" + quote("Город 4242"),
    "customers of a city nobody lives in": "&attribute=city&value=" + quote("Нигде"),
    "customers with a city": "&attribute=city",
    "customers of one city by name": "&order=name&attribute=city&value=" + quote("Город 4242"),
}
_FILTERS = {"a customer's own field": 'field.city:"Город 4242"', "nobody's field": "field.city:Нигде"}
_WORDS = ("вера", "c4242@example", "8 900 000 42", "x777", "№ 12345")


def measure(conversations: int) -> dict[str, Any]:
    """Fill a database, call the API one call at a time, and return percentiles in milliseconds."""
    with fresh_folder() as folder, fresh_database(folder) as (dsns, admin):
        size = Size(conversations)
        took = fill(admin, size)
        data = folder / "data"
        load_or_create_keyring(data / "keys.json")
        server = Server(data, "web", free_port())
        try:
            server.wait_ready()
            cookie = asyncio.run(sign_in(dsns))
            return {
                "conversations": conversations, "messages": conversations * size.messages_each,
                "fill_s": round(took), "gib": round(_size(data) / 2**30, 1),
                **_call_all(server.port, cookie, conversations),
            }  # fmt: skip
        finally:
            server.stop()


async def sign_in(dsns: Dsns) -> str:
    database = Database(dsns.app, dsns.system, app_connections=1, system_connections=1)
    await database.open()
    async with database.system(1) as tx:
        session = await open_session(tx, 7 % OPERATORS, Visit())
    await database.close()
    return f"otklik_session={session.token}"


def _size(data: Path) -> int:
    return sum(path.stat().st_size for path in data.rglob("*") if path.is_file())


class Caller:
    """One keep-alive connection with a session."""

    def __init__(self, port: int, cookie: str) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port)
        self._headers = {"Cookie": cookie}

    def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """Return the answer of a call that must succeed."""
        self._line.request("GET", path, headers=self._headers)
        answer = self._line.getresponse()
        body = answer.read()
        assert answer.status == 200, (path, answer.status, body[:300])
        return json.loads(body) if body[:1] in b"{[" else None


def _call_all(port: int, cookie: str, conversations: int) -> dict[str, Any]:
    caller, dice = Caller(port, cookie), random.Random(7)  # noqa: S311 - a repeatable choice
    figures: dict[str, Any] = {"bare": _time(lambda _: caller.get("/health/live"), _CALLS)}
    for view in _LISTS:
        figures[f"list {view}"] = _time(lambda _, view=view: caller.get(f"/api/v1/conversations?view={view}"), _CALLS)
    for view in _GROUPED:
        for group in _GROUPS:
            where = f"?view={view}&group={group}"
            figures[f"{view} by {group}"] = _time(lambda _, at=where: caller.get(f"/api/v1/conversations{at}"), 50)
            figures[f"{view} by {group}, page 10"] = _time(_deep(caller, where, 10), 50)
            counts = f"/api/v1/conversations/groups{where}"
            figures[f"groups of {view} by {group}"] = _time(lambda _, at=counts: caller.get(at), 20)
    figures["list all, page 100"] = _time(_deep(caller, "?view=all", 100), _CALLS)
    figures["counts"] = _time(lambda _: caller.get("/api/v1/conversations/counts"), _CALLS)
    for words in _WORDS:
        path = f"/api/v1/conversations?view=all&q={quote(words)}"
        figures[f"search {words}"] = _time(lambda _, path=path: caller.get(path), 100)
    for title, more in _CUSTOMERS.items():
        figures[title] = _time(lambda _, path=f"/api/v1/contacts?limit=50{more}": caller.get(path), 100)
    for title, text in _FILTERS.items():
        path = f"/api/v1/conversations?view=all&filter={quote(text)}"
        figures[f"filter {title}"] = _time(lambda _, path=path: caller.get(path), 100)
    ids = [dice.randint(1, conversations) for _ in range(_CALLS)]
    figures["open a conversation"] = _time(lambda number: _open(caller, ids[number]), _CALLS)
    return figures


def _deep(caller: Caller, where: str, pages: int) -> Callable[[int], Any]:
    cursor = ""
    for _ in range(pages):
        cursor = caller.get(f"/api/v1/conversations{where}&limit=50&cursor={cursor}")["next_cursor"] or ""
    return lambda _: caller.get(f"/api/v1/conversations{where}&cursor={cursor}")


def _open(caller: Caller, conversation_id: int) -> None:
    """What the desk asks for when a row is clicked."""
    caller.get(f"/api/v1/conversations/{conversation_id}")
    caller.get(f"/api/v1/conversations/{conversation_id}/messages")


def _time(call: Callable[[int], Any], times: int) -> dict[str, float]:
    for number in range(min(times, 20)):
        call(number)
    waits = []
    for number in range(times):
        started = time.perf_counter()
        call(number)
        waits.append((time.perf_counter() - started) * 1000)
    return _percentiles(sorted(waits))


def _percentiles(ordered: Sequence[float]) -> dict[str, float]:
    return {f"p{share}": round(ordered[int(len(ordered) * share / 100)], 2) for share in (50, 95, 99)}
