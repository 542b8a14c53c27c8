"""How the desk feels in a real browser on a big installation: opening, scrolling, updates, a long thread.

Beside the figures stand two that only the machine explains: the frames of an empty page under the same load, and the
time of a fixed piece of JavaScript.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from playwright.async_api import Browser, CDPSession, Page, async_playwright

from bench.crowd import Size, fill
from bench.hall import sign_in
from bench.load import PEOPLE, Run, build_request, run_paced
from bench.scene import Inbox, Server, free_port, fresh_database, fresh_folder, lay_inbox
from otklik.kit.secrets import load_or_create_keyring

_RATE = 50
"""Messages of customers a second."""
_SECONDS = 15
_WRITERS = 100
"""How many customers write in turns while the list is watched."""
_LONG = 50_000
_OPENINGS = 3
_THREADS = 8
_NEIGHBOURS = 20
_READ_MS = 1_500
"""How long a conversation is read before the next one; the desk brings its neighbours meanwhile."""
_SLOWER = 4
_QUIET_MS = 500
"""Without a task over 50 ms for so long, a page that shows its rows counts as ready to work with."""
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-extensions",
]
_LONG_THREAD: tuple[LiteralString, ...] = (
    "delete from message where conversation_id = 1",
    """
insert into message (workspace_id, conversation_id, seq, kind, direction, author_kind, author_name, inbox_id,
    identity_id, text, sent_at, created_at)
select 1, 1, n, 'text', case when n %% 2 = 1 then 'in' else 'out' end,
       case when n %% 2 = 1 then 'contact' else 'operator' end, 'Вера', 2, 1,
       'Длинная переписка, строка ' || n, at, at
from (select n, now() - (%(count)s - n) * interval '10 minutes' as at
      from generate_series(1, %(count)s) n) made
    """,
    """update conversation set last_seq = %(count)s, in_count = %(count)s / 2,
        last_message_at = now() + interval '1 day' where id = 1""",
    """
insert into read_mark (conversation_id, operator_id, workspace_id, seq, in_seen)
select 1, id, 1, %(count)s, %(count)s / 2 from operator
    """,
    "analyze message",
)
_SCRIPT = Path(__file__).with_name("screen.js").read_text(encoding="utf-8")


def measure(conversations: int) -> dict[str, Any]:
    """Fill a database, open it in Chromium, and return what a person at the desk waits for, in milliseconds."""
    with fresh_folder() as folder, fresh_database(folder) as (dsns, admin):
        fill(admin, Size(conversations))
        _write_long_thread(admin)
        data = folder / "data"
        load_or_create_keyring(data / "keys.json")
        inbox = lay_inbox(data, dsns, workspace_id=1)
        server = Server(data, "web", free_port())
        try:
            server.wait_ready()
            cookie = asyncio.run(sign_in(dsns))
            return {"conversations": conversations, **asyncio.run(_look(server.port, cookie, inbox))}
        finally:
            server.stop()


def _write_long_thread(admin: str) -> None:
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        for table in ("inbox", "operator", "team", "contact", "conversation", "identity"):
            connection.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), max(id)) from {table}")  # noqa: S608 - our own names
        for statement in _LONG_THREAD:
            connection.execute(statement, {"count": _LONG})


async def _look(port: int, cookie: str, inbox: Inbox) -> dict[str, Any]:
    async with _chromium() as browser:
        seat = Seat(browser, port, cookie)
        await asyncio.to_thread(_write, port, inbox, 0, 5)
        figures: dict[str, Any] = {"speed": await seat.speed()}
        figures["open"] = [await seat.open_fresh("/inbox/all") for _ in range(_OPENINGS)]
        figures["open slowed"] = [await seat.open_fresh("/inbox/all", _SLOWER) for _ in range(_OPENINGS)]
        figures["open again"] = await seat.open_again("/inbox/all", _OPENINGS)
        figures["thread"] = await seat.open_thread(_THREADS)
        figures["neighbour"] = await seat.open_neighbours(_NEIGHBOURS)
        figures["scroll"] = await seat.scroll("/inbox/all?sort=newest")
        figures["nothing"] = await seat.watch(None, lambda: _write(port, inbox, 1, _SECONDS))
        figures["updates"] = await seat.watch("/inbox/all?sort=newest", lambda: _write(port, inbox, 2, _SECONDS))
        figures["updates, waiting first"] = await seat.watch("/inbox/open", lambda: _write(port, inbox, 3, _SECONDS))
        return figures


@asynccontextmanager
async def _chromium() -> AsyncIterator[Browser]:
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield browser
        await browser.close()


def _write(port: int, inbox: Inbox, part: int, seconds: int) -> int:
    """Let a hundred customers write, fifty messages a second in all; return how many were accepted."""
    count = _RATE * seconds
    numbers = [(1 + part * 100 + turn // _WRITERS) * PEOPLE + 1 + turn % _WRITERS for turn in range(count)]
    run = Run(port, 8, [build_request(inbox.path, number) for number in numbers])
    run_paced(run, seconds, _RATE)
    run.close()
    return len(run.latencies)


class Seat:
    """An operator's place: pages of a signed-in browser, 1440 by 900."""

    def __init__(self, browser: Browser, port: int, cookie: str) -> None:
        self._browser = browser
        self._address = f"http://127.0.0.1:{port}"
        self._cookie = cookie.partition("=")

    @asynccontextmanager
    async def _page(self, *, keeps: bool = False) -> AsyncIterator[Page]:
        context = await self._browser.new_context(
            viewport={"width": 1440, "height": 900}, locale="ru-RU", service_workers="allow" if keeps else "block"
        )
        await context.add_cookies([{"name": self._cookie[0], "value": self._cookie[2], "url": self._address}])
        await context.add_init_script(_SCRIPT)
        yield await context.new_page()
        await context.close()

    async def speed(self) -> float:
        """Return the milliseconds of a fixed piece of JavaScript."""
        async with self._page() as page:
            return round(min([float(await page.evaluate("bench.speed()")) for _ in range(3)]), 1)

    async def open_fresh(self, path: str, slower: int = 1) -> dict[str, float]:
        """Open the desk in a browser that has never seen it, on a processor so many times slower."""
        async with self._page() as page:
            await (await page.context.new_cdp_session(page)).send("Emulation.setCPUThrottlingRate", {"rate": slower})
            return await self._opening(page, path)

    async def open_again(self, path: str, times: int) -> list[dict[str, float]]:
        """Open the desk in a browser that keeps it."""
        async with self._page(keeps=True) as page:
            await self._opening(page, path)
            await page.wait_for_timeout(3_000)
            return [await self._opening(page, path) for _ in range(times)]

    async def _opening(self, page: Page, path: str) -> dict[str, float]:
        probe = await _probe(page)
        await page.goto(self._address + path, wait_until="commit")
        seen = await page.evaluate("(ms) => bench.ready(ms)", _QUIET_MS)
        spent = await _totals(probe)
        return {
            "rows": round(seen["rows"]), "ready": round(seen["ready"]), "script": round(spent["ScriptDuration"] * 1000),
            "busy": round(spent["TaskDuration"] * 1000),
        }  # fmt: skip

    async def open_thread(self, times: int) -> dict[str, float]:
        """Click the row of the long conversation, coming from another each time."""
        async with self._page() as page:
            await self._opening(page, "/inbox/all?sort=newest")
            other = await page.locator("[data-row]:not([data-row='1'])").first.get_attribute("data-row")
            waits = []
            for _ in range(times):
                waits.append(float(await page.evaluate(f"bench.open(1, {_LONG})")))
                await page.locator(f'[data-row="{other}"]').click()
                await page.wait_for_timeout(1_500)
            return {"first": round(waits[0]), **_shares(waits[1:])}

    async def open_neighbours(self, times: int) -> dict[str, float]:
        """Read one conversation after the other: press J, until the last message of the next one is painted."""
        async with self._page() as page:
            await self._opening(page, "/inbox/all?sort=newest")
            rows = page.locator("[data-row]")
            ids: list[int] = await rows.evaluate_all("all => all.map((row) => Number(row.dataset.row))")
            ends = [await self._last_message(page, number) for number in ids[: times + 1]]
            await rows.first.click()
            waits = []
            for end in ends[1:]:
                await page.wait_for_timeout(_READ_MS)
                waits.append(float(await page.evaluate(f"bench.next({end})")))
            return _shares(waits)

    async def _last_message(self, page: Page, number: int) -> int:
        path = f"{self._address}/api/v1/conversations/{number}/messages?limit=1"
        return int((await (await page.request.get(path)).json())["items"][-1]["id"])

    async def scroll(self, path: str) -> dict[str, Any]:
        """Scroll without pause, 2,400 points a second."""
        async with self._page() as page:
            await self._opening(page, path)
            seen = await page.evaluate("(ms) => bench.scroll(ms)", _SECONDS * 1000)
            return {**_shares(seen["gaps"]), "rows": round(seen["top"] / 64), "nodes": seen["nodes"]}

    async def watch(self, path: str | None, load: Any) -> dict[str, Any]:  # noqa: ANN401 - a call in a thread
        """Watch the frames of a page, or of an empty one, while customers write."""
        async with self._page() as page:
            if path:
                await self._opening(page, path)
            probe = await _probe(page)
            before = await _totals(probe)
            writing = asyncio.create_task(asyncio.to_thread(load))
            gaps = await page.evaluate("(ms) => bench.frames(ms)", _SECONDS * 1000)
            after = await _totals(probe)
            share = (after["TaskDuration"] - before["TaskDuration"]) / _SECONDS
            return {**_shares(gaps), "busy": round(share, 3), "written": await writing}


async def _probe(page: Page) -> CDPSession:
    """Count what the page's own thread spends, not what passes while others have the processor."""
    probe = await page.context.new_cdp_session(page)
    await probe.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
    await probe.send("Performance.enable")
    return probe


async def _totals(probe: CDPSession) -> dict[str, float]:
    return {one["name"]: one["value"] for one in (await probe.send("Performance.getMetrics"))["metrics"]}


def _shares(values: Sequence[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {f"p{share}": round(ordered[int((len(ordered) - 1) * share / 100)], 1) for share in (50, 95, 99)}
