import pytest

from otklik.demo.filling import DemoThere, clear, fill
from otklik.infra.db import Database
from tests.factories import make_operator, make_workspace


async def _counts(db: Database, workspace_id: int) -> tuple[int, ...]:
    async with db.workspace(workspace_id) as tx:
        [row] = await tx.rows(
            """select (select count(*) from team), (select count(*) from operator where demo),
                      (select count(*) from contact), (select count(*) from conversation),
                      (select count(*) from inbox)"""
        )
    return row


async def test_a_filled_workspace_looks_alive_and_keeps_its_own_rules(db: Database) -> None:
    workspace_id = await make_workspace(db)
    async with db.workspace(workspace_id) as tx:
        await fill(tx)
    assert await _counts(db, workspace_id) == (3, 6, 300, 2_000, 3)
    async with db.workspace(workspace_id) as tx:
        assert await tx.value("select count(distinct language) from contact") == 2
        assert await tx.value("select count(*) from conversation where waiting_since is not null") > 20
        wrong = await tx.value(
            """select count(*) from conversation c where c.last_seq <> (
                   select coalesce(max(seq), 0) from message m where m.conversation_id = c.id)
               or c.in_count <> (select count(*) from message m where m.conversation_id = c.id and direction = 'in')
               or (c.status <> 'resolved' and not c.takes_new)
               or (c.waiting_since is not null and c.status <> 'open')"""
        )
    assert wrong == 0


async def test_removal_leaves_what_people_made_themselves(db: Database) -> None:
    workspace_id = await make_workspace(db)
    await make_operator(db, workspace_id)
    async with db.workspace(workspace_id) as tx:
        params = {"w": workspace_id}
        await tx.execute("insert into contact (workspace_id, name) values (%(w)s, 'Настоящий')", params)
        await fill(tx)
    async with db.workspace(workspace_id) as tx:
        await clear(tx)
    assert await _counts(db, workspace_id) == (0, 0, 1, 0, 0)


async def test_removal_keeps_people_who_wrote_to_an_invented_inbox(db: Database) -> None:
    workspace_id = await make_workspace(db)
    async with db.workspace(workspace_id) as tx:
        await fill(tx)
        real = await tx.value(
            """with c as (insert into contact (workspace_id, name) values (%(w)s, 'Настоящий') returning id),
                    x as (select min(id) as id from inbox where demo),
                    i as (insert into identity (workspace_id, contact_id, inbox_id, external_id)
                          select %(w)s, c.id, x.id, 'real' from c, x returning id),
                    h as (insert into hook_call (workspace_id, inbox_id, state) select %(w)s, id, 'recorded' from x)
               insert into conversation (workspace_id, contact_id, inbox_id, identity_id)
               select %(w)s, c.id, x.id, i.id from c, x, i returning id""",
            {"w": workspace_id},
        )
    async with db.workspace(workspace_id) as tx:
        await clear(tx)
    async with db.workspace(workspace_id) as tx:
        assert await tx.rows("select id, inbox_id, identity_id from conversation") == [(real, None, None)]
        assert await tx.value("select count(*) from identity") == 0
        assert await tx.value("select count(*) from hook_call") == 0
    assert await _counts(db, workspace_id) == (0, 0, 1, 1, 0)


async def test_filling_twice_is_refused(db: Database) -> None:
    workspace_id = await make_workspace(db)
    async with db.workspace(workspace_id) as tx:
        await fill(tx)
    with pytest.raises(DemoThere):
        async with db.workspace(workspace_id) as tx:
            await fill(tx)
