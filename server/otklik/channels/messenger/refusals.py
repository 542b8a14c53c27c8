"""What Messenger's refusals mean for us: one table by their codes."""

from typing import Final

from otklik.channelkit.meta.graph import Refusal, Silence
from otklik.channelkit.meta.refusals import AUTH, FORMAT, GONE, RETRY, Meaning, Table
from otklik.channelkit.meta.refusals import send_error as judge
from otklik.channelkit.outbound import Scope, SendError, SendErrorKind

_K = SendErrorKind
_MINUTE_S = 60.0
_CALLS = Meaning(_K.RATE, 5 * _MINUTE_S, Scope.INBOX)
_BUSY = Meaning(_K.RATE, 10.0, Scope.INBOX)
_WINDOW = Meaning(_K.WINDOW)
_HELD = Meaning(_K.POLICY)
_ACCOUNT = Meaning(_K.POLICY, scope=Scope.INBOX)
_UNREACHABLE, _NOT_HERE = 1545041, 2018001
_OTHER_APP = 2018300

TABLE: Final = Table(
    pairs={
        (10, 2018278): _WINDOW, (10, 2534022): _WINDOW, (10, _OTHER_APP): _HELD,
        (551, _UNREACHABLE): GONE, (200, _UNREACHABLE): GONE, (10, 2018108): GONE, (100, _NOT_HERE): GONE,
        (100, 33): GONE, (100, 2018047): FORMAT,
    },
    subcodes={2018065: _WINDOW, 2534025: FORMAT},
    codes={
        551: GONE, 4: _CALLS, 17: _CALLS, 32: _CALLS, 613: _BUSY, 80006: _CALLS, 1200: _BUSY,
        1: RETRY, 2: RETRY, 100: FORMAT, 10900: FORMAT, 9000001: FORMAT,
        0: AUTH, 3: AUTH, 10: AUTH, 102: AUTH, 190: AUTH, 368: _ACCOUNT, 2022: _ACCOUNT,
    },
    ranges=((range(200, 300), AUTH),),
)  # fmt: skip
_BAD_FIELD = 100
_LOST = frozenset({10900, 9000001})


def send_error(trouble: Refusal | Silence) -> SendError:
    """Say what a refusal, or no answer at all, means."""
    return judge(TABLE, trouble)


def lost_reply(refusal: Refusal) -> bool:
    """The answered message is not known any more: send without."""
    return refusal.code in _LOST or (refusal.code == _BAD_FIELD and "reply_to" in refusal.words)


def refers_badly(refusal: Refusal) -> bool:
    """A file of an earlier message may be there no more: bring it again."""
    return refusal.code == _BAD_FIELD and refusal.subcode not in (33, _NOT_HERE)


def held_by_another(refusal: Refusal) -> bool:
    """Another app holds the conversation."""
    return refusal.subcode == _OTHER_APP


def is_bad_token(refusal: Refusal) -> bool:
    """The token is not accepted at all."""
    return refusal.code in (0, 102, 190) or (not refusal.told and refusal.status == 401)  # noqa: PLR2004 - unauthorised
