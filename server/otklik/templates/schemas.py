"""What this room's doors take and give."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from otklik.channelkit.templates import Gap, Template, TemplateButton
from otklik.templates.records import StoredTemplate, SyncState


class TemplateOut(Struct, frozen=True, kw_only=True):
    """A template of an inbox. `sendable`: approved, and we know how to fill it.

    `file` is the kind of file its head wants. `obstacle` is what in it we cannot fill, `reason` why it was refused.
    """

    name: str
    language: str
    category: str
    status: str
    sendable: bool
    header: str
    body: str
    footer: str
    file: str
    buttons: list[TemplateButton]
    gaps: list[Gap]
    obstacle: str
    reason: str


class TemplatesOut(Struct, frozen=True, kw_only=True):
    """The templates of an inbox. `synced_at` is when the provider told of them last, `error` what it said since."""

    items: list[TemplateOut]
    synced_at: datetime | None
    error: str


Key = Annotated[str, Meta(min_length=1, max_length=120)]
Value = Annotated[str, Meta(max_length=4096)]


class TemplateChoice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A template with its gaps filled: `values` by the keys of its gaps."""

    name: Annotated[str, Meta(min_length=1, max_length=512)]
    language: Annotated[str, Meta(max_length=40)]
    values: Annotated[dict[Key, Value], Meta(max_length=60)] = {}


def show_templates(found: list[StoredTemplate], sync: SyncState | None) -> TemplatesOut:
    """Show what is stored, what can be sent first."""
    shown = sorted((show_template(one.template) for one in found), key=lambda one: not one.sendable)
    return TemplatesOut(items=shown, synced_at=sync.synced_at if sync else None, error=sync.error if sync else "")


def show_template(one: Template) -> TemplateOut:
    """Show one template."""
    return TemplateOut(
        name=one.name, language=one.language, category=one.category, status=one.status, sendable=one.sendable,
        header=one.header, body=one.body, footer=one.footer, file=one.file, buttons=list(one.buttons),
        gaps=list(one.gaps), obstacle=one.obstacle, reason=one.reason,
    )  # fmt: skip
