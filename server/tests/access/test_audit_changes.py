"""Lines of the audit say what was and what is."""

from typing import Any

from otklik.access.audit import tell_changes
from otklik.infra.db import Database
from tests.browser import Browsers
from tests.factories import make_workspace


async def last_line(db: Database, action: str) -> tuple[int, dict[str, Any]]:
    """How many lines there are of an action, and what the last one tells."""
    async with db.system() as tx:
        rows = await tx.rows("select detail from audit where action = %(action)s order by id desc", {"action": action})
    return len(rows), rows[0][0] if rows else {}


def test_only_what_differs_is_told_and_long_texts_are_cut() -> None:
    before = {"name": "Чай", "text": "а" * 400, "same": 1, "gone": True, "list": [{"kind": "tag"}]}
    after = {"name": "Кофе", "text": "б" * 400, "same": 1, "list": [{"kind": "close"}], "new": [1, 2]}
    told = tell_changes(before, after)
    assert told["name"] == {"from": "Чай", "to": "Кофе"}
    assert (len(told["text"]["from"]), told["text"]["to"][-1]) == (301, "…")
    assert told["gone"] == {"from": True, "to": None}
    assert told["new"] == {"from": None, "to": [1, 2]}
    assert told["list"] == {"from": '[{"kind":"tag"}]', "to": '[{"kind":"close"}]'}
    assert "same" not in told


async def test_a_changed_setting_of_the_company_is_told_and_an_unchanged_one_is_not(
    db: Database, browsers: Browsers
) -> None:
    admin = await browsers.of_new(await make_workspace(db), "admin")
    await admin.patch("/api/v1/workspace", {"reopen_minutes": 60, "name": "Ромашка"})
    assert await last_line(db, "workspace.changed") == (1, {"reopen_minutes": {"from": 1440, "to": 60}})
    await admin.patch("/api/v1/workspace", {"reopen_minutes": 60})
    assert (await last_line(db, "workspace.changed"))[0] == 1


async def test_a_changed_team_is_told_by_its_name_and_what_differs(db: Database, browsers: Browsers) -> None:
    admin = await browsers.of_new(await make_workspace(db), "admin")
    team = (await admin.post("/api/v1/teams", {"name": "Продажи", "member_ids": []})).json()
    await admin.patch(f"/api/v1/teams/{team['id']}", {"name": "Сбыт"})
    assert await last_line(db, "team.changed") == (1, {"name": {"from": "Продажи", "to": "Сбыт"}})
