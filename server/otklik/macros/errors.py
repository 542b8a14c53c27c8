"""The refusals of this room."""

from otklik.kit.errors import Conflict, NotFound


class NoSuchMacro(NotFound):
    """No such macro, or not one of this person's."""

    code = "macro_not_found"


class TooManyMacros(Conflict):
    """There are as many macros as may be kept; extra: limit."""

    code = "too_many_macros"

    def __init__(self, limit: int) -> None:
        super().__init__(f"there can be at most {limit} macros here", extra={"limit": limit})


class MacroChangedMeanwhile(Conflict):
    """Somebody saved this macro first; extra: version."""

    code = "stale"

    def __init__(self, version: int) -> None:
        super().__init__("somebody changed this macro first", extra={"version": version})
