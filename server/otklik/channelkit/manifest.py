"""The description of a channel from which set-up forms, checks and pages are made."""

from enum import IntEnum, StrEnum
from typing import Any

from msgspec import Struct

from otklik.channelkit.capabilities import Capabilities


class Transport(StrEnum):
    """How deliveries reach us."""

    WEBHOOK = "webhook"
    POLL = "poll"
    SOCKET = "socket"


class Grade(IntEnum):
    """How much of the conformance suite a channel passes."""

    BRONZE = 1
    SILVER = 2
    GOLD = 3


class FieldKind(StrEnum):
    """How a setting is asked for."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105 - a kind of field
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"
    ORIGINS = "origins"
    COLOUR = "colour"
    HOURS = "hours"
    MAILBOX = "mailbox"


class Words(Struct, frozen=True):
    """The same words in both languages of the product."""

    ru: str
    en: str


class Choice(Struct, frozen=True):
    """One value of a setting that offers several, and how it is called."""

    value: str
    label: Words


class ConfigField(Struct, frozen=True, kw_only=True):
    """One setting of a channel. Secrets are stored encrypted and never shown again."""

    name: str
    kind: FieldKind
    label: Words
    help: Words = Words("", "")
    required: bool = False
    default: Any = None
    choices: tuple[Choice, ...] = ()
    min: float | None = None
    max: float | None = None
    advanced: bool = False
    host_only: bool = False


class Face(Struct, frozen=True, kw_only=True):
    """How a channel is shown everywhere: nothing else in the product knows its name.

    `within`: what it is called inside a sentence, where that is not the name (`spoken`). `about`: a sentence for
    whoever chooses what to connect. `spellings`: what a filter reads for it beside the slug, the one it is shown with
    in Russian first. `sign`: the outline of an icon as SVG path data on a field of 24 × 24,
    drawn with a line of 2. `colour`: what is behind the white sign, `#rrggbb`. `place`: the smaller, the sooner it is
    offered. `link`: where customers write to us, with `{username}` and `{id}` of the account.
    """

    name: Words
    about: Words = Words("", "")
    within: Words = Words("", "")
    spellings: tuple[str, ...] = ()
    sign: str = (
        "M21 14l-3 -3h-7a1 1 0 0 1 -1 -1v-6a1 1 0 0 1 1 -1h9a1 1 0 0 1 1 1v10"
        "M14 15v2a1 1 0 0 1 -1 1h-7l-3 3v-10a1 1 0 0 1 1 -1h2"
    )
    colour: str = "#5b6472"
    place: int = 100
    link: str = ""

    @property
    def spoken(self) -> Words:
        """What it is called inside a sentence."""
        return Words(self.within.ru or self.name.ru, self.within.en or self.name.en)


class Manifest(Struct, frozen=True, kw_only=True):
    """What a channel is. `exempt` names each ability of a grade the provider itself lacks, with the reason.

    `steps`: what whoever connects an account does at the provider's first, one after the other.
    """

    slug: str
    face: Face
    transports: tuple[Transport, ...]
    capabilities: Capabilities
    fields: tuple[ConfigField, ...]
    grade: Grade
    exempt: dict[str, str]
    steps: tuple[Words, ...] = ()

    @property
    def title(self) -> str:
        """What the pages for administrators and developers call it."""
        return self.face.name.en
