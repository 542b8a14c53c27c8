"""Which jobs exist, and which tasks run by the clock."""

from collections.abc import Mapping

from otklik.conversations.tasks import wake_conversation
from otklik.conversations.verbs import WAKE_JOB
from otklik.infra.files import FileStore
from otklik.infra.jobs.runner import Handler
from otklik.messaging.buttons import ButtonAnswerer
from otklik.messaging.directory import Directory
from otklik.messaging.dispatch import Dispatcher
from otklik.messaging.facts import ANSWER_BUTTON_JOB
from otklik.messaging.files import FileFetcher
from otklik.messaging.outbox import DISPATCH_JOB
from otklik.messaging.recording import FETCH_JOB, PROFILE_JOB


def make_handlers(dispatcher: Dispatcher, directory: Directory, store: FileStore) -> Mapping[str, Handler]:
    """Return the handler of every kind of job."""
    fetcher = FileFetcher(directory, store)
    return {
        DISPATCH_JOB: dispatcher.run,
        FETCH_JOB: fetcher.fetch_files,
        PROFILE_JOB: fetcher.fetch_profile,
        ANSWER_BUTTON_JOB: ButtonAnswerer(directory).answer,
        WAKE_JOB: wake_conversation,
    }

