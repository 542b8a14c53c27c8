"""Writes a letter as bytes: one writer, no header without cleaning, the same input gives the same bytes.

Every value is stripped of control characters before it is encoded, so neither a line break nor an encoded word
that hides one can begin a header of its own.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Final

from msgspec import Struct

from otklik.channels.email.headers import decode_words
from otklik.kit.mail_addresses import ascii_domain
from otklik.kit.text import clean_name

_WORD_BYTES: Final = 42
_LINE: Final = 76
_PLAIN_LINE: Final = 900
_PRINTABLE = re.compile(r"[ -~]*")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_TOKEN_NAME = re.compile(r"[A-Za-z0-9._-]{1,60}")
_MIME = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,60}")
_ID_SIGNS = re.compile(r"[\x00-\x20\x7f<>\"]|[^\x00-\x7f]")
_NAME_PIECE: Final = 50


class File(Struct, frozen=True):
    """A file with its bytes."""

    name: str
    mime: str
    data: bytes


class Letter(Struct, frozen=True, kw_only=True):
    """Everything a letter says. Addresses are in normal form, ids without brackets."""

    sender: str
    sender_name: str
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    subject: str = ""
    message_id: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    reply_to: str = ""
    date: datetime
    text: str = ""
    html: str = ""
    files: tuple[File, ...] = ()
    automatic: bool = False
    extra: tuple[tuple[str, str], ...] = ()


def one_line(text: str, limit: int = 500) -> str:
    """Return text that cannot break a header, even after a reader decodes words hidden in it."""
    decoded = clean_name(decode_words(text), limit)
    return decoded.replace("=?", "= ?")


def _encoded_words(text: str) -> list[str]:
    """Split at characters, so that no reader has to join half letters."""
    words, piece = [], b""
    for character in text:
        raw = character.encode("utf-8", "replace")
        if len(piece) + len(raw) > _WORD_BYTES:
            words.append(piece)
            piece = b""
        piece += raw
    return [f"=?utf-8?b?{base64.b64encode(word).decode()}?=" for word in (*words, piece) if word]


def _fold(words: Sequence[str], used: int) -> str:
    """Put words on lines of 76 characters where that is possible."""
    lines, line = [], ""
    for word in words:
        if line and used + len(line) + 1 + len(word) > _LINE:
            lines.append(line)
            line, used = word, 1
        else:
            line = f"{line} {word}" if line else word
    return "\r\n ".join([*lines, line])


def header_value(text: str, used: int = 10) -> str:
    """Return unstructured text ready for a header."""
    text = one_line(text)
    if _PRINTABLE.fullmatch(text) and all(len(word) < _LINE - 4 for word in text.split(" ")):
        return _fold(text.split(" "), used)
    return _fold(_encoded_words(text), used)


def mailbox_value(name: str, address: str, used: int = 6) -> str:
    """Return `name <address>` ready for a header."""
    name = one_line(name, 200)
    if not name:
        return address
    if not _PRINTABLE.fullmatch(name):
        return _fold([*_encoded_words(name), f"<{address}>"], used)
    if not _ATOMS.fullmatch(name):
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _fold([name, f"<{address}>"], used)


def clean_id(message_id: str) -> str:
    """Return an id that may stand between < and >, or ''."""
    return "" if _ID_SIGNS.search(message_id) or "@" not in message_id else message_id


def _ids(ids: Sequence[str]) -> str:
    return _fold([f"<{item}>" for item in ids if clean_id(item)], 12)


def _file_parameters(name: str, parameter: str) -> str:
    """Write a file name in pieces by RFC 2231, and plainly when it is plain."""
    name = clean_name(name, 180) or "file"
    if _TOKEN_NAME.fullmatch(name):
        return f'; {parameter}="{name}"'
    coded = "".join(
        chr(byte) if chr(byte).isascii() and chr(byte).isalnum() else f"%{byte:02X}"
        for byte in name.encode("utf-8", "replace")
    )
    pieces = re.findall(rf".{{1,{_NAME_PIECE}}}(?<!%)(?<!%.)", coded) if len(coded) > _NAME_PIECE else [coded]
    if len(pieces) == 1:
        return f";\r\n {parameter}*=utf-8''{coded}"
    first, *rest = pieces
    lines = [
        f";\r\n {parameter}*0*=utf-8''{first}",
        *(f";\r\n {parameter}*{at}*={piece}" for at, piece in enumerate(rest, 1)),
    ]
    return "".join(lines)


def _base64_lines(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def _text_part(text: str, kind: str) -> bytes:
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    raw = text.encode("utf-8", "replace")
    plain = text.isascii() and "\0" not in text and all(len(line) <= _PLAIN_LINE for line in text.split("\n"))
    encoding = b"7bit" if plain else b"base64"
    body = raw.replace(b"\n", b"\r\n") if plain else _base64_lines(raw.replace(b"\n", b"\r\n"))
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: ".encode()
    return head + encoding + b"\r\n\r\n" + body


def _file_part(file: File) -> bytes:
    mime = file.mime.lower() if _MIME.fullmatch(file.mime.lower()) else "application/octet-stream"
    if mime.startswith(("message/", "multipart/")):
        mime = "application/octet-stream"
    head = (
        f"Content-Type: {mime}{_file_parameters(file.name, 'name')}\r\n"
        f"Content-Disposition: attachment{_file_parameters(file.name, 'filename')}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode("ascii") + _base64_lines(file.data)


def _multipart(kind: str, parts: Sequence[bytes], seed: str) -> bytes:
    boundary = "=_" + hashlib.sha256(f"{kind}\0{seed}".encode("utf-8", "replace")).hexdigest()[:30]
    mark = b"--" + boundary.encode()
    body = b"".join(mark + b"\r\n" + part.removesuffix(b"\r\n") + b"\r\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode() + body + mark + b"--\r\n"


def _headers(letter: Letter) -> list[tuple[str, str]]:
    headers = [
        ("Date", format_datetime(letter.date)),
        ("From", mailbox_value(letter.sender_name, letter.sender)),
        ("To", _fold([f"{address}," for address in letter.to[:-1]] + list(letter.to[-1:]), 4)),
    ]
    if letter.cc:
        headers.append(("Cc", _fold([f"{address}," for address in letter.cc[:-1]] + [letter.cc[-1]], 4)))
    if letter.reply_to:
        headers.append(("Reply-To", letter.reply_to))
    headers += [("Subject", header_value(letter.subject)), ("Message-ID", f"<{letter.message_id}>")]
    headers += [("In-Reply-To", _ids([letter.in_reply_to])), ("References", _ids(letter.references))]
    if letter.automatic:
        headers += [("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")]
    headers += [(name, value if _PRINTABLE.fullmatch(value) else header_value(value)) for name, value in letter.extra]
    headers.append(("MIME-Version", "1.0"))
    return [(name, value) for name, value in headers if value or name == "Subject"]


def write_letter(letter: Letter) -> bytes:
    """Return the letter as RFC 5322 bytes with CR LF line ends."""
    body = _text_part(letter.text, "plain")
    if letter.html:
        body = _multipart("alternative", [body, _text_part(letter.html, "html")], letter.message_id)
    if letter.files:
        body = _multipart("mixed", [body, *(_file_part(file) for file in letter.files)], letter.message_id)
    lines = "".join(f"{name}: {value}\r\n" for name, value in _headers(letter))
    return lines.encode("utf-8", "replace") + body


def is_ascii_address(address: str) -> bool:
    """Say whether an address can travel without SMTPUTF8."""
    return address.isascii() and bool(ascii_domain(address.rpartition("@")[2]))
