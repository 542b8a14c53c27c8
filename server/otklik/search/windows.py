"""How far back is looked at a time: a day, then more, then month by month, so that a common word costs little.

Every message bears the marks of its day and month (UTC), and one of the workspace. The index intersects the marks with
the words, so a window reads only what lies in it; the walk ends as soon as enough was found.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct

_FIRST_DAYS = (1, 3, 9)
_MONTHS = 120
_DECEMBER = 12


class Scope(Struct, frozen=True, kw_only=True):
    """What is looked through: stems (each word by any of its own), and marks of which one of each group must be there.

    `since` and `until` bound the time, `until` not included.
    """

    workspace_id: int
    words: tuple[tuple[str, ...], ...]
    marks: tuple[tuple[str, ...], ...] = ()
    since: datetime | None = None
    until: datetime | None = None


class Window(Struct, frozen=True):
    """A query of the walk; what it finds lies before `below`, if that is said."""

    query: str
    below: datetime | None = None


def make_windows(scope: Scope, now: datetime) -> list[Window]:
    """Return the queries of the walk, newest first; together they cover everything in the scope once."""
    fixed = make_query((*scope.words, *scope.marks))
    top = min(scope.until or now, now).astimezone(UTC) + timedelta(days=1)
    bottom = top = datetime(top.year, top.month, top.day, tzinfo=UTC)
    windows = []
    for marks, bottom in _walk(scope.workspace_id, top):
        windows.append(Window(f"{fixed} & {make_query([marks])}"))
        if scope.since is not None and bottom <= scope.since:
            return windows
    # Whoever comes here knows that ten years hold less than was asked for.
    return [*windows, Window(f"{fixed} & {quote(f'@{scope.workspace_id}.a')}", bottom)]


def make_query(groups: Sequence[Sequence[str]]) -> str:
    """Return a tsquery: of every group one."""
    return " & ".join("(" + " | ".join(quote(one) for one in group) + ")" for group in groups)


def quote(lexeme: str) -> str:
    """Write a lexeme inside a tsquery."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _walk(workspace_id: int, top: datetime) -> Iterator[tuple[list[str], datetime]]:
    """Give the marks of each window and the instant it begins at; `top` is the midnight after the newest day."""
    day = top
    for days in _FIRST_DAYS:
        marks = []
        for _ in range(days):
            day -= timedelta(days=1)
            marks.append(f"@{workspace_id}.d{day:%Y%m%d}")
        yield marks, day
    marks = []
    while day.day > 1:
        day -= timedelta(days=1)
        marks.append(f"@{workspace_id}.d{day:%Y%m%d}")
    if marks:
        yield marks, day
    for _ in range(_MONTHS):
        year, month = (day.year - 1, _DECEMBER) if day.month == 1 else (day.year, day.month - 1)
        day = datetime(year, month, 1, tzinfo=UTC)
        yield [f"@{workspace_id}.m{day:%Y%m}"], day
