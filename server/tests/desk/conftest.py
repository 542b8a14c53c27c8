from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from otklik.desk.room import desk_dependencies
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from tests.browser import open_browsers
from tests.channels.email.servers import Smtp, make_channel
from tests.desk.post_office import PostOffice
from tests.desk.scene import ROUTES, Scene


@pytest.fixture
async def scene(db: Database, tmp_path: Path) -> AsyncIterator[Scene]:
    """Two companies at their desks."""
    made = Scene(db, FileStore(tmp_path))
    async with open_browsers(db, ROUTES, {"desk": made.desk}, desk_dependencies()) as browsers:
        await made.lay(browsers)
        yield made


@pytest.fixture(scope="session")
def smtp() -> Iterator[Smtp]:
    """A server that takes letters."""
    server = Smtp()
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def office(db: Database, tmp_path: Path, smtp: Smtp) -> AsyncIterator[PostOffice]:
    """Two companies at their desks, the first with a mailbox."""
    made = Scene(db, FileStore(tmp_path), make_channel())
    smtp.handler.letters.clear()
    smtp.handler.recipients.clear()
    smtp.handler.answers.clear()
    async with open_browsers(db, ROUTES, {"desk": made.desk}, desk_dependencies()) as browsers:
        await made.lay(browsers)
        post = PostOffice(made, smtp)
        await post.connect()
        yield post
