"""The settings of a mailbox: read once into types, refused with every wrong field named."""

import re
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from otklik.channelkit.channel import Settings
from otklik.channelkit.errors import BadSettings
from otklik.kit.errors import FieldError
from otklik.kit.mail_addresses import ascii_domain, normalise_address
from otklik.kit.template import find_faults
from otklik.kit.text import clean_name

SIGNATURE_MAX = 2_000

_HOST = re.compile(r"[0-9A-Fa-f:.]{2,45}|\[[0-9A-Fa-f:.]{2,45}\]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PORT_MAX = 65535
_NAME_MAX = 100
_SINGLE_LINE = ("imap_host", "imap_user", "imap_password", "imap_folder", "smtp_host", "smtp_user", "smtp_password",
                "display_name", "sent_folder", "oauth_client_id", "oauth_client_secret", "oauth_refresh_token",
                "oauth_token_url", "oauth_scope", "auth_results_ids")  # fmt: skip
_PORTS = {"imap": {"tls": 993, "starttls": 143, "none": 143}, "smtp": {"tls": 465, "starttls": 587, "none": 25}}


class Security(StrEnum):
    """How a connection is protected. NONE is for servers on the same machine or in a private network."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class Server(Struct, frozen=True, kw_only=True):
    """Where and how one server is reached."""

    host: str
    port: int
    security: Security
    user: str
    password: str

    def __repr__(self) -> str:
        """Name the place only: passwords must not reach a log by way of a traceback."""
        return f"Server({self.host}:{self.port})"


class OAuth(Struct, frozen=True, kw_only=True):
    """What an access token is asked with."""

    client_id: str
    client_secret: str
    refresh_token: str
    token_url: str
    scope: str

    def __repr__(self) -> str:
        """Show no secret."""
        return "OAuth(…)"


class Mailbox(Struct, frozen=True, kw_only=True):
    """All settings of an inbox. `secret` signs our tokens, `domain_id` names the installation."""

    address: str
    display_name: str
    imap: Server
    smtp: Server
    folder: str
    oauth: OAuth | None
    trusted: frozenset[str]
    daily_cap: int
    append_sent: bool
    sent_folder: str
    sub_addressing: bool
    poll_minutes: int
    import_days: int
    check_dkim: bool
    secret: str
    domain_id: str

    def __repr__(self) -> str:
        """Show no secret."""
        return f"Mailbox({self.address})"

    @property
    def domain(self) -> str:
        """What stands behind the @ of our address."""
        return self.address.rpartition("@")[2]


def _text(settings: Settings, name: str) -> str:
    value = settings.get(name)
    return str(value).strip() if value is not None else ""


def _number(settings: Settings, name: str, default: int) -> int:
    value = settings.get(name)
    try:
        return default if value is None or value == "" else int(value)
    except (TypeError, ValueError):
        return default


def _server(settings: Settings, protocol: str) -> Server:
    security = Security(_text(settings, f"{protocol}_security") or "tls")
    same = "imap" if protocol == "smtp" else protocol
    return Server(
        host=_text(settings, f"{protocol}_host").strip("[]"),
        port=_number(settings, f"{protocol}_port", 0) or _PORTS[protocol][security],
        security=security,
        user=_text(settings, f"{protocol}_user") or _text(settings, f"{same}_user") or _text(settings, "address"),
        password=str(settings.get(f"{protocol}_password") or settings.get(f"{same}_password") or ""),
    )


def _oauth(settings: Settings) -> OAuth | None:
    if _text(settings, "login") != "oauth":
        return None
    return OAuth(
        client_id=_text(settings, "oauth_client_id"),
        client_secret=_text(settings, "oauth_client_secret"),
        refresh_token=_text(settings, "oauth_refresh_token"),
        token_url=_text(settings, "oauth_token_url"),
        scope=_text(settings, "oauth_scope"),
    )


def read_settings(settings: Settings, *, secret: str = "", domain_id: str = "") -> Mailbox:
    """Read settings that were validated. The inbox's secret comes from the caller or from `hook_secret` in them."""
    names = re.split(r"[\s,;]+", _text(settings, "auth_results_ids").lower())
    return Mailbox(
        address=normalise_address(_text(settings, "address")),
        display_name=clean_name(_text(settings, "display_name"), _NAME_MAX),
        imap=_server(settings, "imap"),
        smtp=_server(settings, "smtp"),
        folder=_text(settings, "imap_folder") or "INBOX",
        oauth=_oauth(settings),
        trusted=frozenset(name for name in names if name),
        daily_cap=_number(settings, "daily_cap", 0),
        append_sent=bool(settings.get("append_sent", False)),
        sent_folder=_text(settings, "sent_folder"),
        sub_addressing=bool(settings.get("sub_addressing", False)),
        poll_minutes=min(max(_number(settings, "poll_minutes", 5), 1), 29),
        import_days=max(_number(settings, "import_days", 0), 0),
        check_dkim=bool(settings.get("check_dkim", False)),
        secret=secret or _text(settings, "hook_secret"),
        domain_id=domain_id or _text(settings, "domain_id"),
    )


def _host_error(settings: Settings, name: str) -> FieldError | None:
    host = _text(settings, name)
    if not host:
        return FieldError(name, "required", "a host name is needed")
    if _HOST.fullmatch(host) or ascii_domain(host):
        return None
    return FieldError(name, "bad_host", "a host name or IP address, without a scheme or path")


def _oauth_errors(settings: Settings) -> list[FieldError]:
    errors = [
        FieldError(name, "required", "needed to log in with OAuth")
        for name in ("oauth_client_id", "oauth_token_url")
        if not _text(settings, name)
    ]
    if not _text(settings, "oauth_refresh_token") and not _text(settings, "oauth_client_secret"):
        errors.append(FieldError("oauth_refresh_token", "required", "a refresh token or a client secret is needed"))
    if _text(settings, "oauth_token_url") and not _text(settings, "oauth_token_url").startswith("https://"):
        errors.append(FieldError("oauth_token_url", "bad_url", "must begin with https://"))
    return errors


def _number_errors(settings: Settings) -> list[FieldError]:
    limits: Mapping[str, tuple[int, int]] = {
        "imap_port": (1, _PORT_MAX),
        "smtp_port": (1, _PORT_MAX),
        "daily_cap": (0, 1_000_000),
        "poll_minutes": (1, 29),
        "import_days": (0, 365),
    }
    return [
        FieldError(name, "out_of_range", f"a whole number from {low} to {high}")
        for name, (low, high) in limits.items()
        if not _in_range(settings.get(name), low, high)
    ]


def _signature_errors(settings: Settings) -> list[FieldError]:
    signature = str(settings.get("signature") or "")
    if len(signature) > SIGNATURE_MAX:
        return [FieldError("signature", "longer_than", f"must be at most {SIGNATURE_MAX} characters")]
    return [FieldError("signature", fault.code, f"{fault.words} is no variable") for fault in find_faults(signature)]


def _in_range(value: object, low: int, high: int) -> bool:
    if value is None or value == "":
        return True
    try:
        return low <= int(str(value)) <= high
    except (TypeError, ValueError):
        return False


def check_settings(settings: Settings) -> None:
    """Raise BadSettings naming every wrong field."""
    errors = [
        FieldError(name, "control_characters", "one line without control characters")
        for name in _SINGLE_LINE
        if _CONTROL.search(str(settings.get(name) or ""))
    ]
    if not normalise_address(_text(settings, "address")):
        errors.append(FieldError("address", "bad_address", "an e-mail address"))
    errors += [error for name in ("imap_host", "smtp_host") if (error := _host_error(settings, name))]
    for name in ("imap_security", "smtp_security"):
        if (_text(settings, name) or "tls") not in set(Security):
            errors.append(FieldError(name, "bad_choice", "tls, starttls or none"))
    if _text(settings, "login") not in {"", "password", "oauth"}:
        errors.append(FieldError("login", "bad_choice", "password or oauth"))
    elif _text(settings, "login") == "oauth":
        errors += _oauth_errors(settings)
    elif not settings.get("imap_password"):
        errors.append(FieldError("imap_password", "required", "a password is needed"))
    errors += _number_errors(settings)
    errors += _signature_errors(settings)
    if errors:
        raise BadSettings("the settings of this mailbox are wrong", errors=tuple(errors))
