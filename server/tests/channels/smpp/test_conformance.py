from collections.abc import AsyncIterator, Sequence

import pytest

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.conformance import Conformance, Specimen, Trouble, judge
from otklik.channelkit.manifest import Grade
from otklik.channelkit.outbound import OutboundFile
from otklik.channels.smpp.inbound import write_delivery
from tests.channels.smpp.bench import PASSWORD, PERSON, Bench, call_of, delivery

_RECEIPT = b"id:id1 sub:001 dlvrd:001 submit date:2611221000 done date:2611221000 stat:DELIVRD err:000 text:"


class CentrePeer:
    """The fake centre in the words of the suite."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def play(self, trouble: Trouble) -> None:
        moods = self._bench.centre.moods
        moods.clear()
        match trouble:
            case Trouble.THROTTLED:
                moods.set("throttled")
            case Trouble.SILENT:
                moods.set("silent")
            case Trouble.BLOCKED:
                moods.set("refuse", value=0x0B)
            case Trouble.REVOKED:
                self._bench.centre.accounts.clear()
                self._bench.centre.hang_up()
            case Trouble.UNPLUGGED:
                self._bench.centre.unplug()

    def texts(self) -> Sequence[str]:
        return self._bench.centre.texts_to(PERSON.lstrip("+"))

    def files(self) -> int:
        return 0

    def buttons(self) -> Sequence[str]:
        return ()

    def sees_typing(self) -> bool:
        return False


class TestSmpp(Conformance):
    """SMS over SMPP earns gold; what short messages do not have is exempted with its reason."""

    @pytest.fixture(autouse=True)
    async def _benches(self) -> AsyncIterator[None]:
        self._started: list[Bench] = []
        yield
        for bench in self._started:
            await bench.stop()

    async def specimen(self) -> Specimen:
        bench = Bench()
        await bench.start()
        self._started.append(bench)
        return Specimen(
            channel=bench.channel, context=bench.context, peer=CentrePeer(bench), recipient=PERSON,
            calls={
                "text": call_of(delivery("Где заказ?".encode("utf-16-be"), data_coding=8)),
                "delivered": call_of(delivery(_RECEIPT, esm_class=0x04)),
                "blocked": call_of(delivery("СТОП".encode("utf-16-be"), data_coding=8)),
            },
            forged=None, file=OutboundFile(key="k", kind=Kind.DOCUMENT, name="f", mime="text/plain", size=1),
            bad_settings={**bench.context.settings, "password": "wrong"}, secrets=(PASSWORD,), notes=bench.notes.lines,
        )  # fmt: skip

    async def test_it_earns_gold(self) -> None:
        verdict = await judge(self.specimen)
        assert verdict.failed == {}
        assert verdict.earned == Grade.GOLD


def test_deliveries_are_written_alike() -> None:
    assert write_delivery(["00"]) == b'{"pdus":["00"]}'
