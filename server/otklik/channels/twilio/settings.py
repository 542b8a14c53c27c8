"""The settings of an account: read once, refused with every wrong field named."""

import re
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from otklik.channelkit.channel import ChannelContext, Settings
from otklik.channelkit.errors import BadSettings
from otklik.channelkit.phones import is_phone, read_phone
from otklik.channels.twilio.client import DEFAULT_BASE, TwilioClient
from otklik.kit.errors import FieldError

_ACCOUNT: Final = re.compile(r"AC[0-9a-fA-F]{32}")
_KEY: Final = re.compile(r"SK[0-9a-fA-F]{32}")
_SERVICE: Final = re.compile(r"MG[0-9a-fA-F]{32}")
_NAME: Final = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 +&._-]{1,11}")
_SHORT: Final = re.compile(r"\d{3,8}")
_SECRET: Final = re.compile(r"[\x21-\x7e]{8,100}")


class TwilioAccount(Struct, frozen=True, kw_only=True):
    """All settings of an inbox."""

    account: str
    token: str
    key: str
    key_secret: str
    sender: str
    latin: bool
    base_url: str

    def __repr__(self) -> str:
        """Name the account only: secrets must not reach a log by way of a traceback."""
        return f"TwilioAccount({self.account[:6]})"

    @property
    def is_service(self) -> bool:
        """Whether a messaging service chooses the number."""
        return _SERVICE.fullmatch(self.sender) is not None

    @property
    def nobody_can_answer(self) -> bool:
        """Whether the sender is a name, to which no telephone can write."""
        return not self.is_service and not is_phone(self.sender) and not _SHORT.fullmatch(self.sender)

    def client(self, context: ChannelContext) -> TwilioClient:
        """Return a client that speaks for this account: by its key if there is one."""
        login = (self.key, self.key_secret) if self.key else (self.account, self.token)
        return TwilioClient(context.http, self.account, login, self.base_url)


def read_settings(settings: Settings) -> TwilioAccount:
    """Read settings that were found good."""
    sender = _text(settings, "sender")
    return TwilioAccount(
        account=_text(settings, "account_sid"), token=_text(settings, "auth_token"), key=_text(settings, "api_key"),
        key_secret=_text(settings, "api_secret"),
        sender=(read_phone(sender, "ZZ") or sender) if sender.startswith("+") else sender,
        latin=bool(settings.get("latin")), base_url=_text(settings, "base_url") or DEFAULT_BASE,
    )  # fmt: skip


def check_settings(settings: Settings) -> None:
    """Raise BadSettings naming every wrong field."""
    account = read_settings(settings)
    faults = []
    if not _ACCOUNT.fullmatch(account.account):
        faults.append(_fault("account_sid", "bad_sid", "AC and 32 digits and letters a to f"))
    if not _SECRET.fullmatch(account.token):
        faults.append(_fault("auth_token", "bad_auth_token", "the token of the account"))
    if account.key and not _KEY.fullmatch(account.key):
        faults.append(_fault("api_key", "bad_sid", "SK and 32 digits and letters a to f"))
    if bool(account.key) != bool(account.key_secret):
        faults.append(_fault("api_secret", "missing", "a key and its secret belong together"))
    if not _is_sender(account):
        faults.append(_fault("sender", "bad_sender", "a number, a short code, a messaging service or a name"))
    base = urlsplit(account.base_url)
    if base.scheme not in ("http", "https") or not base.netloc or base.query or base.fragment:
        faults.append(_fault("base_url", "bad_url", "an http or https address"))
    if faults:
        raise BadSettings("the settings of the account are wrong", errors=tuple(faults))


def _is_sender(account: TwilioAccount) -> bool:
    sender = account.sender
    return account.is_service or is_phone(sender) or bool(_SHORT.fullmatch(sender) or _NAME.fullmatch(sender))


def _fault(field: str, code: str, words: str) -> FieldError:
    return FieldError(f"settings.{field}", code, words)


def _text(settings: Settings, name: str) -> str:
    value = settings.get(name)
    return str(value).strip() if value is not None else ""
