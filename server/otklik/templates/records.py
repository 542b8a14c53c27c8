"""Rows of this room."""

from datetime import datetime

from msgspec import Struct

from otklik.channelkit.templates import Template


class StoredTemplate(Struct, frozen=True):
    """A template of an inbox, as the provider told of it last."""

    inbox_id: int
    template: Template


class SyncState(Struct, frozen=True):
    """When an inbox's templates were asked for last, when that succeeded, and what was said when it did not."""

    inbox_id: int
    tried_at: datetime
    synced_at: datetime | None
    error: str
