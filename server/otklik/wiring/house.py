"""Builds the house: every part once, in order, with what it needs. Holds no rule."""

import asyncio
import ipaddress
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog

from otklik.access import sessions
from otklik.access.actor import Actor
from otklik.access.config import Access, AccessSettings, AccessTools
from otklik.access.service import operators_by_id
from otklik.calls.relay import Relay as CallRelay
from otklik.channelkit.outbound import OutboundFile
from otklik.channelkit.registry import Registry
from otklik.contacts.endpoints import Contacts
from otklik.conversations.belongings import ConversationBelongings
from otklik.desk.drafts import DraftViews
from otklik.desk.filters.lexicon import name_channels
from otklik.desk.sight import see_conversations
from otklik.desk.views import DeskViews
from otklik.inboxes.connection import Connector
from otklik.inboxes.reaching import Reaching, make_mark
from otklik.inboxes.service import Inboxes
from otklik.inboxes.vault import Vault
from otklik.inboxes.watching import recover_inboxes
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from otklik.infra.jobs.runner import JobRunner
from otklik.infra.mail import MailSender
from otklik.infra.postgres import Dsns
from otklik.infra.settings import Settings
from otklik.infra.stream import EventStream
from otklik.infra.whispers import Whispers
from otklik.kit.addresses import Network
from otklik.kit.authorities import Authority, read_authorities
from otklik.kit.clock import utc_now
from otklik.kit.endings import end_tasks
from otklik.kit.http import HttpClient
from otklik.kit.safe_http import SafeHttp
from otklik.kit.secrets import Keyring
from otklik.kit.signing import Signer
from otklik.messaging.channel_log import BufferedLog
from otklik.messaging.directory import Directory, World
from otklik.messaging.dispatch import Dispatcher
from otklik.messaging.hooks import Road
from otklik.messaging.ingest import Ingest
from otklik.messaging.limiter import Limiter
from otklik.messaging.links import FileLinks
from otklik.messaging.polling import PollSupervisor
from otklik.messaging.sounds import SoundFitter
from otklik.messaging.traffic import Traffic
from otklik.notifications.following import Follower
from otklik.notifications.mailing import Mailer
from otklik.notifications.outages import OUTAGE_JOB
from otklik.notifications.pushing import Pusher
from otklik.notifications.pushing_outages import OutagePusher
from otklik.notifications.room import Notifications
from otklik.notifications.service import hold_sight, note_sight
from otklik.notifications.telling import PUSH_JOB
from otklik.presence.service import note_lines
from otklik.realtime.counting import Counters
from otklik.realtime.hub import Hub, Views, renew
from otklik.realtime.presence import Presence
from otklik.realtime.relay import Relay
from otklik.realtime.sight import Sight
from otklik.sandbox.service import Sandbox
from otklik.sandbox.stages import SandboxHttp
from otklik.sso.room import Sso
from otklik.translation.room import Translation
from otklik.visitor.hub import make_typing_teller
from otklik.visitor.leaving import CONTINUE_JOB, Continuer
from otklik.visitor.room import Trust, Visitor, VisitorSettings
from otklik.wiring.channels import list_spellings, make_registry, make_stages, show_channels
from otklik.wiring.events import SUBSCRIBERS
from otklik.wiring.pages import find_web_folder
from otklik.wiring.tasks import make_handlers, make_periods

log = structlog.get_logger(__name__)

_AUTHORITY_SOON = timedelta(days=30)
_TICK_S = 1.0
_RECHECK_S = 5.0


class _StoredFiles:
    """Opens stored files for channels."""

    def __init__(self, store: FileStore) -> None:
        self._store = store

    async def read(self, file: OutboundFile) -> bytes:
        """Return the whole file."""
        return await self._store.read(file.key)


@dataclass(frozen=True, kw_only=True)
class Foundations:
    """What the house stands on: settings, the ways into the database, keys, and the road out."""

    settings: Settings
    dsns: Dsns
    keyring: Keyring
    http: HttpClient | None = None


class House:
    """All parts of one process, for whichever way in."""

    def __init__(self, foundations: Foundations) -> None:
        settings = foundations.settings
        networks = allowed_networks(settings)
        self.settings = settings
        self.db = Database(foundations.dsns.app, foundations.dsns.system, app_connections=12, system_connections=6)
        self.db.listen_with(SUBSCRIBERS)
        self.store = FileStore(settings.data_path / "files")
        self._keyring = foundations.keyring
        self.links = FileLinks(Signer(foundations.keyring.derive("files")))
        self.whispers = Whispers(self.db)
        self.registry: Registry = make_registry(networks, make_typing_teller(self.whispers))
        name_channels(list_spellings(self.registry))
        tools = AccessTools(
            keyring=foundations.keyring, files=self.store, photo_link=self.links.operator_photo,
            channels=show_channels(self.registry),
        )  # fmt: skip
        self.access = Access(self.db, access_settings(settings), tools)
        self.views = DeskViews(self.links)
        self.own_http = None if foundations.http else SafeHttp(networks, authorities=_authorities(settings))
        self.http: HttpClient = foundations.http or self.own_http or SafeHttp(networks)
        self.stages = make_stages(settings)
        self.http = SandboxHttp(self.http, self.stages)
        self.sso = Sso(self.access, self.http)
        self.translation = Translation(self.db, self.http, foundations.keyring)
        self.stream = EventStream(self.db)
        self.channel_log = BufferedLog()
        vault = Vault(self.registry, foundations.keyring, settings.address)
        world = World(
            http=self.http, files=_StoredFiles(self.store), log=self.channel_log, address=settings.address,
            link_file=self._link_file,
        )  # fmt: skip
        self.directory = Directory(self.db, self.registry, vault.open_settings, world)
        connector = Connector(self.registry, self.directory.context_for)
        self.mark = partial(make_mark, foundations.keyring.derive("hook-mark"))
        reaching = Reaching(settings.address, self.http, self.mark)
        self.inboxes = Inboxes(
            db=self.db, registry=self.registry, vault=vault, connector=connector, address=settings.address,
            reaching=reaching,
        )  # fmt: skip
        self.sandbox = Sandbox(self.inboxes, self.stages)
        self.notifications = Notifications(
            db=self.db, see=see_conversations, http=self.http, keyring=foundations.keyring, address=settings.address,
            stopping=Signer(foundations.keyring.derive("stop-mail")), mail_ready=bool(settings.smtp_url),
        )  # fmt: skip
        self.mailer = Mailer(self.notifications, MailSender(settings.smtp_url, settings.mail_from))
        self.follower = Follower(self.db, see_conversations)
        self._lay_road()

    def _link_file(self, workspace_id: int, file: OutboundFile) -> str:
        """Give a file that is to be sent its public address."""
        path = self.links.sent_file(workspace_id, file)
        return f"{self.settings.address}{path}" if path else ""

    def _lay_road(self) -> None:
        self.ingest = Ingest(self.db)
        self.traffic = Traffic()
        self.road = Road(self.db, self.directory, self.ingest, self.store, self.traffic, self.whispers)
        self.polling = PollSupervisor(self.road)
        drafts = DraftViews(self.links)
        views = Views(
            self.views.load_rows, self.views.load_messages, partial(operators_by_id, photo=self.links.operator_photo),
            drafts.load, self._find_actors, self.views.load_people,
        )  # fmt: skip
        self.hub = Hub(self.db, views)
        self.counters = Counters(self.hub, self.db, self.views.counter.count)
        self.presence = Presence(self.hub, self.whispers)
        self.relay = Relay(self.hub, self.whispers)
        self.sight = Sight(lambda operator_id, on: note_sight(self.db, operator_id, on))
        self.visitor = Visitor(
            visitor_settings(self.settings), self.road, self.links, Trust(self._keyring, ConversationBelongings())
        )
        self.contacts = Contacts(self.db, ConversationBelongings(), self.links.contact_photo)
        dispatcher = Dispatcher(self.directory, Limiter(), SoundFitter(self.store))
        handlers = {
            **make_handlers(dispatcher, self.directory, self.store), PUSH_JOB: Pusher(self.notifications).run,
            CONTINUE_JOB: Continuer(self.visitor).run,
            OUTAGE_JOB: OutagePusher(self.notifications).run,
        }  # fmt: skip
        self.runner = JobRunner(self.db, handlers, make_periods(self.settings, self.inboxes, self.mailer))
        self.stream.listen(self.directory.forget_changed)
        self.stream.listen(self.hub.hear)
        self.stream.listen(self.counters.hear)
        self.stream.listen(self.visitor.hub.hear)
        self.stream.listen(self.follower.hear)
        self.stream.hurry_while(lambda: self.hub.watched or self.visitor.hub.watched)
        self.stream.on_due_jobs(self.runner.wake)
        self.stream.on_whisper(self.whispers.receive)
        self._ticker: asyncio.Task[None] | None = None

    async def open(self, *, work: bool) -> None:
        """Start the parts of a web process, of a worker, or of both."""
        await self.db.open()
        await self.stream.start()
        if work:
            await self._start_work()
        self._ticker = asyncio.create_task(self._tick_for_ever())

    async def _start_work(self) -> None:
        await self.runner.start()
        self.polling.start()
        self.follower.start()
        self._recovery = asyncio.create_task(recover_inboxes(self.inboxes))

    async def close(self, *, work: bool) -> None:
        """Stop in the order in which nothing is lost: ask no more, finish what runs, write what is queued."""
        if work:
            await self.polling.stop()
            await self.follower.stop()
            await self.runner.stop()
            await end_tasks([self._recovery])
        for socket in self.hub.all_sockets():
            socket.close_soon(1012)
        await self.ingest.stop()
        await end_tasks([self._ticker])
        with suppress(Exception):
            await self._tick(last=True)
        await self.counters.stop()
        await self.stages.close()
        await self.stream.stop()
        if self.own_http is not None:
            await self.own_http.close()
        await self.db.close()

    async def _tick_for_ever(self) -> None:
        elapsed = 0.0
        while True:
            await asyncio.sleep(_TICK_S)
            elapsed += _TICK_S
            try:
                await self._tick()
                if elapsed % _RECHECK_S == 0:
                    await self._recheck_sockets()
                    await self.visitor.hub.watch_hours()
            except Exception as error:  # noqa: BLE001 - a missed second is made up in the next
                log.warning("house.tick_failed", error=repr(error)[:200])

    async def _tick(self, *, last: bool = False) -> None:
        await self.traffic.write(self.db, all_of_it=last)
        await self.channel_log.write(self.db)
        self.presence.forget_old()
        self.counters.tick()
        await self.stages.save()

    async def _find_actors(self, session_ids: Sequence[int]) -> Mapping[int, Actor]:
        return await sessions.live_actors(self.db, list(session_ids))

    async def _recheck_sockets(self) -> None:
        """Close the sockets of sessions that ended or operators who were disabled; keep the others' sessions awake."""
        sockets = self.hub.all_sockets()
        ids = sorted({socket.session_id for socket in sockets})
        if not ids:
            return
        living = await sessions.live_actors(self.db, ids)
        for socket in sockets:
            if socket.session_id not in living:
                socket.close_soon(4401)
        renew(sockets, living)
        await sessions.touch_sessions(self.db, list(living))
        await note_lines(self.db, sorted({actor.id for actor in living.values()}))
        await hold_sight(self.db, sorted(self.sight.operators()))


def allowed_networks(settings: Settings) -> tuple[Network, ...]:
    """Return the private networks that the host lets us call."""
    return tuple(ipaddress.ip_network(network) for network in settings.allowed_networks)


def access_settings(settings: Settings) -> AccessSettings:
    """Tell the access room what it must know of the installation."""
    return AccessSettings(
        address=settings.address,
        trusted_proxies=tuple(ipaddress.ip_network(network) for network in settings.trusted_proxies),
        file_max_bytes=settings.file_max_bytes,
    )


def visitor_settings(settings: Settings) -> VisitorSettings:
    """Tell the visitors' room what it must know of the installation."""
    return VisitorSettings(
        address=settings.address,
        web=find_web_folder(),
        trusted_proxies=tuple(ipaddress.ip_network(network) for network in settings.trusted_proxies),
        sessions_a_minute=settings.visitor_sessions,
        relay=call_relay(settings),
    )


def call_relay(settings: Settings) -> CallRelay:
    """Return what carries the sound of calls between networks."""
    return CallRelay(settings.turn_urls, settings.turn_secret)


def _authorities(settings: Settings) -> Sequence[Authority]:
    """Read the authorities of the host's owner; one that ends within a month is spoken of in the log."""
    authorities = read_authorities(settings.trusted_authorities)
    for one in authorities:
        if one.ends - utc_now() < _AUTHORITY_SOON:
            log.warning("authority.ends_soon", host=one.host, ends=one.ends.date().isoformat())
    return authorities
