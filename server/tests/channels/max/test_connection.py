"""Connecting, testing, looking after the subscription, and polling instead."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from otklik.channelkit.channel import ConnectReport, Doubt, PollBatch
from otklik.channelkit.errors import BadSettings, ChannelTrouble
from otklik.channelkit.fakes import FakeAnswer
from otklik.channelkit.inbound import ChatStarted, MessageReceived, ReachChanged
from otklik.channels.max.connection import UPDATE_TYPES, client_of
from otklik.channels.max.polling import MaxPoller
from otklik.kit.http import HttpAnswer, HttpRequest, HttpTrouble, Untrusted
from tests.channels.max.bench import BOT, HOOK, SECRET, Bench

TOKEN = "f9LHodD0cOL5zVTWLM1KrvPdM"


def names(report: ConnectReport) -> dict[str, bool]:
    return {check.name: check.ok for check in report.checks}


def hooks(bench: Bench) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = bench.player.account(BOT).extra.get("subscriptions", [])
    return found


@pytest.mark.parametrize("settings, fields", [
    ({}, {"settings.token"}), ({"token": "short"}, {"settings.token"}), ({"token": TOKEN + "\n"}, {"settings.token"}),
    ({"token": "токен-токен"}, {"settings.token"}), ({"token": TOKEN, "transport": "pigeon"}, {"settings.transport"}),
    ({"token": TOKEN, "base_url": "file:///etc/passwd"}, {"settings.base_url"}),
    ({"token": TOKEN, "base_url": "https://x/?a=b"}, {"settings.base_url"}),
])  # fmt: skip
def test_wrong_settings_are_named(settings: dict[str, str], fields: set[str]) -> None:
    with pytest.raises(BadSettings) as refused:
        Bench().channel.validate(settings)
    assert {error.field for error in refused.value.errors} == fields


async def test_connecting_subscribes_with_address_secret_and_kinds(bench: Bench) -> None:
    report = await bench.channel.connect(bench.context)
    assert names(report) == {"token": True, "address": True, "registration": True}
    assert report.account is not None
    assert (report.account.name, report.account.username) == ("Магазин", BOT)
    (hook,) = hooks(bench)
    assert (hook["url"], hook["secret"], set(hook["update_types"])) == (HOOK, SECRET, set(UPDATE_TYPES))


async def test_what_the_person_does_arrives_with_the_secret(bench: Bench) -> None:
    bench.player.send_text(BOT, bench.person, "Здравствуйте")
    bench.player.block(BOT, bench.person)
    bench.player.unblock(BOT, bench.person)
    facts = await bench.arrived()
    assert [type(fact) for fact in facts] == [ChatStarted, MessageReceived, ReachChanged, ChatStarted]


async def test_a_delivery_that_fails_comes_again_after_a_minute_and_more(bench: Bench) -> None:
    await bench.fake.settle()
    bench.hooks.calls.clear()
    bench.hooks.refusals = [FakeAnswer(status=500), FakeAnswer(status=404), FakeAnswer(status=503)]
    bench.player.send_text(BOT, bench.person, "Здравствуйте")
    (fact,) = await bench.arrived()
    assert isinstance(fact, MessageReceived)
    assert bench.pauses == [60.0, 150.0, 375.0]


async def test_a_subscription_that_max_removed_silently_is_made_again(bench: Bench) -> None:
    assert (await bench.channel.watch(bench.context)).repaired is False
    bench.fake.forget_hooks(BOT)
    found = await bench.channel.watch(bench.context)
    assert (found.ok, found.repaired) == (True, True)
    assert hooks(bench)[0]["url"] == HOOK
    assert (await bench.channel.watch(bench.context)).repaired is False


async def test_a_subscription_with_too_few_kinds_is_widened_and_one_for_all_is_enough(bench: Bench) -> None:
    hooks(bench)[0]["update_types"] = ["message_created"]
    assert (await bench.channel.watch(bench.context)).repaired is True
    hooks(bench)[0]["update_types"] = []
    assert (await bench.channel.watch(bench.context)).repaired is False


@pytest.mark.parametrize("mood", ["down", "revoked", "html", "silent"])
async def test_trouble_while_watching_is_told(bench: Bench, mood: str) -> None:
    bench.fake.moods.set(mood)
    found = await bench.channel.watch(bench.context)
    assert (found.ok, found.repaired, bool(found.detail)) == (False, False, True)


@pytest.mark.parametrize(
    "url", ["http://desk.example/h", "https://desk.example:8443/h", "", "https://desk.example:x/h"]
)
async def test_an_address_that_max_would_refuse_is_said_before_asking(bench: Bench, url: str) -> None:
    bench.fake.forget_hooks(BOT)
    report = await bench.channel.connect(msgspec.structs.replace(bench.context, hook_url=url))
    assert names(report)["address"] is False
    assert hooks(bench) == []


@pytest.mark.parametrize("secret", ["", "abcd", "secret with space", "x" * 257])
async def test_a_secret_that_max_would_refuse_is_said_before_asking(bench: Bench, secret: str) -> None:
    report = await bench.channel.connect(msgspec.structs.replace(bench.context, hook_secret=secret))
    assert names(report)["address"] is False


async def test_testing_changes_nothing_and_tells_who_else_listens(bench: Bench) -> None:
    bench.fake.forget_hooks(BOT)
    report = await bench.channel.test(bench.context)
    assert (report.ok, hooks(bench)) == (True, [])
    assert "ещё не подключён" in report.checks[-1].detail.ru
    bench.player.account(BOT).extra["subscriptions"] = [
        {"url": "https://other.example/h", "secret": "", "time": 1, "update_types": []}
    ]
    await bench.channel.connect(bench.context)
    shared = (await bench.channel.test(bench.context)).checks[-1]
    assert (shared.name, shared.ok, shared.doubt) == ("shared", True, Doubt.WARN)
    assert "other.example" in shared.detail.en
    await bench.channel.disconnect(bench.context)
    assert [hook["url"] for hook in hooks(bench)] == ["https://other.example/h"], "those of others stay"


async def test_a_certificate_that_is_not_trusted_is_said_to_be_the_reason_and_how_it_is_mended(bench: Bench) -> None:
    class Suspicious:
        async def request(self, request: HttpRequest) -> HttpAnswer:
            raise Untrusted("the certificate of the other side is not valid", sent=False)

    report = await bench.channel.test(msgspec.structs.replace(bench.context, http=Suspicious()))
    assert names(report) == {"certificate": False}
    words = report.checks[0].detail
    assert all("trusted_authorities" in text and "platform-api2.max.ru" in text for text in (words.ru, words.en))


@pytest.mark.parametrize("mood, words", [("revoked", "не принимает"), ("down", "отказал"), ("silent", "недоступен")])
async def test_trouble_while_testing_has_words(bench: Bench, mood: str, words: str) -> None:
    bench.fake.moods.set(mood)
    report = await bench.channel.test(bench.context)
    assert names(report) == {"token": False}
    assert words in report.checks[0].detail.ru


# Polling --------------------------------------------------------------------------------------------------------


async def test_an_inbox_that_asks_removes_addresses_and_knows_where_it_begins(bench: Bench) -> None:
    context = bench.polling()
    report = await bench.channel.connect(context)
    assert (report.ok, hooks(bench)) == (True, [])
    assert report.cursor is not None
    for text in ("раз", "два", "три"):
        bench.player.send_text(BOT, bench.person, text)
    poller = await bench.channel.open_poller(context)
    batch = await anext(aiter(poller.batches(report.cursor)))
    assert [_text(bench, call) for call in batch.calls] == ["раз", "два", "три"]
    assert all(call.polled for call in batch.calls)
    await poller.close()


def _text(bench: Bench, call: Any) -> str:
    (fact,) = bench.channel.parse(call, bench.context.settings)
    assert isinstance(fact, MessageReceived)
    return fact.content.text


async def test_what_was_given_once_is_not_given_again_and_what_was_not_stored_is(bench: Bench) -> None:
    context = bench.polling()
    start = (await bench.channel.connect(context)).cursor or {}
    bench.player.send_text(BOT, bench.person, "раз")
    first = await _next(bench, start)
    assert [_text(bench, call) for call in (await _next(bench, start)).calls] == ["раз"], (
        "not stored, so it comes again"
    )
    bench.player.send_text(BOT, bench.person, "два")
    assert [_text(bench, call) for call in (await _next(bench, first.cursor)).calls] == ["два"]


async def _next(bench: Bench, cursor: Any) -> PollBatch:
    poller = MaxPoller(client_of(bench.polling()), wait_s=0)
    batches: AsyncIterator[PollBatch] = poller.batches(cursor)
    async with asyncio.timeout(5):
        batch = await anext(batches)
    await poller.close()
    return batch


async def test_closing_ends_the_wait(bench: Bench) -> None:
    await bench.channel.connect(bench.polling())
    poller = MaxPoller(client_of(bench.polling()), wait_s=0)
    batches = poller.batches({})
    waiting = asyncio.ensure_future(anext(batches, None))
    await asyncio.sleep(0)
    await poller.close()
    async with asyncio.timeout(5):
        assert await waiting is None


@pytest.mark.parametrize("mood, stop", [("revoked", True), ("throttled", False), ("down", False), ("html", False)])
async def test_trouble_while_polling(bench: Bench, mood: str, stop: bool) -> None:  # noqa: FBT001 - a table
    await bench.channel.connect(bench.polling())
    bench.fake.moods.set(mood)
    with pytest.raises(ChannelTrouble) as trouble:
        await anext(aiter(MaxPoller(client_of(bench.polling()), wait_s=0).batches({})))
    assert trouble.value.stop is stop


async def test_a_line_that_breaks_is_trouble_that_passes(bench: Bench) -> None:
    class Broken:
        async def request(self, request: HttpRequest) -> HttpAnswer:
            raise HttpTrouble("reset", sent=True)

    context = msgspec.structs.replace(bench.polling(), http=Broken())
    with pytest.raises(ChannelTrouble) as trouble:
        await anext(aiter(MaxPoller(client_of(context)).batches({})))
    assert trouble.value.stop is False


async def test_a_token_that_is_not_accepted_opens_no_line(bench: Bench) -> None:
    bench.fake.moods.set("revoked")
    with pytest.raises(ChannelTrouble) as trouble:
        await bench.channel.open_poller(bench.polling())
    assert trouble.value.stop is True
