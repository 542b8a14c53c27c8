"""The contract itself: few methods every channel has, and small abilities it may have."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from msgspec import Struct

from otklik.channelkit.content import Attachment
from otklik.channelkit.inbound import Happening, HookCall, Sender
from otklik.channelkit.manifest import Manifest, Words
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, Part, SendResult
from otklik.channelkit.templates import Template
from otklik.kit.http import HttpClient

Settings = Mapping[str, Any]
"""The settings of one inbox by field name, secrets in clear; lives only as long as one call.

Beside the fields two names are reserved: `hook_secret` and `domain_id`, the same as in the context, so that a pure
`parse` can recognise what the channel signed when it sent.
"""


class FileReader(Protocol):
    """Opens stored files for upload."""

    async def read(self, file: OutboundFile) -> bytes:
        """Return the whole file; raises NotFound when it is gone."""
        ...


class ExchangeLog(Protocol):
    """Keeps what was said to the provider for the administrator, redacted: never texts, never secrets."""

    def note(self, summary: str, *, ok: bool, detail: str = "") -> None:
        """Remember one exchange; `summary` names the method, `detail` the provider's own error words."""
        ...


def link_nothing(_: OutboundFile) -> str:
    """Give no file an address."""
    return ""


class ChannelContext(Struct, frozen=True, kw_only=True):
    """All that a channel gets of the world: its settings, an HTTP client, stored files, a log, its own address.

    `link_file` gives a stored file an address at which whoever is told it may fetch it for some days, ending with the
    file's own ending: for providers that fetch what they are to show. It gives nothing where there is no such address.
    """

    inbox_id: int
    settings: Settings
    http: HttpClient
    files: FileReader
    log: ExchangeLog
    hook_url: str = ""
    hook_secret: str = ""
    domain_id: str = ""
    link_file: Callable[[OutboundFile], str] = link_nothing

    def __repr__(self) -> str:
        """Name the inbox only: settings and the hook's secret must not reach a log by way of a traceback."""
        return f"ChannelContext(inbox_id={self.inbox_id})"


class Doubt(StrEnum):
    """What a check that is not failed may leave open."""

    NONE = ""
    WARN = "warn"
    UNKNOWN = "unknown"


class Check(Struct, frozen=True):
    """One step of testing a connection, for the eyes of an administrator.

    `doubt`: nothing is broken, but somebody should take a look, or it cannot be tested from here.
    """

    name: str
    ok: bool
    detail: Words
    doubt: Doubt = Doubt.NONE


class Account(Struct, frozen=True):
    """Who we are at the provider, and until when it lets us be, if it says so."""

    id: str
    name: str
    username: str = ""
    expires_at: datetime | None = None


class ConnectReport(Struct, frozen=True, kw_only=True):
    """The outcome of `connect` or `test`: every check, and the account if it was recognised.

    `cursor` is where polling begins: what arrives after `connect` looked must reach us, however late a poller comes.
    """

    checks: tuple[Check, ...]
    account: Account | None = None
    cursor: Mapping[str, Any] | None = None

    @property
    def ok(self) -> bool:
        """All checks passed."""
        return all(check.ok for check in self.checks)


class Answer(Struct, frozen=True, kw_only=True):
    """What the provider wants to hear after its delivery is safely stored."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain"


class Channel(Protocol):
    """Every channel: pure reading and writing, and a connection that can be tested.

    `verify`, `parse` and `render` are pure: no clock, no network, no storage.
    """

    manifest: Manifest

    def validate(self, settings: Settings) -> None:
        """Raise BadSettings naming every wrong field."""
        ...

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:
        """Raise BadSignature unless the delivery is proven genuine. No secret configured means refused."""
        ...

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:
        """Read everything in the delivery, unknown parts as UNSUPPORTED; raise UnknownShape when it is unreadable."""
        ...

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:
        """Turn a message into requests, split at the channel's limits; the same input gives the same parts."""
        ...

    async def send(self, part: Part, context: ChannelContext) -> SendResult:
        """Make one request. Never raises for what the provider or the network does: it returns a SendError."""
        ...

    async def test(self, context: ChannelContext) -> ConnectReport:
        """Really call the provider with these settings and report each check; changes nothing there."""
        ...

    async def connect(self, context: ChannelContext) -> ConnectReport:
        """Register with the provider so that deliveries start; repeatable."""
        ...

    async def disconnect(self, context: ChannelContext) -> None:
        """Undo `connect`, as far as the provider lets us; never raises for a provider that is away."""
        ...


class PollBatch(Struct, frozen=True, kw_only=True):
    """Deliveries fetched, and the cursor to store in the same transaction as they are recorded."""

    calls: tuple[HookCall, ...]
    cursor: Mapping[str, Any]


class Poller(Protocol):
    """One open line to a provider that is asked."""

    def batches(self, cursor: Mapping[str, Any]) -> AsyncIterator[PollBatch]:
        """Yield batches for ever, waiting at the provider for news; raises ChannelTrouble when the line breaks.

        Asking for the next one means that the last is safely stored.
        """
        ...

    async def close(self) -> None:
        """Hang up."""
        ...


@runtime_checkable
class Polls(Protocol):
    """The channel can be asked instead of calling us."""

    def wants_polling(self, settings: Settings) -> bool:
        """Whether these settings choose polling."""
        ...

    async def open_poller(self, context: ChannelContext) -> Poller:
        """Open a line; raises ChannelTrouble."""
        ...


class FetchedFile(Struct, frozen=True, kw_only=True):
    """Bytes of an attachment with what the provider says about them."""

    data: bytes
    name: str = ""
    mime: str = ""


@runtime_checkable
class FetchesFiles(Protocol):
    """Attachments come as references and are fetched afterwards."""

    async def fetch_file(self, attachment: Attachment, context: ChannelContext) -> FetchedFile:
        """Download; raises CannotFetch when it will never work, ChannelTrouble when it may later."""
        ...


@runtime_checkable
class FetchesProfiles(Protocol):
    """The provider has a photo of the person."""

    async def fetch_photo(self, sender_id: str, context: ChannelContext) -> FetchedFile | None:
        """Return the profile photo, or None when there is none or it is hidden."""
        ...


@runtime_checkable
class FetchesNames(Protocol):
    """Deliveries do not name the person: who it is must be asked."""

    async def fetch_sender(self, sender_id: str, context: ChannelContext) -> Sender | None:
        """Return the person as the provider describes them, or None when it does not tell."""
        ...


@runtime_checkable
class ShowsTyping(Protocol):
    """The person can be shown that we are typing."""

    async def show_typing(self, recipient: str, context: ChannelContext) -> None:
        """Best effort; errors are logged and forgotten."""
        ...


@runtime_checkable
class ShowsTypingBelow(Protocol):
    """The person can be shown that we are typing, below a message of theirs only."""

    async def show_typing_below(self, external_id: str, recipient: str, context: ChannelContext) -> None:
        """Show it below the person's last message. Best effort; the provider may mark it as read thereby."""
        ...


@runtime_checkable
class AnswersButtons(Protocol):
    """A pressed button must be answered or the person sees a spinner."""

    async def answer_button(self, answer_ref: str, context: ChannelContext) -> None:
        """Best effort; a late answer is not an error."""
        ...


@runtime_checkable
class Edits(Protocol):
    """Sent messages can be changed or taken back."""

    async def edit(self, external_id: str, message: OutboundMessage, context: ChannelContext) -> SendResult:
        """Replace the text of a sent message."""
        ...

    async def delete(self, external_id: str, recipient: str, context: ChannelContext) -> SendResult:
        """Take a sent message back."""
        ...


@runtime_checkable
class Reacts(Protocol):
    """We can put a reaction on a message."""

    async def react(
        self, external_id: str, recipient: str, emojis: Sequence[str], context: ChannelContext
    ) -> SendResult:
        """Replace our reaction, or take it away when there are none; the same again changes nothing.

        `recipient` is the person in whose chat the message stands.
        """
        ...


@runtime_checkable
class MarksRead(Protocol):
    """The person can be shown that we have read what they wrote."""

    async def mark_read(self, external_id: str, recipient: str, context: ChannelContext) -> None:
        """Mark this message and all before it as read. Best effort; doing it again does no harm."""
        ...


@runtime_checkable
class Blocks(Protocol):
    """The provider can keep a person away from us."""

    async def block(self, recipient: str, context: ChannelContext, *, on: bool) -> SendResult:
        """Block the person or let them in again; the same again changes nothing."""
        ...


@runtime_checkable
class ListsTemplates(Protocol):
    """The provider keeps templates of ours (see `channelkit.templates`)."""

    async def list_templates(self, context: ChannelContext) -> Sequence[Template]:
        """Return all of them, whatever their status; raises ChannelTrouble."""
        ...


class Subscription(Struct, frozen=True, kw_only=True):
    """What the provider says about our hook: whether it stands, what waits there, its last complaint."""

    ok: bool
    pending: int = 0
    detail: str = ""
    repaired: bool = False


@runtime_checkable
class Watches(Protocol):
    """The hook can be looked after."""

    async def watch(self, context: ChannelContext) -> Subscription:
        """Compare what the provider has with what we want, and repair it."""
        ...


@runtime_checkable
class AnswersHooks(Protocol):
    """The provider wants particular words after a stored delivery, or makes a handshake first."""

    def answer(self, call: HookCall, settings: Settings, hook_secret: str) -> Answer | None:
        """Return the answer for this call; None for the plain one. A handshake is answered without storing."""
        ...


@runtime_checkable
class ShakesHands(Protocol):
    """The provider first tries our address with a call whose answer must be asked of the provider itself."""

    async def shake_hands(self, call: HookCall, context: ChannelContext) -> Answer | None:
        """Return the answer to such a call, which is not stored; None for a delivery like any other.

        Asked for every delivery, so what is none must be seen at a glance. Never raises for what the provider does.
        """
        ...
