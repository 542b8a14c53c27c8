"""What operators arrange for themselves: moments to snooze to, saved views, lists; kept whole within the limits."""

import pytest

from otklik.infra.db import Database
from tests.browser import Browsers
from tests.factories import make_operator, make_workspace

PATH = "/api/v1/session/preferences"
NO_VIEWS: dict[str, list[int]] = {"order": [], "pinned": [], "loose": []}


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("snooze", ["@tomorrow", "через 2 часа"], ["x" * 61]),
        ("snooze", [f"in {n} hours" for n in range(1, 13)], ["x"] * 13),
        ("snooze", [], [""]),
        ("views", NO_VIEWS | {"order": [3, 1], "pinned": [7]}, {"order": [0]}),
        ("views", NO_VIEWS | {"order": list(range(1, 201))}, {"order": list(range(1, 202))}),
        ("views", NO_VIEWS, {"colour": "red"}),
        ("lists", {"open": {"group": "team", "columns": ["tags", "contact.city"]}}, {"open": {"group": "colour"}}),
        ("lists", {"team:7": {"group": None, "columns": None}}, {"saved:7": {"group": None}}),
        ("lists", {}, {"open": {"columns": ["password"]}}),
    ],
)
async def test_an_arrangement_is_kept_whole_or_refused(
    db: Database, browsers: Browsers, field: str, good: object, bad: object
) -> None:
    workspace = await make_workspace(db)
    own, other = [await browsers.of(await make_operator(db, workspace)) for _ in range(2)]
    before = (await own.get("/api/v1/session")).json()["operator"]["preferences"]
    assert (before["snooze"], before["views"]) == ([], NO_VIEWS)
    refused = await own.patch(PATH, {field: bad})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    kept = await own.patch(PATH, {field: good})
    assert kept.json()["preferences"] == before | {field: good}
    assert (await other.get("/api/v1/session")).json()["operator"]["preferences"] == before
