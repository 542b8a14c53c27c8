"""What stands below a letter: the quote, cut again from the answer, and the signature."""

import pytest

from tests.desk.post_office import VERA, PostOffice, body

HTML = "<p>Где <b>заказ</b>?</p><script>alert(1)</script><img src='cid:logo'><p onclick='x()'>Вера</p>"


async def test_the_customers_letter_stands_below_the_reply_in_both_forms(office: PostOffice) -> None:
    number = (await office.deliver("Где заказ?\n\n> старое", HTML)).conversation_id
    await office.answer(number, "Уже едет")
    letter, _ = office.sent()
    plain, html = body(letter), body(letter, "html")
    assert plain.startswith("Уже едет\n\n22.11.2026, 10:00, Вера Котова <vera@customer.example> пишет:\n> Где заказ?\n")
    assert "\n>> старое" in plain
    quoted = html.partition("<blockquote")[2]
    assert "Где <b>заказ</b>?" in quoted
    assert "Уже едет" in html.partition("<blockquote")[0]
    for bad in ("script", "onclick", "cid:"):
        assert bad not in html, bad


async def test_our_own_reader_cuts_the_quote_and_the_signature_from_the_answer(office: PostOffice) -> None:
    await office.connect(signature="С уважением,\n{{operator.name}}")
    number = (await office.deliver("Где заказ?")).conversation_id
    await office.answer(number, "Уже едет")
    letter, _ = office.sent()
    plain, html = body(letter), body(letter, "html")
    quoted = "".join(f">{line}\n" if line.startswith(">") else f"> {line}\n" for line in plain.split("\n"))
    answers = {
        "plain": (f"Спасибо!\n\n23.11.2026, 9:00, Магазин <demouser@shop.example> пишет:\n{quoted}", ""),
        "html": ("", f"<p>Спасибо!</p><div class='gmail_attr'>x</div><blockquote>{html}</blockquote>"),
        "our own writing": (f"Спасибо!\n\n{plain.partition('Уже едет')[2].lstrip()}", ""),
    }
    for name, (text, page) in answers.items():
        got = await office.deliver(text or " ", page, in_reply_to=str(letter["Message-ID"]))
        stored = await office.scene.sql("select text from message where id = %(id)s", id=got.message_id)
        assert (got.conversation_id, stored) == (number, "Спасибо!"), name


async def test_a_long_exchange_quotes_the_last_letter_with_what_it_quoted(office: PostOffice) -> None:
    number = (await office.deliver("Первое")).conversation_id
    for turn in ("Второе", "Третье"):
        await office.answer(number, f"Ответ на {turn}")
        letter, _ = office.sent()
        said = body(letter).replace("\n", "\n> ")
        await office.deliver(f"{turn}\n\n22.11.2026, 10:05, Магазин пишет:\n> {said}", in_reply_to=letter["Message-ID"])
    await office.answer(number, "Конец")
    plain = body(office.sent()[0])
    assert [plain.count(word) for word in ("Первое", "Второе", "Третье")] == [1, 2, 2]


@pytest.mark.parametrize(("setting", "asked", "quoted"), [
    (True, None, True), (False, None, False), (True, False, False), (False, True, True),
])  # fmt: skip
async def test_the_quote_is_as_the_inbox_has_it_unless_the_operator_says_otherwise(
    office: PostOffice, *, setting: bool, asked: bool | None, quoted: bool
) -> None:
    await office.connect(quote_replies=setting)
    number = (await office.deliver()).conversation_id
    await office.answer(number, "Уже едет", mail={"to": [VERA], "quote": asked})
    assert ("Где заказ?" in body(office.sent()[0])) is quoted


async def test_a_deleted_letter_is_not_quoted(office: PostOffice) -> None:
    got = await office.deliver()
    await office.scene.do("update message set text = '', deleted_at = now() where id = %(id)s", id=got.message_id)
    await office.answer(got.conversation_id)
    assert body(office.sent()[0]).strip() == "Уже едет"


async def test_an_endless_letter_is_quoted_in_part(office: PostOffice) -> None:
    number = (await office.deliver("слово " * 15_000)).conversation_id
    await office.answer(number)
    plain = body(office.sent()[0])
    assert 50_000 < len(plain) < 51_000
    assert "[…]" in plain


async def test_a_company_that_writes_english_quotes_in_english(office: PostOffice) -> None:
    await office.scene.do(
        "update workspace set locale = 'en', time_zone = 'UTC' where id = %(id)s", id=office.scene.a.id
    )
    number = (await office.deliver("Where is it?")).conversation_id
    await office.answer(number)
    letter, _ = office.sent()
    assert "On 22 Nov 2026 at 07:00, Вера Котова <vera@customer.example> wrote:\n> Where is it?" in body(letter)
    got = await office.deliver(
        f"Thanks!\n\n{body(letter).partition('едет')[2].strip()}", in_reply_to=letter["Message-ID"]
    )
    assert await office.scene.sql("select text from message where id = %(id)s", id=got.message_id) == "Thanks!"


async def test_the_signature_stands_under_the_words_filled_in(office: PostOffice) -> None:
    await office.connect(
        signature='{{operator.name}}, <{{workspace.name}}>\n{{customer.phone}}{{customer.company|default:"-"}}'
        '{{customer.attributes.город|default:"Тула"}}'.replace('{{customer.company|default:"-"}}', ""),
        quote_replies=False,
    )
    number = (await office.deliver()).conversation_id
    posted = await office.answer(number)
    letter, _ = office.sent()
    signature = f"{office.scene.a.anna.name}, <Ромашка>\nТула"
    assert body(letter).strip() == f"Уже едет\n\n-- \n{signature}"
    assert "&lt;Ромашка&gt;<br>" in body(letter, "html")
    assert posted.json()["text"] == "Уже едет"
    assert posted.json()["mail"]["signature"] == signature


async def test_what_will_stand_below_is_known_before_it_is_sent(office: PostOffice) -> None:
    await office.connect(signature="{{operator.name}}")
    got = await office.deliver("Где заказ?\n\n> старое")
    identity = await office.scene.sql("select identity_id from conversation where id = %(id)s", id=got.conversation_id)
    path = f"/api/v1/conversations/{got.conversation_id}/letter?identity_id={identity}"
    start = (await office.scene.a.anna_browser.get(path)).json()
    assert start["signature"] == office.scene.a.anna.name
    assert start["quotes"] is True
    assert start["quote"] == {
        "message_id": got.message_id, "author": "Вера Котова", "at": "2026-11-22T07:00:05.000Z",
        "text": "Где заказ?\n\n> старое",
    }  # fmt: skip
    assert (await office.scene.b.anna_browser.get(path)).status_code == 404
    chat = await office.scene.write(office.scene.a, "Иван")
    other = await office.scene.sql("select identity_id from conversation where id = %(id)s", id=chat.conversation_id)
    missing = f"/api/v1/conversations/{chat.conversation_id}/letter?identity_id={other}"
    assert (await office.scene.a.anna_browser.get(missing)).status_code == 404


async def test_the_headers_of_a_letter_are_shown_as_they_came(office: PostOffice) -> None:
    got = await office.deliver(cc="Босс <boss@customer.example>", X_Odd="a b " * 40)
    path = f"/api/v1/messages/{got.message_id}/headers"
    head = (await office.scene.a.anna_browser.get(path)).json()["head"]
    assert head.startswith("From: ")
    assert "Message-ID: <m1@customer.example>\n" in head
    assert "Где заказ" not in head
    assert (await office.scene.b.anna_browser.get(path)).status_code == 404
    listed = await office.scene.a.anna_browser.get(f"/api/v1/conversations/{got.conversation_id}/messages")
    assert listed.json()["items"][0]["mail"]["head"] is True
    assert "m1@customer" not in listed.text
    ours = (await office.answer(got.conversation_id)).json()["id"]
    assert (await office.scene.a.anna_browser.get(f"/api/v1/messages/{ours}/headers")).status_code == 404
