"""Programs that nobody here wrote: a centre (smpp34) for our client, a client (smpplib) for our fake centre."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
import smpp34
import smpplib.client  # type: ignore[import-untyped]
import smpplib.exceptions  # type: ignore[import-untyped]
import smpplib.gsm  # type: ignore[import-untyped]

from otklik.channelkit.inbound import DeliveryReported, DeliveryStatus
from otklik.channelkit.outbound import SendError, SendErrorKind, Sent
from otklik.channels.smpp.fake import FakeCentre
from tests.channels.smpp.bench import NUMBER, PERSON, Bench, Loose, until

_SMPP: Any = smpp34
_LONG = "Здравствуйте! Ваш заказ 81 готов, ждём вас сегодня до восьми вечера на складе у метро."


class OtherCentre:
    """A centre of another make: takes every submission, or refuses it as told."""

    def __init__(self, port: int) -> None:
        self.server = smpp34.Server(host="127.0.0.1", port=port, system_id="other")
        self.client: Any = None
        self.taken: list[Any] = []
        self.refusals: list[int] = []

    async def serve(self) -> None:
        await self.server.start()
        while True:
            event: Any = await self.server.next()
            if isinstance(event, smpp34.SubmitSmEvent):
                self.taken.append(event)
                if self.refusals:
                    event.reject(self.refusals.pop(0))
                else:
                    event.accept(message_id=f"id{len(self.taken)}")
            elif isinstance(event, smpp34.Esme):
                self.client = event


@pytest.fixture
async def other() -> AsyncIterator[tuple[OtherCentre, Bench]]:
    """The centre, and a bench whose settings lead to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    centre = OtherCentre(port)
    serving = asyncio.create_task(centre.serve())
    bench = Bench()
    bench.context = bench._context(port)  # noqa: SLF001 - the test's own bench
    await asyncio.sleep(0.05)
    yield centre, bench
    await bench.hang_up()
    await bench.channel.disconnect(bench.context)
    serving.cancel()
    await centre.server.stop()


Other = tuple[OtherCentre, Bench]


async def test_another_centre_takes_our_messages(other: Other) -> None:
    centre, bench = other
    await bench.listen()
    assert await bench.send("Да, есть") == [Sent(external_id="id1")]
    (event,) = centre.taken
    assert (event.source_addr, event.destination_addr, event.data_coding) == (NUMBER, PERSON[1:], 8)
    assert event.short_message.decode("utf-16-be") == "Да, есть"
    assert event.registered_delivery == 1


async def test_another_centre_takes_our_parts(other: Other) -> None:
    centre, bench = other
    assert await bench.send(_LONG) == [Sent(external_id="id1"), Sent(external_id="id2")]
    assert [event.esm_class for event in centre.taken] == [0x40, 0x40]
    assert b"".join(event.short_message[6:] for event in centre.taken).decode("utf-16-be") == _LONG


async def test_another_centre_refuses_us(other: Other) -> None:
    centre, bench = other
    centre.refusals = [_SMPP.ESME_RTHROTTLED, _SMPP.ESME_RINVDSTADR, _SMPP.ESME_RSYSERR]
    kinds = []
    for _ in range(3):
        (error,) = await bench.send("раз")
        assert isinstance(error, SendError)
        kinds.append(error.kind)
    assert kinds == [SendErrorKind.RATE, SendErrorKind.GONE, SendErrorKind.RETRY]


async def test_another_centre_delivers_to_us(other: Other) -> None:
    centre, bench = other
    await bench.listen()
    await until(lambda: centre.client is not None)
    answer = await centre.client.deliver_sm(
        NUMBER, "Где заказ?".encode("utf-16-be"), source_addr=PERSON[1:], source_addr_ton=1, data_coding=8
    )
    assert answer.is_success
    assert [message.content.text for message in bench.messages()] == ["Где заказ?"]
    report = await centre.client.deliver_sm(
        NUMBER, b"id:id1 stat:DELIVRD err:000 text:", source_addr=PERSON[1:], source_addr_ton=1, esm_class=4,
        tlvs=[smpp34.Tlv(_SMPP.TLV_RECEIPTED_MESSAGE_ID, b"id1\0"), smpp34.Tlv(_SMPP.TLV_MESSAGE_STATE, b"\x02")],
    )  # fmt: skip
    assert report.is_success
    (told,) = [one for one in bench.happened if isinstance(one, DeliveryReported)]
    assert (told.message_id, told.status) == ("id1", DeliveryStatus.DELIVERED)


async def test_another_centre_is_tested(other: Other) -> None:
    _, bench = other
    report = await bench.channel.test(bench.context)
    assert report.ok
    assert report.account is not None


# Our fake -----------------------------------------------------------------------------------------------------


@pytest.fixture
async def centre() -> AsyncIterator[FakeCentre]:
    """Our fake, running."""
    centre = FakeCentre({"desk": "secret"})
    await centre.start()
    yield centre
    await centre.stop()


def _call(port: int, work: Loose, password: str = "secret") -> Loose:  # noqa: S107 - of the test
    client = smpplib.client.Client("127.0.0.1", port, timeout=2, allow_unknown_opt_params=True)
    client.connect()
    try:
        client.bind_transceiver(system_id="desk", password=password)
        found = work(client)
        client.unbind()
        return found
    finally:
        client.disconnect()


async def test_another_client_sends_through_our_fake(centre: FakeCentre) -> None:
    def send(client: Loose) -> list[bytes]:
        ids: list[bytes] = []
        client.set_message_sent_handler(lambda pdu: ids.append(pdu.message_id))
        parts, coding, message_type = smpplib.gsm.make_parts(_LONG)
        for part in parts:
            client.send_message(
                source_addr="Shop", source_addr_ton=5, destination_addr=PERSON[1:], dest_addr_ton=1, dest_addr_npi=1,
                short_message=part, data_coding=coding, esm_class=message_type, registered_delivery=True,
            )  # fmt: skip
            client.read_once()
        return ids

    assert await asyncio.to_thread(_call, centre.port, send) == [b"1001", b"1002"]
    assert centre.texts_to(PERSON[1:]) == [_LONG]


async def test_another_client_is_refused_by_our_fake(centre: FakeCentre) -> None:
    with pytest.raises(smpplib.exceptions.PDUError):
        await asyncio.to_thread(_call, centre.port, lambda _: None, "wrong")


async def test_another_client_hears_our_fake(centre: FakeCentre) -> None:
    loop = asyncio.get_running_loop()

    def listen(client: Loose) -> list[str]:
        heard: list[str] = []

        def take(pdu: Loose) -> int:
            heard.append(pdu.short_message.decode("utf-16-be"))
            return 0

        client.set_message_received_handler(take)
        writing = asyncio.run_coroutine_threadsafe(centre.write(PERSON[1:], NUMBER, "Где заказ?"), loop)
        client.read_once()
        assert writing.result(2) == [0]
        return heard

    assert await asyncio.to_thread(_call, centre.port, listen) == ["Где заказ?"]
