"""Which channels this installation has: one line each."""

from collections.abc import Awaitable, Callable, Sequence

from msgspec import Struct

from otklik.access.schemas import ShownChannel
from otklik.channelkit.channel import Channel
from otklik.channelkit.guard import AddressRefused, Guard
from otklik.channelkit.registry import Registry
from otklik.channels.email.channel import EmailChannel
from otklik.channels.form import FormChannel
from otklik.channels.json import JsonChannel
from otklik.channels.max import MaxChannel
from otklik.channels.max.fake import FakeMax
from otklik.channels.messenger import MessengerChannel
from otklik.channels.messenger.fake import FakeMessenger
from otklik.channels.ok import OkChannel
from otklik.channels.ok.fake import FakeOk
from otklik.channels.smpp import SmppChannel
from otklik.channels.sms_http import SmsHttpChannel
from otklik.channels.telegram import TelegramChannel
from otklik.channels.telegram.fake import FakeTelegram
from otklik.channels.twilio import TwilioChannel
from otklik.channels.twilio.fake import FakeTwilio
from otklik.channels.viber import ViberChannel
from otklik.channels.viber.fake import FakeViber
from otklik.channels.vk import VkChannel
from otklik.channels.vk.fake import FakeVk
from otklik.channels.webchat import WebchatChannel
from otklik.channels.webchat.channel import TellTyping, tell_nobody
from otklik.channels.whatsapp import WhatsappChannel
from otklik.channels.whatsapp.fake import FakeWhatsapp
from otklik.infra.settings import Settings
from otklik.kit.addresses import Network, NotPublic, check_host
from otklik.sandbox.stages import OwnDoor, Stage, StageMaker, Stages


class Line(Struct, frozen=True):
    """A channel, and the fake of its provider that the sandbox can play."""

    channel: Channel
    stage: Callable[..., Stage] | None = None


def list_lines(guard: Guard, tell_visitor_typing: TellTyping) -> tuple[Line, ...]:
    """Return the channels, the sandbox's usual one first."""
    return (
        Line(TelegramChannel(), FakeTelegram),
        Line(WebchatChannel(tell_visitor_typing)),
        Line(EmailChannel(guard)),
        Line(MaxChannel(), FakeMax),
        Line(VkChannel(), FakeVk),
        Line(WhatsappChannel(), FakeWhatsapp),
        Line(MessengerChannel(), FakeMessenger),
        Line(ViberChannel(), FakeViber),
        Line(OkChannel(), FakeOk),
        Line(SmppChannel(guard)),
        Line(TwilioChannel(), FakeTwilio),
        Line(SmsHttpChannel()),
        Line(JsonChannel()),
        Line(FormChannel()),
    )


def make_registry(allowed_networks: Sequence[Network] = (), tell_visitor_typing: TellTyping = tell_nobody) -> Registry:
    """Build the channels; `allowed_networks` are the private ones where a mail server or a centre of SMS may be."""
    return Registry(line.channel for line in list_lines(_guard(allowed_networks), tell_visitor_typing))


def show_channels(registry: Registry) -> list[ShownChannel]:
    """Return how the channels look, in the order in which they are offered."""
    manifests = sorted((channel.manifest for channel in registry), key=lambda one: one.face.place)
    return [
        ShownChannel(
            slug=one.slug, name=one.face.name, spellings=one.face.spellings, sign=one.face.sign, colour=one.face.colour
        )
        for one in manifests
    ]  # fmt: skip


def list_spellings(registry: Registry) -> dict[str, Sequence[str]]:
    """Return what filters read for each channel."""
    return {channel.manifest.slug: channel.manifest.face.spellings for channel in registry}


def make_stages(settings: Settings) -> Stages:
    """Build the sandbox: fake providers of each workspace, delivering to our own hook door."""
    return Stages(list_stages(), OwnDoor(settings.address), settings.data_path / "sandbox")


def list_stages() -> dict[str, StageMaker]:
    """Return the makers of the fake providers that the sandbox can play."""
    lines = list_lines(_guard(()), tell_nobody)
    return {line.channel.manifest.slug: _maker(line.stage) for line in lines if line.stage is not None}


def _maker(stage: Callable[..., Stage]) -> StageMaker:
    return lambda http, key: stage(http, control_key=key)


def _guard(allowed_networks: Sequence[Network]) -> Callable[[str], Awaitable[Sequence[str]]]:
    """Let servers that are not called over HTTP be judged by the table of addresses of every other call out."""

    async def guard(host: str) -> Sequence[str]:
        try:
            return [str(address) for address in await check_host(host, allowed_networks)]
        except NotPublic as error:
            raise AddressRefused(str(error)) from error

    return guard
