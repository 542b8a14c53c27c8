from collections.abc import Sequence

from otklik.channelkit.conformance import Conformance, Specimen, Trouble, judge
from otklik.channelkit.manifest import Grade
from otklik.kit.http import FilePart
from tests.channels.ok.bench import GROUP, PIXEL, SECRET, TEXT, Bench, call_of, event
from tests.channels.ok.test_inbound import PRESS

REPLY = event({"mid": "mid:C3e1.2", "text": "да", "reply_to": "mid:C3e1.1"})


class FakePeer:
    """The fake in the words of the suite."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def play(self, trouble: Trouble) -> None:
        moods = {Trouble.THROTTLED: "throttled", Trouble.SILENT: "silent", Trouble.REVOKED: "revoked"}
        if trouble is Trouble.UNPLUGGED:
            self._bench.http.unplugged = True
        else:
            self._bench.http.unplugged = False
            self._bench.fake.moods.clear()
            self._bench.fake.moods.set(moods[trouble], value=7)

    def texts(self) -> Sequence[str]:
        return [str(message["text"]) for message in self._bench.seen() if message["text"]]

    def files(self) -> int:
        return sum(len(message["files"]) for message in self._bench.seen())

    def buttons(self) -> Sequence[str]:
        return [b["text"] for message in self._bench.seen() for row in message["buttons"] for b in row]

    def sees_typing(self) -> bool:
        return bool(self._bench.player.view(GROUP, self._bench.person)["typing"])


async def make_specimen() -> Specimen:
    bench = Bench()
    await bench.channel.connect(bench.context)
    bench.player.send_file(GROUP, bench.person, "photo", FilePart("p.png", PIXEL, "image/png"))
    await bench.fake.settle()
    return Specimen(
        channel=bench.channel, context=bench.context, peer=FakePeer(bench), recipient=bench.recipient,
        calls={
            "text": call_of(TEXT), "reply": call_of(REPLY), "button": call_of(PRESS), "image": bench.hooks.calls[-1],
        },
        forged=call_of(TEXT, f"key={SECRET}x"), file=bench.file(),
        bad_settings={**bench.context.settings, "token": "tkn0Wrong:CBA"}, secrets=(bench.token, SECRET),
        notes=bench.notes.lines,
    )  # fmt: skip


class TestOk(Conformance):
    async def specimen(self) -> Specimen:
        return await make_specimen()


async def test_it_would_pass_for_gold_and_claims_silver() -> None:
    """Keyboards, the edge of gold, are known here from pages only; nobody else's program has confirmed our fake."""
    verdict = await judge(make_specimen)
    assert verdict.failed == {}
    assert (await make_specimen()).channel.manifest.grade is Grade.SILVER
