"""Talking to a provider about an inbox: test, connect, disconnect. Never inside a transaction.

Whatever a channel does wrong ends as a failing check; secrets are taken out of every word that comes back.
"""

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Sequence

import msgspec
import structlog

from otklik.channelkit.channel import (
    ChannelContext,
    Check,
    ConnectReport,
    ListsTemplates,
    Settings,
    Subscription,
    Watches,
)
from otklik.channelkit.errors import ChannelTrouble
from otklik.channelkit.manifest import FieldKind, Manifest, Words
from otklik.channelkit.registry import Registry
from otklik.channelkit.templates import Template
from otklik.inboxes.clocks import TimedHttp, judge_clock
from otklik.inboxes.records import InboxRecord
from otklik.inboxes.settings import hide
from otklik.kit.errors import OtklikError
from otklik.kit.http import HttpTrouble
from otklik.kit.text import clean_text

log = structlog.get_logger(__name__)

ContextMaker = Callable[[InboxRecord, Settings], ChannelContext]
"""Gives a channel its world for one inbox; `messaging.directory.Directory.context_for` is one."""

_PATIENCE_S = 60.0
_SILENT = Words("Провайдер не ответил вовремя", "The provider did not answer in time")
_BROKEN = Words("Внутренняя ошибка канала, подробности в журнале сервера", "The channel failed; see the server's log")
_TAKEN = Words("Этот аккаунт уже подключён", "This account is connected already")


class Connector:
    """Calls channels on behalf of the inboxes of this installation."""

    def __init__(self, registry: Registry, context_for: ContextMaker) -> None:
        self._registry = registry
        self._context_for = context_for

    async def test(self, record: InboxRecord, settings: Settings) -> ConnectReport:
        """Try the settings; changes nothing at the provider."""
        channel = self._registry.get(record.channel)
        context = self._context_for(record, settings)
        timed = TimedHttp(context.http)
        report = await self._guard(record, settings, lambda: channel.test(msgspec.structs.replace(context, http=timed)))
        if timed.drift_s is None:
            return report
        return msgspec.structs.replace(report, checks=(*report.checks, judge_clock("clock", timed.drift_s)))

    async def connect(self, record: InboxRecord, settings: Settings) -> ConnectReport:
        """Register with the provider; can be repeated."""
        channel = self._registry.get(record.channel)
        return await self._guard(record, settings, lambda: channel.connect(self._context_for(record, settings)))

    async def disconnect(self, record: InboxRecord, settings: Settings) -> None:
        """Undo `connect` as far as the provider lets us."""
        channel = self._registry.get(record.channel)
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await channel.disconnect(self._context_for(record, settings))
        except Exception as error:  # noqa: BLE001 - the edge of a channel: its failure must not be ours
            log.warning("inboxes.disconnect_failed", inbox=record.id, error=type(error).__name__)

    async def watch(self, record: InboxRecord, settings: Settings) -> Subscription | None:
        """Compare what the provider has with what we want and repair it; None when the channel has no such ability."""
        channel = self._registry.get(record.channel)
        if not isinstance(channel, Watches):
            return None
        try:
            async with asyncio.timeout(_PATIENCE_S):
                found = await channel.watch(self._context_for(record, settings))
        except Exception as error:  # noqa: BLE001 - as above
            if not isinstance(error, OtklikError | TimeoutError | HttpTrouble):
                _complain(record, error)
            found = Subscription(ok=False, detail=_words_of(error).en)
        secrets = self._secrets(record, settings)
        return msgspec.structs.replace(found, detail=clean_text(hide(found.detail, secrets), 400))

    async def list_templates(self, record: InboxRecord, settings: Settings) -> Sequence[Template]:
        """Return what the provider has approved for this inbox, or has not; raises ChannelTrouble in clean words."""
        channel = self._registry.get(record.channel)
        if not isinstance(channel, ListsTemplates):
            return ()
        try:
            async with asyncio.timeout(_PATIENCE_S):
                return await channel.list_templates(self._context_for(record, settings))
        except Exception as error:
            if not isinstance(error, OtklikError | TimeoutError | HttpTrouble | ChannelTrouble):
                _complain(record, error)
            words = clean_text(hide(_words_of(error).en, self._secrets(record, settings)), 400)
            raise ChannelTrouble(words) from error

    async def _guard(
        self, record: InboxRecord, settings: Settings, call: Callable[[], Awaitable[ConnectReport]]
    ) -> ConnectReport:
        secrets = self._secrets(record, settings)
        try:
            async with asyncio.timeout(_PATIENCE_S):
                report = await call()
        except Exception as error:  # noqa: BLE001 - as above; no trace is written, it could show settings
            if not isinstance(error, OtklikError | TimeoutError | HttpTrouble):
                _complain(record, error)
            return ConnectReport(checks=(_clean(Check("connection", ok=False, detail=_words_of(error)), secrets),))
        checks = tuple(_clean(check, secrets) for check in report.checks)
        return msgspec.structs.replace(report, checks=checks)

    def _secrets(self, record: InboxRecord, settings: Settings) -> tuple[str, ...]:
        manifest = self._registry.get(record.channel).manifest
        return secrets_of(manifest, settings, record)


def _complain(record: InboxRecord, error: Exception) -> None:
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{place.filename.rpartition('/')[2]}:{place.lineno}"
    log.error("inboxes.channel_raised", inbox=record.id, error=type(error).__name__, where=where)


def secrets_of(manifest: Manifest, settings: Settings, record: InboxRecord) -> tuple[str, ...]:
    """Return every string of an inbox that must not be seen."""
    names = [field.name for field in manifest.fields if field.kind is FieldKind.SECRET]
    return (*(str(settings[name]) for name in names if settings.get(name)), record.hook_secret)


def taken_report(report: ConnectReport) -> ConnectReport:
    """The same report with the account refused because another inbox holds it."""
    return ConnectReport(checks=(*report.checks, Check("account", ok=False, detail=_TAKEN)))


def first_failure(report: ConnectReport, locale: str) -> str:
    """Return the words of the first failing check."""
    failed = next((check for check in report.checks if not check.ok), None)
    if failed is None:
        return ""
    return failed.detail.ru if locale == "ru" else failed.detail.en


def _words_of(error: Exception) -> Words:
    if isinstance(error, TimeoutError):
        return _SILENT
    if isinstance(error, ChannelTrouble | OtklikError | HttpTrouble):
        detail = clean_text(error.detail, 400)
        return Words(detail, detail)
    return _BROKEN


def _clean(check: Check, secrets: tuple[str, ...]) -> Check:
    words = Words(clean_text(hide(check.detail.ru, secrets), 500), clean_text(hide(check.detail.en, secrets), 500))
    return msgspec.structs.replace(check, detail=words)
