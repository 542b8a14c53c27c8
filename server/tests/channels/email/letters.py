"""Letters for tests, made by hand: what mail programs really write around an answer."""

from otklik.channelkit.content import Content
from otklik.channelkit.inbound import Happening, HookCall, MessageReceived
from otklik.channels.email.channel import EmailChannel

SECRET = "a secret of this inbox, long enough"
SETTINGS = {
    "address": "support@shop.example",
    "display_name": "Магазин",
    "imap_host": "imap.shop.example",
    "imap_password": "letmein-imap",
    "smtp_host": "smtp.shop.example",
    "sub_addressing": True,
    "auth_results_ids": "mx.shop.example",
    "hook_secret": SECRET,
    "domain_id": "https://desk.shop.example",
}
HEAD = (
    "From: Vera <Vera@Customer.Example>\r\nTo: support@shop.example\r\nSubject: order\r\n"
    "Message-ID: <a1@customer.example>\r\nDate: Sun, 22 Nov 2026 10:00:00 +0300\r\n"
)
CHANNEL = EmailChannel()


def call(raw: bytes | str, **headers: str) -> HookCall:
    """Make the delivery a poller would make."""
    body = raw.encode() if isinstance(raw, str) else raw
    return HookCall(body=body, headers={"internaldate": "2026-11-22T07:00:05+00:00", **headers}, polled=True)


def read(raw: bytes | str, **headers: str) -> list[Happening]:
    """Parse raw bytes with the settings of the test."""
    return list(CHANNEL.parse(call(raw, **headers), SETTINGS))


def message(raw: bytes | str, **headers: str) -> MessageReceived:
    """Parse a letter that must be a message."""
    (happening,) = read(raw, **headers)
    assert isinstance(happening, MessageReceived)
    return happening


def content(raw: bytes | str) -> Content:
    """Parse a letter and return what it says."""
    return message(raw).content


def plain(text: str, extra: str = "") -> str:
    """Make a letter of plain text."""
    return f"{HEAD}{extra}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}"


def html(text: str) -> str:
    """Make a letter of HTML alone."""
    return f"{HEAD}MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{text}"
