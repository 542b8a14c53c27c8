"""What testing a channel says beyond the provider: our address, its certificate, our mark there, and the clocks."""

import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from otklik.channelkit.certificates import judge_end, read_end
from otklik.channelkit.channel import Check
from otklik.inboxes.clocks import TimedHttp, judge_clock
from otklik.inboxes.reaching import MARK_PATH, Reaching, look_at_address, make_mark
from otklik.kit.http import HttpAnswer, HttpRequest, HttpTrouble, Refused
from otklik.messaging.hooks import HookDoor
from tests.channels.email.certificates import make_contexts

KEY = (b"k" * 32,)


class World:
    """Whatever answers at an address."""

    def __init__(self, answer: HttpAnswer | HttpTrouble | None = None) -> None:
        self.answer = answer
        self.asked: list[str] = []

    async def request(self, request: HttpRequest) -> HttpAnswer:
        """Answer with our own mark unless told otherwise."""
        self.asked.append(request.url)
        if isinstance(self.answer, HttpTrouble):
            raise self.answer
        nonce = request.url.partition(MARK_PATH)[2]
        return self.answer or HttpAnswer(200, {}, make_mark(KEY, nonce).encode())


def said(checks: list[Check]) -> dict[str, str]:
    """Each check in one word."""
    return {check.name: (check.doubt.value or "ok") if check.ok else "fail" for check in checks}


async def look(address: str, world: World, tls: ssl.SSLContext | None = None) -> dict[str, str]:
    """Look at an address."""
    trusting = (lambda: tls) if tls else ssl.create_default_context
    reaching = Reaching(address, world, lambda nonce: make_mark(KEY, nonce), trusting)
    checks = await look_at_address(reaching)
    assert all(check.detail.ru and check.detail.en for check in checks)
    return said(checks)


async def test_an_inside_address_without_https_is_no_failure_and_is_told() -> None:
    world = World()
    assert await look("http://127.0.0.1:8000", world) == {"public_name": "warn", "https": "warn", "hook_address": "ok"}
    assert world.asked[0].startswith("http://127.0.0.1:8000/hooks/mark/")


@pytest.mark.parametrize(
    "answer, expected",
    [
        (HttpAnswer(200, {}, b"<html>"), "fail"),
        (HttpAnswer(404, {}, b""), "fail"),
        (HttpTrouble("no answer in time", sent=False), "unknown"),
        (Refused("not a public address", sent=False), "unknown"),
    ],
)
async def test_what_answers_in_our_place(answer: HttpAnswer | HttpTrouble, expected: str) -> None:
    assert (await look("http://127.0.0.1:8000", World(answer)))["hook_address"] == expected


async def test_a_name_that_leads_nowhere_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(_name: str) -> list[object]:
        return []

    monkeypatch.setattr("otklik.inboxes.reaching.resolve", nothing)
    assert await look("https://desk.example.test", World()) == {"public_name": "fail"}


async def test_certificates_that_hold_and_that_do_not(tmp_path: Path) -> None:
    import asyncio  # noqa: PLC0415

    ours, trusting = make_contexts(tmp_path, "localhost")
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0, ssl=ours)
    port = server.sockets[0].getsockname()[1]
    try:
        address = f"https://localhost:{port}"
        assert (await look(address, World(), trusting))["certificate"] == "warn", "an hour is left"
        assert (await look(address, World()))["certificate"] == "fail", "nobody trusts it"
    finally:
        server.close()
    assert (await look(f"https://localhost:{port}", World()))["certificate"] == "unknown"


def test_the_end_of_a_certificate() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    end = read_end("Jun  1 12:00:00 2027 GMT")
    assert end == datetime(2027, 6, 1, 12, tzinfo=UTC)
    assert read_end("") is None
    for days, expected in ((14, "ok"), (13, "warn")):
        assert said([judge_end("certificate", "x", now + timedelta(days=days), now)]) == {"certificate": expected}


@pytest.mark.parametrize("drift, expected", [(0, "ok"), (-5, "ok"), (6, "warn"), (-119, "warn"), (120, "fail")])
def test_clocks(drift: float, expected: str) -> None:
    assert said([judge_clock("clock", drift)]) == {"clock": expected}


async def test_the_date_of_an_answer_tells_the_drift() -> None:
    now = datetime.now(UTC)
    timed = TimedHttp(World(HttpAnswer(200, {"date": format_datetime(now - timedelta(seconds=90), usegmt=True)}, b"")))
    await timed.request(HttpRequest(method="GET", url="https://x.test"))
    assert timed.drift_s is not None
    assert 88 < timed.drift_s < 93
    silent = TimedHttp(World(HttpAnswer(200, {"date": "yesterday"}, b"")))
    await silent.request(HttpRequest(method="GET", url="https://x.test"))
    assert silent.drift_s is None


async def test_the_door_for_providers_answers_with_our_mark() -> None:
    sent: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b""}

    door = HookDoor(None, lambda nonce: make_mark(KEY, nonce))  # type: ignore[arg-type]  # the road is not walked
    nonce = "n" * 24
    scope = {"type": "http", "method": "GET", "path": f"{MARK_PATH}{nonce}", "headers": [], "query_string": b""}
    await door(scope, receive, send)  # type: ignore[arg-type]  # the test's own shapes
    assert (sent[0]["status"], sent[1]["body"]) == (200, make_mark(KEY, nonce).encode())
