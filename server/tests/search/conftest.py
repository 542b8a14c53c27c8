from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from otklik.desk.room import desk_dependencies
from otklik.desk.sight import see_conversations
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from otklik.search.endpoints import ROUTES as SEARCH
from otklik.search.room import Search, search_dependencies
from tests.browser import open_browsers
from tests.desk.scene import ROUTES, Scene

ALL = [*ROUTES, *SEARCH]


@pytest.fixture
async def scene(db: Database, tmp_path: Path) -> AsyncIterator[Scene]:
    """Two companies at their desks, with search."""
    made = Scene(db, FileStore(tmp_path))
    state = {"desk": made.desk, "search": Search(db, see_conversations)}
    dependencies = {**desk_dependencies(), **search_dependencies()}
    async with open_browsers(db, ALL, state, dependencies) as browsers:
        await made.lay(browsers)
        yield made
