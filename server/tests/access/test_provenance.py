"""Where each setting of the company comes from."""

from otklik.access.provenance import DEFAULTS
from otklik.access.schemas import WorkspaceInput
from otklik.infra.db import Database
from tests.browser import Browsers
from tests.factories import make_workspace

PATH = "/api/v1/workspace/provenance"


async def test_every_setting_has_its_origin_and_the_defaults_are_those_of_a_new_company(
    db: Database, browsers: Browsers
) -> None:
    assert set(DEFAULTS) == set(WorkspaceInput.__struct_fields__) - {"onboarding_dismissed"}
    admin = await browsers.of_new(await make_workspace(db), "admin")
    fresh = (await admin.get("/api/v1/workspace")).json()
    told = {one["setting"]: one for one in (await admin.get(PATH)).json()["items"]}
    assert {name: fresh[name] for name, default in DEFAULTS.items() if default is not None} == {
        name: one["default"] for name, one in told.items() if one["default"] is not None
    }
    assert {(one["changed_at"], one["changed_by"]) for one in told.values()} == {(None, "")}


async def test_the_last_who_changed_a_setting_is_named(db: Database, browsers: Browsers) -> None:
    workspace = await make_workspace(db)
    first, second = await browsers.of_new(workspace, "admin"), await browsers.of_new(workspace, "owner")
    await first.patch("/api/v1/workspace", {"reopen_minutes": 5, "away_minutes": 7})
    await second.patch("/api/v1/workspace", {"reopen_minutes": 6})
    stranger = await browsers.of_new(await make_workspace(db), "owner")
    await stranger.patch("/api/v1/workspace", {"missed_offers": 9})
    told = {one["setting"]: one for one in (await first.get(PATH)).json()["items"]}
    names = [(await one.get("/api/v1/session")).json()["operator"]["name"] for one in (first, second)]
    assert [told[name]["changed_by"] for name in ("away_minutes", "reopen_minutes", "missed_offers")] == [*names, ""]
    assert told["reopen_minutes"]["changed_at"] is not None
    assert (await (await browsers.of_new(workspace, "operator")).get(PATH)).status_code == 403
