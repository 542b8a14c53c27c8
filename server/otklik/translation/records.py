"""Rows of this room's tables, and what a service answers."""

from datetime import datetime

from msgspec import Struct


class ServiceRow(Struct, frozen=True):
    """The company's service; `api_key` is sealed."""

    url: str
    api_key: bytes | None
    version: int
    changed_at: datetime
    changed_by: str


class TranslationRow(Struct, frozen=True):
    """A translation of a message; `of_text` is the digest of the words it was made of."""

    target: str
    source: str
    text: str
    of_text: bytes
    made_at: datetime


class Translated(Struct, frozen=True):
    """What a service made of a text. `source` is the language it found, empty where it does not say."""

    text: str
    source: str
