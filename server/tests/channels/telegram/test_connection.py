"""Connecting, testing, looking after the hook, and polling instead."""

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest

from otklik.channelkit.channel import ChannelContext, PollBatch
from otklik.channelkit.errors import BadSettings, ChannelTrouble
from otklik.channelkit.inbound import ChatStarted, MessageReceived
from otklik.channels.telegram.client import TelegramClient
from otklik.channels.telegram.connection import ALLOWED_UPDATES
from otklik.channels.telegram.polling import TelegramPoller
from tests.channels.telegram.bench import BOT, HOOK, TOKEN, Bench, Loose


def names(report: Loose) -> dict[str, bool]:
    return {check.name: check.ok for check in report.checks}


def polling(bench: Bench) -> ChannelContext:
    return msgspec.structs.replace(bench.context, settings={**bench.context.settings, "transport": "polling"})


@pytest.mark.parametrize("settings, fields", [
    ({}, {"settings.token"}),
    ({"token": "12:short"}, {"settings.token"}),
    ({"token": TOKEN + "\n"}, {"settings.token"}),
    ({"token": "a" + TOKEN}, {"settings.token"}),
    ({"token": TOKEN, "transport": "pigeon"}, {"settings.transport"}),
    ({"token": TOKEN, "base_url": "file:///etc/passwd"}, {"settings.base_url"}),
    ({"token": TOKEN, "base_url": "https://x/?a=b"}, {"settings.base_url"}),
    ({"token": "", "transport": "", "base_url": "x"}, {"settings.token", "settings.transport", "settings.base_url"}),
])  # fmt: skip
def test_wrong_settings_are_named(settings: dict[str, str], fields: set[str]) -> None:
    with pytest.raises(BadSettings) as refused:
        Bench().channel.validate(settings)
    assert {error.field for error in refused.value.errors} == fields


async def test_connecting_registers_address_secret_and_kinds(bench: Bench) -> None:
    report = await bench.channel.connect(bench.context)
    steps = ("token_shape", "token", "rights", "address", "registration")
    assert names(report) == dict.fromkeys(steps, True)
    assert report.account is not None
    assert (report.account.name, report.account.username) == ("Магазин", BOT)
    hook = bench.fake.engine.world.bots[TOKEN]
    assert hook.webhook is not None
    assert (hook.webhook.url, hook.webhook.secret) == (HOOK, bench.context.hook_secret)
    assert set(hook.allowed) == set(ALLOWED_UPDATES)


async def test_connecting_keeps_what_waits_at_telegram(bench: Bench) -> None:
    bench.player.send_text(BOT, bench.person, "до подключения")
    await bench.channel.connect(bench.context)
    arrived = await bench.arrived()
    assert isinstance(arrived[0], ChatStarted)
    assert isinstance(arrived[1], MessageReceived)


@pytest.mark.parametrize(
    "url", ["http://desk.example/h", "https://desk.example:8080/h", "", "https://desk.example:x/h"]
)
async def test_an_address_that_telegram_would_refuse_is_said_before_asking(bench: Bench, url: str) -> None:
    context = msgspec.structs.replace(bench.context, hook_url=url)
    report = await bench.channel.connect(context)
    assert names(report)["address"] is False
    assert not any(call.method == "setWebhook" for call in bench.fake.received)


async def test_a_bot_api_server_of_ones_own_may_call_any_address() -> None:
    bench = Bench(base_url="http://bots.example/api/")
    bench.http.mount("bots.example", _under("/api", bench))
    bench.fake.moods.set("any_webhook_url")
    context = msgspec.structs.replace(bench.context, hook_url="http://desk.example/h")
    assert (await bench.channel.connect(context)).ok


def _under(root: str, bench: Bench) -> Loose:
    async def app(scope: Loose, receive: Loose, send: Loose) -> None:
        await bench.fake({**scope, "root_path": root}, receive, send)

    return app


async def test_a_secret_that_does_not_suit_telegram_is_said(bench: Bench) -> None:
    report = await bench.channel.connect(msgspec.structs.replace(bench.context, hook_secret="сек рет"))
    assert names(report)["address"] is False


async def test_testing_changes_nothing(bench: Bench) -> None:
    before = bench.fake.snapshot()
    report = await bench.channel.test(bench.context)
    assert report.ok
    assert bench.fake.snapshot() == before
    rights = next(check for check in report.checks if check.name == "rights")
    assert "groups: yes, all messages in groups: no, Telegram Business: yes" in rights.detail.en


async def test_testing_says_what_waits_and_what_was_complained_of(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    await bench.arrived()
    bot = bench.fake.engine.world.bots[TOKEN]
    assert bot.webhook is not None
    bot.webhook.last_error_date, bot.webhook.last_error_message = 1_700_000_000, "Wrong response: 502"
    report = await bench.channel.test(bench.context)
    assert report.ok, "it is over"
    last = next(check for check in report.checks if check.name == "last_error")
    assert (last.doubt.value, "2023-11-14 22:13 UTC: Wrong response: 502" in last.detail.en) == ("warn", True)


@pytest.mark.parametrize("mood, name", [("revoked", "token"), ("down", "token")])
async def test_testing_says_what_fails(bench: Bench, mood: str, name: str) -> None:
    bench.fake.moods.set(mood)
    assert names(await bench.channel.test(bench.context))[name] is False


async def test_testing_says_when_telegram_cannot_reach_us(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    await bench.arrived()
    bot = bench.fake.engine.world.bots[TOKEN]
    assert bot.webhook is not None
    bot.webhook.last_error_date, bot.webhook.last_error_message = 1, "Connection timed out"
    bot.updates.append({"update_id": 900})
    assert names(await bench.channel.test(bench.context))["reached"] is False
    found = await bench.channel.watch(bench.context)
    assert (found.ok, found.pending, found.detail) == (False, 1, "Connection timed out")


async def test_watching_takes_a_stolen_registration_back(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    client = TelegramClient(bench.http, TOKEN)
    await client.call("setWebhook", {"url": "https://other.example/"})
    found = await bench.channel.watch(bench.context)
    assert (found.ok, found.repaired) == (True, True)
    assert (await bench.channel.watch(bench.context)).repaired is False


async def test_watching_asks_again_for_kinds_that_somebody_switched_off(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    client = TelegramClient(bench.http, TOKEN)
    await client.call("setWebhook", {"url": HOOK, "allowed_updates": ["message"]})
    assert (await bench.channel.watch(bench.context)).repaired
    assert set(bench.fake.engine.world.bots[TOKEN].allowed) == set(ALLOWED_UPDATES)


async def test_watching_says_when_it_cannot_repair(bench: Bench) -> None:
    bench.fake.moods.set("down", only=("setWebhook",))
    found = await bench.channel.watch(bench.context)
    assert (found.ok, found.repaired) == (False, False)
    bench.http.unplugged = True
    assert (await bench.channel.watch(bench.context)).ok is False


async def test_disconnecting_removes_the_hook_and_keeps_the_backlog(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    await bench.channel.disconnect(bench.context)
    bench.player.send_text(BOT, bench.person, "потом")
    bot = bench.fake.engine.world.bots[TOKEN]
    assert bot.webhook is None
    assert [next(iter(u.keys() - {"update_id"})) for u in bot.updates][-1] == "message"


# Polling --------------------------------------------------------------------------------------------------------


async def line(bench: Bench, wait_s: int = 0) -> AsyncIterator[PollBatch]:
    return aiter(TelegramPoller(TelegramClient(bench.http, TOKEN), wait_s=wait_s).batches({}))


async def test_polling_brings_the_same_updates_and_needs_no_signature(bench: Bench) -> None:
    context = polling(bench)
    assert bench.channel.wants_polling(context.settings)
    assert (await bench.channel.connect(context)).ok
    batch = await anext(await line(bench))
    (call,) = batch.calls
    bench.channel.verify(call, context.settings, "")
    assert isinstance(bench.channel.parse(call, context.settings)[0], ChatStarted)


async def test_the_offset_moves_only_when_the_next_batch_is_asked_for(bench: Bench) -> None:
    first = await anext(await line(bench))
    again = await anext(await line(bench))
    assert [call.body for call in first.calls] == [call.body for call in again.calls]
    bench.player.send_text(BOT, bench.person, "дальше")
    poller = TelegramPoller(TelegramClient(bench.http, TOKEN), wait_s=0)
    batches = aiter(poller.batches(first.cursor))
    batch = await anext(batches)
    assert len(batch.calls) == 1
    assert b"\xd0\xb4\xd0\xb0\xd0\xbb" in batch.calls[0].body or b"\\u0434" in batch.calls[0].body
    assert batch.cursor == {"offset": first.cursor["offset"] + 1}


async def test_polling_waits_for_news_and_hangs_up_at_once(bench: Bench) -> None:
    bench.http._patience_s = 30  # noqa: SLF001 - the wait is the point
    poller = TelegramPoller(TelegramClient(bench.http, TOKEN), wait_s=20)
    batches = aiter(poller.batches({"offset": 100}))
    waiting = asyncio.ensure_future(anext(batches))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await poller.close()
    with pytest.raises(StopAsyncIteration):
        await asyncio.wait_for(waiting, 1)


async def test_polling_wakes_up_when_somebody_writes(bench: Bench) -> None:
    bench.http._patience_s = 30  # noqa: SLF001 - the wait is the point
    batches = aiter(TelegramPoller(TelegramClient(bench.http, TOKEN), wait_s=20).batches({"offset": 2}))
    waiting = asyncio.ensure_future(anext(batches))
    await asyncio.sleep(0.05)
    bench.player.send_text(BOT, bench.person, "ау")
    batch = await asyncio.wait_for(waiting, 2)
    assert len(batch.calls) == 1


async def test_a_second_poller_is_an_alarm_and_not_a_fight(bench: Bench) -> None:
    bench.fake.moods.set("other_poller")
    with pytest.raises(ChannelTrouble) as trouble:
        await anext(await line(bench))
    assert trouble.value.stop
    assert "only one bot instance" in trouble.value.detail


async def test_a_webhook_in_the_way_is_removed_on_the_next_line(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    with pytest.raises(ChannelTrouble) as trouble:
        await anext(await line(bench))
    assert not trouble.value.stop
    await bench.channel.open_poller(polling(bench))
    assert bench.fake.engine.world.bots[TOKEN].webhook is None


@pytest.mark.parametrize("mood, stop, wait", [("revoked", True, 5.0), ("throttled", False, 9.0), ("down", False, 5.0)])
async def test_polling_says_whether_waiting_helps(bench: Bench, mood: str, stop: bool, wait: float) -> None:  # noqa: FBT001 - a table
    bench.fake.moods.set(mood, value=9)
    with pytest.raises(ChannelTrouble) as trouble:
        await anext(await line(bench))
    assert (trouble.value.stop, trouble.value.retry_after_s) == (stop, wait)


async def test_a_line_for_a_revoked_token_is_not_opened(bench: Bench) -> None:
    bench.player.revoke_token(BOT)
    with pytest.raises(ChannelTrouble) as trouble:
        await bench.channel.open_poller(polling(bench))
    assert trouble.value.stop
