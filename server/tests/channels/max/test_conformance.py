from collections.abc import Sequence
from typing import Any

import msgspec

from otklik.channelkit.conformance import Conformance, Specimen, Trouble, judge
from otklik.channelkit.inbound import HookCall
from otklik.channelkit.manifest import Grade
from otklik.channels.max.inbound import SECRET_HEADER
from otklik.kit.http import FilePart
from tests.channels.max.bench import BOT, PIXEL, SECRET, Bench
from tests.channels.max.test_inbound import kept

_CALLS = {
    "text": "text", "reply": "reply_with_image", "edited": "edited", "deleted": "removed", "button": "button",
    "start": "started", "blocked": "stopped",
}  # fmt: skip


def delivery(update: dict[str, Any], secret: str = SECRET) -> HookCall:
    return HookCall(body=msgspec.json.encode(update), headers={SECRET_HEADER: secret})


class FakePeer:
    """The fake MAX in the words of the suite."""

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
        return bool(self._bench.player.view(BOT, self._bench.person)["typing"])


async def make_specimen() -> Specimen:
    bench = Bench()
    bench.player.start(BOT, bench.person)
    bench.player.send_file(BOT, bench.person, "photo", FilePart("p.png", PIXEL, "image/png"))
    image = bench.player.account(BOT).extra["queue"][-1]["update"]
    return Specimen(
        channel=bench.channel, context=bench.context, peer=FakePeer(bench), recipient=bench.recipient,
        calls={name: delivery(kept(fixture)) for name, fixture in _CALLS.items()} | {"image": delivery(image)},
        forged=delivery(kept("text"), SECRET + "x"), file=bench.file(),
        bad_settings={**bench.context.settings, "token": "1" + bench.token}, secrets=(bench.token, SECRET),
        notes=bench.notes.lines,
    )  # fmt: skip


class TestMax(Conformance):
    async def specimen(self) -> Specimen:
        return await make_specimen()


async def test_max_earns_gold() -> None:
    verdict = await judge(make_specimen)
    assert verdict.failed == {}
    assert verdict.earned == Grade.GOLD
