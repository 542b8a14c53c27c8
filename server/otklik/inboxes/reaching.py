"""Whether the world reaches us: our public name, its certificate, and our own mark at the address providers call.

It is asked from this very server, so what cannot be known from here is said to be unknown, never guessed.
"""

import asyncio
import hmac
import socket
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from otklik.channelkit.certificates import judge_end, read_end
from otklik.channelkit.channel import Check, Doubt
from otklik.channelkit.manifest import Words
from otklik.kit.addresses import Address, is_allowed, parse_literal, resolve
from otklik.kit.clock import utc_now
from otklik.kit.http import HttpClient, HttpRequest, HttpTrouble, Refused
from otklik.kit.ids import new_token

MARK_PATH: Final = "/hooks/mark/"
_DIAL_S: Final = 8.0
_OK: Final = 200


class Reaching(Struct, frozen=True):
    """What this needs of the world. `mark` makes our answer to a nonce, `tls` judges certificates."""

    address: str
    http: HttpClient
    mark: Callable[[str], str]
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context


def make_mark(keys: Sequence[bytes], nonce: str) -> str:
    """Answer a nonce as only this installation can."""
    return hmac.digest(keys[0], nonce.encode(), "sha256").hex()


async def look_at_address(reaching: Reaching) -> list[Check]:
    """Check name, certificate and mark of the address that providers call."""
    parts = urlsplit(reaching.address)
    host = parts.hostname or ""
    addresses = await _resolve(host)
    outside = [one for one in addresses if is_allowed(one, ())]
    checks = [_judge_name(host, addresses, outside)]
    if parts.scheme != "https":
        checks.append(_note(
            "https", Doubt.WARN, "Адрес сервера не https: большинство провайдеров к нему не обратится",
            "The server's address is not https: most providers will not call it",
        ))  # fmt: skip
    elif addresses:
        checks.append(await _judge_certificate(reaching, host, parts.port or 443, addresses[0]))
    if addresses:
        checks.append(await _judge_mark(reaching))
    return checks


async def _resolve(host: str) -> list[Address]:
    try:
        literal = parse_literal(host)
    except ValueError:
        return []
    return [literal] if literal is not None else await resolve(host)


def _judge_name(host: str, addresses: Sequence[Address], outside: Sequence[Address]) -> Check:
    if not addresses:
        words = Words(f"Имя {host} не находится в DNS: проверьте public_url", f"{host} is not in DNS: check public_url")
        return Check("public_name", ok=False, detail=words)
    shown = ", ".join(str(one) for one in addresses[:3])
    if len(outside) < len(addresses):
        return _note(
            "public_name", Doubt.WARN,
            f"Имя {host} отсюда ведёт во внутреннюю сеть ({shown}): снаружи провайдер может не дойти",
            f"From here {host} leads inside ({shown}): a provider outside may not get here",
        )  # fmt: skip
    return Check("public_name", ok=True, detail=Words(f"{host}: {shown}", f"{host}: {shown}"))


async def _judge_certificate(reaching: Reaching, host: str, port: int, address: Address) -> Check:
    try:
        end = await _certificate_end(reaching, host, port, address)
    except ssl.SSLCertVerificationError as error:
        reason = error.verify_message
        words = Words(f"Сертификат {host} не годится: {reason}", f"The certificate of {host} does not hold: {reason}")
        return Check("certificate", ok=False, detail=words)
    except (OSError, TimeoutError):
        return _note(
            "certificate", Doubt.UNKNOWN, f"Отсюда не удалось соединиться с {host}:{port}, сертификат не проверен",
            f"No connection to {host}:{port} from here, the certificate was not checked",
        )  # fmt: skip
    if end is None:
        return _note(
            "certificate", Doubt.UNKNOWN, "Срок сертификата не прочитать", "The certificate's end cannot be read"
        )  # fmt: skip
    return judge_end("certificate", host, end, utc_now())


async def _certificate_end(reaching: Reaching, host: str, port: int, address: Address) -> datetime | None:
    async with asyncio.timeout(_DIAL_S):
        _, writer = await asyncio.open_connection(
            str(address), port, ssl=reaching.tls(), server_hostname=host, family=socket.AF_UNSPEC
        )
    found = writer.get_extra_info("peercert") or {}
    writer.close()
    with suppress(OSError, TimeoutError):
        await writer.wait_closed()
    return read_end(str(found.get("notAfter", "")))


async def _judge_mark(reaching: Reaching) -> Check:
    nonce = new_token(18)
    url = f"{reaching.address}{MARK_PATH}{nonce}"
    try:
        answer = await reaching.http.request(HttpRequest(method="GET", url=url, read_timeout_s=_DIAL_S, max_bytes=4096))
    except Refused:
        return _unknown_mark("адрес внутренний, к таким без разрешения не ходим", "the address is inside")
    except HttpTrouble as trouble:
        return _unknown_mark(trouble.detail, trouble.detail)
    if answer.status == _OK and hmac.compare_digest(answer.body, reaching.mark(nonce).encode()):
        words = Words("По адресу для провайдеров отвечаем мы", "We answer at the address that providers call")
        return Check("hook_address", ok=True, detail=words)
    words = Words(
        f"По адресу для провайдеров отвечаем не мы (код {answer.status}): проверьте, что прокси передаёт /hooks/ сюда",
        f"Somebody else answers where providers call ({answer.status}): let the proxy pass /hooks/ on to us",
    )
    return Check("hook_address", ok=False, detail=words)


def _unknown_mark(ru: str, en: str) -> Check:
    return _note(
        "hook_address", Doubt.UNKNOWN,
        f"Сервер не дозвонился до своего же внешнего адреса ({ru}). За NAT так бывает: проверьте его с телефона",
        f"The server could not call its own public address ({en}). Behind NAT that happens: try it from a phone",
    )  # fmt: skip


def _note(name: str, doubt: Doubt, ru: str, en: str) -> Check:
    return Check(name, ok=True, detail=Words(ru, en), doubt=doubt)
