"""The website chat inherits the suite."""

from otklik.channelkit.conformance import Conformance, Specimen
from otklik.channelkit.inbound import HookCall
from tests.channels.webchat.bench import POSTS, SECRET, SETTINGS, VISITOR, Bench, call, file


class TestWebchat(Conformance):
    """Every criterion of the claimed grade."""

    async def specimen(self) -> Specimen:
        bench = Bench()
        calls = {name: call(post) for name, post in POSTS.items()}
        forged = HookCall(body=calls["text"].body, headers={"x-otklik-visitor": "0" * 64})
        return Specimen(
            channel=bench.channel, context=bench.context, peer=bench.offered, recipient=VISITOR, calls=calls,
            forged=forged, file=file(), bad_settings={**SETTINGS, "colour": "red;}</style><script>"},
            secrets=(SECRET,), notes=bench.notes.lines,
        )  # fmt: skip
