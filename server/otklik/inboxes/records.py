"""Rows of inboxes."""

from datetime import datetime
from typing import Any

from msgspec import Struct


class InboxRecord(Struct, frozen=True, kw_only=True):
    """One connected account. `settings` holds no secret; `secrets` is sealed (see `inboxes.vault`).

    `demo` belongs to invented data: it has no provider.
    """

    id: int
    workspace_id: int
    channel: str
    name: str
    status: str
    settings: dict[str, Any]
    secrets: bytes | None
    token: str
    hook_secret: str
    public_key: str | None
    account: dict[str, Any] | None
    team_id: int | None
    sandbox: bool
    created_at: datetime
    deleted_at: datetime | None
    demo: bool = False

    def __repr__(self) -> str:
        """Name the inbox only: its token and secrets must not reach a log by way of a traceback."""
        return f"InboxRecord(id={self.id}, channel={self.channel!r}, status={self.status!r})"


class InboxHealth(Struct, frozen=True, kw_only=True):
    """What is known about an inbox's traffic."""

    inbox_id: int
    last_in_at: datetime | None
    last_out_at: datetime | None
    last_error: str | None
    last_error_at: datetime | None
    refused_calls: int
    paused_until: datetime | None
    backlog: int


class ChannelLogRow(Struct, frozen=True, kw_only=True):
    """One redacted exchange with the provider."""

    id: int
    at: datetime
    direction: str
    summary: str
    ok: bool
    detail: str
