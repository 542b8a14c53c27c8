"""How a status follows from what is seen of an operator. Plain functions on plain values."""

from otklik.presence.records import PresenceState

ONLINE, BUSY, BREAK, AWAY, OFFLINE = "online", "busy", "break", "away", "offline"

WORKING = frozenset({ONLINE, BUSY})
"""Statuses that a long silence turns into away."""

GRACE_S = 90
"""How long an operator may have no line to us before they are offline: a reload, a lift, our own restart."""

BACK_S = 30
"""Activity older than this is no sign that somebody has come back."""

LONGEST_BREAK_MINUTES = 12 * 60
USUAL_BREAK_MINUTES = 15


def fall_idle(state: PresenceState) -> PresenceState | None:
    """Return the status of who has been at the desk and touched nothing; None when it stays."""
    if state.presence not in WORKING:
        return None
    return PresenceState(presence=AWAY, before=state.presence)


def lose_line(state: PresenceState) -> PresenceState | None:
    """Return the status of who has had no line for the time of grace; None when it stays.

    It will be given back with the line: also what an automatic away would have gone back to. A break is over by then.
    """
    if state.presence == OFFLINE:
        return None
    before = state.before or (ONLINE if state.presence == BREAK else state.presence)
    return PresenceState(presence=OFFLINE, before=before)


def regain_line(state: PresenceState) -> PresenceState | None:
    """Return the status of who has a line again; None when it stays, as offline does when it was chosen."""
    if state.presence != OFFLINE or state.before is None:
        return None
    return PresenceState(presence=state.before)


def come_back(state: PresenceState) -> PresenceState | None:
    """Return the status of who touches the desk again; None when it stays, as away does when it was chosen.

    A touch is as good as a line: it may come before the line is noted.
    """
    if state.presence not in {AWAY, OFFLINE} or state.before is None:
        return None
    return PresenceState(presence=state.before)
