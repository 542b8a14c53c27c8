# ruff: noqa: N802, S104 - ids of the attack list keep their capital letter; 0.0.0.0 is called, not bound
"""Nothing inside is called, and of every failed call it is known whether anything left us (rows S)."""

import asyncio
import gzip
import ipaddress
import zlib

import pytest

from otklik.kit import addresses, safe_http
from otklik.kit.addresses import Address
from otklik.kit.http import FilePart, HttpRequest, HttpTrouble, Refused
from otklik.kit.safe_http import SafeHttp
from tests.kit.conftest import Listener, answer, read_request


def resolve_to(monkeypatch: pytest.MonkeyPatch, *texts: str) -> None:
    """Let every name have these addresses."""

    async def resolve(_: str) -> list[Address]:
        return [ipaddress.ip_address(text) for text in texts]

    monkeypatch.setattr(addresses, "resolve", resolve)


async def refuse(client: SafeHttp, url: str) -> Refused:
    """Call and return the refusal."""
    with pytest.raises(Refused) as caught:
        await client.request(HttpRequest(method="GET", url=url, connect_timeout_s=2, read_timeout_s=2))
    return caught.value


METADATA = [
    "169.254.169.254", "[fd00:ec2::254]", "168.63.129.16", "metadata.google.internal", "100.100.100.200",
    "[fe80::a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]",
]  # fmt: skip


@pytest.mark.parametrize("host", METADATA)
async def test_atk_S01_metadata_services_are_refused_without_a_packet(strict: SafeHttp, host: str) -> None:
    refusal = await refuse(strict, f"http://{host}/latest/meta-data/")
    assert refusal.sent is False
    assert "latest" not in refusal.detail


LOOPBACKS = [
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "0", "0.0.0.0",
    "127.0.0.2", "127.00.0.1", "127.0.0.1.", "１２７.0.0.1", "①②⑦.0.0.1", "127。0。0。1", "localhost", "localhost.",
    "LOCALHOST", "a.localhost", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[::127.0.0.1]", "[fe80::1%25lo]", "[::1%25lo]", "0x7f.0x0.0x0.0x1", "127.0x0.1",
]  # fmt: skip


@pytest.mark.parametrize("host", LOOPBACKS)
async def test_atk_S02_no_spelling_of_loopback_is_called(strict: SafeHttp, listener: Listener, host: str) -> None:
    assert (await refuse(strict, f"http://{host}:{listener.port}/")).sent is False
    assert listener.connections == 0


INSIDE = [
    "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "2001::1", "ff02::1", "fec0::1",
    "5f00::1", "100::1", "fc00::1", "fe80::1", "::7f00:1", "::ffff:10.0.0.1", "2001:db8::1", "3fff::1", "4000::1",
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "198.18.0.1", "192.0.0.1", "192.88.99.1", "240.0.0.1",
    "255.255.255.255", "224.0.0.1", "198.51.100.1", "203.0.113.1", "0.1.2.3",
]  # fmt: skip


@pytest.mark.parametrize("text", INSIDE)
async def test_atk_S03_addresses_that_reach_inside_are_refused_as_literals_and_as_answers(
    strict: SafeHttp, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    host = f"[{text}]" if ":" in text else text
    assert (await refuse(strict, f"http://{host}/")).sent is False
    resolve_to(monkeypatch, "93.184.216.34", text)
    assert (await refuse(strict, "http://innocent.example.com/")).sent is False


@pytest.mark.parametrize("text", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "2a00:1450:4010::1", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(text: str) -> None:
    assert addresses.is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("status", [b"301 Moved", b"302 Found", b"307 Temporary", b"308 Permanent"])
async def test_atk_S04_redirects_are_reported_not_followed(
    trusting: SafeHttp, listener: Listener, monkeypatch: pytest.MonkeyPatch, status: bytes
) -> None:
    resolve_to(monkeypatch, "127.0.0.1")
    inside = Listener()
    await inside.open()
    listener.answers(answer(b"", b"Location: http://127.0.0.1:%d/" % inside.port, status=status))
    result = await trusting.request(HttpRequest(method="GET", url=f"http://inside.test:{listener.port}/"))
    await inside.close()
    assert result.status == int(status[:3])
    assert inside.connections == 0


@pytest.mark.parametrize(
    "scheme", ["file", "gopher", "dict", "ftp", "unix", "data", "http+unix", "ws", "tcp", "javascript"]
)
async def test_atk_S06_only_http_is_spoken(strict: SafeHttp, scheme: str) -> None:
    assert (await refuse(strict, f"{scheme}://example.com/x")).sent is False
    assert (await refuse(strict, f"{scheme}:x")).sent is False


async def test_atk_S07_a_name_that_leads_inside_is_refused_before_any_connection(
    strict: SafeHttp, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    for answers in (("127.0.0.1",), ("::1",), ("93.184.216.34", "127.0.0.1"), ("::ffff:127.0.0.1",)):
        resolve_to(monkeypatch, *answers)
        assert (await refuse(strict, f"http://rebind.example.com:{listener.port}/")).sent is False
    assert listener.connections == 0


async def test_atk_S07_the_address_really_connected_to_is_judged_again(
    strict: SafeHttp, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lie(*_: object) -> list[Address]:
        return [ipaddress.ip_address("127.0.0.1")]

    monkeypatch.setattr(safe_http, "check_host", lie)
    assert (await refuse(strict, f"http://rebind.example.com:{listener.port}/")).sent is False
    assert listener.connections == 0


async def test_atk_S08_odd_addresses_are_refused(strict: SafeHttp, listener: Listener) -> None:
    port = listener.port
    odd = [
        f"http://good@127.0.0.1:{port}", f"http://good\\@127.0.0.1:{port}", f"http://127.0.0.1:{port}#good",
        f"http://good.com\t@127.0.0.1:{port}/", f"http://127.0.0.1\n:{port}/", "http://a.com:80:81/", "http:///x",
        "http://", f"http://{'a' * 300}.com/", "http://xn--/", "http://a..b/", "http://-a.com/", "http://a.com:0/",
        "http://a.com:99999/", "http://a.com:port/", "//a.com/", "http:a.com", "http://[::1/", "http://[::1]x/",
        f"http://127.0.0.1:{port}@good.com/", "http://good.com%00.evil/", "http://good.com%2eevil/", "", "x" * 9000,
    ]  # fmt: skip
    for url in odd:
        assert (await refuse(strict, url)).sent is False, url
    assert listener.connections == 0


async def test_atk_S09_too_much_too_long_too_packed_is_cut(
    trusting: SafeHttp, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, "127.0.0.1")
    bomb = gzip.compress(b"\0" * 20_000_000)
    raw = zlib.compress(b"\0" * 20_000_000)
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + (b"ffff\r\n" + b"x" * 65535 + b"\r\n") * 40
    for sent in (
        answer(b"x" * 2_000_001), answer(bomb, b"Content-Encoding: gzip"), answer(raw, b"Content-Encoding: deflate"),
        answer(b"x", b"Content-Encoding: br"), chunked,
    ):  # fmt: skip
        listener.answers(sent)
        with pytest.raises(Refused) as caught:
            await trusting.request(
                HttpRequest(method="GET", url=f"http://inside.test:{listener.port}/", max_bytes=2_000_000)
            )
        assert caught.value.sent is True


async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One byte at a time, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.1)


async def endless_headers(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Headers without an end."""
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"Set-Cookie: a=b\r\n" * 100)
        await writer.drain()


async def silence(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    """Nothing, for ever."""
    await reader.read()
    await asyncio.sleep(60)


@pytest.mark.parametrize("script", [drip, endless_headers, silence])
async def test_atk_S09_slow_and_endless_answers_end_in_time(
    trusting: SafeHttp, listener: Listener, monkeypatch: pytest.MonkeyPatch, script: object
) -> None:
    resolve_to(monkeypatch, "127.0.0.1")
    listener.script = script  # type: ignore[assignment]
    request = HttpRequest(
        method="GET", url=f"http://inside.test:{listener.port}/", connect_timeout_s=0.5, read_timeout_s=1.0
    )
    async with asyncio.timeout(6):
        with pytest.raises(HttpTrouble) as caught:
            await trusting.request(request)
    assert caught.value.sent is True


async def test_atk_S14_proxies_of_the_environment_are_not_used(
    trusting: SafeHttp, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, "127.0.0.1")
    proxy = Listener()
    await proxy.open()
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    listener.answers(answer())
    result = await trusting.request(HttpRequest(method="GET", url=f"http://inside.test:{listener.port}/x?y=1"))
    await proxy.close()
    assert (result.status, result.body, proxy.connections) == (200, b"ok", 0)
    assert listener.requests[0].startswith(b"GET /x?y=1 HTTP/1.1\r\n")


async def test_allowed_networks_are_called_and_connections_are_kept(listener: Listener) -> None:
    client = SafeHttp((ipaddress.ip_network("127.0.0.0/8"),))
    listener.answers(answer(b"1"), answer(gzip.compress(b"two"), b"Content-Encoding: gzip", b"X-A: 1", b"X-a: 2"))
    url = f"http://127.0.0.1:{listener.port}/"
    form: dict[str, str | FilePart] = {"chat": "7", "file": FilePart('a"\r\nb.txt', b"hello", "text/plain")}
    first = await client.request(HttpRequest(method="POST", url=url, form=form))
    second = await client.request(HttpRequest(method="POST", url=url, body=b"{}"))
    await client.close()
    assert (first.body, second.body, listener.connections) == (b"1", b"two", 1)
    assert second.headers["x-a"] == "1, 2"
    assert b'filename="ab.txt"' in listener.requests[0]
    assert listener.requests[1].endswith(b"\r\n\r\n{}")


async def test_no_connection_means_nothing_was_sent(trusting: SafeHttp, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = Listener()
    await closed.open()
    await closed.close()
    resolve_to(monkeypatch, "127.0.0.1")
    with pytest.raises(HttpTrouble) as refused:
        await trusting.request(HttpRequest(method="POST", url=f"http://inside.test:{closed.port}/", body=b"x"))
    assert (refused.value.sent, isinstance(refused.value, Refused)) == (False, False)
    resolve_to(monkeypatch)
    with pytest.raises(HttpTrouble) as unknown:
        await trusting.request(HttpRequest(method="POST", url="http://unknown.example.com/", body=b"x"))
    assert (unknown.value.sent, isinstance(unknown.value, Refused)) == (False, False)


async def test_a_failed_handshake_means_nothing_was_sent(
    trusting: SafeHttp, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, "127.0.0.1")

    async def no_tls(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()

    listener.script = no_tls
    with pytest.raises(HttpTrouble) as caught:
        await trusting.request(HttpRequest(method="POST", url=f"https://inside.test:{listener.port}/", body=b"x"))
    assert caught.value.sent is False


async def test_a_lost_answer_means_something_may_have_been_sent(
    trusting: SafeHttp, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, "127.0.0.1")

    async def hang_up(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await read_request(reader)

    for script in (hang_up,):
        listener.script = script
        with pytest.raises(HttpTrouble) as caught:
            await trusting.request(HttpRequest(method="POST", url=f"http://inside.test:{listener.port}/", body=b"x"))
        assert (caught.value.sent, isinstance(caught.value, Refused)) == (True, False)
    listener.answers(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
    with pytest.raises(HttpTrouble) as half:
        await trusting.request(HttpRequest(method="POST", url=f"http://inside.test:{listener.port}/", body=b"x"))
    assert half.value.sent is True


@pytest.mark.parametrize(
    "headers", [{"X-A": "1\r\nX-B: 2"}, {"Host": "evil"}, {"content-length": "0"}, {"X\r\nY": "1"}]
)
async def test_atk_D07_headers_cannot_be_smuggled(
    trusting: SafeHttp, listener: Listener, headers: dict[str, str]
) -> None:
    with pytest.raises(Refused) as caught:
        await trusting.request(HttpRequest(method="GET", url="http://inside.test/", headers=headers))
    assert caught.value.sent is False
    assert listener.connections == 0
