"""What the conformance suite examines, and the demands it makes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from otklik.channelkit.capabilities import Capabilities
from otklik.channelkit.channel import Channel, ChannelContext, Settings
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.manifest import Grade
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, SendResult, Sent


class Trouble(StrEnum):
    """What may go wrong at the provider: the peer is asked to play it for the next call."""

    THROTTLED = "throttled"
    REVOKED = "revoked"
    SILENT = "silent"
    UNPLUGGED = "unplugged"
    BLOCKED = "blocked"


class Peer(Protocol):
    """The provider's side of a specimen: it plays trouble and tells what the person sees."""

    def play(self, trouble: Trouble) -> None:
        """Let the next calls meet this trouble."""
        ...

    def texts(self) -> Sequence[str]:
        """Return the texts the person sees from us, captions too, oldest first."""
        ...

    def files(self) -> int:
        """Return how many files the person sees from us."""
        ...

    def buttons(self) -> Sequence[str]:
        """Return the titles of all buttons the person sees."""
        ...

    def sees_typing(self) -> bool:
        """Whether the person sees that we type."""
        ...


class Specimen(Struct, frozen=True, kw_only=True):
    """One channel, connected to a provider that can be asked what arrived.

    `calls` are genuine deliveries by name: text, image, reply, edited, deleted, button, start, blocked, delivered,
    read; those exempted may be absent. `forged` is not genuine. `notes` is what the exchange log holds.
    """

    channel: Channel
    context: ChannelContext
    peer: Peer
    recipient: str
    calls: Mapping[str, HookCall]
    forged: HookCall | None
    file: OutboundFile
    bad_settings: Settings
    secrets: tuple[str, ...]
    notes: Sequence[str]

    def parsed(self, name: str) -> Sequence[Happening]:
        """Read a delivery by its name."""
        ensure(name in self.calls, f"the specimen has no delivery {name!r}")
        return self.channel.parse(self.calls[name], self.context.settings)

    def message(self, text: str) -> OutboundMessage:
        """Make a message to the person."""
        return OutboundMessage(message_id=1, conversation_id=1, recipient=self.recipient, text=text)

    async def send(self, message: OutboundMessage) -> list[SendResult]:
        """Render and send a message, all parts."""
        parts = self.channel.render(message, self.context.settings)
        return [await self.channel.send(part, self.context) for part in parts]

    async def send_one(self, message: OutboundMessage) -> Sent:
        """Send a message that must arrive in one piece."""
        results = await self.send(message)
        ensure(len(results) == 1 and isinstance(results[0], Sent), f"expected one sent part, got {results}")
        first = results[0]
        assert isinstance(first, Sent)  # noqa: S101 - just ensured
        return first


Check = Callable[[Specimen], Awaitable[None]]
Lacks = Callable[[Capabilities], bool]


class Criterion(Struct, frozen=True, kw_only=True):
    """One demand. `lacks` tells from the capabilities that the channel may be exempt; None means never."""

    name: str
    grade: Grade
    check: Check
    lacks: Lacks | None = None


CRITERIA: list[Criterion] = []


def ensure(holds: bool, words: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Fail a check with words unless something holds."""
    if not holds:
        raise AssertionError(words)


def demand(grade: Grade, lacks: Lacks | None = None) -> Callable[[Check], Check]:
    """Register a check as a criterion of a grade; `lacks` tells when a channel may be exempt."""

    def register(check: Check) -> Check:
        CRITERIA.append(Criterion(name=check.__name__.strip("_"), grade=grade, check=check, lacks=lacks))
        return check

    return register


def perhaps(_: Capabilities) -> bool:
    """Let a channel be exempt for a reason that the capabilities do not show."""
    return True
