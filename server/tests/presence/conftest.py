"""The API of this room, with browsers on it."""

from collections.abc import AsyncIterator

import pytest

from otklik.access import endpoints, endpoints_people
from otklik.infra.db import Database
from otklik.presence import endpoints as presence_endpoints
from tests.browser import Browsers, open_browsers

ROUTES = [*endpoints.ROUTES, *endpoints_people.ROUTES, *presence_endpoints.ROUTES]


@pytest.fixture
async def browsers(db: Database) -> AsyncIterator[Browsers]:
    """Browsers on the API of statuses."""
    async with open_browsers(db, ROUTES) as made:
        yield made
