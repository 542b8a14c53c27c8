"""A small honest channel and its provider: the post of pigeons, reached over HTTP like any other."""

import hmac
from collections.abc import Sequence
from urllib.parse import parse_qs

import msgspec

from otklik.channelkit.capabilities import Capabilities
from otklik.channelkit.channel import Account, ChannelContext, Check, ConnectReport, Settings, Subscription
from otklik.channelkit.choices import offer_named
from otklik.channelkit.content import Content
from otklik.channelkit.errors import BadSettings, BadSignature, UnknownShape
from otklik.channelkit.fakes import AsgiFake, FakeAnswer, FakeRequest, json_answer
from otklik.channelkit.inbound import Happening, HookCall, MessageReceived, Sender
from otklik.channelkit.manifest import ConfigField, Face, FieldKind, Grade, Manifest, Transport, Words
from otklik.channelkit.outbound import OutboundMessage, Part, SendResult, Sent
from otklik.kit.errors import FieldError
from otklik.kit.http import HttpAnswer, HttpRequest, HttpTrouble

HOST = "post.pigeons.example"
_NO_WORDS = Words("", "")


def _field(name: str, kind: FieldKind, **more: object) -> ConfigField:
    return ConfigField(name=name, kind=kind, label=Words(name, name), **more)  # type: ignore[arg-type]


_BREEDS = offer_named({"homing": ("Почтовый", "Homing"), "fancy": ("Декоративный", "Fancy")})


class Pigeon:
    """Sends letters by the post of pigeons; `broken_parser` makes it stumble over every delivery."""

    manifest = Manifest(
        slug="pigeon",
        face=Face(name=Words("Голубь", "Pigeon")),
        transports=(Transport.WEBHOOK, Transport.SOCKET),
        capabilities=Capabilities(text_max=200, edit_out_s=60),
        fields=(
            _field("token", FieldKind.SECRET, required=True),
            _field("pepper", FieldKind.SECRET),
            _field("loft", FieldKind.TEXT),
            _field("speed", FieldKind.NUMBER, default=5, min=1, max=9),
            _field(
                "breed",
                FieldKind.CHOICE,
                choices=offer_named({"homing": ("Почтовый", "Homing"), "fancy": ("Декоративный", "Fancy")}),
                default="homing",
            ),
            _field("ring", FieldKind.FLAG, default=False),
            _field("roofs", FieldKind.ORIGINS),
            _field("feather", FieldKind.COLOUR),
            _field("post_url", FieldKind.TEXT, host_only=True, default=f"https://{HOST}"),
        ),
        grade=Grade.BRONZE,
        exempt={},
    )

    def __init__(self) -> None:
        self.broken_parser = False
        self.cursor: dict[str, int] | None = None

    def validate(self, settings: Settings) -> None:
        """A loft must not be on fire; says the token aloud, as a careless channel might."""
        if settings.get("loft") == "fire":
            wrong = FieldError("loft", "on_fire", f"{settings['token']} cannot live in a fire")
            raise BadSettings(f"no pigeon {settings['token']} there", errors=(wrong,))

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:
        """A header carries the secret."""
        if not hmac.compare_digest(call.headers.get("x-secret", "").encode(), hook_secret.encode()):
            raise BadSignature("a strange pigeon")

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:
        """Read one letter."""
        if self.broken_parser:
            raise RuntimeError(f"tripped over {settings['token']}")
        try:
            letter = msgspec.json.decode(call.body)
            content, number = Content(text=letter["text"]), letter["id"]
        except (msgspec.DecodeError, TypeError, KeyError) as error:
            raise UnknownShape("no letter") from error
        sender = Sender(external_id=letter.get("from", "7"), name="Вера")
        return [
            MessageReceived(
                key=f"m:{number}", sender=sender, message_id=number, content=content, sent_at=call.received_at
            )
        ]

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:
        """One part."""
        return [Part(action="send", payload={"to": message.recipient, "text": message.text})]

    async def send(self, part: Part, context: ChannelContext) -> SendResult:
        """Off it flies."""
        return Sent(external_id=str(part.payload["to"]))

    async def test(self, context: ChannelContext) -> ConnectReport:
        """Ask who we are."""
        answer = await _ask(context, "whoami")
        if answer.status != 200:
            context.log.note("whoami", ok=False, detail=str(answer.status))
            said = answer.body.decode()
            return ConnectReport(checks=(Check("token", ok=False, detail=Words(f"Отказ: {said}", f"Refused: {said}")),))
        known = msgspec.json.decode(answer.body, type=Account)
        return ConnectReport(checks=(Check("token", ok=True, detail=_NO_WORDS),), account=known)

    async def connect(self, context: ChannelContext) -> ConnectReport:
        """Tell the post where to fly."""
        answer = await _ask(context, "hook", context.hook_url)
        fine = answer.status == 200
        words = _NO_WORDS if fine else Words("Крюк не принят", f"No hook for {context.settings['token']}")
        return ConnectReport(checks=(Check("hook", ok=fine, detail=words),), cursor=self.cursor)

    async def disconnect(self, context: ChannelContext) -> None:
        """Tell the post to stop."""
        await _ask(context, "unhook")

    async def watch(self, context: ChannelContext) -> Subscription:
        """Compare the hook."""
        answer = await _ask(context, "hooked")
        if answer.body.decode() == context.hook_url:
            return Subscription(ok=True)
        again = await _ask(context, "hook", context.hook_url)
        return Subscription(ok=again.status == 200, repaired=again.status == 200, detail="the hook had gone")


async def _ask(context: ChannelContext, verb: str, url: str = "") -> HttpAnswer:
    token = context.settings["token"]
    address = f"{context.settings['post_url']}/{token}/{verb}?url={url}"
    try:
        return await context.http.request(HttpRequest(method="GET", url=address))
    except HttpTrouble as trouble:
        raise HttpTrouble(f"{address}: {trouble.detail}", sent=trouble.sent) from None


class PigeonPost(AsgiFake):
    """The provider. Tokens look like `name:…`; several tokens may belong to one account."""

    def __init__(self) -> None:
        self.hooks: dict[str, str] = {}
        self.refuses_hooks = False
        self.revoked: set[str] = set()
        self.asked: list[str] = []

    async def respond(self, request: FakeRequest) -> FakeAnswer:
        """Answer one request."""
        token, _, verb = request.path.strip("/").partition("/")
        name = token.partition(":")[0]
        self.asked.append(f"{name} {verb}")
        if ":" not in token or token in self.revoked:
            return FakeAnswer(status=401, body=f"who is {token}?".encode())
        match verb:
            case "whoami":
                return json_answer({"id": name, "name": name.title(), "username": name})
            case "hook" if self.refuses_hooks:
                return FakeAnswer(status=400, body=b"no more hooks")
            case "hook":
                self.hooks[name] = parse_qs(request.query)["url"][0]
            case "unhook":
                self.hooks.pop(name, None)
            case _:
                pass
        return FakeAnswer(body=self.hooks.get(name, "").encode())
