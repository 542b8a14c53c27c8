"""The tree of a letter, split by hand with limits: parts, depth and header size are bounded before any work."""

import binascii
import quopri
import re
from collections.abc import Iterator

from msgspec import Struct, field, structs

from otklik.channels.email.headers import Params, base64_bytes, parameters, unfold

MAX_PARTS = 500
MAX_DEPTH = 20
MAX_HEADER_BYTES = 256 * 1024
_MAX_HEADERS = 2000
_MAX_BOUNDARY = 200

_BLANKS = (b"\n\r\n", b"\n\n", b"\r\r")
_LINES = re.compile(rb"\r\n|\n|\r")
_HEADER = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
_KIND = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")


class Entity(Struct, frozen=True, kw_only=True):
    """One node: its headers as they came (names in lower case), raw body, and children if it is multipart."""

    headers: tuple[tuple[str, bytes], ...]
    body: bytes
    kind: str = "text/plain"
    params: Params = field(default_factory=dict)
    disposition: str = ""
    disposition_params: Params = field(default_factory=dict)
    children: tuple["Entity", ...] = ()
    cut: bool = False

    def raw(self, name: str) -> bytes:
        """Return the first header of this name, or b''."""
        return next((value for key, value in self.headers if key == name), b"")

    def raws(self, name: str) -> tuple[bytes, ...]:
        """Return all headers of this name, topmost first."""
        return tuple(value for key, value in self.headers if key == name)

    def word(self, name: str) -> str:
        """Return the first header of this name unfolded, in lower case."""
        return unfold(self.raw(name)).lower()

    def walk(self) -> Iterator["Entity"]:
        """Yield this node and all below, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def content(self) -> bytes:
        """Return the body with its transfer encoding undone; broken encodings give what can be had."""
        return _decoded(self.body, self.word("content-transfer-encoding"))


class _Budget:
    """Counts the parts made, and remembers that some were not."""

    def __init__(self) -> None:
        self.parts = 0
        self.cut = False

    def take(self) -> bool:
        self.parts += 1
        self.cut = self.cut or self.parts > MAX_PARTS
        return self.parts <= MAX_PARTS

    def may_open(self, depth: int) -> bool:
        self.cut = self.cut or depth >= MAX_DEPTH
        return depth < MAX_DEPTH


def _uudecoded(body: bytes) -> bytes:
    lines = []
    for line in body.splitlines():
        if line.startswith((b"begin ", b"end")) or not line:
            continue
        try:
            lines.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(lines)


def _decoded(body: bytes, encoding: str) -> bytes:
    encoding = encoding.partition(";")[0].strip(" \"'")
    if encoding == "base64":
        return base64_bytes(body.decode("ascii", "ignore"))
    if encoding == "quoted-printable":
        return quopri.decodestring(body)
    if encoding in {"x-uuencode", "uuencode", "x-uue"}:
        return _uudecoded(body)
    return body


def split_head(raw: bytes) -> tuple[bytes, bytes]:
    """Split a letter at its first empty line; the header block is cut at its limit."""
    for start in (b"\r\n", b"\n"):
        if raw.startswith(start):
            return b"", raw[len(start) :]
    found = [(at, len(mark)) for mark in _BLANKS if (at := raw.find(mark)) >= 0]
    if not found:
        return raw[:MAX_HEADER_BYTES], b""
    end, size = min(found)
    return raw[: min(end, MAX_HEADER_BYTES)], raw[end + size :]


def read_headers(block: bytes) -> tuple[tuple[str, bytes], ...]:
    """Read `Name: value` lines with their continuations; lines that are no header are passed over."""
    headers: list[tuple[str, list[bytes]]] = []
    for line in _LINES.split(block):
        if line[:1] in {b" ", b"\t"} and headers:
            headers[-1][1].append(line)
        elif (match := _HEADER.match(line)) and len(headers) < _MAX_HEADERS:
            headers.append((match[1].decode("ascii").lower(), [match[2].strip()]))
    return tuple((name, b"\n".join(lines)) for name, lines in headers)


def _pieces(body: bytes, boundary: str) -> Iterator[bytes]:
    mark = re.escape(boundary.encode("utf-8", "replace"))
    pattern = re.compile(rb"(?:\A|(?<=\n))--" + mark + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    start = -1
    for match in pattern.finditer(body):
        if start >= 0:
            yield _trimmed(body[start : match.start()])
        if match[1]:
            return
        start = match.end()
    if start >= 0:
        yield _trimmed(body[start:])


def _trimmed(piece: bytes) -> bytes:
    """Take away the line end after the boundary line; the one before the next boundary belongs to that."""
    piece = piece.removeprefix(b"\r\n") if piece.startswith(b"\r\n") else piece.removeprefix(b"\n")
    return piece.removesuffix(b"\r\n") if piece.endswith(b"\r\n") else piece.removesuffix(b"\n")


def _children(body: bytes, boundary: str, place: tuple[int, str], budget: _Budget) -> tuple[Entity, ...]:
    found = []
    for piece in _pieces(body, boundary):
        if not budget.take():
            break
        found.append(_read(piece, place, budget))
    return tuple(found)


def _read(raw: bytes, place: tuple[int, str], budget: _Budget) -> Entity:
    depth, default = place
    block, body = split_head(raw)
    bare = Entity(headers=read_headers(block), body=body)
    kind, params = parameters(bare.raw("content-type"))
    kind = kind if _KIND.fullmatch(kind) else default
    disposition, disposition_params = parameters(bare.raw("content-disposition"))
    children: tuple[Entity, ...] = ()
    boundary = params.get("boundary", "").rstrip()[:_MAX_BOUNDARY]
    if kind.startswith("multipart/") and boundary and budget.may_open(depth):
        inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        children = _children(body, boundary, (depth + 1, inner), budget)
    if kind.startswith("multipart/") and not children and depth < MAX_DEPTH:
        kind = "text/plain"
    return structs.replace(
        bare,
        kind=kind,
        params=params,
        disposition=disposition,
        disposition_params=disposition_params,
        children=children,
    )


def read_letter(raw: bytes) -> Entity:
    """Read raw RFC 5322 bytes; never raises. `cut` says that parts beyond the limits were left unopened."""
    budget = _Budget()
    root = _read(raw.removeprefix(b"\xef\xbb\xbf"), (0, "text/plain"), budget)
    return structs.replace(root, cut=budget.cut)
