"""Rows this room reads."""

from datetime import datetime

from msgspec import Struct


class DatabaseRow(Struct, frozen=True):
    """PostgreSQL and the size of our database."""

    version: str
    bytes: int
    connections: int
    connections_max: int


class TableRow(Struct, frozen=True):
    """A table with its indexes."""

    name: str
    bytes: int


class FilesRow(Struct, frozen=True):
    """Files that people sent."""

    count: int
    bytes: int


class JobsRow(Struct, frozen=True):
    """Jobs of all companies, and the dead ones of this one. `oldest_s`: how long the oldest that is due has waited."""

    waiting: int
    due: int
    oldest_s: int
    dead: int


class WorkersRow(Struct, frozen=True):
    """Processes that do the jobs, and lanes of the queue nobody holds."""

    alive: int
    lanes_free: int
    started_at: datetime | None


class LagRow(Struct, frozen=True):
    """How many events of the log wait; `missing`: the follower has never run. Counting stops at a bound."""

    behind: int
    unread: int
    missing: bool


class MailRow(Struct, frozen=True):
    """E-mail channels of the company."""

    working: int
    failing: int
    paused: int


class DeadJobRow(Struct, frozen=True):
    """A job that failed for good, without what it was about."""

    kind: str
    died_at: datetime
    attempts: int
    error: str


class ScannerRow(Struct, frozen=True):
    """The antivirus: whether it answers, what it said otherwise, files that wait for it, and infected ones."""

    works: bool
    said: str
    waiting: int
    infected: int
