from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from otklik.desk.room import desk_dependencies
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from tests.browser import open_browsers
from tests.desk.scene import ROUTES, Scene


@pytest.fixture
async def scene(db: Database, tmp_path: Path) -> AsyncIterator[Scene]:
    """Two companies at their desks."""
    made = Scene(db, FileStore(tmp_path))
    async with open_browsers(db, ROUTES, {"desk": made.desk}, desk_dependencies()) as browsers:
        await made.lay(browsers)
        yield made
