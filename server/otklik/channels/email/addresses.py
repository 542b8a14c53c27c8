"""Mail addresses: one strict reader for lists from outside, and the form in which a mailbox is an identity.

The mailbox is what stands between the angle brackets; a name or comment that looks like an address is only a name.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from otklik.channels.email.headers import decode_words, unfold
from otklik.kit.mail_addresses import normalise_address
from otklik.kit.text import clean_name

MAX_ADDRESSES = 200
_NAME_MAX = 200
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\\.|[<>(),:;"]|[^"\\<>(),:;]+', re.DOTALL)
_QUOTED = re.compile(r"\\(.)", re.DOTALL)


class Mailbox(Struct, frozen=True):
    """A name as it came and an address in normal form."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """What stands behind the @."""
        return self.address.rpartition("@")[2]


class _Reader:
    """Collects the tokens of one mailbox: words, comments, and what stands between angle brackets."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.comments: list[str] = []
        self.angle: str | None = None
        self.depth = 0
        self.in_angle = False

    def ends_at(self, piece: str) -> bool:
        """Say whether this piece ends the mailbox: a comma, or the end of a group."""
        return piece in {",", ";"} and not self.depth and not self.in_angle

    def feed(self, piece: str) -> None:
        """Take one piece."""
        if self.depth or piece == "(":
            self._comment(piece)
        elif self.in_angle:
            self._inside(piece)
        elif piece == "<":
            self.in_angle, self.angle = True, ""
        elif piece == ":":
            self.words.clear()
        elif piece not in {")", ">", '"'}:
            self.words.append(piece)

    def _comment(self, piece: str) -> None:
        self.depth += {"(": 1, ")": -1}.get(piece, 0)
        if piece not in {"(", ")"}:
            self.comments.append(piece)

    def _inside(self, piece: str) -> None:
        if piece == ">":
            self.in_angle = False
        elif piece == ":":
            self.angle = ""
        elif piece != "<":
            self.angle = (self.angle or "") + piece

    def result(self) -> Mailbox | None:
        """Return the mailbox; None when it holds no address."""
        text = "".join(self.words)
        angle, name = self.angle, text
        if angle is None:
            angle, name = text, " ".join(self.comments)
        address = normalise_address(_bare(angle))
        return Mailbox(_name(name), address) if address else None


def _bare(text: str) -> str:
    text = re.sub(r"\s+", "", text)
    local, at, domain = text.rpartition("@")
    if local.startswith('"') and local.endswith('"') and len(local) > 1:
        local = _QUOTED.sub(r"\1", local[1:-1])
    return local + at + domain


def _name(text: str) -> str:
    text = re.sub(r'"((?:[^"\\]|\\.)*)"', lambda match: _QUOTED.sub(r"\1", match[1]), text)
    return clean_name(decode_words(text.strip()).strip(" '\""), _NAME_MAX)


def _mailboxes(text: str) -> Iterator[Mailbox]:
    reader = _Reader()
    for match in _TOKEN.finditer(text):
        if not reader.ends_at(match[0]):
            reader.feed(match[0])
            continue
        if found := reader.result():
            yield found
        reader = _Reader()
    if found := reader.result():
        yield found


def read_addresses(value: bytes) -> tuple[Mailbox, ...]:
    """Read a From, To or Cc header; broken members are passed over, members beyond the limit dropped."""
    found: list[Mailbox] = []
    for mailbox in _mailboxes(unfold(value)):
        found.append(mailbox)
        if len(found) >= MAX_ADDRESSES:
            break
    return tuple(found)
