"""What the words of an SMTP server mean for us."""

import re
from typing import Final

from otklik.channelkit.outbound import Scope, SendError, SendErrorKind

CONNECT: Final = "connect"
LOGIN: Final = "login"
SENDER: Final = "sender"
RECIPIENT: Final = "recipient"
DATA: Final = "data"

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_TOO_FAST = re.compile(r"rate|too many|limit|quota|throttl|slow down|try later in|превышен", re.IGNORECASE)
_TEMPORARY_S: Final = 300.0
_LIMIT_S: Final = 900.0
_DETAIL_MAX: Final = 400
_AUTH_CODES: Final = {530, 534, 535, 538}
_GONE_STATUSES: Final = ("5.1.", "5.4.4", "5.4.1", "5.2.1")
_NO_SUCH_MAILBOX: Final = {550, 551, 553}
_REFUSED: Final = {550, 553, 554}
_FULL: Final = "5.2.2"
_SIZE_STATUSES: Final = ("5.3.4", "5.2.3")


def status_of(text: str, code: int) -> str:
    """Return the enhanced status code in a reply, or the plain one."""
    match = _STATUS.search(text)
    return match[1] if match else str(code)


def _permanent(code: int, status: str, stage: str) -> SendErrorKind:
    if status.startswith("5.7."):
        return SendErrorKind.AUTH if stage == SENDER else SendErrorKind.POLICY
    if status in _SIZE_STATUSES:
        return SendErrorKind.FORMAT
    if status == _FULL or (code == 552 and stage == RECIPIENT):  # noqa: PLR2004 - mailbox full, RFC 5321
        return SendErrorKind.RETRY
    if stage != SENDER and (status.startswith(_GONE_STATUSES) or (stage == RECIPIENT and code in _NO_SUCH_MAILBOX)):
        return SendErrorKind.GONE
    plain = {SENDER: SendErrorKind.AUTH, DATA: SendErrorKind.POLICY}
    return plain.get(stage, SendErrorKind.FORMAT) if code in _REFUSED else SendErrorKind.FORMAT


def read_reply(code: int, text: str, stage: str) -> SendError:
    """Turn a refusal at a stage of the dialogue into a send error."""
    text = " ".join(text.split())[:_DETAIL_MAX]
    status = status_of(text, code)
    if stage == LOGIN and (code in _AUTH_CODES or status.startswith(("4.7.0", "5.7."))):
        return SendError(kind=SendErrorKind.AUTH, code=status, detail=text, scope=Scope.INBOX)
    if code in _AUTH_CODES:
        return SendError(kind=SendErrorKind.AUTH, code=status, detail=text, scope=Scope.INBOX)
    if code < 500:  # noqa: PLR2004 - the classes of SMTP replies
        too_fast = stage != RECIPIENT and bool(_TOO_FAST.search(text))
        return SendError(
            kind=SendErrorKind.RATE if too_fast else SendErrorKind.RETRY,
            code=status,
            detail=text,
            retry_after_s=_LIMIT_S if too_fast else _TEMPORARY_S,
            scope=Scope.INBOX if too_fast else Scope.CHAT,
        )
    kind = SendErrorKind.AUTH if stage in {LOGIN, CONNECT} else _permanent(code, status, stage)
    after = 3600.0 if kind is SendErrorKind.RETRY else None
    scope = Scope.INBOX if kind is SendErrorKind.AUTH else Scope.CHAT
    return SendError(kind=kind, code=status, detail=text, retry_after_s=after, scope=scope)
