import pytest

from otklik.contacts import searching
from otklik.contacts.searching import find_contact_ids, make_search
from otklik.infra.db import Database
from tests.factories import make_workspace

_NAMES = ("Вера Котова", "Котова", "Вера Павловна Котова", "Иван Котовский", "Вера", "Vera K. O'Hara", "Анна 王芳 李娜")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("вера", {"Вера Котова", "Вера Павловна Котова", "Вера"}),
        ("котов", {"Вера Котова", "Котова", "Вера Павловна Котова", "Иван Котовский"}),
        ("КОТОВА", {"Вера Котова", "Котова", "Вера Павловна Котова"}),
        ("вера котова", {"Вера Котова"}),
        ("котова вера", {"Вера Котова", "Вера Павловна Котова"}),
        ("котова в", {"Вера Котова", "Вера Павловна Котова"}),
        ("котовский иван", {"Иван Котовский"}),
        ("котова анна", set()),
        ("o'hara", {"Vera K. O'Hara"}),
        ("李", {"Анна 王芳 李娜"}),
        ("павловна", set()),
        ("%", set()),
        ("", set()),
    ],
)
async def test_people_are_found_by_the_beginning_of_either_name(db: Database, words: str, found: set[str]) -> None:
    workspace_id, other = await make_workspace(db), await make_workspace(db)
    async with db.system() as tx:
        for name in _NAMES:
            for workspace in (workspace_id, other):
                await tx.execute(
                    "insert into contact (workspace_id, name) values (%(w)s, %(name)s)", {"w": workspace, "name": name}
                )
    async with db.workspace(workspace_id) as tx:
        ids = await find_contact_ids(tx, make_search(words), limit=10)
        rows = await tx.rows("select name from contact where id = any(%(ids)s)", {"ids": ids})
    assert {name for (name,) in rows} == found


async def test_a_beginning_that_fits_too_many_is_looked_at_in_part(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_LOOKED_AT", 3)
    workspace_id = await make_workspace(db)
    async with db.workspace(workspace_id) as tx:
        await tx.execute(
            "insert into contact (workspace_id, name) select %(w)s, 'Вера ' || n from generate_series(1, 20) n",
            {"w": workspace_id},
        )
        first = await find_contact_ids(tx, make_search("вера"), limit=2)
        second = await find_contact_ids(tx, make_search("вера"), before=first[-1], limit=2)
        assert [len(first), len(second)] == [2, 2]
        assert first + second == sorted({*first, *second}, reverse=True)
        assert len(await find_contact_ids(tx, make_search("вера 1"), limit=50)) == 3
        assert len(await find_contact_ids(tx, make_search("вера 17"), limit=50)) == 1
