"""Shapes of channels and inboxes on the wire."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, field

from otklik.channelkit.capabilities import Capabilities
from otklik.channelkit.channel import Account, Channel, Check
from otklik.channelkit.links import link_account
from otklik.channelkit.manifest import Choice, ConfigField, Face, FieldKind, Manifest, Words
from otklik.channelkit.samples import ReadsSamples, SampleRead
from otklik.channelkit.varying import varies
from otklik.inboxes.records import ChannelLogRow, InboxHealth, InboxRecord
from otklik.infra.web.schemas import Input

Slug = Annotated[str, Meta(min_length=1, max_length=40)]
Name = Annotated[str, Meta(min_length=1, max_length=100)]


class FieldOut(Struct, frozen=True, kw_only=True):
    """One setting of a channel, as a form asks for it."""

    name: str
    kind: str
    required: bool
    default: Any
    choices: list[Choice]
    min: float | None
    max: float | None
    label: Words
    help: Words
    advanced: bool


class CapabilitiesOut(Struct, frozen=True, kw_only=True):
    """What a channel can carry. Sizes are in bytes; times in seconds, 0 means "cannot"."""

    text_max: int
    text_unit: str
    caption_max: int
    kinds_out: list[str]
    kinds_in: list[str]
    file_max_bytes: int
    image_max_bytes: int
    album_max: int
    buttons_max: int
    buttons_per_row: int
    button_label_max: int
    format: list[str]
    reply_to: bool
    edit_out: bool
    edit_out_s: int
    delete_out: bool
    delete_out_s: int
    edit_in: bool
    delete_in: bool
    reactions_in: bool
    reactions_out: list[str]
    typing_in: bool
    typing_out: bool
    delivered_in: bool
    read_in: bool
    blocked_in: bool
    opens_conversation: bool
    by_phone: bool
    subject: bool
    reply_window_s: int
    human_window_s: int
    templates: bool
    block_out: bool


class ChannelOut(Struct, frozen=True, kw_only=True):
    """A kind of inbox this installation can connect.

    `varies`: what an inbox can do is chosen when it is set up, and stands with the inbox. `reads_samples`: a sample of
    what the other side sends can be tried before connecting.
    """

    slug: str
    title: str
    face: Face
    grade: str
    transport: list[str]
    steps: list[Words]
    fields: list[FieldOut]
    capabilities: CapabilitiesOut
    varies: bool
    reads_samples: bool


class SecretOut(Struct, frozen=True):
    """All that is ever shown of a secret."""

    set: bool
    last4: str


class HealthOut(Struct, frozen=True, kw_only=True):
    """What is known about an inbox's traffic; `last_error` is in words."""

    last_in_at: datetime | None = None
    last_out_at: datetime | None = None
    last_error: str | None = None
    last_error_at: datetime | None = None
    refused_calls: int = 0
    paused_until: datetime | None = None
    backlog: int = 0


class AccountOut(Struct, frozen=True, kw_only=True):
    """Who we are at the provider; `link` is where customers find us, empty when there is no such page."""

    id: str
    name: str
    username: str
    expires_at: datetime | None
    link: str


class InboxOut(Struct, frozen=True, kw_only=True):
    """A connected account. Settings, token and address of the hook are for those who manage inboxes.

    `checks` is present right after a connection was tried, `capabilities` where they vary from inbox to inbox.
    """

    id: int
    channel: str
    name: str
    status: str
    settings: dict[str, Any]
    token: str
    hook_url: str
    account: AccountOut | None
    public_key: str | None
    health: HealthOut
    team_id: int | None
    sandbox: bool
    created_at: datetime
    checks: list[Check] | None = None
    capabilities: CapabilitiesOut | None = None


class ReportOut(Struct, frozen=True):
    """The outcome of a test."""

    ok: bool
    checks: list[Check]


class LogOut(Struct, frozen=True, kw_only=True):
    """One redacted exchange with the provider."""

    id: int
    at: datetime
    direction: str
    summary: str
    ok: bool
    detail: str


class CreateInbox(Input, frozen=True, kw_only=True):
    """Connect an account."""

    channel: Slug
    name: Name
    settings: dict[str, Any] = field(default_factory=dict)
    team_id: int | None = None


class TestSettings(Input, frozen=True, kw_only=True):
    """Try settings without storing them."""

    channel: Slug
    settings: dict[str, Any] = field(default_factory=dict)


class TrySample(Input, frozen=True, kw_only=True):
    """Try what the other side sends; an empty sample only shows what it would get."""

    channel: Slug
    settings: dict[str, Any] = field(default_factory=dict)
    sample: Annotated[str, Meta(max_length=200_000)] = ""


class SampleFactOut(Struct, frozen=True, kw_only=True):
    """One event of a sample: `unknown` and `unread` are none that we understand, `ignore` is passed over."""

    event: str
    found: dict[str, str]


class SampleFaultOut(Struct, frozen=True, kw_only=True):
    """What of a sample or of the settings cannot be read."""

    place: str
    words: Words


class SampleOut(Struct, frozen=True, kw_only=True):
    """What a sample is read as, and what the other side would get."""

    facts: list[SampleFactOut]
    faults: list[SampleFaultOut]
    sends: Any


class ChangeInbox(Input, frozen=True, kw_only=True):
    """Change an inbox; an absent setting keeps its value, null takes it away."""

    name: Name | UnsetType = UNSET
    settings: dict[str, Any] | UnsetType = UNSET
    team_id: int | UnsetType | None = UNSET


def show_channel(channel: Channel) -> ChannelOut:
    """Describe a channel without the fields that only the host may set."""
    manifest = channel.manifest
    return ChannelOut(
        slug=manifest.slug,
        title=manifest.title,
        face=manifest.face,
        grade=manifest.grade.name.lower(),
        transport=[transport.value for transport in manifest.transports],
        steps=list(manifest.steps),
        fields=[_show_field(asked) for asked in manifest.fields if not asked.host_only],
        capabilities=show_capabilities(manifest.capabilities),
        varies=varies(type(channel)),
        reads_samples=isinstance(channel, ReadsSamples),
    )


def _show_field(asked: ConfigField) -> FieldOut:
    return FieldOut(
        name=asked.name, kind=asked.kind, required=asked.required, default=asked.default, choices=list(asked.choices),
        min=asked.min, max=asked.max, label=asked.label, help=asked.help, advanced=asked.advanced,
    )  # fmt: skip


def show_capabilities(can: Capabilities) -> CapabilitiesOut:
    """Show what a channel or an inbox can."""
    return CapabilitiesOut(
        text_max=can.text_max, text_unit=can.text_unit, caption_max=can.caption_max, kinds_out=list(can.kinds_out),
        kinds_in=list(can.kinds_in), file_max_bytes=can.file_max_bytes, image_max_bytes=can.image_max_bytes,
        album_max=can.album_max, buttons_max=can.buttons_max, buttons_per_row=can.buttons_per_row,
        button_label_max=can.button_label_max, format=list(can.marks), reply_to=can.reply_to,
        edit_out=can.edit_out_s > 0, edit_out_s=can.edit_out_s, delete_out=can.delete_out_s > 0,
        delete_out_s=can.delete_out_s, edit_in=can.edit_in, delete_in=can.delete_in, reactions_in=can.reactions_in,
        reactions_out=list(can.reactions_out),
        typing_in=can.typing_in, typing_out=can.typing_out_s > 0, delivered_in=can.delivered_in, read_in=can.read_in,
        blocked_in=can.blocked_in, opens_conversation=can.opens_conversation, by_phone=can.by_phone,
        subject=can.subject,
        reply_window_s=can.reply_window_s, human_window_s=can.human_window_s, templates=can.templates,
        block_out=can.block_out,
    )  # fmt: skip


def show_settings(manifest: Manifest, settings: dict[str, Any], last4: dict[str, str]) -> dict[str, Any]:
    """Show public settings with the channel's defaults, and of secrets only whether they are set."""
    shown: dict[str, Any] = {}
    for asked in manifest.fields:
        if asked.host_only:
            continue
        if asked.kind is FieldKind.SECRET:
            shown[asked.name] = SecretOut(asked.name in last4, last4.get(asked.name, ""))
        else:
            shown[asked.name] = settings.get(asked.name, asked.default)
    return shown


def show_health(health: InboxHealth | None) -> HealthOut:
    """Show an inbox's traffic."""
    if health is None:
        return HealthOut()
    return HealthOut(
        last_in_at=health.last_in_at, last_out_at=health.last_out_at, last_error=health.last_error,
        last_error_at=health.last_error_at, refused_calls=health.refused_calls, paused_until=health.paused_until,
        backlog=health.backlog,
    )  # fmt: skip


def show_account(record: InboxRecord, face: Face) -> AccountOut | None:
    """Show who we are at the provider."""
    if record.account is None:
        return None
    known = msgspec.convert(record.account, Account, strict=False)
    return AccountOut(
        id=known.id, name=known.name, username=known.username, expires_at=known.expires_at,
        link="" if record.sandbox else link_account(face, known),
    )  # fmt: skip


def show_sample(read: SampleRead) -> SampleOut:
    """Show what a sample is read as."""
    return SampleOut(
        facts=[SampleFactOut(event=fact.event, found=fact.found) for fact in read.facts],
        faults=[SampleFaultOut(place=fault.place, words=fault.words) for fault in read.faults],
        sends=read.sends,
    )


def show_log(row: ChannelLogRow) -> LogOut:
    """Show one exchange."""
    return LogOut(id=row.id, at=row.at, direction=row.direction, summary=row.summary, ok=row.ok, detail=row.detail)
