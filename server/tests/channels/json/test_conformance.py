from collections.abc import Sequence

from msgspec.structs import replace

from otklik.channelkit.conformance import Conformance, Specimen, Trouble, judge
from otklik.channelkit.manifest import Grade
from tests.channels.json.bench import AT, MESSAGE, PERSON, PIXEL, SECRET, Bench, call_of

_USER = {"id": PERSON}
_EVENTS = {
    "text": MESSAGE,
    "image": {
        **MESSAGE,
        "id": "e2",
        "message": {"id": "in-2", "files": [{"url": "https://messenger.example/files/a.png", "type": "image/png"}]},
    },
    "reply": {**MESSAGE, "id": "e3", "message": {"id": "in-3", "text": "да", "reply_to": "m1"}},
    "edited": {"event": "edited", "id": "e4", "at": AT, "user": _USER, "message": {"id": "in-1", "text": "иначе"}},
    "deleted": {"event": "deleted", "id": "e5", "at": AT, "user": _USER, "message": {"id": "in-1"}},
    "button": {"event": "button", "id": "e6", "user": _USER, "message": {"id": "m1"}, "button": "yes"},
    "start": {"event": "started", "id": "e7", "user": _USER, "entry": "promo_42"},
    "blocked": {"event": "blocked", "id": "e8", "user": _USER},
    "delivered": {"event": "delivered", "message": {"id": "m1"}},
    "read": {"event": "read", "message": {"id": "m1"}},
}


class FakePeer:
    """The fake messenger in the words of the suite."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def play(self, trouble: Trouble) -> None:
        if trouble is Trouble.UNPLUGGED:
            self._bench.http.unplugged = True
        elif trouble is Trouble.BLOCKED:
            self._bench.fake.blocked.add(PERSON)
        else:
            self._bench.http.unplugged = False
            self._bench.fake.moods.clear()
            self._bench.fake.moods.set(str(trouble), value=7)

    def texts(self) -> Sequence[str]:
        return [one.text for one in self._bench.fake.seen if one.text]

    def files(self) -> int:
        return sum(len(one.files) for one in self._bench.fake.seen)

    def buttons(self) -> Sequence[str]:
        return [button["title"] for one in self._bench.fake.seen for row in one.buttons for button in row]

    def sees_typing(self) -> bool:
        return PERSON in self._bench.fake.typing


async def make_specimen(scheme: str = "standard_webhooks") -> Specimen:
    bench = Bench(scheme=scheme)
    bench.fake.files["a.png"] = PIXEL
    calls = {name: call_of(event, bench.settings) for name, event in _EVENTS.items()}
    return Specimen(
        channel=bench.channel, context=bench.context, peer=FakePeer(bench), recipient=PERSON, calls=calls,
        forged=replace(calls["text"], body=calls["text"].body + b" "), file=bench.file(),
        bad_settings={**bench.settings, "secret": "another-secret-of-length"}, secrets=(SECRET,),
        notes=bench.notes.lines,
    )  # fmt: skip


class TestJson(Conformance):
    async def specimen(self) -> Specimen:
        return await make_specimen()


async def test_every_scheme_of_signatures_earns_gold() -> None:
    for scheme in ("standard_webhooks", "two_headers", "one_header"):
        verdict = await judge(lambda scheme=scheme: make_specimen(scheme))  # type: ignore[misc]
        assert verdict.failed == {}, scheme
        assert verdict.earned == Grade.GOLD
