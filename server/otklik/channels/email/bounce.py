"""Delivery reports (RFC 3464): which letter of ours, whose mailbox, failed for good or only late."""

import re

from msgspec import Struct

from otklik.channels.email.charsets import decode
from otklik.channels.email.headers import message_ids, unfold
from otklik.channels.email.mime import Entity, read_headers, split_head
from otklik.channels.email.thread import OwnLetter, find_own_letter
from otklik.kit.mail_addresses import normalise_address

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_GROUPS = re.compile(rb"(?:\r?\n[ \t]*){2,}")
_OWN_ID = re.compile(rb"o\.\d{1,18}\.[0-9p]{1,22}\.[a-zA-Z2-7]{16}@[A-Za-z0-9.-]{1,253}")
_HEADERS_OF_LETTER = {"message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers"}
_DETAIL_MAX = 500
_SEARCHED = 256 * 1024
_SMTP_LINE = re.compile(r"^.*\b5\d\d[ -].*$", re.MULTILINE)
_MANY = 50


class Fate(Struct, frozen=True, kw_only=True):
    """What became of one recipient: action is failed, delayed, delivered, relayed or expanded."""

    action: str
    recipient: str
    status: str = ""
    diagnostic: str = ""


class Bounce(Struct, frozen=True):
    """A report about a letter of ours, if it could be recognised."""

    letter: OwnLetter | None
    fates: tuple[Fate, ...]


def _typed(value: bytes) -> str:
    """Return `value` of `type; value`, the shape of most fields of a report."""
    text = unfold(value)
    return text.split(";", 1)[-1].strip()


def _fate(block: bytes) -> Fate | None:
    fields = dict(reversed(read_headers(block)))
    recipient = normalise_address(_typed(fields.get("final-recipient", b"")).strip("<>"))
    original = normalise_address(_typed(fields.get("original-recipient", b"")).strip("<>"))
    action = unfold(fields.get("action", b"")).split("(")[0].strip().lower()
    if not action or not (recipient or original):
        return None
    diagnostic = _typed(fields.get("diagnostic-code", b""))[:_DETAIL_MAX]
    status = _STATUS.search(unfold(fields.get("status", b""))) or _STATUS.search(diagnostic)
    return Fate(
        action=action,
        recipient=original or recipient,
        status=status[1] if status else "",
        diagnostic=diagnostic,
    )


def _reports(letter: Entity) -> tuple[bytes, ...]:
    return tuple(
        part.content()
        for part in letter.walk()
        if part.kind in {"message/delivery-status", "message/global-delivery-status"}
    )


def _returned_ids(letter: Entity) -> list[str]:
    ids: list[str] = []
    for part in letter.walk():
        if part.kind in _HEADERS_OF_LETTER:
            headers = dict(reversed(read_headers(split_head(part.content())[0])))
            ids += message_ids(headers.get("message-id", b""))
    return ids


def _envelope_ids(reports: tuple[bytes, ...]) -> list[str]:
    fields = (dict(reversed(read_headers(_GROUPS.split(report.strip(), maxsplit=1)[0]))) for report in reports)
    return [_typed(found["original-envelope-id"]) for found in fields if "original-envelope-id" in found]


def _mentioned_ids(raw: bytes) -> list[str]:
    return [found.decode() for found in _OWN_ID.findall(raw[:_SEARCHED])[:_MANY]]


def _described(letter: Entity, raw: bytes) -> Fate:
    """Read a report without the standard part (Exim, qmail): the first line with a 5xx reply says why."""
    text = decode(raw[:_SEARCHED])
    line = _SMTP_LINE.search(text)
    status = _STATUS.search(line[0] if line else text)
    recipient = unfold(letter.raw("x-failed-recipients")).split(",")[0]
    return Fate(
        action="failed",
        recipient=normalise_address(recipient),
        status=status[1] if status else "",
        diagnostic=(line[0].strip() if line else "")[:_DETAIL_MAX],
    )


def read_bounce(letter: Entity, raw: bytes, secret: str) -> Bounce:
    """Read a report. Only an id that we signed names a letter of ours: anybody can write a bounce."""
    reports = _reports(letter)
    groups = [group for report in reports for group in _GROUPS.split(report.strip())[:_MANY]]
    fates = tuple(fate for group in groups if (fate := _fate(group)))
    ids = [*_returned_ids(letter), *_envelope_ids(reports)]
    if not reports:
        fates = (_described(letter, raw),)
        ids += _mentioned_ids(raw)
    return Bounce(find_own_letter(secret, ids), fates)
