"""What the composer does beside sending: taking a reply back, sending it later."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

from playwright.async_api import FilePayload, Page, expect

from tests.journeys.pictures import make_png
from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Desk, Screens, open_desk
from tests.journeys.test_two_operators import ask_by_chat

pytestmark = JOURNEY


@asynccontextmanager
async def waiting_seconds(product: Product, who: Signed, seconds: int) -> AsyncIterator[None]:
    """Let somebody's replies wait so long before they leave."""
    path = "/api/v1/session/preferences"
    await product.call(who, "PATCH", path, {"undo_send_s": seconds})
    yield
    await product.call(who, "PATCH", path, {"undo_send_s": 0})


async def test_a_reply_is_taken_back_after_a_reload_and_leaves_when_nobody_does(
    product: Product, owner: Signed, screens: Screens
) -> None:
    mark = uuid4().hex[:4]
    question = f"Есть ли чайники {mark}?"
    chat = await ask_by_chat(product, owner, screens, question)
    async with waiting_seconds(product, owner, 20):
        desk = await open_desk(screens, owner)
        await desk.open_conversation(question)
        await desk.answer(f"Чайников нет {mark}")
        await expect(desk.page.get_by_text("Ответ скоро отправится")).to_be_attached()
        await desk.page.reload()
        await desk.page.get_by_role("button", name="Отменить").click()
        await expect(desk.field).to_have_value(f"Чайников нет {mark}")
        await expect(desk.thread.get_by_text(f"Чайников нет {mark}")).to_have_count(0)
    async with waiting_seconds(product, owner, 5):
        await desk.page.reload()
        await desk.answer(f"Чайники есть {mark}")
        await expect(desk.page.get_by_role("button", name="Отменить")).to_be_visible()
        await expect(chat.get_by_text(f"Чайники есть {mark}")).to_be_visible()
        await expect(desk.bubble(f"Чайники есть {mark}")).to_have_count(1)
        await expect(desk.page.get_by_role("button", name="Отменить")).to_have_count(0)
    await expect(chat.get_by_text(f"Чайников нет {mark}")).to_have_count(0)
    await desk.page.reload()
    await send_emoji(desk, chat)
    await hold_to_record(desk)
    await send_voice(desk, chat)
    await send_pictures(desk)
    assert screens.complaints == []


async def send_emoji(desk: Desk, chat: Page) -> None:
    """Find one by its name in the picker, name another after a colon, and see both at the customer's."""
    await desk.field.fill("Ждём ")
    await desk.page.get_by_role("button", name="Вставить смайлик").click()
    picker = desk.page.get_by_role("dialog", name="Смайлики")
    await picker.get_by_role("textbox", name="Найти смайлик").fill("чайник")
    await picker.get_by_role("textbox").press("Enter")
    await expect(desk.field).to_have_value("Ждём 🫖")
    await desk.field.press_sequentially(" :heart:")
    await expect(desk.field).to_have_value("Ждём 🫖 ❤️ ")
    await desk.page.get_by_role("button", name="Отправить", exact=True).click()
    await expect(chat.get_by_text("Ждём 🫖 ❤️")).to_be_visible()


def picture(name: str, width: int, height: int, colour: tuple[int, int, int]) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": make_png(width, height, colour)}


async def send_pictures(desk: Desk) -> None:
    """Attach two, put the second first, make the large one smaller, and walk them in the viewer."""
    page = desk.page
    await page.locator("input[type=file]").first.set_input_files(
        [picture("красный.png", 3000, 60, (200, 30, 30)), picture("синий.png", 60, 60, (30, 30, 200))]
    )
    await page.get_by_role("button", name="Поставить раньше: синий.png").click()
    tray = page.get_by_role("list", name="Приложенные файлы").get_by_role("listitem")
    await expect(tray.first).to_contain_text("синий.png")
    await page.get_by_role("button", name="Уменьшить до 2048 точек: красный.png").click()
    await expect(tray.nth(1)).to_contain_text("красный.jpg")
    await expect(page.get_by_role("button", name="Уменьшить до")).to_have_count(0)
    await page.get_by_role("button", name="Отправить", exact=True).click()
    await desk.thread.get_by_role("button", name="Открыть: синий.png").click()
    viewer = page.get_by_role("dialog", name="синий.png")
    await expect(viewer.get_by_text("1 / 2")).to_be_visible()
    await expect(viewer.get_by_role("button", name="Закрыть")).to_be_focused()
    await page.keyboard.press("ArrowRight")
    large = page.get_by_role("dialog", name="красный.jpg").get_by_role("img")
    assert await large.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [2048, 41]
    await page.keyboard.press("r")
    await page.keyboard.press("+")
    assert "rotate(90deg)" in (await large.get_attribute("style") or "")
    await page.keyboard.press("Escape")
    await expect(viewer).to_have_count(0)


async def hold_to_record(desk: Desk) -> None:
    """Hold the button: release listens, sliding away and Escape delete, the space bar holds as well."""
    page = desk.page
    button = page.get_by_role("button", name="Записать голосовое")
    player = page.get_by_role("list", name="Приложенные файлы").get_by_role("listitem")
    for ending in ("away", "Escape", "release"):
        box = await button.bounding_box()
        assert box is not None
        await page.mouse.move(box["x"] + 10, box["y"] + 10)
        await page.mouse.down()
        await expect(page.get_by_text("Отпустите, чтобы прослушать")).to_be_visible()
        await page.wait_for_timeout(900)
        if ending == "away":
            await page.mouse.move(box["x"] + 10, box["y"] - 200)
            await expect(page.get_by_text("Отпустите, чтобы удалить")).to_be_visible()
        if ending == "Escape":
            await page.keyboard.press("Escape")
        await page.mouse.up()
        await expect(page.get_by_role("group", name="Запись голосового")).to_have_count(0)
        await expect(player).to_have_count(1 if ending == "release" else 0)
    await button.focus()
    await page.keyboard.down("Space")
    await page.wait_for_timeout(900)
    await page.keyboard.up("Space")
    await expect(player).to_have_count(2)
    for _ in range(2):
        await player.first.get_by_role("button", name=re.compile("Убрать")).click()
    await expect(player).to_have_count(0)


async def send_voice(desk: Desk, chat: Page) -> None:
    """Record, listen before sending, and have it arrive as a voice message that can be played."""
    await desk.page.get_by_role("button", name="Записать голосовое").click()
    recording = desk.page.get_by_role("group", name="Запись голосового")
    await expect(recording.get_by_role("timer")).to_have_text("0:01")
    await recording.get_by_role("button", name="Готово").click()
    ready = desk.page.get_by_role("list", name="Приложенные файлы").get_by_role("group", name="Голосовое сообщение")
    await ready.get_by_role("button", name="Слушать").click()
    await expect(ready.get_by_role("button", name="Пауза")).to_be_visible()
    await desk.page.get_by_role("button", name="Отправить", exact=True).click()
    await expect(desk.thread.get_by_role("group", name="Голосовое сообщение")).to_be_visible()
    await expect(chat.locator("audio")).to_have_count(1)


async def test_a_scheduled_reply_is_seen_by_a_colleague_changed_and_sent(
    product: Product, owner: Signed, screens: Screens
) -> None:
    mark = uuid4().hex[:4]
    question = f"Когда откроетесь {mark}?"
    chat = await ask_by_chat(product, owner, screens, question)
    boris = await product.add_operator(owner, "Борис", f"boris-{mark}@example.test")
    desk, colleague = await open_desk(screens, owner), await open_desk(screens, boris)
    for one in (desk, colleague):
        await one.open_conversation(question)
    await desk.field.fill("Открылись")
    await desk.page.get_by_role("button", name="Другие способы отправить").click()
    await desk.page.get_by_role("menuitem", name="Отправить позже…").click()
    later = desk.page.get_by_role("dialog", name="Отправить позже")
    await later.get_by_role("textbox", name="Другое время").fill("завтра в 9")
    await later.get_by_role("button", name="Отправить в это время").click()
    await expect(desk.field).to_have_value("")

    await expect(colleague.thread.get_by_text("Открылись").first).to_be_visible()
    await expect(colleague.thread.get_by_text("если клиент не напишет раньше")).to_be_visible()
    await expect(colleague.page.get_by_role("button", name="Отправить сейчас")).to_have_count(0)

    await desk.page.get_by_role("button", name="Изменить", exact=True).click()
    change = desk.page.get_by_role("dialog", name="Отложенное сообщение")
    await change.get_by_role("textbox", name="Текст").fill(f"Мы открылись {mark}")
    await change.get_by_role("button", name="Сохранить").click()
    await expect(colleague.thread.get_by_text(f"Мы открылись {mark}")).to_be_visible()
    await desk.page.get_by_role("button", name="Отправить сейчас").click()
    await expect(chat.get_by_text(f"Мы открылись {mark}")).to_be_visible()
    await expect(colleague.bubble(f"Мы открылись {mark}")).to_have_count(1)
    assert screens.complaints == []


async def test_a_macro_is_made_previewed_run_and_taken_back(product: Product, owner: Signed, screens: Screens) -> None:
    mark = uuid4().hex[:4]
    question, name = f"Верните деньги {mark}", f"Возврат {mark}"
    await ask_by_chat(product, owner, screens, question)
    desk = await open_desk(screens, owner)
    await desk.open_conversation(question)
    settings = await screens.open("/settings/macros/new", owner)
    await settings.get_by_role("textbox", name="Название").fill(name)
    for verb in ("Добавить заметку", "Вставить текст в ответ", "Изменить важность"):
        await settings.get_by_role("button", name="Добавить действие").click()
        await settings.get_by_role("menuitem", name=verb).click()
    await settings.get_by_role("textbox", name="Добавить заметку").fill(f"Проверить чек {mark}")
    await settings.get_by_role("textbox", name="Вставить текст в ответ").fill("Вернём, это {{operator.first_name}}")
    await settings.get_by_role("button", name="Сохранить").click()
    await expect(settings.get_by_role("link", name=name)).to_be_visible()

    await desk.thread.hover()
    await desk.field.press_sequentially(f"/{name}")
    await desk.page.get_by_role("option", name=name).click()
    dialog = desk.page.get_by_role("dialog", name="Макросы")
    await expect(dialog.get_by_label("Что будет сделано")).to_contain_text("Вернём, это Анна")
    await dialog.get_by_role("button", name="Выполнить").click()
    await expect(desk.field).to_have_value("Вернём, это Анна")
    await expect(desk.bubble(f"Проверить чек {mark}")).to_be_visible()
    await desk.page.get_by_role("button", name="Отменить", exact=True).click()
    await expect(desk.field).to_have_value("")
    await expect(desk.bubble(f"Проверить чек {mark}")).to_have_count(0)
    assert screens.complaints == []


async def test_a_macro_closes_with_topic_and_field_and_returns_to_the_queue(
    product: Product, owner: Signed, screens: Screens
) -> None:
    mark = uuid4().hex[:4]
    question, name, topic, field = f"Где чек {mark}", f"В архив {mark}", f"Чеки {mark}", f"Сумма {mark}"
    made = await product.call(owner, "POST", "/api/v1/topics", {"name": topic})
    asked = await product.call(owner, "POST", "/api/v1/conversation-fields", {"name": field, "kind": "number"})
    await ask_by_chat(product, owner, screens, question)
    desk = await open_desk(screens, owner)
    await desk.open_conversation(question)
    await desk.thread.hover()
    await desk.page.keyboard.press("a")
    await expect(desk.thread.get_by_text("ответственный: ")).to_be_visible()
    settings = await screens.open("/settings/macros/new", owner)
    await settings.get_by_role("textbox", name="Название").fill(name)
    for verb in ("Закрыть диалог", "Вернуть в очередь"):
        await settings.get_by_role("button", name="Добавить действие").click()
        await settings.get_by_role("menuitem", name=verb).click()
    await settings.get_by_role("combobox", name="Тема").click()
    await settings.get_by_role("option", name=topic).click()
    await settings.get_by_role("textbox", name=field).fill("1 500,5")
    await settings.get_by_role("button", name="Сохранить").click()
    await expect(settings.get_by_role("link", name=name)).to_be_visible()

    await desk.field.press_sequentially(f"/{name}")
    await desk.page.get_by_role("option", name=name).click()
    dialog = desk.page.get_by_role("dialog", name="Макросы")
    preview = dialog.get_by_label("Что будет сделано")
    await expect(preview).to_contain_text(f"{topic}, {field}: 1500.5")
    await expect(preview).to_contain_text("Вернуть в очередь")
    await dialog.get_by_role("button", name="Выполнить").click()
    head = desk.page.get_by_role("region", name="Диалог", exact=True).locator("header")
    await expect(head).to_contain_text("Закрыт")
    await expect(head).to_contain_text("Без ответственного")
    await desk.page.get_by_role("button", name="Отменить", exact=True).click()
    await expect(head).to_contain_text("Открыт")
    await expect(head).not_to_contain_text("Без ответственного")
    await product.call(owner, "PATCH", f"/api/v1/topics/{made['id']}", {"archived": True})
    await product.call(owner, "PATCH", f"/api/v1/conversation-fields/{asked['id']}", {"archived": True})
    assert screens.complaints == []


async def test_a_colleague_named_in_a_note_finds_the_conversation(
    product: Product, owner: Signed, screens: Screens
) -> None:
    mark = uuid4().hex[:4]
    question, name = f"Есть ли на складе {mark}?", f"Глеб {mark}"
    await ask_by_chat(product, owner, screens, question)
    gleb = await product.add_operator(owner, name, f"gleb-{mark}@example.test")
    desk, colleague = await open_desk(screens, owner), await open_desk(screens, gleb)
    await desk.open_conversation(question)
    await desk.page.get_by_role("button", name="Заметка").click()
    note = desk.page.get_by_role("textbox", name="Текст заметки")
    await note.press_sequentially(f"@{mark}")
    await desk.page.get_by_role("option", name=name).click()
    await expect(note).to_have_value(f"@{name} ")
    await note.press_sequentially("глянь остаток")
    await desk.page.get_by_role("button", name="Добавить заметку").click()

    mentions = colleague.page.get_by_role("link", name="Упоминания")
    await expect(mentions).to_contain_text("1")
    await mentions.click()
    await colleague.rows.filter(has_text="глянь остаток").click()
    await expect(colleague.bubble("глянь остаток").get_by_text(f"@{name}", exact=True)).to_be_visible()
    await expect(colleague.page.get_by_role("link", name="Упоминания").get_by_text("1")).to_have_count(0)
    await expect(colleague.rows.filter(has_text="глянь остаток")).to_be_visible()
    assert screens.complaints == []
