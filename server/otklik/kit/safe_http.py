"""The only road out: an HTTP client that calls public addresses and nothing else, unless the host's owner allows it.

A name is resolved once, every answer must be public, and the address really connected to is judged again when the
socket is made, so that neither a literal nor a changed answer slips by. Redirects, proxies of the environment, cookies
and `.netrc` are not used. The answer is limited in decoded bytes and in time.
"""

import asyncio
import ipaddress
import re
import socket
import zlib
from collections.abc import Sequence
from typing import Any, Final

import aiohttp
from aiohttp import ClientResponse, ClientSession, ClientTimeout, FormData, TCPConnector, TraceConfig
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from otklik import __version__
from otklik.kit.addresses import Address, Network, NotPublic, check_host, is_allowed, parse_literal, shorten
from otklik.kit.authorities import Authority, find_context
from otklik.kit.http import FilePart, HttpAnswer, HttpRequest, HttpTrouble, Refused, Untrusted

_CONNECTIONS: Final = 1000
_KEEP_ALIVE_S: Final = 15
_CHUNK: Final = 64 * 1024
_LONGEST_URL: Final = 8192
_HEADER_BYTES: Final = 16 * 1024
_ODD = re.compile(r"[^\x21-\x7e]|[\\<>\"^`{|}]")
_BROKEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "proxy-authorization"})
_GZIP_OR_ZLIB: Final = 47
_CODINGS = frozenset({"gzip", "x-gzip", "deflate"})


class _Progress:
    """How far one request came: once a connection was had, bytes may have left us."""

    connected = False


class SafeHttp:
    """Implements `kit.http.HttpClient`. Open connections are pooled; close it at the end.

    `allowed_networks` and `allowed_hosts` (names in lower case) are for own servers inside: a Bot API server, the
    sandbox, tests. They come from the host's owner, never from a workspace; so do `authorities`, each trusted beside
    those of the system for the hosts that it is named for, and for no other.
    """

    def __init__(
        self,
        allowed_networks: Sequence[Network] = (),
        allowed_hosts: Sequence[str] = (),
        authorities: Sequence[Authority] = (),
    ) -> None:
        self._networks = tuple(allowed_networks)
        self._authorities = tuple(authorities)
        self._resolver = _GuardedResolver(self._networks, tuple(host.lower() for host in allowed_hosts))
        self._session: ClientSession | None = None

    async def request(self, request: HttpRequest) -> HttpAnswer:
        """Return the answer whatever its status; raise HttpTrouble when there is none, Refused when unwanted."""
        progress = _Progress()
        try:
            url = self._check_url(request.url)
            options = _options(request)
            options["ssl"] = find_context(self._authorities, url.host or "") or True
            async with self._opened().request(
                request.method, url, allow_redirects=False, trace_request_ctx=progress, **options
            ) as response:
                return await _read(response, request.max_bytes)
        except NotPublic as error:
            raise Refused(str(error), sent=False) from None
        except aiohttp.ClientConnectorCertificateError as error:
            raise Untrusted(_words(error), sent=False) from error
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError, ValueError) as error:
            raise Refused(f"not a proper request: {type(error).__name__}", sent=progress.connected) from None
        except (TimeoutError, aiohttp.ClientError, zlib.error, OSError) as error:
            raise HttpTrouble(_words(error), sent=progress.connected) from error

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()

    def _check_url(self, text: str) -> URL:
        if len(text) > _LONGEST_URL or _ODD.search(text):
            raise Refused("the address has characters or a length we do not call", sent=False)
        url = URL(text, encoded=True)
        if url.scheme not in {"http", "https"}:
            raise Refused("only http and https addresses are called", sent=False)
        host = url.raw_host or ""
        if not host or url.raw_user is not None or url.raw_password is not None or "@" in url.raw_authority:
            raise Refused("the address must name a host and no user", sent=False)
        if url.raw_authority.lower().rstrip(":") not in _spellings(url, host):
            raise Refused("the address is written in an odd way", sent=False)
        if not url.port:
            raise Refused("the address names no port that can be called", sent=False)
        literal = parse_literal(host)
        if literal is not None and not is_allowed(literal, self._networks):
            raise NotPublic(f"{shorten(host)} is not a public address")
        return url

    def _opened(self) -> ClientSession:
        if self._session is None:
            connector = TCPConnector(
                resolver=self._resolver,
                use_dns_cache=False,
                limit=_CONNECTIONS,
                keepalive_timeout=_KEEP_ALIVE_S,
                socket_factory=self._make_socket,
            )
            self._session = ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
                auto_decompress=False,
                raise_for_status=False,
                max_line_size=_HEADER_BYTES,
                max_field_size=_HEADER_BYTES,
                headers={"User-Agent": f"Otklik/{__version__}", "Accept-Encoding": "gzip, deflate"},
                trace_configs=[_trace()],
            )
        return self._session

    def _make_socket(self, info: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, place = info
        address = ipaddress.ip_address(str(place[0]).partition("%")[0])
        if not is_allowed(address, self._networks) and not self._resolver.was_granted(address):
            raise NotPublic("not a public address")
        made = socket.socket(family, kind, protocol)
        made.settimeout(0)
        return made


class _GuardedResolver(AbstractResolver):
    """Resolves a name once, for a connection that is about to be made, and refuses what is not public."""

    def __init__(self, networks: tuple[Network, ...], hosts: tuple[str, ...]) -> None:
        self._networks = networks
        self._hosts = hosts
        self._granted: set[Address] = set()

    def was_granted(self, address: Address) -> bool:
        """Whether the address belongs to a host allowed by name."""
        return address in self._granted

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a host; raises NotPublic."""
        del family
        addresses = await check_host(host, self._networks, self._hosts)
        if host.lower() in self._hosts:
            self._granted.update(addresses)
        return [_result(host, port, address) for address in addresses]

    async def close(self) -> None:
        """Nothing is held."""


def _result(host: str, port: int, address: Address) -> ResolveResult:
    family = socket.AF_INET if isinstance(address, ipaddress.IPv4Address) else socket.AF_INET6
    flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(hostname=host, host=str(address), port=port, family=family, proto=0, flags=flags)


def _spellings(url: URL, host: str) -> set[str]:
    written = f"[{host}]" if ":" in host else host
    return {written.lower(), f"{written}:{url.port}".lower()}


def _options(request: HttpRequest) -> dict[str, Any]:
    if any(name.lower() in _OURS for name in request.headers):
        raise Refused("a header that is ours to set was given", sent=False)
    if any(_BROKEN.search(name + value) or not name for name, value in request.headers.items()):
        raise Refused("a header has characters that would end it", sent=False)
    options: dict[str, Any] = {
        "headers": dict(request.headers),
        "timeout": ClientTimeout(
            total=request.connect_timeout_s + request.read_timeout_s,
            connect=request.connect_timeout_s,
            sock_read=request.read_timeout_s,
        ),
    }
    if request.form is not None:
        options["data"] = _form(request)
    elif request.body is not None:
        options["data"] = request.body
    return options


def _form(request: HttpRequest) -> FormData:
    form = FormData()
    for name, value in (request.form or {}).items():
        if isinstance(value, FilePart):
            form.add_field(name, value.data, filename=_file_name(value.name), content_type=value.mime)
        else:
            form.add_field(name, value)
    return form


def _file_name(name: str) -> str:
    return (
        "".join(character for character in name if character.isprintable() and character not in '"\\')[:200] or "file"
    )


async def _read(response: ClientResponse, limit: int) -> HttpAnswer:
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    unpack = zlib.decompressobj(_GZIP_OR_ZLIB) if coding in _CODINGS else None
    if coding and coding != "identity" and unpack is None:
        raise _too_much(response, "the answer is packed in a way we did not ask for")
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += chunk if unpack is None else unpack.decompress(chunk, limit - len(body) + 1)
        if len(body) > limit:
            raise _too_much(response, f"the answer is larger than {limit} bytes")
    if unpack is not None and body and not unpack.eof:
        raise zlib.error("the answer ends in the middle")
    headers: dict[str, str] = {}
    for name, value in response.headers.items():
        lower = name.lower()
        headers[lower] = f"{headers[lower]}, {value}" if lower in headers else value
    return HttpAnswer(response.status, headers, bytes(body))


def _too_much(response: ClientResponse, words: str) -> Refused:
    response.close()
    return Refused(words, sent=True)


def _trace() -> TraceConfig:
    async def connected(_: ClientSession, context: Any, __: Any) -> None:  # noqa: ANN401 - aiohttp's trace context
        context.trace_request_ctx.connected = True

    trace = TraceConfig()
    trace.on_connection_create_end.append(connected)
    trace.on_connection_reuseconn.append(connected)
    return trace


def _words(error: BaseException) -> str:
    if isinstance(error, TimeoutError | asyncio.TimeoutError):
        return "no answer in time"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return "the certificate of the other side is not valid"
    if isinstance(error, aiohttp.ClientSSLError):
        return "no secure connection could be made"
    if isinstance(error, aiohttp.ClientConnectorError):
        return "no connection could be made"
    if isinstance(error, aiohttp.ServerDisconnectedError | ConnectionError):
        return "the other side closed the connection"
    return f"the answer could not be read: {type(error).__name__}"
