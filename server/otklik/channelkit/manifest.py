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


class ConfigField(Struct, frozen=True, kw_only=True):
    """One setting of a channel. Secrets are stored encrypted and never shown again."""

    name: str
    kind: FieldKind
    label: Words
    help: Words = Words("", "")
    required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    min: float | None = None
    max: float | None = None
    advanced: bool = False
    host_only: bool = False


class Manifest(Struct, frozen=True, kw_only=True):
    """What a channel is. `exempt` names each ability of a grade the provider itself lacks, with the reason.

    `steps`: what whoever connects an account does at the provider's first, one after the other.
    """

    slug: str
    title: str
    transports: tuple[Transport, ...]
    capabilities: Capabilities
    fields: tuple[ConfigField, ...]
    grade: Grade
    exempt: dict[str, str]
    steps: tuple[Words, ...] = ()
