"""Connecting, testing, the welcome, and looking after the address."""

import json

import msgspec
import pytest

from otklik.channelkit.channel import Doubt
from otklik.channelkit.errors import BadSettings
from otklik.channelkit.fakes import FakeAnswer
from otklik.channelkit.inbound import ChatStarted, HookCall
from otklik.channels.viber.connection import EVENTS
from tests.channels.viber.bench import BOT, HOOK, SECRET, TOKEN, Bench, Loose, call_of

GOOD = {"token": TOKEN, "sender_name": "Магазин"}


def names(report: Loose) -> dict[str, bool]:
    return {check.name: check.ok for check in report.checks}


@pytest.mark.parametrize("settings, fields", [
    ({}, {"settings.token", "settings.sender_name"}),
    ({**GOOD, "token": "short"}, {"settings.token"}),
    ({**GOOD, "token": TOKEN + "\n"}, {"settings.token"}),
    ({**GOOD, "sender_name": "x" * 29}, {"settings.sender_name"}),
    ({**GOOD, "welcome": "x" * 7001}, {"settings.welcome"}),
    ({**GOOD, "base_url": "ftp://x"}, {"settings.base_url"}),
])  # fmt: skip
def test_wrong_settings_are_named(settings: dict[str, str], fields: set[str]) -> None:
    with pytest.raises(BadSettings) as refused:
        Bench().channel.validate(settings)
    assert {error.field for error in refused.value.errors} == fields


async def test_connecting_registers_an_address_that_is_called_before_the_answer() -> None:
    bench = Bench()
    report = await bench.channel.connect(bench.context)
    assert names(report) == dict.fromkeys(("token_shape", "token", "address", "registration"), True)
    assert report.account is not None
    assert (report.account.name, report.account.username) == ("Магазин", BOT)
    assert bench.account.hook == HOOK
    assert set(bench.account.extra["event_types"]) == set(EVENTS)
    assert bench.hooks.kinds() == ["webhook"]


async def test_an_address_that_does_not_answer_is_said_in_words() -> None:
    bench = Bench()
    bench.hooks.refusals = [FakeAnswer(status=503)]
    report = await bench.channel.connect(bench.context)
    assert names(report)["registration"] is False
    assert "не дозвонился" in report.checks[-1].detail.ru


@pytest.mark.parametrize("url", ["http://desk.example/h", "", "/hooks/abc"])
async def test_an_address_that_viber_would_refuse_is_said_before_asking(url: str) -> None:
    bench = Bench()
    report = await bench.channel.connect(msgspec.structs.replace(bench.context, hook_url=url))
    assert names(report)["address"] is False
    assert "set_webhook" not in bench.made()


async def test_testing_changes_nothing_and_says_who_has_the_messages_now(bench: Bench) -> None:
    bench.account.hook = "https://other.example/x"
    report = await bench.channel.test(bench.context)
    assert report.ok
    assert "other.example" in report.checks[-1].detail.en
    assert report.checks[-1].doubt is Doubt.WARN
    assert bench.account.hook == "https://other.example/x"


async def test_tokens_that_are_wrong_are_said_in_words(bench: Bench) -> None:
    def with_token(token: str) -> Loose:
        return msgspec.structs.replace(bench.context, settings={**bench.context.settings, "token": token})

    wrong = await bench.channel.test(with_token("x" * 40))
    assert names(wrong) == {"token_shape": True, "token": False}
    assert "не принимает" in wrong.checks[-1].detail.ru
    assert names(await bench.channel.test(with_token("x"))) == {"token_shape": False}
    bench.http.unplugged = True
    away = await bench.channel.test(bench.context)
    assert "недоступен" in away.checks[-1].detail.ru


@pytest.mark.parametrize("lost", ["address", "events"])
async def test_a_lost_registration_is_repaired(bench: Bench, lost: str) -> None:
    if lost == "address":
        bench.account.hook = ""
    else:
        bench.account.extra["event_types"] = ["delivered"]
    found = await bench.channel.watch(bench.context)
    assert (found.ok, found.repaired) == (True, True)
    again = await bench.channel.watch(bench.context)
    assert (again.ok, again.repaired) == (True, False)


async def test_an_answer_without_a_list_of_events_is_no_reason_to_register_for_ever(bench: Bench) -> None:
    bench.account.extra["event_types"] = []
    found = await bench.channel.watch(bench.context)
    assert (found.ok, found.repaired) == (True, False)


async def test_disconnecting_leaves_the_address_of_another_alone(bench: Bench) -> None:
    bench.account.hook = "https://other.example/x"
    await bench.channel.disconnect(bench.context)
    assert bench.account.hook == "https://other.example/x"
    bench.account.hook = HOOK
    await bench.channel.disconnect(bench.context)
    assert bench.account.hook == ""


async def test_who_opens_the_chat_is_welcomed_in_the_answer() -> None:
    bench = Bench(welcome="Здравствуйте! Чем помочь?")
    await bench.channel.connect(bench.context)
    bench.player.start(BOT, bench.person, "promo_42")
    [started] = [one for one in await bench.arrived() if isinstance(one, ChatStarted)]
    assert started.entry is not None
    assert started.entry.ref == "promo_42"
    assert [one["text"] for one in bench.fake.welcomed] == ["Здравствуйте! Чем помочь?"]
    assert "receiver" not in bench.fake.welcomed[0]
    await bench.fake.close()


def test_nothing_else_is_answered_with_a_welcome() -> None:
    bench = Bench(welcome="Здравствуйте!")
    settings = bench.context.settings
    answer = bench.channel.answer(call_of("conversation_started"), settings, SECRET)
    assert answer is not None
    assert answer.content_type == "application/json"
    assert json.loads(answer.body)["text"] == "Здравствуйте!"
    sly = HookCall(body=b'{"event":"message","message":{"text":"conversation_started"}}')
    for call in (call_of("text"), sly, HookCall(body=b"conversation_started")):
        assert bench.channel.answer(call, settings, SECRET) is None
    assert Bench().channel.answer(call_of("conversation_started"), GOOD, SECRET) is None


async def test_viber_repeats_until_it_is_taken(bench: Bench) -> None:
    bench.hooks.refusals = [FakeAnswer(status=500), FakeAnswer(status=503)]
    bench.player.send_text(BOT, bench.person, "раз")
    assert len(await bench.arrived()) == 1
