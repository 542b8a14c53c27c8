"""An open desk and its socket when rights change."""

from otklik.access import roles
from otklik.access.actor import Actor
from otklik.access.events import OperatorChanged
from otklik.access.permissions import ROLE_PERMISSIONS, Permission, Role
from otklik.access.schemas import NewRole, RoleInput, RoleOut
from tests.factories import MadeOperator, make_operator
from tests.messaging.conftest import Scene, road  # noqa: F401 - the fixture
from tests.realtime.test_socket import Live, live  # noqa: F401 - the fixture


async def _give_a_role(scene: Scene) -> tuple[MadeOperator, MadeOperator, Actor, RoleOut]:
    """An owner, and somebody with a role of the company's own."""
    admin = await make_operator(scene.db, scene.workspace_id, "owner")
    person = await make_operator(scene.db, scene.workspace_id)
    actor = Actor(
        workspace_id=scene.workspace_id, kind="operator", id=admin.id, name="А", role=Role.OWNER,
        permissions=ROLE_PERMISSIONS[Role.OWNER],
    )  # fmt: skip
    async with scene.db.workspace(scene.workspace_id) as tx:
        made = await roles.create_role(tx, actor, NewRole(name="Касса", permissions=[Permission.CONVERSATIONS_VIEW]))
        await tx.execute(
            "update operator set role_id = %(role)s where id = %(id)s",
            {"role": int(made.role.partition(":")[2]), "id": person.id},
        )
    return admin, person, actor, made


async def test_an_open_line_gets_the_changed_rights_and_no_message_without_them(live: Live) -> None:  # noqa: F811
    scene = live.scene
    admin, person, actor, made = await _give_a_role(scene)
    socket, _ = await live.connect(person)
    free, _ = await live.connect(admin)
    async with scene.db.workspace(scene.workspace_id) as tx:
        changes = RoleInput(expected_version=1, permissions=[Permission.AUDIT_VIEW])
        await roles.change_role(tx, actor, made.role, changes)
    assert await socket.until("rights") == {"type": "rights"}
    await scene.receive({"kind": "message", "id": "1", "text": "Секрет"})
    assert (await free.until("changes"))["messages"][0]["text"] == "Секрет"
    async with scene.db.workspace(scene.workspace_id) as tx:
        for who in (admin, person):
            await tx.announce(OperatorChanged(workspace_id=tx.workspace_id, data={"operator_id": who.id}))
    assert {one["id"] for one in (await free.until("operators"))["operators"]} == {admin.id, person.id}
    assert [one["id"] for one in (await socket.until("operators"))["operators"]] == [person.id], "addresses of others"
    async with scene.db.workspace(scene.workspace_id) as tx:
        await roles.change_role(tx, actor, made.role, RoleInput(expected_version=2, name="Склад"))
    seen = []
    while (frame := await socket.next())["type"] != "roles":
        seen.append(frame["type"])
    assert not {"changes", "people"} & set(seen)


async def test_a_block_hidden_by_the_role_reaches_the_open_desk(live: Live) -> None:  # noqa: F811
    scene = live.scene
    _, person, actor, made = await _give_a_role(scene)
    socket, _ = await live.connect(person)
    async with scene.db.workspace(scene.workspace_id) as tx:
        await roles.change_role(tx, actor, made.role, RoleInput(expected_version=1, hidden_blocks=("notes",)))
    assert await socket.until("rights") == {"type": "rights"}
