"""From a submission, checked by our own room, to events; pure."""

import hmac
from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Answer, Attachment, Content
from otklik.channelkit.errors import BadSignature, UnknownShape
from otklik.channelkit.inbound import Entry, Happening, HookCall, MessageReceived, Proof, Sender

SIGNATURE = "x-otklik-form"


class FormFile(Struct, frozen=True, kw_only=True):
    """A file that lies in our own store."""

    key: str
    name: str
    mime: str
    size: int
    width: int | None = None
    height: int | None = None


class Submission(Struct, frozen=True, kw_only=True):
    """A filled form. `person` is what the person is known by: their address as they gave it.

    `answers` are pairs of a field's name, or of its label where the field is the company's own, and what stood in it.
    """

    id: str
    at: datetime
    person: str
    text: str
    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    files: tuple[FormFile, ...] = ()
    page: str = ""
    marks: dict[str, str] = {}


_decoder: msgspec.json.Decoder[Submission] = msgspec.json.Decoder(Submission)
_encoder = msgspec.json.Encoder()


def make_call(submission: Submission, hook_secret: str) -> HookCall:
    """Wrap a submission as the room hands it in."""
    body = _encoder.encode(submission)
    return HookCall(body=body, headers={SIGNATURE: _sign(body, hook_secret)})


def verify(call: HookCall, hook_secret: str) -> None:
    """Raise BadSignature unless our own room made the call; the hook address is of no use to anybody else."""
    given = call.headers.get(SIGNATURE, "")
    if not hook_secret or not given.isascii() or not hmac.compare_digest(given, _sign(call.body, hook_secret)):
        raise BadSignature("the submission was not handed in by our own room")


def message_id(submission_id: str) -> str:
    """Return under which id a submission's message is kept."""
    return f"form/{submission_id}"


def parse(call: HookCall) -> Sequence[Happening]:
    """Read one submission."""
    try:
        said = _decoder.decode(call.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnknownShape(f"the submission cannot be read: {error}"[:300]) from None
    sender = Sender(
        external_id=said.person, name=said.name, email=said.email, phone=said.phone, language=said.language,
        proof=Proof.SELF,
    )  # fmt: skip
    content = Content(
        kind=Kind.TEXT, text=said.text, attachments=tuple(map(_attachment, said.files)),
        answers=tuple(Answer(field, value) for field, value in said.answers),
    )  # fmt: skip
    facts = {name: value for name, value in {"url": said.page, **said.marks}.items() if value}
    entry = Entry("page", said.page or "form", facts)
    own = message_id(said.id)
    return (
        MessageReceived(
            key=f"message:{own}", sender=sender, message_id=own, content=content, sent_at=said.at, entry=entry
        ),
    )


def _sign(body: bytes, hook_secret: str) -> str:
    return hmac.digest(hook_secret.encode(), body, "sha256").hex()


def _attachment(file: FormFile) -> Attachment:
    family = file.mime.partition("/")[0]
    kind = Kind(family) if family in ("image", "video", "audio") and "svg" not in file.mime else Kind.DOCUMENT
    return Attachment(
        kind=kind, ref=file.key, name=file.name, mime=file.mime, size=file.size, width=file.width, height=file.height
    )
