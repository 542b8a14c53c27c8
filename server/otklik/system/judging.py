"""Whether a figure is in order, wants attention or is wrong. The bounds stand here, each with its reason."""

from typing import Final

from otklik.system.records import DatabaseRow, FilesRow, JobsRow, LagRow, MailRow, ScannerRow, WorkersRow
from otklik.system.schemas import RowId, State, SystemRow

MANY_CONNECTIONS: Final = 0.8
"""Of the connections PostgreSQL allows: above it another process may find none."""
LATE_S: Final = 60
"""Due jobs begin within a second; a minute means that the workers do not keep up."""
VERY_LATE_S: Final = 300
BEHIND: Final = 1_000
"""Followers of the log are at its end within a second."""
FAR_BEHIND: Final = 20_000
LITTLE_ROOM: Final = 5 * 1024**3
"""Attention before the doctor's one gigabyte, below which it is too late to be calm."""


def judge_database(row: DatabaseRow) -> SystemRow:
    """Judge by the connections in use."""
    full = row.connections > row.connections_max * MANY_CONNECTIONS
    facts: dict[str, int | str] = {
        "version": row.version, "bytes": row.bytes, "connections": row.connections, "most": row.connections_max,
    }  # fmt: skip
    return SystemRow("database", "amber" if full else "green", facts)


def judge_files(row: FilesRow, free: int, total: int) -> SystemRow:
    """Judge by the room that is left."""
    facts: dict[str, int | str] = {"count": row.count, "bytes": row.bytes, "free": free, "total": total}
    return SystemRow("files", "amber" if free < LITTLE_ROOM else "green", facts)


def judge_jobs(row: JobsRow) -> SystemRow:
    """Judge by how long the oldest due job waits, and by jobs that were given up."""
    state: State = "red" if row.oldest_s > VERY_LATE_S else "amber" if row.oldest_s > LATE_S or row.dead else "green"
    facts: dict[str, int | str] = {
        "waiting": row.waiting, "due": row.due, "oldest_s": row.oldest_s, "dead": row.dead,
    }  # fmt: skip
    return SystemRow("jobs", state, facts)


def judge_workers(row: WorkersRow) -> SystemRow:
    """Judge by whether anybody works; free lanes are taken within seconds while somebody does."""
    facts: dict[str, int | str] = {"alive": row.alive, "lanes_free": row.lanes_free}
    return SystemRow("workers", "green" if row.alive else "red", facts)


def judge_lag(key: RowId, row: LagRow) -> SystemRow:
    """Judge a follower of the log by how far it is behind; one that still reads old messages wants patience only."""
    far = row.behind > FAR_BEHIND
    slow = row.behind > BEHIND or row.missing or row.unread > 0
    facts: dict[str, int | str] = {"behind": row.behind, "unread": row.unread}
    return SystemRow(key, "red" if far else "amber" if slow else "green", facts)


def judge_sound(found: bool) -> SystemRow:  # noqa: FBT001 - the one thing it judges
    """Judge by whether the program for recordings is there; without it those of some browsers go as files."""
    return SystemRow("sound", "green" if found else "amber", {"found": int(found)})


def judge_antivirus(row: ScannerRow | None) -> SystemRow:
    """Judge the antivirus; an installation without one is in order, and says so."""
    if row is None:
        return SystemRow("antivirus", "green", {"on": 0, "waiting": 0, "infected": 0})
    facts: dict[str, int | str] = {"on": 1, "waiting": row.waiting, "infected": row.infected}
    return SystemRow("antivirus", "green" if row.works else "red", facts, "" if row.works else row.said)


def judge_calls(chats: int, *, relay: bool) -> SystemRow:
    """Judge by whether calls have a relay: without one they succeed only between networks that let them through."""
    facts: dict[str, int | str] = {"chats": chats, "found": int(relay)}
    return SystemRow("calls", "amber" if chats and not relay else "green", facts)


def judge_mail(row: MailRow) -> SystemRow:
    """Judge the company's e-mail channels."""
    facts: dict[str, int | str] = {"working": row.working, "failing": row.failing, "paused": row.paused}
    return SystemRow("mail", "red" if row.failing else "green", facts)
