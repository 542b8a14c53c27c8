"""What may be sent now: to this person, by this address, through this inbox, and if not, why and what instead.

A channel splits long texts, writes buttons it lacks as a list and leaves out a quote it cannot show, so none of these
is refused; `Form` says what will become of the message. Refused is what nobody can degrade.
"""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from otklik.channelkit.capabilities import Capabilities, Kind
from otklik.channelkit.content import Button
from otklik.channelkit.fitting import measure
from otklik.channelkit.manifest import Words
from otklik.channelkit.registry import Registry
from otklik.channelkit.varying import capabilities_of
from otklik.channelkit.windows import Opening, find_opening
from otklik.contacts.records import IdentityRow
from otklik.contacts.repository import find_identity
from otklik.conversations.errors import ClosedChannel
from otklik.inboxes.records import InboxRecord
from otklik.inboxes.repository import find_inbox
from otklik.infra.db import Tx
from otklik.kit.clock import utc_now
from otklik.kit.errors import FieldError, Invalid, NotFound
from otklik.messaging.keyboards import find_button_faults, find_twins


class Closed(StrEnum):
    """Why an address cannot be written to."""

    UNREACHABLE = "unreachable"
    NO_INBOX = "no_inbox"
    INBOX_PAUSED = "inbox_paused"
    INBOX_UNFINISHED = "inbox_unfinished"
    CANNOT_OPEN = "cannot_open"
    WINDOW = "window_closed"
    NO_TEMPLATES = "no_templates"


_WORDS = {
    Closed.UNREACHABLE: Words(
        "Клиент недоступен в этом канале: закрыл чат или заблокировал нас.",
        "the customer cannot be reached in this channel: they left the chat or blocked us",
    ),
    Closed.NO_INBOX: Words("Этот канал больше не подключён.", "this channel is not connected any more"),
    Closed.INBOX_PAUSED: Words(
        "Этот канал приостановлен, включите его в настройках.", "this channel is paused; resume it in the settings"
    ),
    Closed.INBOX_UNFINISHED: Words("Этот канал ещё не настроен.", "this channel has not been set up yet"),
    Closed.CANNOT_OPEN: Words(
        "В этом канале первым должен написать клиент.", "in this channel the customer must write first"
    ),
    Closed.WINDOW: Words(
        "Время для ответа вышло: канал ждёт, пока клиент напишет снова.",
        "the time to answer is over: the channel waits until the customer writes again",
    ),
    Closed.NO_TEMPLATES: Words("В этом канале нет шаблонов.", "this channel has no templates"),
}


class FileFact(Struct, frozen=True):
    """A file to be sent; `size` is in bytes."""

    kind: str
    size: int


class Outgoing(Struct, frozen=True, kw_only=True):
    """What somebody wants to send. What `repeats` was accepted before: its buttons are fitted, not refused."""

    text: str = ""
    files: tuple[FileFact, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    subject: str = ""
    quotes: bool = False
    template: bool = False
    repeats: bool = False


class Form(Struct, frozen=True, kw_only=True):
    """What the channel will make of it."""

    split: bool = False
    buttons_as_text: bool = False
    quote_dropped: bool = False
    marks: tuple[str, ...] = ()


class Route(Struct, frozen=True):
    """The way a message will take."""

    identity: IdentityRow
    inbox: InboxRecord
    form: Form


class Alternative(Struct, frozen=True):
    """Another address of the person that can be written to."""

    identity_id: int
    inbox_id: int
    channel: str
    inbox_name: str


async def find_route(
    tx: Tx, registry: Registry, owner: tuple[int, int], outgoing: Outgoing, *, opens: bool = False
) -> Route:
    """Return the way to (contact id, identity id); `opens` when we write first.

    Raises NotFound for an address of somebody else, ClosedChannel with `reason`, `words` and `alternatives` for one
    that cannot be written to now, Invalid naming the fields for what the channel cannot carry.
    """
    contact_id, identity_id = owner
    identity = await find_identity(tx, identity_id)
    if identity is None or identity.contact_id != contact_id:
        raise NotFound("no such address", code="identity_not_found")
    inbox = await find_inbox(tx, identity.inbox_id)
    capabilities = read_capabilities(registry, inbox) if inbox is not None else None
    reason = find_obstacle(identity, inbox, capabilities, opens=opens, template=outgoing.template)
    if reason is not None or inbox is None or capabilities is None:
        raise await _closed(tx, identity, capabilities, reason or Closed.NO_INBOX)
    faults = find_faults(outgoing, capabilities)
    if faults:
        raise Invalid("this channel cannot carry the message", code="not_carried", errors=faults)
    return Route(identity, inbox, fit(outgoing, capabilities))


async def find_capabilities(tx: Tx, registry: Registry, inbox_id: int | None) -> Capabilities | None:
    """Return what an inbox can; None when it is gone."""
    inbox = await find_inbox(tx, inbox_id or 0)
    return read_capabilities(registry, inbox) if inbox is not None else None


def read_capabilities(registry: Registry, inbox: InboxRecord) -> Capabilities:
    """Return what an inbox can, by its channel and its settings."""
    return capabilities_of(registry.get(inbox.channel), inbox.settings)


async def check_buttons(tx: Tx, registry: Registry, inbox_id: int | None, rows: Sequence[Sequence[Button]]) -> None:
    """Raise Invalid for buttons that the channel of an inbox cannot show."""
    can = await find_capabilities(tx, registry, inbox_id)
    faults = [*find_twins(rows), *(find_button_faults(rows, can) if can else ())]
    if faults:
        raise Invalid("this channel cannot carry the message", code="not_carried", errors=tuple(faults))


def find_obstacle(
    identity: IdentityRow, inbox: InboxRecord | None, capabilities: Capabilities | None, *, opens: bool = False,
    template: bool = False,
) -> Closed | None:  # fmt: skip
    """Return why an address cannot be written to now; a template opens what waits for the customer."""
    if inbox is None or capabilities is None:
        return Closed.NO_INBOX
    if (shut := find_shut(inbox.status)) is not None:
        return shut
    if not identity.reachable:
        return Closed.UNREACHABLE
    if template:
        return None if capabilities.templates else Closed.NO_TEMPLATES
    return _find_wait(identity, capabilities, opens=opens)


def _find_wait(identity: IdentityRow, capabilities: Capabilities, *, opens: bool) -> Closed | None:
    """Return why the channel waits for the customer to write."""
    if opens and not capabilities.opens_conversation:
        return Closed.CANNOT_OPEN
    shut = find_opening(capabilities, identity.last_wrote_at, utc_now()) is Opening.SHUT
    return Closed.WINDOW if shut else None


def find_shut(status: str) -> Closed | None:
    """Return why nothing leaves through an inbox in this state."""
    return {"setting_up": Closed.INBOX_UNFINISHED, "paused": Closed.INBOX_PAUSED}.get(status)


def find_faults(outgoing: Outgoing, capabilities: Capabilities) -> tuple[FieldError, ...]:
    """Return everything in a message that the channel cannot carry, field by field."""
    faults: list[FieldError] = []
    if outgoing.text.strip() and not capabilities.text_max and not (outgoing.files and capabilities.caption_max):
        faults.append(FieldError("text", "not_carried", "the channel carries no text"))
    for number, file in enumerate(outgoing.files):
        faults += _file_faults(f"attachments.{number}", file, capabilities)
    if outgoing.subject and not capabilities.subject:
        faults.append(FieldError("subject", "not_carried", "the channel has no subjects"))
    if not outgoing.repeats:
        faults += [*find_twins(outgoing.buttons), *find_button_faults(outgoing.buttons, capabilities)]
    return tuple(faults)


def fit(outgoing: Outgoing, capabilities: Capabilities) -> Form:
    """Return what the channel will make of a message it can carry."""
    limit = capabilities.caption_max if outgoing.files and capabilities.caption_max else capabilities.text_max
    return Form(
        split=measure(outgoing.text, capabilities.text_unit) > limit,
        buttons_as_text=bool(outgoing.buttons) and not capabilities.buttons_max,
        quote_dropped=outgoing.quotes and not capabilities.reply_to,
        marks=capabilities.marks,
    )


def _file_faults(field: str, file: FileFact, capabilities: Capabilities) -> list[FieldError]:
    """A picture too large to be shown may still travel as a document."""
    carried = set(capabilities.kinds_out)
    if file.kind not in carried and Kind.DOCUMENT not in carried:
        return [FieldError(field, "kind_not_carried", "the channel does not carry files of this kind")]
    limit = capabilities.file_max_bytes
    if file.kind == Kind.IMAGE and capabilities.image_max_bytes and Kind.DOCUMENT not in carried:
        limit = capabilities.image_max_bytes
    if file.size > limit:
        return [FieldError(field, "file_too_large", f"the channel carries files of up to {limit} bytes")]
    return []


async def _closed(tx: Tx, identity: IdentityRow, capabilities: Capabilities | None, reason: Closed) -> ClosedChannel:
    words = _WORDS[reason]
    others = await tx.fetch(
        Alternative,
        """select i.id as identity_id, i.inbox_id, b.channel, b.name as inbox_name
           from identity i
           join inbox b on b.id = i.inbox_id and b.deleted_at is null and b.status in ('active', 'failing')
           where i.contact_id = %(contact)s and i.workspace_id = %(workspace)s and i.reachable and i.id <> %(id)s
           order by i.last_seen_at desc limit 20""",
        {"contact": identity.contact_id, "workspace": tx.workspace_id, "id": identity.id},
    )
    passes = capabilities is not None and capabilities.templates and reason in {Closed.WINDOW, Closed.CANNOT_OPEN}
    extra = {"reason": reason, "words": words, "alternatives": others, "templates": passes}
    return ClosedChannel(words.en, extra=extra)
