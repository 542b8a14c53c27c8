"""Writing first to a telephone number."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from otklik.desk.room import desk_dependencies
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from otklik.kit.ids import new_uuid7
from tests.browser import open_browsers
from tests.desk.parrot import TEXTS, Parrot
from tests.desk.scene import ROUTES, Scene

NUMBER = "+79161234567"


class Line:
    """A desk with an inbox of short messages."""

    def __init__(self, scene: Scene, inbox_id: int) -> None:
        self.scene, self.inbox_id = scene, inbox_id

    async def begin(self, **fields: Any) -> httpx.Response:
        data = {"client_id": str(new_uuid7()), "text": "Заказ готов", "inbox_id": self.inbox_id, **fields}
        return await self.scene.a.anna_browser.post("/api/v1/conversations", data)

    async def offered(self, contact_id: int | None = None) -> dict[str, Any]:
        params = {} if contact_id is None else {"contact_id": contact_id}
        return dict((await self.scene.a.anna_browser.get("/api/v1/conversations/start", params=params)).json())


@pytest.fixture
async def line(db: Database, tmp_path: Path) -> AsyncIterator[Line]:
    """Two companies, one of which writes short messages."""
    made = Scene(db, FileStore(tmp_path), Parrot("texts", TEXTS))
    async with open_browsers(db, ROUTES, {"desk": made.desk}, desk_dependencies()) as browsers:
        await made.lay(browsers)
        yield Line(made, await made.inbox(made.a.id, "texts"))


@pytest.mark.parametrize("typed", ["+7 916 123-45-67", "8 (916) 123-45-67", "79161234567"])
async def test_a_number_nobody_has_becomes_a_person(line: Line, typed: str) -> None:
    begun = await line.begin(address=typed, name="Вера")
    assert begun.status_code == 201, begun.text
    assert begun.json()["contact"]["name"] == "Вера"
    rows = await line.scene.sql(
        """select jsonb_build_array(i.external_id, i.phone, i.email, i.proof, c.phone, c.email)
           from identity i, contact c"""
    )
    assert rows == [NUMBER, NUMBER, "", "none", NUMBER, ""]
    again = await line.begin(address=NUMBER)
    assert (again.status_code, again.json()["code"]) == (409, "already_open"), "the same person in another spelling"


async def test_the_number_of_a_customer_becomes_a_way_to_them(line: Line) -> None:
    chat = await line.scene.write(line.scene.a, "Иван")
    await line.scene.a.anna_browser.post(f"/api/v1/conversations/{chat.conversation_id}/resolve")
    contact = await line.scene.sql("select contact_id from conversation where id = %(id)s", id=chat.conversation_id)
    await line.scene.do("update contact set phone = %(phone)s where id = %(id)s", phone=NUMBER, id=contact)
    start = await line.offered(contact)
    assert start["phone"] == NUMBER
    assert start["lines"] == [{"id": line.inbox_id, "name": "texts", "channel": "texts"}]
    begun = await line.begin(contact_id=contact, address=NUMBER)
    assert begun.status_code == 201, begun.text
    assert begun.json()["contact"]["id"] == contact
    assert await line.scene.sql("select phone from identity where external_id = %(phone)s", phone=NUMBER) == NUMBER


@pytest.mark.parametrize("address", ["", "вера@shop.example", "12345", "4155550100", "+7", "+7916123456700000"])
async def test_what_is_no_number_is_named_and_nobody_is_made(line: Line, address: str) -> None:
    refused = await line.begin(address=address)
    assert refused.status_code == 422, refused.text
    assert [(one["field"], one["code"]) for one in refused.json()["errors"]] == [("address", "part_of_phone")]
    assert await line.scene.sql("select count(*) from contact") == 0


async def test_a_number_without_a_code_is_meant_as_the_inbox_says(line: Line) -> None:
    await line.scene.do(
        """update inbox set settings = '{"country": "us", "sender": "+14155550111"}' where id = %(id)s""",
        id=line.inbox_id,
    )
    own = await line.begin(address="(415) 555-0111")
    assert [one["code"] for one in own.json()["errors"]] == ["own_phone"]
    assert (await line.begin(address="(415) 555-0100")).status_code == 201
    assert await line.scene.sql("select external_id from identity") == "+14155550100"


async def test_an_inbox_that_is_paused_or_of_others_takes_no_beginning(line: Line) -> None:
    await line.scene.set_inbox(line.inbox_id, "paused")
    refused = await line.begin(address=NUMBER)
    assert (refused.status_code, refused.json()["reason"]) == (409, "inbox_paused")
    assert (await line.offered())["lines"] == []
    foreign = await line.scene.inbox(line.scene.b.id, "texts")
    assert (await line.begin(address=NUMBER, inbox_id=foreign)).status_code == 404
