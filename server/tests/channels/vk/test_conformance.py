from collections.abc import Sequence
from typing import Any

import msgspec

from otklik.channelkit.conformance import Conformance, Specimen, Trouble, judge
from otklik.channelkit.inbound import HookCall
from otklik.channelkit.manifest import Grade
from otklik.channels.vk import VkChannel
from otklik.channels.vk.proof import secret_for
from otklik.kit.http import FilePart
from tests.channels.vk.bench import GROUP, PIXEL, SECRET, TOKEN, Bench, Loose, call_of

_CALLS = {
    "text": "text", "reply": "reply", "edited": "edited", "button": "button", "start": "start", "blocked": "blocked",
    "read": "read",
}  # fmt: skip


class FakePeer:
    """The fake VK in the words of the suite."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def play(self, trouble: Trouble) -> None:
        moods = {Trouble.THROTTLED: "throttled", Trouble.SILENT: "silent", Trouble.REVOKED: "revoked"}
        if trouble is Trouble.UNPLUGGED:
            self._bench.http.unplugged = True
        elif trouble is Trouble.BLOCKED:
            self._bench.player.block(GROUP, self._bench.person)
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
        return bool(self._bench.view()["typing"] == "typing")


async def make_specimen(channel: VkChannel | None = None) -> Specimen:
    bench = Bench()
    bench.player.start(GROUP, bench.person)
    await bench.channel.connect(bench.context)
    bench.player.send_file(GROUP, bench.person, "photo", FilePart("p.png", PIXEL, "image/png"))
    await bench.fake.settle()
    image = bench.hooks.calls[-1]
    return Specimen(
        channel=channel or bench.channel, context=bench.context, peer=FakePeer(bench), recipient=str(bench.person),
        calls={name: call_of(fixture) for name, fixture in _CALLS.items()} | {"image": image},
        forged=call_of("text", secret_for(SECRET, TOKEN)[:-1] + "x"), file=bench.file(),
        bad_settings={**bench.context.settings, "token": "2" + TOKEN[1:]},
        secrets=(TOKEN, SECRET, secret_for(SECRET, TOKEN)), notes=bench.notes.lines,
    )  # fmt: skip


class TestVk(Conformance):
    async def specimen(self) -> Specimen:
        return await make_specimen()


class Deaf(VkChannel):
    """VK without the check of the secret: the suite must notice."""

    def verify(self, call: HookCall, settings: Loose, hook_secret: str) -> None:
        pass


async def test_the_suite_takes_the_grade_from_a_channel_that_accepts_forgeries() -> None:
    verdict = await judge(lambda: make_specimen(Deaf()))
    assert set(verdict.failed) == {"signature"}


async def test_vk_earns_gold() -> None:
    verdict = await judge(make_specimen)
    assert verdict.failed == {}
    assert verdict.earned == Grade.GOLD


def test_what_it_says_it_brings_it_can() -> None:
    shown: dict[str, Any] = msgspec.to_builtins(VkChannel.manifest)
    assert shown["capabilities"]["idempotent_send"] is True
