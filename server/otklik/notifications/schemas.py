"""What the doors of this room take and give."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from otklik.infra.web.schemas import Input
from otklik.notifications.choices import Choices

Address = Annotated[str, Meta(min_length=10, max_length=1000)]
BrowserKey = Annotated[str, Meta(min_length=16, max_length=200)]


class NotificationSettings(Struct, frozen=True, kw_only=True):
    """An operator's choices; the company's time zone, which holds where they chose none; whether there are letters."""

    choices: Choices
    company_time_zone: str
    mail_ready: bool = False


class PushKey(Struct, frozen=True):
    """The public key a browser subscribes with, base64url."""

    key: str


class DeviceInput(Input, frozen=True, kw_only=True):
    """A subscription as the browser gives it: its address at the push service and two keys, base64url."""

    endpoint: Address
    p256dh: BrowserKey
    auth: BrowserKey


class Device(Struct, frozen=True, kw_only=True):
    """A browser that takes pushes. `service` is the host of its push service; `here`: it belongs to this session."""

    id: int
    name: str
    service: str
    here: bool
    created_at: datetime
    seen_at: datetime
    sent_at: datetime | None


class Mutes(Struct, frozen=True):
    """The conversations one has muted, the latest first."""

    conversation_ids: list[int]
