"""The refusals of this room."""

from otklik.kit.errors import Conflict, NotFound


class NoSuchCall(NotFound):
    """No such call to this operator, or of this visitor."""

    code = "call_not_found"

    def __init__(self) -> None:
        super().__init__("no such call")


class CallTaken(Conflict):
    """A colleague was faster, or the call is over; extra: state, by."""

    code = "call_taken"

    def __init__(self, state: str, by: str) -> None:
        super().__init__("this call is not to be had any more", extra={"state": state, "by": by})


class CallRunning(Conflict):
    """One call at a time: this visitor, or this operator, has one."""

    code = "call_running"

    def __init__(self) -> None:
        super().__init__("there is a call already")


class CallsOff(Conflict):
    """This chat takes no calls, now or at all."""

    code = "calls_off"

    def __init__(self) -> None:
        super().__init__("calls are not taken here now")
