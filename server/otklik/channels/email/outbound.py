"""From a message to the request that submits it; the same message gives the same letter after a crash."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from otklik.channelkit.channel import Settings
from otklik.channelkit.errors import BadSettings
from otklik.channelkit.outbound import MailHeaders, OutboundFile, OutboundMessage, Part
from otklik.channels.email.inbound import LOOP_HEADER, loop_marks
from otklik.channels.email.letter import File, Letter, clean_id, one_line
from otklik.channels.email.manifest import FILES_MAX_BYTES
from otklik.channels.email.quoting import below_html, below_plain
from otklik.channels.email.richtext import page, to_fragment
from otklik.channels.email.settings import Mailbox, read_settings
from otklik.channels.email.thread import own_message_id, reply_token, sub_address
from otklik.kit.mail_addresses import normalise_address

ACTION = "submit"
NEWEST_REFERENCES = 20
_REPLY = re.compile(r"\s*(?:(?:re|aw|sv|antw|отв|ответ|відп)(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*:\s*)+", re.IGNORECASE)


def answer_subject(subject: str, *, reply: bool) -> str:
    """Return the subject with `Re: ` once when the letter answers one."""
    subject = one_line(subject)
    if not reply:
        return subject
    return f"Re: {_REPLY.sub('', subject, count=1) if _REPLY.match(subject) else subject}".strip()


def trim_references(references: Sequence[str], in_reply_to: str) -> tuple[str, ...]:
    """Return the first and the twenty newest ids, the answered one last, each once."""
    known = [item for item in references if clean_id(item) and item != in_reply_to]
    ids = list(dict.fromkeys([*known, *([in_reply_to] if clean_id(in_reply_to) else [])]))
    return tuple(ids if len(ids) <= NEWEST_REFERENCES + 1 else [ids[0], *ids[-NEWEST_REFERENCES:]])


def _groups(files: Sequence[OutboundFile]) -> list[tuple[OutboundFile, ...]]:
    """Spread files over letters that a server will take."""
    groups: list[list[OutboundFile]] = [[]]
    for file in files:
        if groups[-1] and sum(item.size for item in groups[-1]) + file.size > FILES_MAX_BYTES:
            groups.append([])
        groups[-1].append(file)
    return [tuple(group) for group in groups]


def _words(message: OutboundMessage) -> str:
    lines = [message.text] if message.text else []
    if place := message.location:
        name = ", ".join(part for part in (place.title, place.address) if part)
        lines.append(f"{name} {place.latitude:.6f}, {place.longitude:.6f}".strip())
    lines += [
        f"{button.title}: {button.url}" if button.url else button.title for row in message.buttons for button in row
    ]
    return "\n".join(lines)


def _address(text: str) -> str:
    address = normalise_address(text)
    if not address:
        raise BadSettings(f"not an e-mail address: {text[:100]!r}")
    return address


def _known(addresses: Sequence[str]) -> list[str]:
    return [address for item in addresses if (address := normalise_address(item))]


def _bodies(message: OutboundMessage, headers: MailHeaders) -> tuple[str, str]:
    """Return what the letter says in both forms, with what stands below."""
    text = _words(message)
    if not (text or headers.signature.strip() or headers.quote):
        return "", ""
    body = to_fragment(text, message.marks) if text else ""
    return (
        below_plain(text, headers.signature, headers.quote),
        page(below_html(body, headers.signature, headers.quote)),
    )


def _payload(message: OutboundMessage, headers: MailHeaders, number: int) -> dict[str, Any]:
    text, html = _bodies(message, headers) if number == 0 else ("", "")
    reply = bool(headers.in_reply_to)
    return {
        "conversation": message.conversation_id,
        "message": f"{message.message_id}p{number + 1}" if number else str(message.message_id),
        "to": [_address(item) for item in headers.to or (message.recipient,)],
        "cc": _known(headers.cc),
        "bcc": _known(headers.bcc),
        "author": one_line(message.author_name, 100),
        "subject": answer_subject(headers.subject, reply=reply),
        "message_id": clean_id(headers.message_id) if number == 0 else "",
        "in_reply_to": clean_id(headers.in_reply_to),
        "references": list(trim_references(headers.references, headers.in_reply_to)),
        "reply_to": normalise_address(headers.reply_to),
        "automatic": headers.automatic,
        "unsubscribe": headers.unsubscribe,
        "text": text,
        "html": html,
    }


def render_letters(message: OutboundMessage, settings: Settings) -> Sequence[Part]:
    """Return one letter, or several when the files are too large for one."""
    read_settings(settings)
    headers = message.mail or MailHeaders(subject="", message_id="")
    return tuple(
        Part(
            action=ACTION,
            payload=_payload(message, headers, number),
            files={f"file{at}": file for at, file in enumerate(group)},
        )
        for number, group in enumerate(_groups(message.files))
    )


def _sender_name(author: str, company: str) -> str:
    return ", ".join(part for part in (author, company) if part)


def _extra(payload: Mapping[str, Any], box: Mailbox) -> tuple[tuple[str, str], ...]:
    extra = [(LOOP_HEADER.title(), mark) for mark in loop_marks(box)]
    address = str(payload.get("unsubscribe") or "")
    if re.fullmatch(r"https://[!-;=?-~]{1,500}", address):
        extra += [("List-Unsubscribe", f"<{address}>"), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]
    return tuple(extra)


def compose(payload: Mapping[str, Any], files: Sequence[File], box: Mailbox, now: datetime) -> Letter:
    """Make the letter a part asks for, signed by the inbox: its Message-ID depends on nothing but the message."""
    conversation = int(payload["conversation"])
    own = own_message_id(box.secret, conversation, str(payload["message"]), box.domain)
    token = sub_address(box.address, reply_token(box.secret, conversation)) if box.sub_addressing and box.secret else ""
    return Letter(
        sender=box.address,
        sender_name=_sender_name(str(payload["author"]), box.display_name),
        to=tuple(payload["to"]),
        cc=tuple(payload["cc"]),
        subject=str(payload["subject"]),
        message_id=str(payload["message_id"]) or own,
        in_reply_to=str(payload["in_reply_to"]),
        references=tuple(payload["references"]),
        reply_to=str(payload["reply_to"]) or token,
        date=now,
        text=str(payload["text"]),
        html=str(payload["html"]),
        files=tuple(files),
        automatic=bool(payload["automatic"]),
        extra=_extra(payload, box),
    )
