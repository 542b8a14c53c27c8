"""What WhatsApp's refusals mean for us: one table by their codes."""

from typing import Final

from otklik.channelkit.meta.graph import Refusal, Silence
from otklik.channelkit.meta.refusals import AUTH, FORMAT, GONE, RETRY, Meaning, Table
from otklik.channelkit.meta.refusals import send_error as judge
from otklik.channelkit.outbound import Scope, SendError, SendErrorKind

_K = SendErrorKind
_MINUTE_S, _HOUR_S = 60.0, 3600.0
_PAIR_S = 16.0
_BUSY = Meaning(_K.RATE, 5.0, Scope.INBOX)
_CALLS = Meaning(_K.RATE, 5 * _MINUTE_S, Scope.INBOX)
_SPAM = Meaning(_K.RATE, _HOUR_S, Scope.INBOX)
_PAIR = Meaning(_K.RATE, _PAIR_S, Scope.CHAT)
_LATER = Meaning(_K.RETRY, _MINUTE_S, Scope.INBOX)
_WINDOW = Meaning(_K.WINDOW)
_OPTOUT = Meaning(_K.OPTOUT)
_MESSAGE = Meaning(_K.POLICY)
_ACCOUNT = Meaning(_K.POLICY, scope=Scope.INBOX)

TABLE: Final = Table(
    codes={
        4: _CALLS, 80007: _CALLS, 130429: _BUSY, 131056: _PAIR, 131048: _SPAM, 131064: _BUSY, 133016: _SPAM,
        1: RETRY, 2: RETRY, 131000: RETRY, 131016: _LATER, 131057: _LATER, 135000: RETRY,
        131047: _WINDOW,
        131026: GONE, 131030: GONE, 131021: GONE, 130472: GONE, 131062: GONE, 131063: GONE,
        131050: _OPTOUT, 131049: _OPTOUT,
        100: FORMAT, 131008: FORMAT, 131009: FORMAT, 131051: FORMAT, 131052: FORMAT, 131053: FORMAT,
        132000: FORMAT, 132001: FORMAT, 132005: FORMAT, 132007: FORMAT, 132008: FORMAT, 132012: FORMAT,
        132018: FORMAT, 132068: FORMAT, 132069: FORMAT,
        368: _ACCOUNT, 131031: _ACCOUNT, 130497: _MESSAGE, 132015: _MESSAGE, 132016: _MESSAGE,
        0: AUTH, 3: AUTH, 10: AUTH, 190: AUTH, 131005: AUTH, 131037: AUTH, 131042: AUTH, 131045: AUTH,
        137000: GONE,
    },
    ranges=((range(200, 300), AUTH), (range(133000, 134000), AUTH)),
)  # fmt: skip
_CONTEXT = "context"
_BAD_FIELD = frozenset({100, 131009, 131008})
_BAD_FILE = frozenset({100, 131009, 131052, 131053})


def send_error(trouble: Refusal | Silence) -> SendError:
    """Say what a refusal, or no answer at all, means."""
    return judge(TABLE, trouble)


def lost_reply(refusal: Refusal) -> bool:
    """The answered message is not known any more: send without."""
    return refusal.code in _BAD_FIELD and _CONTEXT in refusal.words.lower()


def refers_badly(refusal: Refusal) -> bool:
    """A file of an earlier message may have expired: upload it again."""
    return refusal.code in _BAD_FILE


def is_bad_token(refusal: Refusal) -> bool:
    """The token is not accepted at all."""
    return refusal.code in (0, 190) or (not refusal.told and refusal.status == 401)  # noqa: PLR2004 - unauthorised
