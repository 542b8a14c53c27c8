"""How a channel says no."""

from otklik.kit.errors import Invalid, OtklikError, Unauthorized


class BadSignature(Unauthorized):
    """The delivery does not prove that it comes from the provider; nothing of it is stored."""

    code = "bad_signature"


class UnknownShape(OtklikError):
    """The delivery is genuine and cannot be read; it is kept as failed, with this reason."""

    code = "unknown_shape"


class BadSettings(Invalid):
    """The settings of an inbox are wrong; names the fields."""

    code = "bad_settings"


class CannotFetch(OtklikError):
    """The file will never come (too big, expired, refused); the reason is shown in its place."""

    code = "cannot_fetch"


class ChannelTrouble(OtklikError):
    """The provider cannot be worked with now. `stop` asks a person to look (bad token, taken over)."""

    code = "channel_trouble"

    def __init__(self, detail: str, *, stop: bool = False, retry_after_s: float = 5.0) -> None:
        super().__init__(detail)
        self.stop = stop
        self.retry_after_s = retry_after_s
