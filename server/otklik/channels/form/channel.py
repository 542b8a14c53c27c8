"""The channel itself: what comes in is handed over by our own room, and nothing goes out."""

from collections.abc import Sequence

from otklik.channelkit.channel import Account, ChannelContext, Check, ConnectReport, Doubt, FetchedFile, Settings
from otklik.channelkit.content import Attachment
from otklik.channelkit.errors import BadSettings, CannotFetch
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.manifest import Words
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, Part, SendError, SendErrorKind, SendResult
from otklik.channels.form import inbound
from otklik.channels.form.manifest import MANIFEST
from otklik.channels.form.settings import check_settings, read_settings
from otklik.kit.errors import NotFound


class FormChannel:
    """The feedback form. Keeps nothing between calls."""

    manifest = MANIFEST

    def validate(self, settings: Settings) -> None:
        """Check fields and addresses."""
        check_settings(settings)

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:  # noqa: ARG002 - the contract
        """Take submissions from our own room only."""
        inbound.verify(call, hook_secret)

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:  # noqa: ARG002 - the contract
        """Read one submission."""
        return inbound.parse(call)

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:  # noqa: ARG002 - the contract
        """Make one part, which is refused: the desk offers no such way."""
        return (Part(action="none", payload={"message": message.message_id}),)

    async def send(self, part: Part, context: ChannelContext) -> SendResult:
        """Refuse: nobody looks into a form that was sent."""
        context.log.note(part.action, ok=False, detail="a form shows no answers")
        return SendError(kind=SendErrorKind.FORMAT, code="one_way", detail="answer by mail: a form shows no answers")

    async def test(self, context: ChannelContext) -> ConnectReport:
        """Check the settings, and say where answers go."""
        return _report(context)

    async def connect(self, context: ChannelContext) -> ConnectReport:
        """There is nobody to register with."""
        return _report(context)

    async def disconnect(self, context: ChannelContext) -> None:
        """There is nobody to take leave of."""

    async def fetch_file(self, attachment: Attachment, context: ChannelContext) -> FetchedFile:
        """Read the file from our own store."""
        kept = OutboundFile(
            key=attachment.ref, kind=attachment.kind, name=attachment.name, mime=attachment.mime,
            size=attachment.size or 0,
        )  # fmt: skip
        try:
            data = await context.files.read(kept)
        except NotFound as error:
            raise CannotFetch("the file is gone") from error
        return FetchedFile(data=data, name=attachment.name, mime=attachment.mime)


def _report(context: ChannelContext) -> ConnectReport:
    try:
        check_settings(context.settings)
    except BadSettings as error:
        wrong = "; ".join(f"{one.field}: {one.message}" for one in error.errors)
        return ConnectReport(checks=(Check("settings", ok=False, detail=Words(wrong, wrong)),))
    form = read_settings(context.settings)
    count = len(form.asked) + len(form.own) + bool(form.topics) + 1
    checks = [Check("fields", ok=True, detail=Words(f"Полей в форме: {count}", f"Fields of the form: {count}"))]
    if not form.mail_inbox:
        words = Words("Ящик не выбран: ответить на обращения будет нечем", "No mailbox: requests cannot be answered")
        checks.append(Check("mailbox", ok=True, detail=words, doubt=Doubt.WARN))
    account = Account(id=str(context.inbox_id), name=form.title.ru[:200])
    return ConnectReport(checks=tuple(checks), account=account)
