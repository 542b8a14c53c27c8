"""Two operators sort what came in: tags, priority, closing for a reason, spam, merging and going back."""

from uuid import uuid4

from playwright.async_api import Locator, expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Desk, Screens, open_desk

pytestmark = JOURNEY


async def ask_by_chat(product: Product, owner: Signed, screens: Screens, question: str) -> None:
    """Let a visitor ask on a chat page of its own."""
    settings = {"origins": [product.address], "ask_away": "off"}
    body = {"channel": "webchat", "name": "Чат", "settings": settings}
    inbox = await product.call(owner, "POST", "/api/v1/inboxes", body)
    chat = await screens.open(f"/chat/{inbox['public_key']}?lang=ru")
    field = chat.get_by_role("textbox", name="Сообщение")
    await field.fill(question)
    await field.press("Enter")


async def open_two(product: Product, owner: Signed, screens: Screens, question: str) -> tuple[Desk, Desk]:
    """Open a conversation at both desks; the mouse rests on the thread, because a list under it stands still."""
    await ask_by_chat(product, owner, screens, question)
    boris = await product.add_operator(owner, "Борис", f"boris-{uuid4().hex[:6]}@example.test")
    desks = await open_desk(screens, owner), await open_desk(screens, boris)
    for desk in desks:
        await desk.open_conversation(question)
        await desk.thread.hover()
    return desks


def header(desk: Desk) -> Locator:
    """Find the header of the open conversation."""
    return desk.page.get_by_role("region", name="Диалог", exact=True).locator("header")


async def choose_in_menu(desk: Desk, item: str) -> None:
    """Open the menu of the header and choose in it."""
    await header(desk).get_by_role("button", name="Ещё действия").click()
    await desk.page.get_by_role("menuitem", name=item).click()


async def test_tags_and_priority_are_set_by_keys_and_seen_by_the_colleague(
    product: Product, owner: Signed, screens: Screens
) -> None:
    question, tag = "Хочу вернуть кружку", f"Возврат {uuid4().hex[:4]}"
    anna, boris = await open_two(product, owner, screens, question)
    await anna.page.keyboard.press("l")
    field = anna.page.get_by_role("combobox", name="Найти или создать метку")
    await field.fill(tag)
    await anna.page.get_by_role("option", name=f"Создать метку «{tag}»").wait_for()
    await field.press("Enter")
    await expect(anna.page.get_by_role("option", name=tag, selected=True)).to_be_visible()
    await field.press("Escape")
    for desk in (anna, boris):
        await expect(desk.thread.get_by_text(f"добавлены метки: {tag}")).to_be_visible()
        await expect(header(desk).get_by_text(tag)).to_be_visible()
        await expect(desk.rows.filter(has_text=question).get_by_text(tag).first).to_be_attached()

    await boris.page.keyboard.press("p")
    await expect(boris.page.get_by_role("radio", name="Обычная")).to_be_focused()
    await boris.page.keyboard.press("1")
    for desk in (anna, boris):
        await expect(header(desk).get_by_text("Важность: срочно")).to_be_attached()
    await boris.page.get_by_role("alert").get_by_role("button", name="Вернуть").click()
    await expect(header(anna).get_by_text("Важность: срочно")).to_have_count(0)
    assert screens.complaints == []


async def test_a_conversation_is_closed_for_a_reason_without_the_mouse(
    product: Product, owner: Signed, screens: Screens
) -> None:
    question = "Вы открыты в воскресенье?"
    reasons = [f"{name} {uuid4().hex[:4]}" for name in ("Решено", "Дубль")]
    for name in reasons:
        await product.call(owner, "POST", "/api/v1/closing-reasons", {"name": name})
    anna, boris = await open_two(product, owner, screens, question)
    await anna.page.keyboard.press("e")
    dialog = anna.page.get_by_role("dialog", name="По какой причине закрыть?")
    await expect(dialog.get_by_role("button", name=reasons[0])).to_be_focused()
    await anna.page.keyboard.press("ArrowDown")
    await anna.page.keyboard.press("Enter")
    for desk in (anna, boris):
        await expect(desk.thread.get_by_text(f"диалог закрыт, причина: {reasons[1]}")).to_be_visible()
    await expect(boris.rows.filter(has_text=question)).to_have_count(0)
    assert screens.complaints == []


async def test_spam_leaves_the_list_of_both_and_comes_back(product: Product, owner: Signed, screens: Screens) -> None:
    question = "Купите чудо-посуду!!!"
    anna, boris = await open_two(product, owner, screens, question)
    await choose_in_menu(anna, "Это спам")
    await expect(anna.page.get_by_role("button", name="И заблокировать клиента")).to_be_visible()
    await expect(header(boris).get_by_text("Спам")).to_be_visible()
    await expect(boris.rows.filter(has_text=question)).to_have_count(0)
    await anna.page.get_by_role("link", name="Спам").click()
    await anna.open_conversation(question)
    await choose_in_menu(anna, "Это не спам")
    await expect(boris.rows.filter(has_text=question)).to_be_visible()
    await expect(boris.thread.get_by_text("это не спам, диалог снова открыт")).to_be_visible()
    assert screens.complaints == []


async def test_a_question_is_moved_out_merged_back_and_parted_again(
    product: Product, owner: Signed, screens: Screens
) -> None:
    first, second = f"Где мой чайник {uuid4().hex[:4]}?", f"И ещё, есть ли чашки {uuid4().hex[:4]}?"
    settings = {"origins": [product.address], "ask_away": "off"}
    inbox = await product.call(
        owner, "POST", "/api/v1/inboxes", {"channel": "webchat", "name": "Чат", "settings": settings}
    )
    chat = await screens.open(f"/chat/{inbox['public_key']}?lang=ru")
    field = chat.get_by_role("textbox", name="Сообщение")
    for words in (first, second):
        await field.fill(words)
        await field.press("Enter")
        await expect(field).to_have_value("")
    boris = await product.add_operator(owner, "Борис", f"boris-{uuid4().hex[:6]}@example.test")
    anna, other = await open_desk(screens, owner), await open_desk(screens, boris)
    for desk in (anna, other):
        await desk.open_conversation(second)
        await expect(desk.bubble(first)).to_be_visible()

    bubble = anna.bubble(second)
    await bubble.hover()
    await bubble.get_by_role("button", name="Действия с сообщением").click()
    await anna.page.get_by_role("menuitem", name="Вынести в новый диалог").click()
    await anna.page.get_by_role("dialog").get_by_role("button", name="Вынести").click()
    await expect(anna.thread.get_by_text("вынесено из диалога")).to_be_visible()
    await expect(anna.bubble(first)).to_have_count(0)
    await expect(other.bubble(second)).to_have_count(0)

    await choose_in_menu(anna, "Объединить с другим диалогом")
    dialog = anna.page.get_by_role("dialog")
    await dialog.get_by_role("list", name="Диалоги на выбор").get_by_role("button").first.click()
    await expect(dialog.get_by_role("region").get_by_text(first)).to_be_visible()
    await dialog.get_by_role("button", name="Объединить", exact=True).click()
    for desk in (anna, other):
        await expect(desk.bubble(first)).to_be_visible()
        await expect(desk.bubble(second)).to_be_visible()
    await anna.page.get_by_role("alert").filter(has_text="объединены").get_by_role("button", name="Вернуть").click()
    await expect(other.bubble(second)).to_have_count(0)
    await expect(anna.bubble(second)).to_be_visible()
    await expect(anna.bubble(first)).to_have_count(0)
    assert screens.complaints == []
