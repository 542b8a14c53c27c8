"""What the doors that run macros give."""

from typing import Literal

from msgspec import Struct

from otklik.canned_responses.schemas import InsertedFile, Unresolved
from otklik.messaging.keyboards import ButtonSketch


class MacroStep(Struct, frozen=True, kw_only=True):
    """What one action will do or did in a conversation.

    `outcome`: will, nothing (it is so already), refused (`code` says why), done, undone, or kept: somebody changed it
    since. `says` holds the names and words for people.
    """

    verb: str
    outcome: Literal["will", "nothing", "refused", "done", "undone", "kept"]
    code: str = ""
    says: dict[str, str] = {}


class MacroPreview(Struct, frozen=True, kw_only=True):
    """What a macro will do in a conversation as it stands now."""

    macro_id: int
    steps: list[MacroStep]


class MacroInsert(Struct, frozen=True, kw_only=True):
    """Words, files and buttons for the caller's reply; they look it over and send it themselves."""

    text: str
    unresolved: list[Unresolved]
    uploads: list[InsertedFile]
    buttons: list[list[ButtonSketch]]


class MacroRun(Struct, frozen=True, kw_only=True):
    """What a run did; `id` is null when it changed nothing that could be taken back."""

    id: int | None
    steps: list[MacroStep]
    insert: MacroInsert | None
