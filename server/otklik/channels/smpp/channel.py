"""The channel itself: SMS over a line to an operator's centre, open in both directions."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from otklik.channelkit.channel import ChannelContext, ConnectReport, Settings
from otklik.channelkit.errors import BadSignature, ChannelTrouble
from otklik.channelkit.guard import AddressRefused, Guard
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.outbound import OutboundMessage, Part, Scope, SendError, SendErrorKind, SendResult
from otklik.channels.smpp import inbound, outbound
from otklik.channels.smpp.checks import run_test
from otklik.channels.smpp.line import ANSWER_S, BEAT_S, BindRefused, LineBroken
from otklik.channels.smpp.lines import IDLE_S, PATIENCE_S, Key, Lines
from otklik.channels.smpp.manifest import MANIFEST
from otklik.channels.smpp.poller import SmppPoller
from otklik.channels.smpp.refusals import bind_words, name_of, needs_a_person
from otklik.channels.smpp.settings import check_settings, read_settings
from otklik.kit.addresses import NotPublic, check_host

_BACK_OFF_MAX_S: Final = 60.0


async def public_only(host: str) -> Sequence[str]:
    """Let public addresses pass and nothing else."""
    try:
        return [str(address) for address in await check_host(host)]
    except NotPublic as error:
        raise AddressRefused(str(error)) from error


class SmppChannel:
    """SMS over SMPP 3.4. `guard` decides which centres may be called."""

    manifest = MANIFEST

    def __init__(
        self, guard: Guard = public_only, *, answer_s: float = ANSWER_S, patience_s: float = PATIENCE_S,
        idle_s: float = IDLE_S, beat_s: float = BEAT_S,
    ) -> None:  # fmt: skip
        self._guard = guard
        self._answer_s = answer_s
        self._lines = Lines(guard, patience_s=patience_s, idle_s=idle_s, beat_s=beat_s)
        self._failures: dict[Key, int] = {}

    def validate(self, settings: Settings) -> None:
        """Raise BadSettings naming every wrong field."""
        check_settings(settings)

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:
        """Messages come over the line we opened: whoever calls our address has nothing to say."""
        del settings, hook_secret
        if not call.polled:
            raise BadSignature("messages come over the line, not to this address")

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:
        """Read one delivery."""
        return inbound.parse(call, read_settings(settings))

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:
        """Write a message as submissions."""
        return outbound.render(message, read_settings(settings))

    def wants_polling(self, settings: Settings) -> bool:
        """A line must be open to hear anything."""
        del settings
        return True

    async def open_poller(self, context: ChannelContext) -> SmppPoller:
        """Bind for both directions; raises ChannelTrouble, with a growing pause while the centre is away."""
        key = _key(context)
        try:
            line = await self._lines.open_shared(key)
        except AddressRefused as error:
            context.log.note("bind_transceiver", ok=False, detail=str(error))
            raise ChannelTrouble(str(error), stop=True) from error
        except BindRefused as refusal:
            context.log.note("bind_transceiver", ok=False, detail=name_of(refusal.status))
            raise ChannelTrouble(
                bind_words(refusal.status).en, stop=needs_a_person(refusal.status), retry_after_s=self._back_off(key)
            ) from refusal
        except LineBroken as trouble:
            context.log.note("bind_transceiver", ok=False, detail=trouble.detail)
            raise ChannelTrouble(f"SMPP: {trouble.detail}", retry_after_s=self._back_off(key)) from trouble
        self._failures.pop(key, None)
        context.log.note("bind_transceiver", ok=True)
        return SmppPoller(line, partial(self._lines.close_shared, key, line))

    def _back_off(self, key: Key) -> float:
        failures = self._failures[key] = self._failures.get(key, -1) + 1
        return min(2.0 ** min(failures, 6), _BACK_OFF_MAX_S)

    async def send(self, part: Part, context: ChannelContext) -> SendResult:
        """Submit one message and wait for the centre's id."""
        try:
            result = await self._lines.submit(
                _key(context), bytes.fromhex(part.payload["body"]), answer_s=self._answer_s
            )
        except AddressRefused as error:
            result = SendError(kind=SendErrorKind.AUTH, code="refused", detail=str(error), scope=Scope.INBOX)
        if isinstance(result, SendError):
            context.log.note(part.action, ok=False, detail=f"{result.code} {result.detail}")
        else:
            context.log.note(part.action, ok=True)
        return result

    async def test(self, context: ChannelContext) -> ConnectReport:
        """Log in, or look at the line that stands, and report each check."""
        return await run_test(context, read_settings(context.settings), self._guard, self._lines)

    async def connect(self, context: ChannelContext) -> ConnectReport:
        """Test: the line itself is opened and held by the poller."""
        return await self.test(context)

    async def disconnect(self, context: ChannelContext) -> None:
        """Close what was opened for sending; the poller closes its own line."""
        await self._lines.close_own(context.inbox_id)


def _key(context: ChannelContext) -> Key:
    return context.inbox_id, read_settings(context.settings)
