"""From raw bytes of a letter to events: pure, and without an exception a stranger could cause."""

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import Settings
from otklik.channelkit.content import Attachment, Content, Mail
from otklik.channelkit.inbound import (
    DeliveryReported,
    DeliveryStatus,
    Happening,
    HookCall,
    MessageReceived,
    Proof,
    Quoted,
    Sender,
)
from otklik.channels.email import robots, trust
from otklik.channels.email.addresses import Mailbox as Person
from otklik.channels.email.addresses import read_addresses
from otklik.channels.email.body import Body, read_body
from otklik.channels.email.bounce import Bounce, read_bounce
from otklik.channels.email.charsets import decode
from otklik.channels.email.headers import header_date, header_text, message_ids, unfold
from otklik.channels.email.mime import Entity, read_letter, split_head
from otklik.channels.email.settings import Mailbox, read_settings
from otklik.channels.email.thread import find_thread, is_probe

HEAD_MAX = 64 * 1024
"""Bytes of headers that are kept to be shown."""
LOOP_HEADER = "x-otklik-loop"
PROBE_HEADER = "x-otklik-probe"
_LINE_ENDS = re.compile(rb"\r\n|\r")
_FATES = {
    "failed": DeliveryStatus.FAILED,
    "delayed": DeliveryStatus.SENT,
    "relayed": DeliveryStatus.SENT,
    "expanded": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
}


def loop_marks(box: Mailbox) -> frozenset[str]:
    """Return what X-Otklik-Loop says in our own letters: a digest, so that the desk's address is not told."""
    known = box.domain_id or box.secret
    return frozenset({hashlib.sha256(f"loop\0{known}".encode()).hexdigest()[:24]}) if known else frozenset()


def letter_key(raw: bytes, message_id: str, size: str = "") -> str:
    """Return what makes a letter the same when it is fetched again: its Message-ID and the hash of its body.

    Headers are left out: the same letter comes with other Received and Delivered-To lines by another road.
    """
    body = _LINE_ENDS.sub(b"\n", split_head(raw)[1]).rstrip(b"\n")
    digest = hashlib.sha256(body + size.encode()).hexdigest()[:32]
    if message_id:
        return f"mail:{hashlib.sha256(message_id.encode()).hexdigest()[:32]}:{digest}"
    return f"mail::{hashlib.sha256(raw).hexdigest()[:32]}"


def find_author(letter: Entity) -> tuple[Person | None, bool]:
    """Return who wrote, and whether that is beyond doubt: exactly one From header with exactly one mailbox."""
    stated = letter.raws("from")
    people = [person for value in stated[:5] for person in read_addresses(value)]
    if people:
        return people[0], len(stated) == 1 and len(people) == 1
    for name in ("sender", "reply-to", "return-path"):
        if found := read_addresses(letter.raw(name)):
            return found[0], False
    return None, False


def _sent_at(letter: Entity, call: HookCall) -> datetime:
    stated = call.headers.get("internaldate", "")
    if stated:
        try:
            return datetime.fromisoformat(stated).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    return header_date(letter.raw("date")) or call.received_at


def _sender(author: Person | None, authentic: str, key: str) -> Sender:
    if author is None:
        return Sender(external_id=f"unknown-{hashlib.sha256(key.encode()).hexdigest()[:16]}@invalid")
    proof = Proof.PROVIDER if authentic == trust.VERIFIED else Proof.NONE
    return Sender(external_id=author.address, name=author.name, email=author.address, proof=proof)


def _listed(letter: Entity, name: str) -> tuple[str, ...]:
    return tuple(person.address for value in letter.raws(name)[:5] for person in read_addresses(value))


def _head(raw: bytes) -> str:
    """Return the headers as they came, as text."""
    return decode(_LINE_ENDS.sub(b"\n", split_head(raw)[0])[:HEAD_MAX].replace(b"\0", b"")).strip("\n")


def _mail(letter: Entity, body: Body, author: Person | None, marks: tuple[str, str], head: str) -> Mail:
    authentic, automatic = marks
    replies = message_ids(letter.raw("in-reply-to"))
    reply_to = _listed(letter, "reply-to")
    return Mail(
        subject=header_text(letter.raw("subject")),
        message_id=next(iter(message_ids(letter.raw("message-id"))), ""),
        in_reply_to=replies[0] if replies else "",
        references=message_ids(letter.raw("references")),
        sender=author.address if author else "",
        to=_listed(letter, "to"),
        cc=_listed(letter, "cc"),
        reply_to=reply_to[0] if reply_to else "",
        html=body.html,
        folded=body.folded,
        head=head,
        authentic=authentic,
        automatic=automatic,
    )


def _reports(bounce: Bounce, key: str, at: datetime) -> list[Happening]:
    if bounce.letter is None:
        return []
    return [
        DeliveryReported(
            key=f"{key}:{number}",
            message_id=bounce.letter.message_id,
            status=_FATES[fate.action],
            at=at,
            code=fate.status,
            detail=fate.diagnostic,
            sender=Sender(external_id=fate.recipient) if fate.recipient else None,
        )
        for number, fate in enumerate(bounce.fates)
        if fate.action in _FATES
    ]


def _left_out(call: HookCall) -> tuple[Attachment, ...]:
    """Stand in for a letter of which only the headers were fetched."""
    reason = call.headers.get("left_out", "")
    if not reason:
        return ()
    size = call.headers.get("size", "")
    return (
        Attachment(
            kind=Kind.DOCUMENT,
            name="letter.eml",
            mime="message/rfc822",
            size=int(size) if size.isdecimal() else None,
            reason=reason,
        ),
    )


def _message(letter: Entity, call: HookCall, box: Mailbox, key: str) -> MessageReceived:
    author, certain = find_author(letter)
    authentic = trust.authenticity(letter, author if certain else None, box.trusted, call.headers.get("dkim", ""))
    automatic = robots.automatic_kind(letter, author, frozenset({box.address}), loop_marks(box))
    left_out = _left_out(call)
    body = (
        read_body(letter)
        if not left_out
        else Body(visible="", folded="", html="", files=left_out, notes=(left_out[0].reason,))
    )
    ids = message_ids(letter.raw("message-id"))
    answered = message_ids(letter.raw("in-reply-to"))
    return MessageReceived(
        key=key,
        sender=_sender(author, authentic, key),
        message_id=ids[0] if ids else key,
        content=Content(
            kind=Kind.MAIL,
            text=body.visible,
            attachments=body.files,
            mail=_mail(letter, body, author, (authentic, automatic), _head(call.body)),
            note=",".join(body.notes),
        ),
        sent_at=_sent_at(letter, call),
        quoted=Quoted(answered[0]) if answered else None,
        thread=find_thread(letter, box.address, box.secret),
    )


def parse_letter(call: HookCall, settings: Settings) -> Sequence[Happening]:
    """Read one letter: a message, or the fate of a letter of ours; nothing for our own test letter."""
    box = read_settings(settings)
    letter = read_letter(call.body)
    if box.secret and is_probe(box.secret, unfold(letter.raw(PROBE_HEADER))):
        return ()
    ids = message_ids(letter.raw("message-id"))
    key = letter_key(
        call.body, ids[0] if ids else "", call.headers.get("size", "") if "left_out" in call.headers else ""
    )
    author, _ = find_author(letter)
    if robots.automatic_kind(letter, author, frozenset(), frozenset()) == robots.BOUNCE:
        reports = _reports(read_bounce(letter, call.body, box.secret), key, _sent_at(letter, call))
        if reports:
            return reports
    return (_message(letter, call, box, key),)
