from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from otklik.canned_responses.endpoints import ROUTES as CANNED
from otklik.canned_responses.room import Canned, canned_dependencies
from otklik.desk.room import desk_dependencies
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from tests.browser import open_browsers
from tests.desk.scene import ROUTES, Scene

ALL = [*ROUTES, *CANNED]
DEPENDENCIES = {**desk_dependencies(), **canned_dependencies()}


@pytest.fixture
async def scene(db: Database, tmp_path: Path) -> AsyncIterator[Scene]:
    """Two companies at their desks, with prepared answers."""
    made = Scene(db, FileStore(tmp_path))
    canned = Canned(db=db, registry=made.desk.registry, links=made.links)
    async with open_browsers(db, ALL, {"desk": made.desk, "canned": canned}, DEPENDENCIES) as browsers:
        await made.lay(browsers)
        yield made
