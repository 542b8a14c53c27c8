"""Which jobs exist, and which tasks run by the clock."""

from collections.abc import Mapping

from otklik.access.sessions import sweep_sessions
from otklik.access.viewing_ends import sweep_views
from otklik.calls.service import look_after
from otklik.contacts import repository_imports
from otklik.contacts.importing import IMPORT_JOB, run_import
from otklik.contacts.merging import ProofMerger
from otklik.conversations.belongings import ConversationBelongings
from otklik.conversations.tasks import forget_tag, remind_of_task, wake_conversation
from otklik.conversations.todo import REMIND_JOB
from otklik.conversations.verbs import WAKE_JOB
from otklik.desk.bulk import BULK_JOB, BulkRunner
from otklik.desk.holding import RELEASE_JOB, Releaser
from otklik.inboxes.service import Inboxes
from otklik.inboxes.watching import watch_inboxes
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from otklik.infra.jobs.runner import Handler, Period
from otklik.infra.settings import Settings
from otklik.infra.sweeps import sweep_files, sweep_tables
from otklik.labels.service import FORGET_TAG_JOB
from otklik.messaging.barring import BAR_JOB, Barrer
from otklik.messaging.buttons import ButtonAnswerer
from otklik.messaging.directory import Directory
from otklik.messaging.dispatch import Dispatcher
from otklik.messaging.early import LOOK_AGAIN_JOB
from otklik.messaging.facts import ANSWER_BUTTON_JOB
from otklik.messaging.files import FileFetcher
from otklik.messaging.outbox import DISPATCH_JOB
from otklik.messaging.overtaking import EarlyFacts
from otklik.messaging.reacting import REACT_JOB, Reactor
from otklik.messaging.read_marks import MARK_READ_JOB, ReadMarker
from otklik.messaging.recording import FETCH_JOB, MERGE_JOB, PROFILE_JOB
from otklik.messaging.scanning import EVERY_S as SCAN_EVERY_S
from otklik.messaging.scanning import Scanner
from otklik.monitors.tasks import EVERY_S as LEDGER_EVERY_S
from otklik.monitors.tasks import keep_ledger
from otklik.notifications.mailing import EVERY_S as MAIL_EVERY_S
from otklik.notifications.mailing import Mailer
from otklik.notifications.service import sweep_devices
from otklik.presence.service import AbsenceWatch
from otklik.search.tasks import EVERY_S as INDEX_EVERY_S
from otklik.search.tasks import keep_index
from otklik.sso.repository_attempts import sweep_attempts
from otklik.templates.service import SYNC_EVERY_S, keep_templates
from otklik.transfers.service import EXPIRE_JOB
from otklik.transfers.tasks import expire_offer


def make_handlers(dispatcher: Dispatcher, directory: Directory, store: FileStore) -> Mapping[str, Handler]:
    """Return the handler of every kind of job."""
    fetcher = FileFetcher(directory, store)
    return {
        DISPATCH_JOB: dispatcher.run,
        FETCH_JOB: fetcher.fetch_files,
        PROFILE_JOB: fetcher.fetch_profile,
        MERGE_JOB: ProofMerger(ConversationBelongings()).run,
        LOOK_AGAIN_JOB: EarlyFacts(directory).look_again,
        REACT_JOB: Reactor(directory).run,
        MARK_READ_JOB: ReadMarker(directory).run,
        BAR_JOB: Barrer(directory).run,
        ANSWER_BUTTON_JOB: ButtonAnswerer(directory).answer,
        WAKE_JOB: wake_conversation,
        REMIND_JOB: remind_of_task,
        FORGET_TAG_JOB: forget_tag,
        BULK_JOB: BulkRunner(directory.registry).run,
        IMPORT_JOB: run_import,
        EXPIRE_JOB: expire_offer,
        RELEASE_JOB: Releaser(directory.registry).run,
    }


def make_periods(settings: Settings, inboxes: Inboxes, mailer: Mailer) -> Mapping[str, Period]:
    """Return the tasks that run by the clock, each in one process of the installation."""
    store_root = settings.data_path / "files"

    async def sweep_tables_(database: Database) -> None:
        await sweep_tables(database, journal_days=settings.journal_days, event_days=settings.event_days)

    async def sweep_files_(database: Database) -> None:
        await sweep_files(database, store_root)

    async def sweep_sessions_(database: Database) -> None:
        async with database.system() as tx:
            await sweep_sessions(tx)
            await sweep_attempts(tx)

    async def sweep_views_(database: Database) -> None:
        async with database.system() as tx:
            await sweep_views(tx)

    async def sweep_imports_(database: Database) -> None:
        async with database.system() as tx:
            await repository_imports.sweep_imports(tx)

    async def watch_inboxes_(_: Database) -> None:
        await watch_inboxes(inboxes)

    async def keep_templates_(_: Database) -> None:
        await keep_templates(inboxes)

    async def send_letters(_: Database) -> None:
        await mailer.run()

    return {
        "notifications.mail": Period(MAIL_EVERY_S, send_letters),
        "search.index": Period(INDEX_EVERY_S, keep_index),
        "inboxes.watch": Period(300, watch_inboxes_),
        "templates.sync": Period(SYNC_EVERY_S, keep_templates_),
        "monitors.ledger": Period(LEDGER_EVERY_S, keep_ledger),
        "calls.watch": Period(2, look_after),
        "presence.watch": Period(5, AbsenceWatch().look),
        "notifications.sweep": Period(3600, sweep_devices),
        "messaging.scan": Period(SCAN_EVERY_S, Scanner(FileStore(store_root), settings.clamd).look),
        "infra.sweep_tables": Period(3600, sweep_tables_),
        "infra.sweep_files": Period(6 * 3600, sweep_files_),
        "contacts.sweep_imports": Period(3600, sweep_imports_),
        "access.sweep_views": Period(20, sweep_views_),
        "access.sweep_sessions": Period(3600, sweep_sessions_),
    }
