from collections.abc import Sequence
from typing import Any

import msgspec

from otklik.channelkit.conformance import CRITERIA, Conformance, Specimen, Trouble, judge
from otklik.channelkit.inbound import HookCall
from otklik.channelkit.manifest import Grade, Manifest
from otklik.channels.telegram import TelegramChannel
from otklik.kit.http import FilePart
from tests.channels.telegram.bench import BOT, PIXEL, SECRET, TOKEN, Bench, Loose, call_of, read_fixture

_CALLS = {
    "text": "text", "reply": "voice_reply_with_quote", "edited": "edited_text", "button": "button",
    "start": "start_with_payload", "blocked": "blocked",
}  # fmt: skip


class FakePeer:
    """The fake Bot API in the words of the suite."""

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
        return sum(message["file"] is not None for message in self._bench.seen())

    def buttons(self) -> Sequence[str]:
        return [b["text"] for message in self._bench.seen() for row in message["buttons"] for b in row]

    def sees_typing(self) -> bool:
        return bool(self._bench.player.view(BOT, self._bench.person)["typing"] == "typing")


async def make_specimen(channel: TelegramChannel | None = None) -> Specimen:
    bench = Bench()
    bench.player.start(BOT, bench.person)
    bench.player.send_file(BOT, bench.person, "photo", FilePart("p.png", PIXEL, "image/png"))
    image = bench.fake.engine.world.bots[TOKEN].updates[-1]
    return Specimen(
        channel=channel or bench.channel, context=bench.context, peer=FakePeer(bench), recipient=str(bench.person),
        calls={name: call_of(fixture) for name, fixture in _CALLS.items()} | {"image": _polled(image)},
        forged=HookCall(body=read_fixture("text"), headers={"x-telegram-bot-api-secret-token": SECRET + "x"}),
        file=bench.file(), bad_settings={**bench.context.settings, "token": "1" + TOKEN[1:]},
        secrets=(TOKEN, TOKEN.partition(":")[2], SECRET), notes=bench.notes.lines,
    )  # fmt: skip


def _polled(update: dict[str, Any]) -> HookCall:
    return HookCall(body=msgspec.json.encode({**update, "update_id": 820_500}), polled=True)


class TestTelegram(Conformance):
    async def specimen(self) -> Specimen:
        return await make_specimen()


class Deaf(TelegramChannel):
    """Telegram without the signature check: the suite must notice."""

    def verify(self, call: HookCall, settings: Loose, hook_secret: str) -> None:
        pass


class Boastful(TelegramChannel):
    """Telegram with an exemption from what it claims to do."""

    manifest = Manifest(
        **{name: getattr(TelegramChannel.manifest, name) for name in Manifest.__struct_fields__ if name != "exempt"},
        exempt={**TelegramChannel.manifest.exempt, "buttons": "we did not feel like it today"},
    )


async def test_the_suite_takes_the_grade_from_a_channel_that_accepts_forgeries() -> None:
    verdict = await judge(lambda: make_specimen(Deaf()))
    assert verdict.earned == 0
    assert set(verdict.failed) == {"signature"}


async def test_an_exemption_from_a_claimed_ability_does_not_count() -> None:
    suite = TestTelegram()
    suite.specimen = lambda: make_specimen(Boastful())  # type: ignore[method-assign]
    criterion = next(one for one in CRITERIA if one.name == "buttons")
    try:
        await suite.test_fulfils(criterion)
    except AssertionError as error:
        assert "claim" in str(error)  # noqa: PT017 - the suite itself raises it
    else:
        raise AssertionError("the exemption was accepted")


async def test_telegram_earns_gold() -> None:
    verdict = await judge(make_specimen)
    assert verdict.failed == {}
    assert verdict.earned == Grade.GOLD
