"""Why the embedded database does not serve."""

from typing import ClassVar


class PostgresError(Exception):
    """The embedded database cannot serve; the text is the one sentence a person sees."""

    exit_code: ClassVar[int] = 2


class AlreadyRunning(PostgresError):
    """Another process holds this data folder."""
