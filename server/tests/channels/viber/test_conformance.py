from collections.abc import Sequence

from otklik.channelkit.conformance import Conformance, Specimen, Trouble, judge
from otklik.channelkit.inbound import HookCall
from otklik.channelkit.manifest import Grade
from otklik.channels.viber import ViberChannel
from otklik.kit.http import FilePart
from tests.channels.viber.bench import BOT, PIXEL, TOKEN, Bench, Loose, call_of

_CALLS = {
    "text": "text", "button": "button", "start": "conversation_started", "blocked": "unsubscribed",
    "delivered": "delivered", "read": "seen",
}  # fmt: skip


class FakePeer:
    """The fake Viber in the words of the suite."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def play(self, trouble: Trouble) -> None:
        moods = {Trouble.THROTTLED: "throttled", Trouble.SILENT: "silent", Trouble.REVOKED: "revoked"}
        if trouble is Trouble.UNPLUGGED:
            self._bench.http.unplugged = True
        elif trouble is Trouble.BLOCKED:
            self._bench.player.block(BOT, self._bench.person)
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
        return False


async def make_specimen(channel: ViberChannel | None = None) -> Specimen:
    bench = Bench()
    await bench.channel.connect(bench.context)
    bench.player.send_file(BOT, bench.person, "photo", FilePart("p.png", PIXEL, "image/png"))
    await bench.fake.settle()
    image = bench.hooks.calls[-1]
    genuine = call_of("text")
    return Specimen(
        channel=channel or bench.channel, context=bench.context, peer=FakePeer(bench), recipient=bench.ref,
        calls={name: call_of(fixture) for name, fixture in _CALLS.items()} | {"image": image},
        forged=HookCall(body=genuine.body + b" ", headers=genuine.headers), file=bench.file(),
        bad_settings={**bench.context.settings, "token": "5" + TOKEN[1:]}, secrets=(TOKEN,), notes=bench.notes.lines,
    )  # fmt: skip


class TestViber(Conformance):
    async def specimen(self) -> Specimen:
        return await make_specimen()


class Deaf(ViberChannel):
    """Viber without the check of the signature: the suite must notice."""

    def verify(self, call: HookCall, settings: Loose, hook_secret: str) -> None:
        pass


async def test_the_suite_takes_the_grade_from_a_channel_that_accepts_forgeries() -> None:
    verdict = await judge(lambda: make_specimen(Deaf()))
    assert set(verdict.failed) == {"signature"}


async def test_viber_earns_gold() -> None:
    verdict = await judge(make_specimen)
    assert verdict.failed == {}
    assert verdict.earned == Grade.GOLD
