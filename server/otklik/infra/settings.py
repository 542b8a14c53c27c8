"""Settings of the installation, from `otklik.toml` in the data folder and from the environment.

`OTKLIK_PORT=8001` overrides `port = 8000`. A wrong setting stops the start with one clear line (exit code 2).
"""

import ipaddress
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from otklik.infra.clamd import is_address
from otklik.kit.authorities import BadAuthority, read_authority

_PREFIX = "OTKLIK_"
_FILE = "otklik.toml"
_LISTS = frozenset({"allowed_networks", "trusted_proxies", "trusted_authorities", "turn_urls"})

_RELAY = re.compile(r"(stun|turns?):[^\s/@]+")

Port = Annotated[int, Meta(ge=1, le=65535)]


class BadSetting(Exception):
    """A setting that cannot be used; the text is the one line a person sees."""


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the person who runs the installation decides. Sizes are in bytes, times in days."""

    data_dir: str = "data"
    database_url: str = ""
    host: str = "127.0.0.1"
    port: Port = 8000
    public_url: str = ""
    log_level: str = "info"
    log_format: str = "auto"
    workers: Annotated[int, Meta(ge=1, le=64)] = 1
    allowed_networks: tuple[str, ...] = ()
    trusted_authorities: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    file_max_bytes: Annotated[int, Meta(ge=1024)] = 50 * 1024 * 1024
    journal_days: Annotated[int, Meta(ge=1)] = 30
    visitor_sessions: Annotated[int, Meta(ge=1, le=10_000)] = 5
    clamd: str = ""
    smtp_url: str = ""
    mail_from: str = ""
    turn_urls: tuple[str, ...] = ()
    turn_secret: str = ""
    event_days: Annotated[int, Meta(ge=1)] = 14

    @property
    def data_path(self) -> Path:
        """The data folder, absolute."""
        return Path(self.data_dir).expanduser().resolve()

    @property
    def address(self) -> str:
        """The address under which people and providers reach us, without a final slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether people reach us over https."""
        return self.address.startswith("https://")


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the file, then the environment; raise BadSetting naming the setting that is wrong."""
    data_dir = environment.get(_PREFIX + "DATA_DIR", Settings().data_dir)
    values: dict[str, Any] = _read_file(Path(data_dir).expanduser() / _FILE)
    values.update(_read_environment(environment))
    try:
        settings = msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise BadSetting(f"bad setting: {error}") from error
    _check(settings)
    return settings


def _read_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadSetting(f"{path} cannot be read: {error}") from error


def _read_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    known = {field.name for field in msgspec.structs.fields(Settings)}
    found: dict[str, Any] = {}
    for name in known:
        value = environment.get(_PREFIX + name.upper())
        if value is not None:
            found[name] = [item.strip() for item in value.split(",") if item.strip()] if name in _LISTS else value
    return found


def _check(settings: Settings) -> None:
    for network in (*settings.allowed_networks, *settings.trusted_proxies):
        try:
            ipaddress.ip_network(network)
        except ValueError as error:
            raise BadSetting(f"bad setting: {network!r} is not a network such as 10.0.0.0/8") from error
    if settings.public_url and urlsplit(settings.public_url).scheme not in {"http", "https"}:
        raise BadSetting(f"bad setting: public_url must start with http:// or https://, not {settings.public_url!r}")
    if settings.database_url and urlsplit(settings.database_url).scheme not in {"postgresql", "postgres"}:
        raise BadSetting("bad setting: database_url must start with postgresql://")
    if settings.clamd and not is_address(settings.clamd):
        raise BadSetting(f"bad setting: clamd must be unix:/path/of/socket or host:port, not {settings.clamd!r}")
    _check_mail(settings)
    _check_relay(settings)
    _check_authorities(settings)
    if settings.log_level not in {"debug", "info", "warning", "error"}:
        raise BadSetting(f"bad setting: log_level must be debug, info, warning or error, not {settings.log_level!r}")


def _check_authorities(settings: Settings) -> None:
    for line in settings.trusted_authorities:
        try:
            read_authority(line)
        except BadAuthority as error:
            raise BadSetting(f"bad setting: trusted_authorities: {error}") from error


def _check_relay(settings: Settings) -> None:
    for url in settings.turn_urls:
        if not _RELAY.fullmatch(url):
            raise BadSetting(f"bad setting: turn_urls must look like turn:turn.example.com:3478, not {url!r}")
    if any(not url.startswith("stun:") for url in settings.turn_urls) and not settings.turn_secret:
        raise BadSetting("bad setting: turn_secret must be set when turn_urls is")


def _check_mail(settings: Settings) -> None:
    if not settings.smtp_url:
        return
    parts = urlsplit(settings.smtp_url)
    if parts.scheme not in {"smtp", "smtp+starttls", "smtps"} or not parts.hostname:
        raise BadSetting("bad setting: smtp_url must look like smtps://user:password@mail.example.com")
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", settings.mail_from):
        raise BadSetting("bad setting: mail_from must be an e-mail address when smtp_url is set")
