"""Rows of ratings."""

from datetime import datetime

from msgspec import Struct


class RatingRow(Struct, frozen=True, kw_only=True):
    """What a customer said of one closing."""

    id: int
    conversation_id: int
    closing_id: int
    line_id: int | None
    scale: str
    score: int
    comment: str
    operator_name: str | None
    created_at: datetime
    changed_at: datetime


class Said(Struct, frozen=True, kw_only=True):
    """What is said: of which closing, where, and how good it was from 1 to 5."""

    conversation_id: int
    closing_id: int
    inbox_id: int
    channel: str
    contact_name: str
    scale: str
    score: int
    comment: str
