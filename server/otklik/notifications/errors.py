"""The refusals of this room."""

from otklik.kit.errors import Conflict, NotFound, RateLimited, Unavailable


class NoSuchDevice(NotFound):
    """No such device, or it is somebody else's."""

    code = "device_not_found"

    def __init__(self) -> None:
        super().__init__("no such device")


class TooManyDevices(Conflict):
    """More browsers than one person uses."""

    code = "too_many_devices"

    def __init__(self, limit: int) -> None:
        super().__init__(f"at most {limit} devices take pushes; remove one first")


class TooManyMutes(Conflict):
    """More muted conversations than anybody remembers."""

    code = "too_many_mutes"

    def __init__(self, limit: int) -> None:
        super().__init__(f"at most {limit} conversations can be muted")


class DeviceGone(Conflict):
    """The push service says that this browser has taken its subscription back; the device is removed."""

    code = "device_gone"

    def __init__(self) -> None:
        super().__init__("this browser takes no pushes any more; it was removed from the list")


class PushRefused(Conflict):
    """The push service does not accept what we send for this device."""

    code = "push_refused"

    def __init__(self, status: int) -> None:
        super().__init__(f"the push service refused with status {status}", extra={"status": status})


class PushUnreachable(Unavailable):
    """The push service does not answer now."""

    code = "push_unreachable"

    def __init__(self) -> None:
        super().__init__("the push service does not answer, try again later")


class TooManyTests(RateLimited):
    """Tests of pushes come too fast."""
