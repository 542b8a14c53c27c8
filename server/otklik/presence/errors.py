"""The refusals of this room."""

from otklik.kit.errors import Conflict, NotFound


class NoSuchReason(NotFound):
    """No such reason for a break, or it was put away."""

    code = "break_reason_not_found"

    def __init__(self) -> None:
        super().__init__("no such reason for a break")


class ReasonTaken(Conflict):
    """Another reason has this name."""

    code = "name_taken"

    def __init__(self) -> None:
        super().__init__("another reason has this name")


class TooManyReasons(Conflict):
    """The list would be too long to choose from."""

    code = "too_many_reasons"

    def __init__(self, limit: int) -> None:
        super().__init__(f"at most {limit} reasons for a break")
