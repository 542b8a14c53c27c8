"""The real HTTP client over a real socket: headers, forms and answers are those that a server sees."""

import asyncio
import ipaddress
from collections.abc import AsyncIterator

import msgspec
import pytest
import uvicorn

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.inbound import MessageReceived
from otklik.channelkit.outbound import Sent
from otklik.kit.http import FilePart
from otklik.kit.safe_http import SafeHttp
from tests.channels.max.bench import BOT, PIXEL, Bench


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    bench = Bench()
    bench.player.start(BOT, bench.person)
    yield bench
    await bench.fake.close()
    assert bench.faults() == []


@pytest.fixture
async def context(bench: Bench) -> AsyncIterator[ChannelContext]:
    """The inbox with the client that the product has, which may call this machine."""
    server = uvicorn.Server(uvicorn.Config(bench.fake, port=0, log_level="error", lifespan="off", ws="none"))
    serving = asyncio.ensure_future(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    http = SafeHttp([ipaddress.ip_network("127.0.0.0/8")])
    settings = {**bench.context.settings, "base_url": f"http://127.0.0.1:{port}/"}
    yield msgspec.structs.replace(bench.context, http=http, settings=settings)
    await http.close()
    server.should_exit = server.force_exit = True
    await serving


@pytest.mark.parametrize("kind, mime", [(Kind.IMAGE, "image/png"), (Kind.VIDEO, "video/mp4"), (Kind.DOCUMENT, "")])
async def test_a_file_goes_out_in_two_steps(bench: Bench, context: ChannelContext, kind: Kind, mime: str) -> None:
    (part,) = bench.channel.render(bench.message(text="Вот", files=(bench.file(kind, mime),)), {})
    assert isinstance(await bench.channel.send(part, context), Sent)
    (seen,) = bench.seen()
    assert bench.player.file(seen["file"]["id"]).data == PIXEL


async def test_a_file_comes_in_and_news_are_polled(bench: Bench, context: ChannelContext) -> None:
    asking = msgspec.structs.replace(context, settings={**context.settings, "transport": "polling"})
    report = await bench.channel.connect(asking)
    assert report.ok
    assert report.cursor is not None
    bench.player.send_file(BOT, bench.person, "photo", FilePart("p.png", PIXEL, "image/png"))
    poller = await bench.channel.open_poller(asking)
    batch = await anext(aiter(poller.batches(report.cursor)))
    await poller.close()
    (fact,) = bench.channel.parse(batch.calls[0], asking.settings)
    assert isinstance(fact, MessageReceived)
    attachment = fact.content.attachments[0]
    port = str(context.settings["base_url"]).rpartition(":")[2].rstrip("/")
    assert f"127.0.0.1:{port}" in attachment.ref
    assert (await bench.channel.fetch_file(attachment, asking)).data == PIXEL


async def test_a_worthless_token_and_a_server_that_is_away(bench: Bench, context: ChannelContext) -> None:
    wrong = msgspec.structs.replace(context, settings={**context.settings, "token": "wrong-token"})
    assert [check.name for check in (await bench.channel.test(wrong)).checks if not check.ok] == ["token"]
    away = msgspec.structs.replace(context, settings={**context.settings, "base_url": "http://127.0.0.1:1"})
    assert "недоступен" in (await bench.channel.test(away)).checks[-1].detail.ru
