from otklik.infra.db import Database
from tests.browser import Browsers
from tests.factories import make_operator, make_workspace


async def test_shows_who_is_signed_in(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    owner = await make_operator(db, workspace, "owner")
    browser = await browsers.of(owner)
    answer = await browser.get("/api/v1/session")
    assert answer.status_code == 200, answer.text
    assert answer.json()["operator"]["email"] == owner.email
    assert answer.json()["csrf_token"] == browser.csrf
