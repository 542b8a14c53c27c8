"""The API with a provider in memory."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from msgspec import Struct

from otklik.access import endpoints, endpoints_account, endpoints_factors, endpoints_people, endpoints_roles
from otklik.infra.db import Database
from otklik.sso import endpoints as sso_endpoints
from otklik.sso import endpoints_providers
from otklik.sso.room import Sso, sso_dependencies
from tests.browser import CHEAP, Browser, Browsers, make_access, make_asgi
from tests.factories import PASSWORD, MadeOperator, make_operator, make_workspace
from tests.sso.provider import CLIENT, ISSUER, SECRET, Provider

ROUTES = [
    *endpoints.ROUTES, *endpoints_account.ROUTES, *endpoints_factors.ROUTES, *endpoints_people.ROUTES,
    *endpoints_roles.ROUTES, *sso_endpoints.ROUTES, *endpoints_providers.ROUTES,
]  # fmt: skip

FORM: dict[str, Any] = {
    "name": "Ключница", "issuer": ISSUER, "client_id": CLIENT, "client_secret": SECRET, "domains": ["romashka.test"],
    "newcomer_role": "operator",
}  # fmt: skip


class Town(Struct):
    """One company with its owner and a provider."""

    db: Database
    browsers: Browsers
    provider: Provider
    sso: Sso
    workspace_id: int
    owner: MadeOperator
    owners: Browser

    async def set_up(self, **changes: Any) -> dict[str, Any]:
        """Set the provider up; returns what the API shows."""
        made = await self.owners.post("/api/v1/sso/providers", {**FORM, **changes})
        assert made.status_code == 201, made.text
        shown: dict[str, Any] = made.json()
        return shown

    async def hire(self, email: str = "anna@romashka.test", role: str = "operator") -> MadeOperator:
        """Add an operator who has PASSWORD."""
        return await make_operator(self.db, self.workspace_id, role, email=email, password_hash=CHEAP.hash(PASSWORD))

    async def who(self, browser: Browser) -> dict[str, Any] | None:
        """Return who is signed in."""
        shown = await browser.get("/api/v1/session")
        if shown.status_code != 200:
            return None
        session: dict[str, Any] = shown.json()
        browser.csrf = session["csrf_token"]
        return session

    async def audit(self, like: str = "sso%") -> list[tuple[str, Any]]:
        """Return lines of the audit."""
        async with self.db.system() as tx:
            return await tx.rows(
                "select action, detail from audit where action like %(like)s order by id", {"like": like}
            )


@pytest.fixture
async def town(db: Database) -> AsyncIterator[Town]:
    """A company with its owner, on an API whose road out leads to the provider in memory."""
    access, provider = make_access(db), Provider()
    sso = Sso(access, provider, provider.clock)
    browsers = Browsers(access, make_asgi(access, ROUTES, {"sso": sso}, sso_dependencies()))
    workspace_id = await make_workspace(db)
    owner = await make_operator(
        db, workspace_id, "owner", email="boss@romashka.test", password_hash=CHEAP.hash(PASSWORD)
    )
    made = Town(db, browsers, provider, sso, workspace_id, owner, await browsers.of(owner))
    try:
        yield made
    finally:
        await browsers.close()
