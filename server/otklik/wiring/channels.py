"""Which channels this installation has: one line each."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from otklik.channelkit.guard import AddressRefused
from otklik.channelkit.registry import Registry
from otklik.channels.email.channel import EmailChannel
from otklik.channels.form import FormChannel
from otklik.channels.json import JsonChannel
from otklik.channels.max import MaxChannel
from otklik.channels.max.fake import FakeMax
from otklik.channels.ok import OkChannel
from otklik.channels.smpp import SmppChannel
from otklik.channels.telegram import TelegramChannel
from otklik.channels.telegram.fake import FakeTelegram
from otklik.channels.vk import VkChannel
from otklik.channels.webchat import WebchatChannel
from otklik.channels.webchat.channel import TellTyping
from otklik.infra.settings import Settings
from otklik.kit.addresses import Network, NotPublic, check_host
from otklik.sandbox.stages import OwnDoor, StageMaker, Stages


def make_registry(allowed_networks: Sequence[Network], tell_visitor_typing: TellTyping) -> Registry:
    """Build the channels; `allowed_networks` are the private ones where a mail server or a centre of SMS may be."""
    guard = _guard(allowed_networks)
    return Registry(
        (
            TelegramChannel(),
            WebchatChannel(tell_visitor_typing),
            VkChannel(),
            EmailChannel(guard),
            MaxChannel(),
            OkChannel(),
            SmppChannel(guard),
            JsonChannel(),
            FormChannel(),
        )
    )


def _guard(allowed_networks: Sequence[Network]) -> Callable[[str], Awaitable[Sequence[str]]]:
    """Let servers that are not called over HTTP be judged by the table of addresses of every other call out."""

    async def guard(host: str) -> Sequence[str]:
        try:
            return [str(address) for address in await check_host(host, allowed_networks)]
        except NotPublic as error:
            raise AddressRefused(str(error)) from error

    return guard


STAGES: Mapping[str, StageMaker] = {
    "telegram": lambda http, key: FakeTelegram(http, control_key=key),
    "max": lambda http, key: FakeMax(http, control_key=key),
}
"""The fake providers that the sandbox can play, the usual one first."""


def make_stages(settings: Settings) -> Stages:
    """Build the sandbox: fake providers of each workspace, delivering to our own hook door."""
    return Stages(STAGES, OwnDoor(settings.address), settings.data_path / "sandbox")
