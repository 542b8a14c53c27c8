"""The line at work: what is answered and when, what survives a restart, and what a broken line means."""

import asyncio
from datetime import timedelta

import pytest
from msgspec.structs import replace

from otklik.channelkit.channel import Doubt
from otklik.channelkit.errors import ChannelTrouble
from otklik.channelkit.inbound import DeliveryReported, HookCall
from otklik.channelkit.outbound import Scope, SendError, SendErrorKind, Sent
from otklik.channels.smpp.channel import SmppChannel, public_only
from otklik.channels.smpp.memory import PARTS_MAX, Memory
from otklik.channels.smpp.parts import Place
from otklik.channels.smpp.pdu import Command, Pdu, ShortMessage
from otklik.kit.clock import utc_now
from tests.channels.smpp.bench import NUMBER, Bench, delivery, guard, until

_LONG = "длинный текст " * 12


async def test_one_line_carries_both_directions(bench: Bench) -> None:
    await bench.listen()
    assert await bench.send("Да, есть") == [Sent(external_id="1001")]
    assert await bench.centre.write("79161234567", NUMBER, "Где заказ?") == [0]
    assert [message.content.text for message in bench.messages()] == ["Где заказ?"]
    assert [session.bound for session in bench.centre.sessions] == [Command.BIND_TRANSCEIVER]


async def test_a_delivery_is_answered_after_it_is_stored(bench: Bench) -> None:
    gate = asyncio.Event()
    poller = await bench.channel.open_poller(bench.context)
    bench.pollers.append(poller)

    async def take() -> None:
        async for _ in poller.batches({}):
            await gate.wait()

    bench.tasks.append(asyncio.create_task(take()))
    writing = asyncio.create_task(bench.centre.write("79161234567", NUMBER, "Где заказ?"))
    await asyncio.sleep(0.05)
    assert not writing.done()
    gate.set()
    assert await writing == [0]


async def test_what_cannot_be_stored_is_not_answered_and_comes_again(bench: Bench) -> None:
    bench.stores = False
    await bench.listen()
    assert await bench.centre.deliver(delivery(), answer_s=0.1) is None
    await bench.hang_up()
    bench.stores = True
    await bench.listen()
    assert await bench.centre.deliver(delivery()) == 0
    assert [message.content.note for message in bench.messages()] == [""]


async def test_the_same_twice_is_shown_twice_and_said_to_be_a_repeat(bench: Bench) -> None:
    await bench.listen()
    for _ in range(3):
        assert await bench.centre.deliver(delivery()) == 0
    bench.clock.pass_minutes(6)
    await bench.centre.deliver(delivery())
    assert [message.content.note for message in bench.messages()] == ["", *["probable_duplicate"] * 2, ""]
    assert len({message.key for message in bench.messages()}) == 4


async def test_parts_in_any_order_become_one_message(bench: Bench) -> None:
    await bench.listen()
    answers = await bench.centre.write("79161234567", NUMBER, _LONG, order=(3, 1, 2))
    assert answers == [0, 0, 0]
    assert [message.content.text for message in bench.messages()] == [_LONG]
    assert Memory.read(bench.cursor).waiting == ()


async def test_a_part_that_comes_twice_counts_once(bench: Bench) -> None:
    await bench.listen()
    await bench.centre.write("79161234567", NUMBER, _LONG, order=(1, 1, 2, 3))
    assert [message.content.text for message in bench.messages()] == [_LONG]


async def test_parts_survive_a_restart(bench: Bench) -> None:
    await bench.listen()
    await bench.centre.write("79161234567", NUMBER, _LONG, order=(1, 2))
    await bench.hang_up()
    await until(lambda: not bench.centre.sessions)
    await bench.listen()
    await bench.centre.write("79161234567", NUMBER, _LONG, order=(3,))
    assert [message.content.text for message in bench.messages()] == [_LONG]


async def test_after_ten_minutes_the_rest_is_shown_with_a_mark(bench: Bench) -> None:
    await bench.listen()
    await bench.centre.write("79161234567", NUMBER, _LONG, order=(1, 3))
    await bench.hang_up()
    bench.clock.pass_minutes(9)
    await until(lambda: not bench.centre.sessions)
    await bench.listen()
    await asyncio.sleep(0.02)
    assert bench.messages() == []
    await bench.hang_up()
    bench.clock.pass_minutes(1)
    await until(lambda: not bench.centre.sessions)
    await bench.listen()
    await until(bench.messages)
    (message,) = bench.messages()
    assert message.content.text == _LONG[:67] + "[…]" + _LONG[134:]
    assert message.content.note == "missing_parts"


def test_parts_of_different_texts_are_kept_apart() -> None:
    memory, now = Memory(), utc_now()
    for number, sender in enumerate(("1", "2")):
        memory, waiting = memory.with_part(Place(7, 2, 1), (sender, "9"), f"a{number}", now)
        assert not waiting.is_whole
    memory, waiting = memory.with_part(Place(7, 2, 1), ("1", "9"), "another", now)
    assert waiting.pdus == {1: "another"}
    memory, waiting = memory.with_part(Place(7, 2, 2), ("1", "9"), "end", now)
    assert waiting.in_order() == ("another", "end")
    assert Memory.read(memory.write()) == memory


def test_memory_has_an_end() -> None:
    memory, now = Memory(), utc_now()
    for number in range(PARTS_MAX + 1):
        memory, _ = memory.with_part(
            Place(number % 250, 3, 1), (str(number), "9"), "x", now + timedelta(seconds=number)
        )
    overdue = memory.find_overdue(now)
    assert overdue is not None
    assert overdue.source == "0"
    for number in range(500):
        memory, times = memory.count(str(number), now)
        assert times == 1
    assert len(memory.lately) <= 300


def test_a_memory_that_makes_no_sense_is_none() -> None:
    assert Memory.read({"waiting": 7}) == Memory()
    assert Memory.read({}).find_overdue(utc_now()) is None


# Sending ------------------------------------------------------------------------------------------------------


async def test_without_a_line_a_transmitter_is_opened_and_kept(bench: Bench) -> None:
    assert await bench.send("раз") == [Sent(external_id="1001")]
    assert await bench.send("два") == [Sent(external_id="1002")]
    assert [session.bound for session in bench.centre.sessions] == [Command.BIND_TRANSMITTER]
    await bench.listen()
    await until(lambda: [s.bound for s in bench.centre.sessions] == [Command.BIND_TRANSCEIVER])
    assert await bench.send("три") == [Sent(external_id="1003")]


async def test_an_idle_transmitter_is_closed(bench: Bench) -> None:
    bench.channel = SmppChannel(guard, patience_s=0, idle_s=0.05)
    await bench.send("раз")
    await until(lambda: not bench.centre.sessions)
    assert await bench.send("два") == [Sent(external_id="1002")]


async def test_sending_waits_a_little_for_the_line(bench: Bench) -> None:
    bench.channel = SmppChannel(guard, patience_s=1)
    sending = asyncio.create_task(bench.send("раз"))
    await asyncio.sleep(0.02)
    await bench.listen()
    assert await sending == [Sent(external_id="1001")]
    assert [session.bound for session in bench.centre.sessions] == [Command.BIND_TRANSCEIVER]


async def test_a_lost_answer_is_uncertain(bench: Bench) -> None:
    await bench.listen()
    bench.centre.moods.set("silent", times=1)
    (error,) = await bench.send("раз")
    assert isinstance(error, SendError)
    assert error.kind is SendErrorKind.UNCERTAIN
    assert await bench.send("два") == [Sent(external_id="1002")]


async def test_a_line_cut_in_the_middle_of_a_window_leaves_every_message_uncertain(bench: Bench) -> None:
    await bench.listen()
    bench.centre.moods.set("silent")
    sending = [asyncio.create_task(bench.send(f"{number}")) for number in range(3)]
    await until(lambda: len(bench.centre.taken) == 3)
    bench.centre.hang_up()
    results = [result for results in await asyncio.gather(*sending) for result in results]
    assert [result.kind for result in results if isinstance(result, SendError)] == [SendErrorKind.UNCERTAIN] * 3


async def test_a_centre_that_is_away_is_tried_again(bench: Bench) -> None:
    await bench.centre.stop()
    (error,) = await bench.send("раз")
    assert isinstance(error, SendError)
    assert (error.kind, error.scope) == (SendErrorKind.RETRY, Scope.INBOX)
    assert error.retry_after_s


async def test_throttling_rests_longer_each_time(bench: Bench) -> None:
    await bench.listen()
    bench.centre.moods.set("throttled", times=8)
    waits = []
    for _ in range(8):
        (error,) = await bench.send("раз")
        assert isinstance(error, SendError)
        assert (error.kind, error.scope) == (SendErrorKind.RATE, Scope.INBOX)
        waits.append(error.retry_after_s)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    await bench.send("два")
    bench.centre.moods.set("throttled", times=1)
    (error,) = await bench.send("три")
    assert isinstance(error, SendError)
    assert error.retry_after_s == 1


async def test_the_window_and_the_rate_are_kept() -> None:
    bench = Bench(window=2, rate=20)
    await bench.start()
    bench.channel = SmppChannel(guard, patience_s=0, answer_s=2)
    bench.centre.moods.set("silent")
    sending = [asyncio.create_task(bench.send(f"{number}")) for number in range(4)]
    await asyncio.sleep(0.4)
    assert len(bench.centre.taken) == 2
    bench.centre.moods.clear()
    bench.centre.hang_up()
    await asyncio.gather(*sending)
    started = asyncio.get_running_loop().time()
    await asyncio.gather(*(bench.send(f"{number}") for number in range(6)))
    assert asyncio.get_running_loop().time() - started > 0.2
    await bench.stop()


async def test_a_rate_far_behind_asks_to_wait() -> None:
    bench = Bench(rate=0.1)
    await bench.start()
    tasks = [asyncio.create_task(bench.send("раз")) for _ in range(4)]
    await asyncio.sleep(0.05)
    (error,) = await bench.send("раз")
    assert isinstance(error, SendError)
    assert (error.kind, error.code) == (SendErrorKind.RATE, "own_pace")
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await bench.stop()


async def test_the_number_that_does_not_exist_is_gone(bench: Bench) -> None:
    bench.centre.moods.set("refuse", value=0x0B)
    (error,) = await bench.send("раз")
    assert isinstance(error, SendError)
    assert error.kind is SendErrorKind.GONE


# Living -------------------------------------------------------------------------------------------------------


async def test_the_line_is_kept_alive_and_a_deaf_centre_is_left(bench: Bench) -> None:
    bench.channel = SmppChannel(guard, patience_s=0, beat_s=0.03)
    poller = await bench.channel.open_poller(bench.context)
    await until(lambda: bench.centre.beats >= 2)
    bench.centre.moods.set("deaf")
    with pytest.raises(ChannelTrouble, match="enquire_link"):
        async for _ in poller.batches({}):
            pass
    await poller.close()


async def test_a_centre_that_hangs_up_is_called_again_soon(bench: Bench) -> None:
    poller = await bench.channel.open_poller(bench.context)
    bench.centre.hang_up()
    with pytest.raises(ChannelTrouble) as caught:
        async for _ in poller.batches({}):
            pass
    assert (caught.value.stop, caught.value.retry_after_s) == (False, 1.0)
    await poller.close()


async def test_pauses_between_calls_grow_and_begin_anew(bench: Bench) -> None:
    await bench.centre.stop()
    waits = []
    for _ in range(8):
        with pytest.raises(ChannelTrouble) as caught:
            await bench.channel.open_poller(bench.context)
        waits.append(caught.value.retry_after_s)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    await bench.centre.start()
    await bench.listen()
    await bench.hang_up()
    await bench.centre.stop()
    with pytest.raises(ChannelTrouble) as caught:
        await bench.channel.open_poller(bench.context)
    assert caught.value.retry_after_s == 1


async def test_a_wrong_password_asks_for_a_person(bench: Bench) -> None:
    bench.centre.accounts["desk"] = "other"
    with pytest.raises(ChannelTrouble) as caught:
        await bench.channel.open_poller(bench.context)
    assert caught.value.stop
    (error,) = await bench.send("раз")
    assert isinstance(error, SendError)
    assert error.kind is SendErrorKind.AUTH


async def test_a_centre_that_lets_one_line_in_only_is_no_wrong_password(bench: Bench) -> None:
    other = Bench()
    other.centre, other.context = bench.centre, bench.context
    await other.listen()
    bench.centre.moods.set("alone")
    with pytest.raises(ChannelTrouble) as caught:
        await bench.channel.open_poller(bench.context)
    assert not caught.value.stop
    (error,) = await bench.send("раз")
    assert isinstance(error, SendError)
    assert error.kind is SendErrorKind.RETRY
    report = await bench.channel.test(bench.context)
    assert report.ok
    assert report.checks[-1].doubt is Doubt.WARN
    await other.hang_up()


async def test_testing_does_not_disturb_a_line_that_stands(bench: Bench) -> None:
    await bench.listen()
    bench.centre.moods.set("alone")
    report = await bench.channel.test(bench.context)
    assert report.ok
    assert [check.name for check in report.checks] == ["line"]


async def test_a_name_as_the_sender_is_warned_about() -> None:
    bench = Bench(sender="Shop")
    await bench.start()
    report = await bench.channel.test(bench.context)
    assert report.ok
    assert [(check.name, check.doubt) for check in report.checks if check.doubt] == [("sender", Doubt.WARN)]
    await bench.stop()


async def test_an_address_inside_is_not_called() -> None:
    bench = Bench()
    channel = SmppChannel(public_only, patience_s=0)
    context = replace(bench.context, settings={**bench.context.settings, "host": "127.0.0.1"})
    report = await channel.test(context)
    assert not report.ok
    with pytest.raises(ChannelTrouble) as caught:
        await channel.open_poller(context)
    assert caught.value.stop
    part = channel.render(bench.message("раз"), context.settings)[0]
    error = await channel.send(part, context)
    assert isinstance(error, SendError)
    assert error.kind is SendErrorKind.AUTH


async def test_a_report_names_the_message_in_both_writings(bench: Bench) -> None:
    bench.centre.hexadecimal = True
    await bench.listen()
    (sent,) = await bench.send("раз")
    assert isinstance(sent, Sent)
    await bench.centre.report(str(int(sent.external_id, 16)))
    (report,) = [one for one in bench.happened if isinstance(one, DeliveryReported)]
    assert sent.external_id in report.other_ids


async def test_rubbish_of_the_centre_is_kept_for_the_failed_list(bench: Bench) -> None:
    calls: list[HookCall] = []
    poller = await bench.channel.open_poller(bench.context)
    bench.pollers.append(poller)

    async def take() -> None:
        async for batch in poller.batches({}):
            calls.extend(batch.calls)

    bench.tasks.append(asyncio.create_task(take()))
    short = ShortMessage(source=delivery().source, destination=delivery().destination, text=b"x" * 10).encode()[:-4]
    session = bench.centre.sessions[0]
    await session.say(Pdu(Command.DELIVER_SM, 0, 99, short))
    await until(lambda: calls)
    assert len(calls) == 1
