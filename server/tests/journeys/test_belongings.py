"""What belongs to a conversation, at two desks: what it was about, a task made of a message, another conversation."""

from uuid import uuid4

from playwright.async_api import Locator, expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Desk, Screens
from tests.journeys.test_sorting import ask_by_chat, header, open_two

pytestmark = JOURNEY


def card(desk: Desk) -> Locator:
    """Find the block of the card that tells of the open conversation."""
    return desk.page.get_by_role("region", name="Этот диалог", exact=True)


async def test_what_is_asked_at_closing_is_seen_by_the_colleague(
    product: Product, owner: Signed, screens: Screens
) -> None:
    mark = uuid4().hex[:4]
    question, topic, field = f"Чайник не греет {mark}", f"Гарантия {mark}", f"Номер заказа {mark}"
    await product.call(owner, "POST", "/api/v1/topics", {"name": topic})
    await product.call(owner, "POST", "/api/v1/conversation-fields", {"name": field, "kind": "text", "required": True})
    anna, boris = await open_two(product, owner, screens, question)
    await anna.page.keyboard.press("e")
    dialog = anna.page.get_by_role("dialog", name="Закрыть диалог")
    await dialog.get_by_role("combobox", name="Тема").fill("гарант")
    await anna.page.get_by_role("option", name=topic).click()
    await dialog.get_by_role("button", name="Закрыть диалог").click()
    await expect(dialog.get_by_text("Без этого диалог не закрыть")).to_be_visible()
    await dialog.get_by_role("textbox", name=field).fill("А-1042")
    await dialog.get_by_role("button", name="Закрыть диалог").click()
    for desk in (anna, boris):
        await expect(desk.thread.get_by_text(f"диалог закрыт, тема: {topic}")).to_be_visible()
        await expect(card(desk).get_by_text(topic)).to_be_visible()
        await expect(card(desk).get_by_text("А-1042")).to_be_visible()
    assert screens.complaints == []


async def test_a_task_made_of_a_message_is_ticked_off_at_the_other_desk(
    product: Product, owner: Signed, screens: Screens
) -> None:
    question = f"Пришлите счёт {uuid4().hex[:4]}"
    anna, boris = await open_two(product, owner, screens, question)
    bubble = anna.bubble(question)
    await bubble.hover()
    await bubble.get_by_role("button", name="Действия с сообщением").click()
    await anna.page.get_by_role("menuitem", name="Создать задачу по сообщению").click()
    dialog = anna.page.get_by_role("dialog", name="Новая задача по сообщению")
    await expect(dialog.get_by_role("textbox", name="Что сделать")).to_have_value(question)
    await dialog.get_by_role("textbox", name="Срок").fill("завтра в 9")
    await dialog.get_by_role("button", name="Создать задачу").click()
    await card(boris).get_by_role("checkbox", name=f"Выполнено: {question}").click()
    await expect(card(anna).get_by_role("checkbox", name=f"Вернуть в работу: {question}")).to_be_checked()
    for desk in (anna, boris):
        await expect(desk.thread.get_by_text(f"задача выполнена «{question}»")).to_be_visible()
    assert screens.complaints == []


async def test_two_conversations_are_linked_and_parted(product: Product, owner: Signed, screens: Screens) -> None:
    mark = uuid4().hex[:4]
    first, second = f"Везут не тот цвет {mark}", f"Когда приедет замена {mark}"
    await ask_by_chat(product, owner, screens, first)
    anna, boris = await open_two(product, owner, screens, second)
    rows = (await product.call(owner, "GET", "/api/v1/conversations?view=open&limit=10"))["items"]
    assert isinstance(rows, list)
    number = {text: next(one["id"] for one in rows if one["preview"]["text"] == text) for text in (first, second)}
    await card(anna).get_by_role("button", name="Связать с другим").click()
    dialog = anna.page.get_by_role("dialog")
    await dialog.get_by_role("textbox", name="С каким диалогом").fill(str(number[first]))
    await dialog.get_by_role("list", name="Диалоги на выбор").get_by_role("button").first.click()
    await dialog.get_by_role("button", name="Связать", exact=True).click()
    for desk in (anna, boris):
        await expect(header(desk).get_by_text("входит в")).to_be_visible()
        await expect(card(desk).get_by_role("list", name="Связанные диалоги")).to_be_visible()
    await boris.open_conversation(first)
    await expect(header(boris).get_by_text("1 связанный, открыто: 1")).to_be_visible()
    await card(boris).get_by_role("button", name="Убрать связь").click()
    await expect(header(anna).get_by_text("входит в")).to_have_count(0)
    assert screens.complaints == []
