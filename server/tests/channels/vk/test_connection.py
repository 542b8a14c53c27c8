"""Connecting, testing, VK's first call, looking after the address, and asking instead of being called."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from otklik.channelkit.channel import ChannelContext, Doubt, PollBatch
from otklik.channelkit.errors import BadSettings, ChannelTrouble
from otklik.channelkit.fakes import FakeAnswer
from otklik.channelkit.inbound import ChatStarted, HookCall, MessageReceived
from otklik.channels.vk.client import VkClient
from otklik.channels.vk.polling import VkPoller
from otklik.channels.vk.rights import EVENTS
from tests.channels.vk.bench import BASE, GROUP, HOOK, TOKEN, Bench, Loose


def names(report: Loose) -> dict[str, bool]:
    return {check.name: check.ok for check in report.checks}


def with_settings(bench: Bench, **settings: Loose) -> ChannelContext:
    bench.context = msgspec.structs.replace(bench.context, settings={**bench.context.settings, **settings})
    return bench.context


def servers(bench: Bench) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = bench.account.extra["servers"]
    return found


@pytest.mark.parametrize("settings, fields", [
    ({}, {"settings.token"}),
    ({"token": "short"}, {"settings.token"}),
    ({"token": TOKEN + "\n"}, {"settings.token"}),
    ({"token": TOKEN, "transport": "pigeon"}, {"settings.transport"}),
    ({"token": TOKEN, "base_url": "file:///etc/passwd"}, {"settings.base_url"}),
    ({"token": TOKEN, "secret": "знак", "confirmation": "a b"}, {"settings.secret", "settings.confirmation"}),
])  # fmt: skip
def test_wrong_settings_are_named(settings: dict[str, str], fields: set[str]) -> None:
    with pytest.raises(BadSettings) as refused:
        Bench().channel.validate(settings)
    assert {error.field for error in refused.value.errors} == fields


async def test_connecting_writes_address_secret_and_wishes_and_answers_the_first_call(bench: Bench) -> None:
    report = await bench.channel.connect(bench.context)
    steps = ("token_shape", "token", "rights", "address", "registration")
    assert names(report) == dict.fromkeys(steps, True)
    assert report.account is not None
    assert (report.account.name, report.account.username) == ("Магазин", GROUP)
    [server] = servers(bench)
    assert (server["url"], server["status"]) == (HOOK, "ok")
    assert set(server["events"]) >= set(EVENTS)
    assert bench.context.hook_secret not in server["secret_key"], "VK gets a secret of its own"


async def test_the_first_call_is_answered_before_vk_knows_the_secret_too(bench: Bench) -> None:
    bench.fake.moods.set("bare_confirmation")
    assert (await bench.channel.connect(bench.context)).ok
    assert servers(bench)[0]["status"] == "ok"


async def test_connecting_again_makes_no_second_server(bench: Bench) -> None:
    for _ in range(3):
        assert (await bench.channel.connect(bench.context)).ok
    assert len(servers(bench)) == 1


async def test_what_people_write_arrives_once_it_is_connected(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    bench.player.send_text(GROUP, bench.person, "есть кто?")
    [message] = await bench.arrived()
    assert isinstance(message, MessageReceived)
    assert (message.content.text, message.sender.external_id) == ("есть кто?", str(bench.person))


async def test_only_the_bare_word_ok_is_a_yes(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    bench.hooks.refusals = [FakeAnswer(body=b"OK"), FakeAnswer(status=503, headers={"retry-after": "7"})]
    bench.player.send_text(GROUP, bench.person, "раз")
    assert len(await bench.arrived()) == 1
    assert bench.pauses == [0.0, 7.0]


async def test_a_place_behind_the_link_is_known(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    bench.player.start(GROUP, bench.person, "promo_42")
    [started] = await bench.arrived()
    assert isinstance(started, ChatStarted)
    assert started.entry is not None
    assert started.entry.ref == "promo_42"


async def test_an_address_that_vk_cannot_confirm_fails_and_the_watch_tries_again(bench: Bench) -> None:
    bench.hooks.refusals = [FakeAnswer(status=500)]
    report = await bench.channel.connect(bench.context)
    assert names(report)["registration"] is False
    found = await bench.channel.watch(bench.context)
    assert (found.ok, found.repaired) == (True, True)
    assert servers(bench)[0]["status"] == "ok"


async def test_ten_other_servers_leave_no_room(bench: Bench) -> None:
    taken = {"title": "other", "creator_id": 1, "secret_key": "", "status": "ok", "events": {}}
    bench.account.extra["servers"] = [{"id": n, "url": f"https://o.example/{n}", **taken} for n in range(10)]
    report = await bench.channel.connect(bench.context)
    assert names(report)["registration"] is False
    assert "десять" in report.checks[-1].detail.ru


@pytest.mark.parametrize("lost", ["server", "wishes", "failed"])
async def test_a_lost_registration_is_repaired(bench: Bench, lost: str) -> None:
    await bench.channel.connect(bench.context)
    if lost == "server":
        servers(bench).clear()
    elif lost == "wishes":
        servers(bench)[0]["events"]["message_new"] = 0
    else:
        servers(bench)[0]["status"] = "failed"
    found = await bench.channel.watch(bench.context)
    assert (found.ok, found.repaired) == (True, True)
    again = await bench.channel.watch(bench.context)
    assert (again.ok, again.repaired) == (True, False)


async def test_the_servers_of_others_are_left_alone(bench: Bench) -> None:
    other: dict[str, Any] = {
        "id": 777, "url": "https://other.example/", "title": "x", "creator_id": 1, "secret_key": "", "status": "ok",
        "events": {},
    }  # fmt: skip
    servers(bench).append(other)
    await bench.channel.connect(bench.context)
    await bench.channel.disconnect(bench.context)
    assert servers(bench) == [other]


@pytest.mark.parametrize("rights, ok, doubt", [
    (["messages", "manage", "photos", "docs"], True, Doubt.NONE),
    (["messages", "manage"], True, Doubt.WARN),
    (["messages"], False, Doubt.NONE),
    (["manage", "photos", "docs"], False, Doubt.NONE),
])  # fmt: skip
async def test_the_rights_of_a_key_are_told(bench: Bench, rights: list[str], ok: bool, doubt: Doubt) -> None:  # noqa: FBT001 - a table
    bench.account.extra["rights"] = rights
    report = await bench.channel.test(bench.context)
    check = next(one for one in report.checks if one.name == "rights")
    assert (check.ok, check.doubt) == (ok, doubt)
    assert not any("Server" in call for call in bench.made() if call.startswith(("groups.add", "groups.edit")))


async def test_a_key_without_management_works_when_everything_is_entered_by_hand(bench: Bench) -> None:
    bench.account.extra["rights"] = ["messages", "photos", "docs"]
    context = with_settings(bench, secret="ByHand1", confirmation="c0de42")
    report = await bench.channel.connect(context)
    assert report.ok
    assert report.checks[-1].doubt is Doubt.UNKNOWN
    call = HookCall(body=b'{"type":"confirmation","group_id":1}')
    answer = await bench.channel.shake_hands(call, context)
    assert answer is not None
    assert answer.body == b"c0de42"
    assert (await bench.channel.watch(context)).ok
    await bench.channel.disconnect(context)
    assert servers(bench) == []


async def test_a_first_call_that_cannot_be_answered_now_is_asked_to_come_again(bench: Bench) -> None:
    bench.http.unplugged = True
    call = HookCall(body=b'{"type":"confirmation","group_id":1}')
    answer = await bench.channel.shake_hands(call, bench.context)
    assert answer is not None
    assert answer.status == 503
    assert await bench.channel.shake_hands(HookCall(body=b'{"type":"x","group_id":1}'), bench.context) is None


async def test_keys_that_are_wrong_are_said_in_words(bench: Bench) -> None:
    wrong = await bench.channel.test(with_settings(bench, token="x" * 40))
    assert names(wrong) == {"token_shape": True, "token": False}
    assert "не принимает" in wrong.checks[-1].detail.ru
    short = await bench.channel.test(with_settings(bench, token="x"))
    assert names(short) == {"token_shape": False}
    bench.http.unplugged = True
    away = await bench.channel.test(with_settings(bench, token=TOKEN))
    assert "недоступен" in away.checks[-1].detail.ru


async def test_an_address_without_https_is_a_doubt_and_none_is_a_fault(bench: Bench) -> None:
    open_one = msgspec.structs.replace(bench.context, hook_url="http://desk.example/h")
    check = next(one for one in (await bench.channel.test(open_one)).checks if one.name == "address")
    assert (check.ok, check.doubt) == (True, Doubt.WARN)
    for url in ("", "/hooks/abc"):
        none = msgspec.structs.replace(bench.context, hook_url=url)
        assert names(await bench.channel.connect(none))["address"] is False
    assert servers(bench) == []


# Asking -----------------------------------------------------------------------------------------------------------


def poller_of(bench: Bench, wait_s: int = 0) -> VkPoller:
    return VkPoller(VkClient(bench.http, TOKEN, BASE), bench.context, int(bench.account.id), wait_s=wait_s)


async def take(batches: AsyncIterator[PollBatch]) -> PollBatch:
    async with asyncio.timeout(2):
        return await anext(batches)


async def test_polling_begins_where_connecting_looked(bench: Bench) -> None:
    context = with_settings(bench, transport="polling")
    bench.player.send_text(GROUP, bench.person, "до")
    report = await bench.channel.connect(context)
    assert report.ok
    assert report.cursor is not None
    for text in ("раз", "два"):
        bench.player.send_text(GROUP, bench.person, text)
    assert bench.channel.wants_polling(context.settings)
    poller = poller_of(bench)
    batches = poller.batches(report.cursor)
    batch = await take(batches)
    read = [bench.channel.parse(call, context.settings)[0] for call in batch.calls]
    assert [one.content.text for one in read if isinstance(one, MessageReceived)] == ["раз", "два"]
    bench.player.send_text(GROUP, bench.person, "три")
    later = await take(poller_of(bench).batches(batch.cursor))
    assert len(later.calls) == 1
    await poller.close()
    assert all(call.polled for call in batch.calls)
    for call in batch.calls:
        bench.channel.verify(call, context.settings, "")


async def test_choosing_to_ask_takes_our_address_back(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    assert servers(bench)
    await bench.channel.connect(with_settings(bench, transport="polling"))
    assert servers(bench) == []
    found = await bench.channel.watch(bench.context)
    assert (found.ok, found.repaired) == (True, False)
    bench.account.extra["line"]["events"]["message_new"] = 0
    found = await bench.channel.watch(bench.context)
    assert (found.ok, found.repaired) == (True, True)


@pytest.mark.parametrize("failed", [1, 2, 3])
async def test_a_line_that_forgot_us_is_opened_again(bench: Bench, failed: int) -> None:
    report = await bench.channel.connect(with_settings(bench, transport="polling"))
    assert report.cursor is not None
    bench.fake.moods.set("forgetful", times=1, value=failed)
    poller = poller_of(bench)
    batches = poller.batches(report.cursor)
    asked = asyncio.ensure_future(take(batches))
    await asyncio.sleep(0.02)
    bench.player.send_text(GROUP, bench.person, "ещё тут")
    assert len((await asked).calls) == 1
    assert any(f"failed {failed}" in line for line in bench.notes.lines)
    await poller.close()


async def test_hanging_up_ends_the_line(bench: Bench) -> None:
    report = await bench.channel.connect(with_settings(bench, transport="polling"))
    poller = poller_of(bench, wait_s=25)
    asked = asyncio.ensure_future(take(poller.batches(report.cursor or {})))
    await asyncio.sleep(0.01)
    await poller.close()
    with pytest.raises(StopAsyncIteration):
        await asked


async def test_troubles_of_the_line_say_whether_waiting_helps(bench: Bench) -> None:
    with_settings(bench, transport="polling")
    with pytest.raises(ChannelTrouble) as refused:
        await take(poller_of(bench).batches({}))
    assert not refused.value.stop, "not switched on yet: connecting does it"
    await bench.channel.connect(bench.context)
    bench.account.extra["rights"] = ["messages"]
    with pytest.raises(ChannelTrouble) as refused:
        await take(poller_of(bench).batches({}))
    assert refused.value.stop
    bench.account.extra["rights"] = ["messages", "manage"]
    bench.fake.moods.set("html", times=1, only=(f"/line/{bench.account.id}",))
    with pytest.raises(ChannelTrouble):
        await take(poller_of(bench).batches({}))
    bench.account.revoked = True
    with pytest.raises(ChannelTrouble) as refused:
        await bench.channel.open_poller(bench.context)
    assert refused.value.stop
    bench.http.unplugged = True
    with pytest.raises(ChannelTrouble) as refused:
        await bench.channel.open_poller(bench.context)
    assert not refused.value.stop
