# ruff: noqa: E501 - letters and their tables stand as they come
import pytest

from otklik.channels.email.htmltext import html_to_text
from otklik.channels.email.quotes import split_text

PLAIN = {
    "gmail_ru": "Спасибо, жду!\n\nпт, 20 нояб. 2026 г. в 10:15, Магазин <support@shop.example>:\n\n> Заказ в пути.\n> Анна\n",
    "gmail_ru_broken_line": "Спасибо, жду!\n\nпт, 20 нояб. 2026 г. в 10:15, Магазин Большой и Красивый\n<support@shop.example>:\n> Заказ в пути.\n",
    "gmail_en": "Thanks, waiting!\n\nOn Fri, Nov 20, 2026 at 10:15 AM Shop <support@shop.example> wrote:\n\n> On its way.\n",
    "gmail_en_broken_line": "Thanks!\n\nOn Fri, Nov 20, 2026 at 10:15 AM The Very Long Named Shop\n<support@shop.example> wrote:\n\n> On its way.\n",
    "apple_ru": "Спасибо!\n\n> 20 нояб. 2026 г., в 10:15, Магазин <support@shop.example> написал(а):\n> \n> Заказ в пути.\n",
    "apple_ru_unquoted_line": "Спасибо!\n\n20 ноября 2026 г., в 10:15, Магазин <support@shop.example> написал:\n\nЗаказ в пути.\n",
    "apple_en": "Thanks!\n\n> On 20 Nov 2026, at 10:15, Shop <support@shop.example> wrote:\n> \n> On its way.\n",
    "yandex": 'Спасибо!\n\n20.11.2026, 10:15, "Магазин" <support@shop.example>:\n> Заказ в пути.\n',
    "yandex_bare": "Спасибо!\n\n20.11.2026 10:15, Магазин пишет:\n\nЗаказ в пути.\n",
    "mail_ru": "Спасибо!\n\n\nПятница, 20 ноября 2026, 10:15 +03:00 от Магазин <support@shop.example>:\n \nЗаказ в пути.\n",
    "outlook_ru": "Спасибо!\n\nОт: Магазин <support@shop.example>\nОтправлено: 20 ноября 2026 г. 10:15\nКому: Вера <vera@customer.example>\nТема: Заказ\n\nЗаказ в пути.\n",
    "outlook_en": "Thanks!\n\n________________________________\nFrom: Shop <support@shop.example>\nSent: Friday, November 20, 2026 10:15 AM\nTo: Vera\nSubject: Order\n\nOn its way.\n",
    "original_ru": "Спасибо!\n\n-------- Исходное сообщение --------\nЗаказ в пути.\n",
    "original_en": "Thanks!\n\n-----Original Message-----\nOn its way.\n",
    "thunderbird_ru": "Спасибо!\n\n20.11.2026 10:15, Магазин пишет:\n> Заказ в пути.\n",
    "german": "Danke!\n\nAm 20.11.2026 um 10:15 schrieb Shop <support@shop.example>:\n> Unterwegs.\n",
    "french": "Merci !\n\nLe ven. 20 nov. 2026 à 10:15, Shop <support@shop.example> a écrit :\n\n> En route.\n",
    "spanish": "¡Gracias!\n\nEl vie, 20 nov 2026 a las 10:15, Shop (<support@shop.example>) escribió:\n\n> En camino.\n",
    "italian": "Grazie!\n\nIl giorno ven 20 nov 2026 alle ore 10:15 Shop <support@shop.example> ha scritto:\n\n> In viaggio.\n",
    "portuguese": "Obrigado!\n\nEm sex., 20 de nov. de 2026 às 10:15, Shop <support@shop.example> escreveu:\n\n> A caminho.\n",
    "polish": "Dziękuję!\n\nW dniu 20.11.2026 o 10:15 Shop <support@shop.example> pisze:\n> W drodze.\n",
    "ukrainian": "Дякую!\n\nпт, 20 лист. 2026 р. о 10:15 Магазин <support@shop.example> пише:\n\n> У дорозі.\n",
    "quote_without_header": "Спасибо!\n\n> Заказ в пути.\n> Анна\n",
}  # fmt: skip


@pytest.mark.parametrize("name", PLAIN)
def test_what_was_quoted_is_folded_and_nothing_is_lost(name: str) -> None:
    text = PLAIN[name]
    split = split_text(text)
    first = text.split("\n", 1)[0]
    assert split.visible == first
    assert all(line.strip() in split.folded for line in text.split("\n")[1:])


def test_an_answer_below_the_quote_is_what_is_shown() -> None:
    split = split_text(
        "On Fri, Nov 20, 2026 at 10:15 AM Shop <s@shop.example> wrote:\n> On its way.\n\nThanks, got it.\n"
    )
    assert split.visible == "Thanks, got it."
    assert "On its way." in split.folded


def test_answers_between_quotes_are_shown_with_the_quotes() -> None:
    text = "> Размер?\nСорок два.\n> Цвет?\nСиний."
    assert split_text(text).visible == text


def test_an_answer_inside_the_only_quote_shows_all() -> None:
    text = "> Размер? - сорок два\n> Цвет? - синий"
    assert split_text(text).visible == text
    assert split_text(text).folded == ""


def test_a_forwarded_letter_without_own_words_is_shown_whole() -> None:
    text = "---------- Forwarded message ---------\nFrom: A <a@b.example>\nSubject: x\n\nThe content"
    assert split_text(text).visible == text


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nВера\n+7 916 000-00-00", "С уважением,\nВера Иванова\nООО «Ромашка»", "С уважением, Вера", "Best regards,\nVera",
        "Отправлено с iPhone", "Отправлено из мобильной Почты Mail", "Sent from my iPhone", "Mit freundlichen Grüßen\nVera",
        "Отправлено из Mail.ru для Android", "Get Outlook for iOS", "Cordialement,\nVéra",
    ],
)  # fmt: skip
def test_signatures_are_folded(signature: str) -> None:
    split = split_text(f"Где мой заказ?\n\n{signature}\n\n> старое")
    assert split.visible == "Где мой заказ?"
    assert signature.split("\n", maxsplit=1)[0].strip() in split.folded


@pytest.mark.parametrize(
    "text",
    [
        "С уважением отнеситесь к моей просьбе: верните деньги за заказ номер 42, который я ждала два месяца и не дождалась",
        "От: себя\nскажу, что всё хорошо", "5 > 3, это правда", "Заказ 20.11.2026 не пришёл, жду:", "On time? He wrote:",
        "Sent from my iPhone", "-- ", "> ", "",
    ],
)  # fmt: skip
def test_ordinary_words_are_not_folded(text: str) -> None:
    assert split_text(text).visible == text.rstrip()


HTML = {
    "gmail": '<div dir="ltr">Спасибо, жду!</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">пт, 20 нояб. 2026 г. в 10:15, Магазин &lt;<a href="mailto:s@shop.example">s@shop.example</a>&gt;:<br></div><blockquote class="gmail_quote" style="margin:0">Заказ в пути.</blockquote></div>',
    "apple": '<div>Спасибо, жду!</div><br><blockquote type="cite"><div>20 нояб. 2026 г., в 10:15, Магазин &lt;s@shop.example&gt; написал(а):</div><div>Заказ в пути.</div></blockquote>',
    "outlook_new": '<div>Спасибо, жду!</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>От:</b> Магазин<br><b>Отправлено:</b> сегодня<br></div><div>Заказ в пути.</div>',
    "outlook_desktop": '<p class=MsoNormal>Спасибо, жду!<o:p></o:p></p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> Shop &lt;s@shop.example&gt;<br><b>Sent:</b> Friday<br><b>To:</b> Vera<br><b>Subject:</b> Order</p></div><p>Заказ в пути.</p>',
    "yandex": '<div>Спасибо, жду!</div><div><br></div><div>20.11.2026, 10:15, "Магазин" &lt;s@shop.example&gt;:</div><blockquote><div>Заказ в пути.</div></blockquote>',
    "mail_ru": '<div>Спасибо, жду!</div><blockquote style="border-left:1px solid #0857A6">Пятница, 20 ноября 2026, 10:15 +03:00 от Магазин &lt;s@shop.example&gt;:<br><div>Заказ в пути.</div></blockquote>',
    "thunderbird": '<p>Спасибо, жду!</p><div class="moz-cite-prefix">20.11.2026 10:15, Магазин пишет:<br></div><blockquote type="cite">Заказ в пути.</blockquote>',
    "yahoo": '<div>Спасибо, жду!</div><div id="x" class="yahoo_quoted"><div>On Friday Shop wrote:</div><div>Заказ в пути.</div></div>',
}  # fmt: skip


@pytest.mark.parametrize("name", HTML)
def test_quotes_of_html_letters_are_folded(name: str) -> None:
    split = split_text(html_to_text(HTML[name]))
    assert split.visible == "Спасибо, жду!"
    assert "Заказ в пути." in split.folded


def test_answers_inside_a_gmail_quote_are_shown() -> None:
    text = html_to_text(
        '<div class="gmail_quote"><div class="gmail_attr">On Friday Shop wrote:</div><blockquote>Size?</blockquote>'
        "<div>Forty two</div><blockquote>Colour?</blockquote><div>Blue</div></div>"
    )
    visible = split_text(text).visible
    assert "Forty two" in visible
    assert "Blue" in visible


def test_html_becomes_what_a_reader_sees() -> None:
    text = html_to_text(
        "<html><head><title>t</title><style>p{}</style></head><body><p>Один&nbsp;два</p><p>три<br>четыре</p>"
        '<ul><li>пять</li><li>шесть</li></ul><a href="https://x.example/y">сайт</a><div style="display: none">скрыто</div>'
        "<script>x</script><table><tr><td>a</td><td>b</td></tr></table><pre>  так\n  есть</pre></body></html>"
    )
    assert text == "Один\xa0два\n\nтри\nчетыре\n\n- пять\n- шесть\n\nсайт (https://x.example/y)\n\na b\n\n  так\n  есть"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 30_000, "<b>" * 30_000, "<li>" * 20_000, "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">x",
        "<" * 50_000, "&" * 200_000, "<!--" * 1000, "", "\0", "<?xml version='1.0' encoding='cp1251'?><p>x</p>",
    ],
    ids=range(10),
)  # fmt: skip
@pytest.mark.timeout(20)
def test_hostile_html_costs_little(html: str) -> None:
    assert isinstance(html_to_text(html), str)


def test_a_long_letter_is_split_in_reasonable_time() -> None:
    lines = "\n".join(f"> цитата {n}" if n % 3 else f"20.11.2026 10:1{n % 10}, строка {n}" for n in range(20_000))
    assert split_text(lines).visible
