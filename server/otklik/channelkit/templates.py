"""Templates: messages that a provider has approved, the only ones some channels let us begin with.

A channel that has them tells of them by `ListsTemplates.list_templates`; what is sent is `OutboundMessage.template`,
which names one and fills its gaps. Every gap has a key (`Template.gaps`), and the same keys stand in
`ChosenTemplate.values`. What a channel cannot fill is said in `Template.obstacle`, and is not offered.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct

from otklik.channelkit.content import Button
from otklik.channelkit.outbound import ChosenTemplate

_GAP: Final = re.compile(r"\{\{\s*(\w{1,100})\s*\}\}")


class TemplateStatus(StrEnum):
    """Whether it may be sent: only an approved one may."""

    APPROVED = "approved"
    PENDING = "pending"
    REJECTED = "rejected"
    PAUSED = "paused"
    DISABLED = "disabled"


class TemplateCategory(StrEnum):
    """What it is for. Marketing needs the person's consent."""

    MARKETING = "marketing"
    UTILITY = "utility"
    AUTHENTICATION = "authentication"
    OTHER = "other"


class GapKind(StrEnum):
    """What fills a gap: a text, or a word that comes back when a button is pressed."""

    TEXT = "text"
    PAYLOAD = "payload"


class Gap(Struct, frozen=True, kw_only=True):
    """One thing to fill in. `key` names it in `ChosenTemplate.values`; `example` is the provider's own sample.

    An empty PAYLOAD may be left out: the title of its button stands for it.
    """

    key: str
    kind: GapKind = GapKind.TEXT
    label: str = ""
    example: str = ""


class TemplateButton(Struct, frozen=True, kw_only=True):
    """A button of a template: it answers, opens `url` (perhaps with a gap), or calls a number."""

    title: str
    url: str = ""
    phone: str = ""


class Template(Struct, frozen=True, kw_only=True):
    """One template in one language. `name` and `language` together are its key.

    `file` is the kind of file its head wants (image, video, document), or empty. `reason` is why it was refused.
    """

    name: str
    language: str
    category: TemplateCategory
    status: TemplateStatus
    header: str = ""
    body: str = ""
    footer: str = ""
    file: str = ""
    buttons: tuple[TemplateButton, ...] = ()
    gaps: tuple[Gap, ...] = ()
    obstacle: str = ""
    reason: str = ""
    external_id: str = ""

    @property
    def sendable(self) -> bool:
        """Whether it may be sent now, and we know how."""
        return self.status is TemplateStatus.APPROVED and not self.obstacle


def list_gaps(place: str, text: str) -> tuple[str, ...]:
    """Return the keys of the gaps of a text, `place` and the gap's number or name, in their order."""
    return tuple(dict.fromkeys(f"{place}.{name}" for name in _GAP.findall(text)))


def find_missing(template: Template, chosen: ChosenTemplate) -> tuple[str, ...]:
    """Return the keys of what is still to be filled; `file` for the file."""
    empty = [
        gap.key for gap in template.gaps if gap.kind is GapKind.TEXT and not chosen.values.get(gap.key, "").strip()
    ]
    return (*(["file"] if template.file and chosen.file is None else []), *empty)


def read_out(template: Template, values: Mapping[str, str]) -> str:
    """Return what the person will read; gaps without a value stay as they are."""
    head = _fill("header", template.header, values)
    body = _fill("body", template.body, values)
    return "\n\n".join(one for one in (head, body, template.footer) if one)


def read_buttons(template: Template, values: Mapping[str, str]) -> tuple[Button, ...]:
    """Return the buttons as the person will have them; the gaps of the n-th have the place `button.<n>`."""
    return tuple(
        Button(title=_fill(f"button.{number}", one.title, values), url=_fill(f"button.{number}", one.url, values))
        for number, one in enumerate(template.buttons)
    )


def _fill(place: str, text: str, values: Mapping[str, str]) -> str:
    return _GAP.sub(lambda gap: values.get(f"{place}.{gap[1]}") or gap[0], text)
