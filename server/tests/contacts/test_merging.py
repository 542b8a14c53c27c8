"""One person in two channels continues one conversation; and two again, exactly as they were."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from otklik.channelkit.inbound import Sender
from otklik.contacts.errors import Overtaken
from otklik.contacts.merging import merge_contacts, undo_merge
from otklik.contacts.recognition import recognise
from otklik.contacts.repository import lock_contacts
from otklik.conversations.belongings import ConversationBelongings
from otklik.conversations.posting import Draft, post_message
from otklik.conversations.records import Author, Nap
from otklik.conversations.verbs import get_conversation, mark_read, resolve, snooze
from otklik.infra.db import Database
from otklik.kit.clock import utc_now
from otklik.messaging.recording import arrival_of
from tests.contacts.conftest import Scene, Shop

ANNA = Author(kind="operator", id=None, name="Анна")
# What a conversation is, save for its version, which only grows.
STATE = """select to_jsonb(c) - 'version' from conversation c where id = %(id)s"""


async def reply(shop: Shop, conversation_id: int, text: str, identity_id: int | None = None) -> None:
    async with shop.db.workspace(shop.id) as tx:
        await get_conversation(tx, conversation_id, lock=True)
        [(identity, inbox)] = await tx.rows(
            """select i.id, i.inbox_id from identity i join conversation c on c.contact_id = i.contact_id
               where c.id = %(c)s and i.id = coalesce(%(i)s::bigint, c.identity_id)""",
            {"c": conversation_id, "i": identity_id},
        )
        draft = Draft(client_id=uuid4(), text=text, identity_id=identity, inbox_id=inbox)
        await post_message(tx, conversation_id, ANNA, draft)


async def state(shop: Shop, conversation_id: int) -> dict[str, Any]:
    [(found,)] = await shop.rows(STATE, id=conversation_id)
    return dict(found)


async def open_both(shop: Shop) -> tuple[int, int, int, int]:
    """Vera writes in the chat, then by mail; returns her two contacts and two conversations."""
    chat = await shop.hear("chat", "vera", "Где заказ?")
    await shop.hear("chat", "vera", "Алло?")
    await reply(shop, chat.conversation_id, "Смотрим")
    mail = await shop.hear("mail", "vera@example.test", "Заказ 555, письмо")
    await shop.hear("mail", "vera@example.test", "И ещё письмо")
    people = await shop.person("chat", "vera"), await shop.person("mail", "vera@example.test")
    return *people, chat.conversation_id, mail.conversation_id


async def until_somebody_waits(shop: Shop) -> None:
    """Return when a transaction waits for a lock."""
    async with asyncio.timeout(30):
        while not await shop.rows("select 1 from pg_locks where not granted"):  # noqa: ASYNC110 - PostgreSQL tells nobody
            await asyncio.sleep(0.01)


async def test_two_open_conversations_become_one(scene: Scene) -> None:
    shop = scene.a
    chat_person, mail_person, older, younger = await open_both(shop)
    await shop.merge(chat_person, mail_person)

    assert await shop.texts(older) == [
        (1, "Где заказ?"), (2, "Алло?"), (3, "Смотрим"), (4, "[contact_merged]"), (5, "Заказ 555, письмо"),
        (6, "И ещё письмо"),
    ]  # fmt: skip
    assert await shop.texts(younger) == [(1, "[contact_merged]")]
    one, shell = await state(shop, older), await state(shop, younger)
    assert (one["status"], one["takes_new"], shell["status"], shell["takes_new"]) == ("open", True, "resolved", False)
    assert one["waiting_since"] is not None, "the letter is not answered"
    assert one["preview"]["text"] == "И ещё письмо"
    assert one["contact_id"] == shell["contact_id"] == chat_person
    await shop.check()

    again = await shop.hear("mail", "vera@example.test", "третье")
    also = await shop.hear("chat", "vera", "четвёртое")
    assert (again.conversation_id, also.conversation_id) == (older, older)
    assert (await shop.rows("select count(*) from conversation where status <> 'resolved'")) == [(1,)]
    await shop.check()


async def test_undoing_at_once_gives_both_back_as_they_were(scene: Scene) -> None:
    shop = scene.a
    chat_person, mail_person, older, younger = await open_both(shop)
    async with shop.db.workspace(shop.id) as tx:
        await snooze(tx, younger, ANNA, Nap(utc_now().replace(year=2099)))
    for operator in range(2):
        await shop.rows(
            """insert into operator (id, workspace_id, email, name, role) overriding system value
               values (%(id)s, %(w)s, %(id)s::text, 'x', 'operator') returning 1""", id=900 + operator, w=shop.id
        )  # fmt: skip
        async with shop.db.workspace(shop.id) as tx:
            await mark_read(tx, older, 900 + operator, 3)
            await mark_read(tx, younger, 900 + operator, 1 + operator)
    before = [await state(shop, one) for one in (older, younger)]
    marks = await shop.rows("select * from read_mark where conversation_id = %(c)s order by 2", c=younger)
    texts = [await shop.texts(one) for one in (older, younger)]
    people = await shop.rows("select to_jsonb(c) - 'version' from contact c order by id")

    merge_id = await shop.merge(mail_person, chat_person)
    assert (await state(shop, older))["contact_id"] == mail_person
    await shop.check()
    await shop.undo(merge_id)

    await shop.check()
    now = [await state(shop, one) for one in (older, younger)]
    numbers = {"last_seq"}
    for was, is_now in zip(before, now, strict=True):
        assert {key: is_now[key] for key in was if key not in numbers} == {
            key: value for key, value in was.items() if key not in numbers
        }
    assert (await shop.texts(older))[:3] == texts[0]
    assert [text for _, text in (await shop.texts(older))[3:]] == [
        "[contact_merged]", "[moved]", "[moved]", "[moved]", "[contact_unmerged]",
    ]  # fmt: skip
    assert (await shop.texts(younger))[: len(texts[1])] == texts[1]
    assert await shop.rows("select to_jsonb(c) - 'version' from contact c order by id") == people
    assert await shop.rows("select * from read_mark where conversation_id = %(c)s order by 2", c=younger) == marks
    [(alarm,)] = await shop.rows("select unique_key from job where kind = 'conversations.wake'")
    assert alarm == str(younger)


async def test_what_arrived_after_the_merge_goes_to_the_owner_of_its_address(scene: Scene) -> None:
    shop = scene.a
    chat_person, mail_person, older, younger = await open_both(shop)
    merge_id = await shop.merge(chat_person, mail_person)
    await shop.hear("mail", "vera@example.test", "новое письмо")
    await shop.hear("chat", "vera", "новое в чате")
    [(mail_identity,)] = await shop.rows("select id from identity where external_id = 'vera@example.test'")
    await reply(shop, older, "ответ письмом", mail_identity)
    await reply(
        shop, older, "ответ в чат", (await shop.rows("select id from identity where external_id = 'vera'"))[0][0]
    )
    await shop.check()

    await shop.undo(merge_id)
    await shop.check()
    chat, mail = await shop.texts(older), await shop.texts(younger)
    assert [text for _, text in chat if not text.startswith("[")] == [
        "Где заказ?", "Алло?", "Смотрим", "новое в чате", "ответ в чат",
    ]  # fmt: skip
    assert [text for _, text in mail if not text.startswith("[")] == [
        "Заказ 555, письмо", "И ещё письмо", "новое письмо", "ответ письмом",
    ]  # fmt: skip
    outbox = await shop.rows(
        "select m.text, o.conversation_id from outbox o join message m on m.id = o.message_id order by o.message_id"
    )
    assert dict(outbox) == {"Смотрим": older, "ответ письмом": younger, "ответ в чат": older}
    one, other = await state(shop, older), await state(shop, younger)
    assert (one["contact_id"], other["contact_id"]) == (chat_person, mail_person)
    assert (one["preview"]["text"], other["preview"]["text"]) == ("ответ в чат", "ответ письмом")
    assert (other["status"], other["waiting_since"]) == ("open", None)


@pytest.mark.parametrize("kept_is_older", [True, False])
async def test_the_older_conversation_goes_on_whoever_is_kept(scene: Scene, kept_is_older: bool) -> None:  # noqa: FBT001
    shop = scene.a
    chat_person, mail_person, older, younger = await open_both(shop)
    pair = (chat_person, mail_person) if kept_is_older else (mail_person, chat_person)
    merge_id = await shop.merge(*pair)
    heard = await shop.hear("mail", "vera@example.test", "ещё")
    assert heard.conversation_id == older
    await shop.undo(merge_id)
    await shop.check()
    assert (await shop.hear("mail", "vera@example.test", "домой")).conversation_id == younger
    assert (await shop.hear("chat", "vera", "домой")).conversation_id == older
    await shop.check()


async def test_a_conversation_begun_after_the_merge_goes_with_its_owner(scene: Scene) -> None:
    shop = scene.a
    first = await shop.hear("chat", "vera", "раз")
    second = await shop.hear("mail", "vera@example.test", "два")
    async with shop.db.workspace(shop.id) as tx:
        for one in (first, second):
            await resolve(tx, one.conversation_id, ANNA)
    await shop.rows("update conversation set resolved_at = now() - interval '9 days' returning 1")
    kept, gone = await shop.person("chat", "vera"), await shop.person("mail", "vera@example.test")
    merge_id = await shop.merge(kept, gone)
    begun = await shop.hear("mail", "vera@example.test", "новая беда")
    assert begun.opened
    await shop.hear("chat", "vera", "и в чате")
    await shop.undo(merge_id)
    await shop.check()
    owners = dict(
        await shop.rows("select text, c.contact_id from message join conversation c on c.id = conversation_id")
    )
    assert (owners["новая беда"], owners["и в чате"]) == (gone, kept)


async def test_a_merge_without_open_conversations_keeps_the_history_apart(scene: Scene) -> None:
    shop = scene.a
    open_one = await shop.hear("chat", "vera", "открыт")
    closed = await shop.hear("mail", "vera@example.test", "закрыт")
    async with shop.db.workspace(shop.id) as tx:
        await resolve(tx, closed.conversation_id, ANNA)
    kept, gone = await shop.person("mail", "vera@example.test"), await shop.person("chat", "vera")
    merge_id = await shop.merge(kept, gone)
    heard = await shop.hear("mail", "vera@example.test", "ответ")
    assert heard.conversation_id == open_one.conversation_id, "one person, one running conversation"
    assert [text for _, text in await shop.texts(open_one.conversation_id)] == ["открыт", "[contact_merged]", "ответ"]
    await shop.check()
    await shop.undo(merge_id)
    await shop.check()
    assert (await state(shop, open_one.conversation_id))["contact_id"] == gone


async def test_only_the_last_merge_can_be_undone_and_only_once(scene: Scene) -> None:
    shop = scene.a
    for name in ("a", "b", "c"):
        await shop.hear("chat", name, name)
    a, b, c = [await shop.person("chat", name) for name in ("a", "b", "c")]
    first, second = await shop.merge(a, b), await shop.merge(a, c)
    refused = await shop.browser.post(f"/api/v1/contacts/merges/{first}/undo")
    assert (refused.status_code, refused.json()["code"]) == (409, "cannot_unmerge")
    await shop.check()
    await shop.undo(second)
    await shop.undo(first)
    assert (await shop.browser.post(f"/api/v1/contacts/merges/{first}/undo")).status_code == 409
    await shop.check()
    assert [await shop.person("chat", name) for name in ("a", "b", "c")] == [a, b, c]
    for name in ("a", "b", "c"):
        heard = await shop.hear("chat", name, "ещё")
        assert (await shop.texts(heard.conversation_id))[0] == (1, name)


async def test_a_person_cannot_be_merged_with_themselves(scene: Scene) -> None:
    shop = scene.a
    kept, gone, *_ = await open_both(shop)
    await shop.merge(kept, gone)
    for pair in ((kept, kept), (kept, gone), (gone, kept)):
        answer = await shop.browser.post(f"/api/v1/contacts/{pair[0]}/merge", {"other_id": pair[1]})
        assert (answer.status_code, answer.json()["code"]) == (409, "cannot_merge")


async def test_fields_are_filled_and_emptied_again_unless_changed(scene: Scene) -> None:
    shop = scene.a
    made = [
        (await shop.browser.post("/api/v1/contacts", body)).json()["id"]
        for body in (
            {"name": "Вера", "attributes": {"vip": True}},
            {
                "name": "Вера М.",
                "phone": "8 (999) 123-45-67",
                "email": "Vera@Example.test",
                "attributes": {"city": "Омск"},
            },
        )
    ]
    merge_id = await shop.merge(*made)
    kept = (await shop.browser.get(f"/api/v1/contacts/{made[1]}")).json()
    assert (kept["id"], kept["name"], kept["phone"], kept["email"], kept["attributes"]) == (
        made[0], "Вера", "+79991234567", "vera@example.test", {"vip": True, "city": "Омск"},
    )  # fmt: skip
    assert (kept["merged_from"], kept["merges"][0]["id"]) == ([made[1]], merge_id)
    await shop.browser.patch(f"/api/v1/contacts/{made[0]}", {"email": "new@example.test"})
    await shop.undo(merge_id)
    kept = (await shop.browser.get(f"/api/v1/contacts/{made[0]}")).json()
    assert (kept["phone"], kept["email"], kept["attributes"]) == (None, "new@example.test", {"vip": True})


async def test_merging_and_parting_while_people_write(scene: Scene) -> None:
    shop = scene.a
    kept, gone, *_ = await open_both(shop)
    stop = asyncio.Event()
    heard = 0

    async def write(inbox: str, person: str) -> None:
        nonlocal heard
        while not stop.is_set():
            await shop.hear(inbox, person, "пишу")
            heard += 1

    async def answer() -> None:
        while not stop.is_set():
            rows = await shop.rows("select id from conversation where takes_new and status <> 'resolved' limit 1")
            if rows:
                await reply(shop, rows[0][0], "отвечаю")
            await asyncio.sleep(0.005)

    async def merge_and_part() -> None:
        for _ in range(6):
            merge_id = await shop.merge(kept, gone)
            await asyncio.sleep(0.05)
            await shop.undo(merge_id)
            await asyncio.sleep(0.03)
        stop.set()

    await asyncio.gather(write("chat", "vera"), write("mail", "vera@example.test"), write("chat", "vera"),
                         answer(), merge_and_part())  # fmt: skip
    await shop.check()
    assert await shop.rows("select count(*) from message where text = 'пишу'") == [(heard,)]
    assert heard > 12


async def test_locking_twice_does_not_ask_for_the_contact_late(scene: Scene) -> None:
    """Who waited for a conversation while a merge made another one current holds it alone, and never needs more."""
    shop = scene.a
    kept, gone, _, younger = await open_both(shop)
    waiting, locked, again = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        async with shop.db.workspace(shop.id) as tx:
            waiting.set()
            await get_conversation(tx, younger, lock=True)
            locked.set()
            await again.wait()
            await get_conversation(tx, younger, lock=True)

    async def lock_in_order() -> None:
        async with shop.db.workspace(shop.id) as tx:
            await lock_contacts(tx, (kept, gone))
            again.set()
            await get_conversation(tx, younger, lock=True)

    async with shop.db.workspace(shop.id) as tx:
        await merge_contacts(tx, ConversationBelongings(), (kept, gone), None)
        worker = asyncio.create_task(work())
        await waiting.wait()
        await asyncio.sleep(0.1)
        assert not locked.is_set()
    await locked.wait()
    await asyncio.gather(worker, lock_in_order())


async def test_two_merges_of_the_same_people_at_once_are_one(scene: Scene) -> None:
    shop = scene.a
    kept, gone, *_ = await open_both(shop)
    answers = await asyncio.gather(
        *(shop.browser.post(f"/api/v1/contacts/{a}/merge", {"other_id": b})
          for a, b in ((kept, gone), (gone, kept), (kept, gone)))
    )  # fmt: skip
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    await shop.check()


async def test_a_crash_in_the_middle_changes_nothing(scene: Scene, db: Database) -> None:
    shop = scene.a
    kept, gone, older, younger = await open_both(shop)
    before = [await state(shop, one) for one in (older, younger)]

    class Boom(Exception):
        pass

    async def merge_and_fail() -> None:
        async with db.workspace(shop.id) as tx:
            await merge_contacts(tx, ConversationBelongings(), (kept, gone), None)
            raise Boom

    with pytest.raises(Boom):
        await merge_and_fail()
    assert [await state(shop, one) for one in (older, younger)] == before
    async with db.workspace(shop.id) as tx:
        merged = await merge_contacts(tx, ConversationBelongings(), (kept, gone), None)
        await undo_merge(tx, ConversationBelongings(), merged.id, None)
    await shop.check()


async def test_every_change_has_its_event_and_audit(scene: Scene) -> None:
    shop = scene.a
    kept, gone, older, younger = await open_both(shop)
    merge_id = await shop.merge(kept, gone)
    await shop.undo(merge_id)
    audit = await shop.rows("select action from audit where object_kind = 'contact' order by id")
    assert audit == [("contact.merged",), ("contact.unmerged",)]
    kinds = {kind for (kind,) in await shop.rows("select distinct kind from event")}
    assert {"contact.merged", "contact.unmerged", "contact.changed", "conversation.changed"} <= kinds
    told = {number for (number,) in await shop.rows(
        "select conversation_id from event where kind = 'conversation.changed' and data ->> 'what' like 'contact%%'"
    )}  # fmt: skip
    assert told == {older, younger}


async def test_who_waited_for_a_person_who_was_merged_meanwhile_lets_go_and_begins_again(scene: Scene) -> None:
    """Looking again while holding the first contact would ask for another one against the order of locks."""
    shop = scene.a
    kept, gone, *_ = await open_both(shop)
    mail = arrival_of(0, shop.inboxes["mail"], Sender(external_id="vera@example.test"))

    async def look() -> None:
        async with shop.db.writing() as tx:
            await recognise(tx, [mail])

    async with shop.db.workspace(shop.id) as tx:
        await merge_contacts(tx, ConversationBelongings(), (kept, gone), None)
        looking = asyncio.create_task(look())
        await until_somebody_waits(shop)
    with pytest.raises(Overtaken):
        await looking
    await shop.hear("mail", "vera@example.test", "я тут")
    assert await shop.person("mail", "vera@example.test") == kept


async def test_a_second_look_of_a_transaction_waits_for_nobody(scene: Scene) -> None:
    shop = scene.a
    kept, gone, *_ = await open_both(shop)
    chat, mail = (arrival_of(0, shop.inboxes[inbox], Sender(external_id=who))
                  for inbox, who in (("chat", "vera"), ("mail", "vera@example.test")))  # fmt: skip
    first, second = (mail, chat) if await shop.person("chat", "vera") == kept else (chat, mail)
    async with shop.db.workspace(shop.id) as other:
        await lock_contacts(other, [kept])
        async with shop.db.writing() as tx:
            assert (await recognise(tx, [first]))[0].contact_id == gone
            with pytest.raises(Overtaken):
                await recognise(tx, [second])
    async with shop.db.writing() as tx:
        await recognise(tx, [first])
        assert (await recognise(tx, [second]))[0].contact_id == kept


async def test_an_unknown_address_whose_owner_is_held_is_recorded_once_it_is_free(scene: Scene) -> None:
    shop = scene.a
    await shop.hear("chat", "anna", "первый", phone="+79990001122", proof="provider")
    owner = await shop.person("chat", "anna")
    async with shop.db.workspace(shop.id) as tx:
        await lock_contacts(tx, [owner])
        hearing = asyncio.create_task(shop.hear("mail", "anna@example.test", "второй", phone="+79990001122",
                                                proof="provider"))  # fmt: skip
        await asyncio.sleep(0.05)
        assert not hearing.done()
    await hearing
    assert await shop.person("mail", "anna@example.test") == owner
