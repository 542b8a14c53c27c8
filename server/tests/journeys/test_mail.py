"""A letter comes into a real mailbox, an operator answers it, and the customer's reply continues the conversation."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from playwright.async_api import FilePayload, Locator, expect

from tests.channels.email.servers import Pymap, Smtp, until
from tests.journeys.letters import connect_once, write_letter
from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, PATIENCE_MS, Desk, Screens, open_desk

pytestmark = JOURNEY


async def read_answer(post: Smtp) -> EmailMessage:
    """Wait for the letter that the customer would get, and read it with a program we did not write."""
    await until(lambda: bool(post.handler.letters), PATIENCE_MS / 1000)
    assert post.handler.recipients == [["vera@customer.example"]]
    return message_from_bytes(post.handler.letters[0], policy=policy.default)


async def see_letter(desk: Desk) -> None:
    """Open the letter and see its subject, its formatted body, and nothing that its sender could run."""
    await desk.rows.filter(has_text="Вера Котова").filter(has_text="чайник").click()
    await expect(desk.thread.get_by_text("Треснул чайник").first).to_be_visible()
    body = desk.thread.frame_locator("iframe").first
    await expect(body.get_by_text("Чайник треснул")).to_be_visible()
    await expect(body.locator("b")).to_have_text("треснул")
    await expect(body.locator("script")).to_have_count(0)


async def test_a_letter_is_answered_and_the_reply_stays_in_the_conversation(
    product: Product, owner: Signed, screens: Screens, mailbox: Pymap, post: Smtp
) -> None:
    await connect_once(product, owner, mailbox, post)
    desk = await open_desk(screens, owner)
    html = "<p>Чайник <b>треснул</b></p><script>document.title='x'</script>"
    mailbox.put(write_letter("Треснул чайник", "Чайник треснул", html, Message_ID="<a1@customer.example>"))
    await see_letter(desk)

    await desk.answer("Пришлём новый завтра.")
    answer = await read_answer(post)
    assert answer["Subject"] == "Re: Треснул чайник"
    assert answer["In-Reply-To"] == "<a1@customer.example>"
    assert answer["Message-ID"].startswith("<o.")
    assert answer["Reply-To"].startswith("demouser+")
    body = answer.get_body(("plain",))
    assert body is not None
    assert "Пришлём новый завтра." in body.get_content()
    await expect(desk.bubble("Пришлём новый завтра.").get_by_text("Отправлено")).to_be_attached()

    threads = {"In_Reply_To": str(answer["Message-ID"]), "Message_ID": "<a2@customer.example>"}
    mailbox.put(write_letter("Re: Треснул чайник", "Спасибо, жду!", to=str(answer["Reply-To"]), **threads))
    await expect(desk.thread.get_by_text("Спасибо, жду!")).to_be_visible()
    await expect(desk.rows.filter(has_text="Вера Котова").filter(has_text="Спасибо, жду!")).to_have_count(1)
    assert screens.complaints == []


async def test_copies_are_answered_and_a_letter_is_passed_on(
    product: Product, owner: Signed, screens: Screens, mailbox: Pymap, post: Smtp
) -> None:
    await connect_once(product, owner, mailbox, post)
    desk = await open_desk(screens, owner)
    copied = {"Message_ID": "<c1@customer.example>", "Cc": "Босс <boss@customer.example>"}
    mailbox.put(write_letter("Счёт за март", "Пришлите счёт", **copied))
    await desk.rows.filter(has_text="Пришлите счёт").click()
    composer = desk.page.get_by_role("region", name="Ответ клиенту")
    await composer.get_by_role("button", name="Изменить получателей").click()
    await expect(composer.get_by_role("button", name="Убрать boss@customer.example")).to_be_visible()
    await composer.get_by_role("button", name="Скрытая копия").click()
    await desk.page.keyboard.type("audit@shop.example, не адрес,")
    await expect(composer.get_by_text("«не адрес» — это не адрес почты.")).to_be_visible()
    await composer.get_by_role("button", name="Убрать не адрес").click()
    await desk.answer("Счёт во вложении.")
    await until(lambda: bool(post.handler.letters), PATIENCE_MS / 1000)
    assert post.handler.recipients == [["vera@customer.example", "boss@customer.example", "audit@shop.example"]]
    answer = message_from_bytes(post.handler.letters[0], policy=policy.default)
    assert (answer["Cc"], answer["Bcc"]) == ("boss@customer.example", None)
    await expect(desk.bubble("Счёт во вложении.").get_by_text("Скрытая копия: audit@shop.example")).to_be_visible()

    letter = desk.bubble("Пришлите счёт").first
    await letter.hover()
    await letter.get_by_role("button", name="Действия с сообщением").click()
    await desk.page.get_by_role("menuitem", name="Переслать по почте").click()
    dialog = desk.page.get_by_role("dialog", name="Переслать по почте")
    await dialog.get_by_label("Кому", exact=True).last.fill("partner@supplier.example")
    await dialog.get_by_label("Сопроводительный текст").fill("Посмотрите")
    await dialog.get_by_role("button", name="Переслать", exact=True).click()
    await expect(desk.thread.get_by_text("Переслано: partner@supplier.example")).to_be_visible()
    await until(lambda: len(post.handler.letters) > 1, PATIENCE_MS / 1000)
    passed = message_from_bytes(post.handler.letters[1], policy=policy.default)
    assert (passed["Subject"], post.handler.recipients[1]) == ("Fwd: Счёт за март", ["partner@supplier.example"])
    assert screens.complaints == []


CANNED = {
    "title": "Заказ готов", "shortcut": "nina-ready",
    "variants": [{"language": "ru", "text": "{{customer.first_name}}, заказ {{customer.attributes.order}} готов"}],
}  # fmt: skip


async def try_canned(product: Product, owner: Signed, dialog: Locator) -> Locator:
    """Bring a prepared answer into a first message, whose open variable keeps it from leaving; return the field."""
    await product.call(owner, "POST", "/api/v1/canned-responses", CANNED)
    words = dialog.get_by_label("Сообщение", exact=True)
    await dialog.get_by_role("button", name="Вставить шаблон").click()
    await expect(words).to_have_value("/")
    await words.press_sequentially("nina-ready")
    await expect(dialog.get_by_label("Что увидит клиент")).to_contain_text("Нина, заказ")
    await words.press("Enter")
    await expect(words).to_have_value("Нина, заказ {{customer.attributes.order}} готов")
    await dialog.get_by_role("button", name="Отправить", exact=True).click()
    await expect(dialog.get_by_text("Ответ не отправлен")).to_be_visible()
    await words.fill("/")
    await expect(dialog.get_by_role("listbox")).to_be_visible()
    await words.press("Escape")
    await expect(dialog.get_by_role("listbox")).to_have_count(0)
    return words


async def test_a_new_customer_is_written_to_first_and_a_running_conversation_takes_the_words(
    product: Product, owner: Signed, screens: Screens, mailbox: Pymap, post: Smtp
) -> None:
    await connect_once(product, owner, mailbox, post)
    desk = await open_desk(screens, owner)
    await desk.page.get_by_role("button", name="Написать клиенту").click()
    dialog = desk.page.get_by_role("dialog", name="Новое сообщение клиенту")
    whom = dialog.get_by_role("combobox", name="Кому")
    await whom.fill("nina@customer.example")
    await desk.page.get_by_role("option", name="Написать на nina@customer.example").click()
    await dialog.get_by_label("Имя клиента").fill("Нина Попова")
    await dialog.get_by_role("button", name="Копия", exact=True).click()
    await desk.page.keyboard.type("boss@customer.example,")
    await dialog.get_by_label("Тема письма").fill("Заказ готов")
    await (await try_canned(product, owner, dialog)).fill("Ваш **чайник** готов")
    chosen = FilePayload(name="чек.txt", mimeType="text/plain", buffer="чек".encode())
    await dialog.locator("input[type=file]").set_input_files(chosen)
    await expect(dialog.get_by_text("чек.txt")).to_be_visible()

    # Put off and begun again: nothing of it is lost, also by a reload.
    await dialog.get_by_role("button", name="Допишу позже").click()
    await expect(dialog).to_have_count(0)
    await desk.page.reload()
    await expect(desk.page.get_by_role("region", name="Список диалогов")).to_be_visible()
    await desk.page.keyboard.press("c")
    await expect(dialog.get_by_label("Имя клиента")).to_have_value("Нина Попова")
    await expect(dialog.get_by_text("чек.txt")).to_be_visible()
    await dialog.get_by_role("button", name="Отправить", exact=True).click()
    await expect(desk.bubble("готов").locator("strong")).to_have_text("чайник")
    await expect(desk.page.get_by_role("region", name="Диалог", exact=True).get_by_text("Нина Попова")).to_be_visible()
    await until(lambda: bool(post.handler.letters), PATIENCE_MS / 1000)
    assert post.handler.recipients == [["nina@customer.example", "boss@customer.example"]]
    letter = message_from_bytes(post.handler.letters[0], policy=policy.default)
    assert (letter["Subject"], [one.get_filename() for one in letter.iter_attachments()]) == (
        "Заказ готов",
        ["чек.txt"],
    )

    await desk.page.get_by_role("main").hover()
    await desk.page.keyboard.press("Escape")
    await desk.page.keyboard.press("c")
    await whom.fill("nina@")
    await desk.page.get_by_role("option", name="Нина Попова").click()
    await dialog.get_by_label("Сообщение").fill("И ещё одно")
    await dialog.get_by_role("button", name="Перейти в диалог").click()
    await expect(desk.field).to_have_value("И ещё одно")
    assert screens.complaints == []


async def test_a_first_message_waits_in_its_conversation_until_a_time(
    product: Product, owner: Signed, screens: Screens, mailbox: Pymap, post: Smtp
) -> None:
    await connect_once(product, owner, mailbox, post)
    post.handler.letters.clear()
    desk = await open_desk(screens, owner)
    await desk.page.get_by_role("button", name="Написать клиенту").click()
    dialog = desk.page.get_by_role("dialog", name="Новое сообщение клиенту")
    await dialog.get_by_role("combobox", name="Кому").fill("oleg@customer.example")
    await desk.page.get_by_role("option", name="Написать на oleg@customer.example").click()
    await dialog.get_by_label("Сообщение", exact=True).fill("Завтра привезём")
    await dialog.get_by_role("button", name="Отправить позже…").click()
    when = desk.page.get_by_role("dialog", name="Отправить позже")
    await when.get_by_role("button", name="Завтра").first.click()
    await expect(dialog).to_have_count(0)
    await expect(desk.page.get_by_role("main").get_by_text("Завтра привезём").first).to_be_visible()
    assert post.handler.letters == []
    assert screens.complaints == []
