"""The shape of an HTTP client, so that rooms need not know which library makes the calls."""

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct, field


class FilePart(Struct, frozen=True):
    """One file of a multipart form."""

    name: str
    data: bytes
    mime: str = "application/octet-stream"


class HttpRequest(Struct, frozen=True, kw_only=True):
    """One request. At most one of `body` and `form` is given; times are in seconds, sizes in bytes."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    form: Mapping[str, str | FilePart] | None = None
    connect_timeout_s: float = 5.0
    read_timeout_s: float = 30.0
    max_bytes: int = 5 * 1024 * 1024

    def __repr__(self) -> str:
        """Name method and host only: paths and headers of some providers carry passwords."""
        authority = "".join(self.url.split("/", 3)[2:3])
        return f"HttpRequest({self.method} {authority.rpartition('@')[2]})"


class HttpAnswer(Struct, frozen=True):
    """A complete answer; header names are lower-case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class HttpTrouble(Exception):
    """No usable answer. `sent` is false when not one byte of the request can have reached the other side."""

    def __init__(self, detail: str, *, sent: bool) -> None:
        super().__init__(detail)
        self.detail = detail
        self.sent = sent


class Refused(HttpTrouble):
    """The address is not one we may call, or the answer is over its limit."""


class Untrusted(HttpTrouble):
    """The other side shows a certificate of an authority that we do not trust, or a wrong one; nothing was sent."""


class HttpClient(Protocol):
    """Makes requests; follows no redirects, uses no proxy settings of the environment."""

    async def request(self, request: HttpRequest) -> HttpAnswer:
        """Return the answer whatever its status; raise HttpTrouble when there is none."""
        ...
