"""The API of this room, with browsers on it."""

from collections.abc import AsyncIterator

import pytest

from otklik.access import (
    endpoints,
    endpoints_account,
    endpoints_factors,
    endpoints_people,
    endpoints_roles,
    endpoints_viewing,
)
from otklik.infra.db import Database
from otklik.presence import endpoints as presence_endpoints
from otklik.teams import endpoints as team_endpoints
from tests.browser import Browsers, open_browsers

ROUTES = [
    *endpoints.ROUTES,
    *endpoints_account.ROUTES,
    *endpoints_factors.ROUTES,
    *endpoints_people.ROUTES,
    *endpoints_roles.ROUTES,
    *endpoints_viewing.ROUTES,
    *team_endpoints.ROUTES,
    *presence_endpoints.ROUTES,
]


@pytest.fixture
async def browsers(db: Database) -> AsyncIterator[Browsers]:
    """Browsers on the API of operators and teams."""
    async with open_browsers(db, ROUTES) as made:
        yield made
