from collections.abc import Sequence

from otklik.channelkit.conformance import Conformance, Specimen, Trouble, judge
from otklik.channelkit.content import Button
from otklik.channelkit.inbound import HookCall
from otklik.channelkit.manifest import Grade
from otklik.channelkit.stage.hand import Extra
from otklik.channels.messenger import MessengerChannel
from otklik.kit.http import FilePart
from tests.channels.messenger.bench import BOT, PIXEL, Bench
from tests.channels.messenger.wire import Loose


class FakePeer:
    """The fake Messenger in the words of the suite."""

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
        return bool(self._bench.view()["typing"])


async def make_specimen(channel: MessengerChannel | None = None) -> Specimen:
    """Let the person do everything, and keep what the fake delivered, under its name."""
    bench = Bench()
    await bench.channel.connect(bench.context)
    hand, person = bench.player, bench.person
    calls: dict[str, HookCall] = {}

    async def keep(name: str) -> None:
        await bench.fake.settle()
        calls[name] = bench.hooks.calls[-1]

    hand.start(BOT, person, "promo_42")
    await keep("start")
    first = hand.send_text(BOT, person, "вопрос")
    await keep("text")
    hand.send_file(BOT, person, "photo", FilePart("p.png", PIXEL, "image/png"))
    await keep("image")
    hand.send_text(BOT, person, "ответ", Extra(reply_to=first))
    await keep("reply")
    hand.edit_text(BOT, person, first, "другой вопрос")
    await keep("edited")
    await bench.send(text="Вопрос решён?", buttons=((Button("Да", "yes"),),))
    await bench.fake.settle()
    hand.press(BOT, person, bench.seen()[-1]["id"])
    await keep("button")
    hand.receive(BOT, person)
    await keep("delivered")
    hand.receive(BOT, person, "read")
    await keep("read")
    chat = bench.account.chats[str(person)]
    for message in [one for one in chat.messages.values() if not one.mine]:
        del chat.messages[str(message.id)]
    genuine = calls["text"]
    return Specimen(
        channel=channel or bench.channel, context=bench.context, peer=FakePeer(bench), recipient=bench.ref,
        calls=calls, forged=HookCall(body=genuine.body + b" ", headers=genuine.headers), file=bench.file(),
        bad_settings={**bench.context.settings, "token": "EAAPwrong" + "0" * 40},
        secrets=(bench.context.settings["token"], bench.context.settings["app_secret"]), notes=bench.notes.lines,
    )  # fmt: skip


class TestMessenger(Conformance):
    async def specimen(self) -> Specimen:
        return await make_specimen()


class Deaf(MessengerChannel):
    """Messenger without the check of the signature: the suite must notice."""

    def verify(self, call: HookCall, settings: Loose, hook_secret: str) -> None:
        pass


async def test_the_suite_takes_the_grade_from_a_channel_that_accepts_forgeries() -> None:
    verdict = await judge(lambda: make_specimen(Deaf()))
    assert set(verdict.failed) == {"signature"}


async def test_messenger_earns_gold() -> None:
    verdict = await judge(make_specimen)
    assert verdict.failed == {}
    assert verdict.earned == Grade.GOLD
