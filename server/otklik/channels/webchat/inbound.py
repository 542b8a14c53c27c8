"""From a visitor's post to events; pure."""

import hmac
from collections.abc import Sequence

import msgspec

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Answer, Attachment, Content
from otklik.channelkit.errors import BadSignature, UnknownShape
from otklik.channelkit.inbound import (
    ButtonPressed,
    DeliveryReported,
    DeliveryStatus,
    Entry,
    Happening,
    HookCall,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    Proof,
    Quoted,
    Sender,
    TypingShown,
)
from otklik.channels.webchat.payloads import AnyPost, Delete, Edit, File, Message, Person, Post, Press, Report, Typing

SIGNATURE = "x-otklik-visitor"
_decoder: msgspec.json.Decoder[AnyPost] = msgspec.json.Decoder(AnyPost)
_encoder = msgspec.json.Encoder()


def sign(body: bytes, hook_secret: str) -> str:
    """Return the proof that a post comes from our own visitor's room, which has checked the visitor."""
    return hmac.digest(hook_secret.encode(), body, "sha256").hex()


def make_call(post: Post, hook_secret: str) -> HookCall:
    """Wrap a post as the room hands it in."""
    body = _encoder.encode(post)
    return HookCall(body=body, headers={SIGNATURE: sign(body, hook_secret)})


def verify(call: HookCall, hook_secret: str) -> None:
    """Raise BadSignature unless our own room made the call; the hook address is of no use to anybody else."""
    given = call.headers.get(SIGNATURE, "")
    if not hook_secret or not given.isascii() or not hmac.compare_digest(given, sign(call.body, hook_secret)):
        raise BadSignature("the post was not made by the visitor's room")


def message_id(visitor_id: str, client_id: str) -> str:
    """Return the id of a visitor's message; client ids are the visitor's own choice, so they carry their owner."""
    return f"{visitor_id}/{client_id}"


def parse(call: HookCall) -> Sequence[Happening]:
    """Read one post."""
    try:
        post = _decoder.decode(call.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnknownShape(f"the post cannot be read: {error}") from error
    return (_happening(post),)


def _happening(post: AnyPost) -> Happening:
    sender = _sender(post.person)
    match post:
        case Message():
            return _message(post, sender)
        case Edit():
            content = Content(text=post.text)
            key = f"edit:{post.message_id}:{post.at.timestamp():.6f}"
            return MessageEdited(key=key, sender=sender, message_id=post.message_id, content=content, edited_at=post.at)
        case Delete():
            key = f"delete:{post.message_id}"
            return MessageDeleted(key=key, sender=sender, message_id=post.message_id, deleted_at=post.at)
        case Press():
            key = message_id(post.person.id, post.client_id)
            return ButtonPressed(
                key=key, sender=sender, message_id=post.message_id, payload=post.payload, pressed_at=post.at
            )
        case Typing():
            return TypingShown(key="", sender=sender, on=post.on, text=post.text)
        case Report():
            return _report(post, sender)


def _message(post: Message, sender: Sender) -> MessageReceived:
    own = message_id(post.person.id, post.client_id)
    files = tuple(_attachment(file) for file in post.files)
    kind = files[0].kind if files and not post.text else Kind.TEXT
    entry = post.entry
    return MessageReceived(
        key=f"message:{own}",
        sender=sender,
        message_id=own,
        content=Content(
            kind=kind,
            text=post.text,
            attachments=files,
            greeting=post.greeting,
            answers=tuple(Answer(field, value) for field, value in post.answers.items()),
        ),
        sent_at=post.at,
        quoted=Quoted(post.reply_to) if post.reply_to else None,
        entry=Entry(entry.kind, entry.ref, entry.data) if entry else None,
        client_id=post.client_id,
    )


def _report(post: Report, sender: Sender) -> DeliveryReported:
    try:
        status = DeliveryStatus(post.status)
    except ValueError as error:
        raise UnknownShape(f"unknown status {post.status!r}") from error
    return DeliveryReported(
        key=f"{status}:{post.person.id}:{post.until.timestamp():.6f}",
        message_id="",
        status=status,
        at=post.until,
        sender=sender,
        watermark=True,
    )


def _attachment(file: File) -> Attachment:
    try:
        kind = Kind(file.kind)
    except ValueError:
        kind = Kind.DOCUMENT
    return Attachment(
        kind=kind, ref=file.key, name=file.name, mime=file.mime, size=file.size, width=file.width, height=file.height
    )


def _sender(person: Person) -> Sender:
    claimed = Proof.SELF if person.name or person.email or person.phone else Proof.NONE
    return Sender(
        external_id=person.id,
        name=person.name,
        language=person.language,
        email=person.email,
        phone=person.phone,
        proof=Proof.PROVIDER if person.proved else claimed,
    )
