"""The one line by which a message is shown in the list."""

from typing import Any

from otklik.channelkit.content import Content
from otklik.kit.text import clean_text

_LENGTH = 160


def make_preview(content: Content, *, author: str, note: bool = False) -> dict[str, Any]:
    """Return what the list shows: the beginning of the text, the kind, who spoke, whether it is a note."""
    text = " ".join(clean_text(content.text[: _LENGTH * 4]).split())[:_LENGTH]
    return {"text": text or content.emoji, "kind": content.kind, "author": author, "note": note}
