"""What is chosen when a messenger of one's own is connected."""

from functools import partial

from otklik.channelkit.choices import offer_named
from otklik.channelkit.manifest import ConfigField, FieldKind, Words
from otklik.channels.json.settings import (
    ANSWER_ID,
    BUTTONS_MOST,
    FILE_MB,
    FILE_MB_MOST,
    RATE,
    TEXT_MAX,
    TEXT_MOST,
    UNITS,
    WINDOW_S,
)
from otklik.channels.json.signatures import SCHEMES

_text = partial(ConfigField, kind=FieldKind.TEXT)
_secret = partial(ConfigField, kind=FieldKind.SECRET)
_number = partial(ConfigField, kind=FieldKind.NUMBER)
_flag = partial(ConfigField, kind=FieldKind.FLAG, default=False)

_CONNECTION = (
    _text(
        name="url",
        label=Words("Куда отправлять ответы", "Where answers are sent"),
        help=Words(
            "Адрес вашей программы, https://… В пути можно подставлять поля: /chats/{{user.id}}/messages",
            "The address of your program, https://… Fields may stand in its path: /chats/{{user.id}}/messages",
        ),
        required=True,
    ),
    _secret(
        name="secret",
        label=Words("Общий секрет", "Shared secret"),
        help=Words(
            "Им подписаны запросы в обе стороны: не короче 16 знаков, например из openssl rand -base64 32",
            "It signs requests both ways: at least 16 characters, from openssl rand -base64 32 for example",
        ),
        required=True,
    ),
    ConfigField(
        name="scheme",
        kind=FieldKind.CHOICE,
        label=Words("Как подписаны запросы", "How requests are signed"),
        help=Words(
            "HMAC-SHA256 от времени и тела запроса; отличаются только заголовки",
            "HMAC-SHA256 of time and body; only the headers differ",
        ),
        choices=offer_named(
            {
                "standard_webhooks": ("Standard Webhooks", "Standard Webhooks"),
                "two_headers": (
                    "Два заголовка: X-Signature-Timestamp и X-Signature",
                    "Two headers: X-Signature-Timestamp and X-Signature",
                ),
                "one_header": ("Один заголовок: X-Signature: t=…,v1=…", "One header: X-Signature: t=…,v1=…"),
            }
        ),
        default=SCHEMES[0],
    ),
)

_ABILITIES = (
    _number(
        name="text_max",
        label=Words("Самый длинный текст", "Longest text"),
        help=Words("Длиннее — разделим на части", "A longer one is split"),
        default=TEXT_MAX,
        min=1,
        max=TEXT_MOST,
    ),
    _flag(
        name="files",
        label=Words("Принимает файлы", "Takes files"),
        help=Words("Файл придёт внутри JSON, в base64", "A file comes inside the JSON, as base64"),
        default=True,
    ),
    _flag(name="replies", label=Words("Показывает, на что отвечают", "Shows what is answered"), default=True),
    _number(
        name="buttons",
        label=Words("Кнопок под сообщением, не больше", "Buttons under a message, at most"),
        help=Words("0 — кнопки станут нумерованным списком", "0: buttons become a numbered list"),
        default=0,
        min=0,
        max=BUTTONS_MOST,
    ),
    _flag(name="edits", label=Words("Умеет менять наши сообщения", "Can change our messages")),
    _flag(name="deletes", label=Words("Умеет удалять наши сообщения", "Can delete our messages")),
    _flag(name="reactions", label=Words("Показывает наши реакции", "Shows our reactions")),
    _flag(name="typing", label=Words("Показывает, что мы печатаем", "Shows that we are typing")),
    _flag(name="receipts", label=Words("Сообщает о доставке и прочтении", "Tells of delivery and reading")),
    _flag(name="opens", label=Words("Можно написать клиенту первыми", "We may write to a customer first")),
)

_MAPPING = (
    _text(
        name="mapping",
        label=Words("Где что стоит во входящем JSON", "Where things stand in the incoming JSON"),
        help=Words(
            "По строке на поле: message.text = payload.body. Пусто — JSON приходит в нашем виде",
            "One line for each field: message.text = payload.body. Empty: the JSON comes in our own shape",
        ),
    ),
    _text(
        name="names",
        label=Words("Как называются события", "What events are called"),
        help=Words(
            "По строке на событие: new_message = message. Для остальных: * = ignore",
            "One line for each event: new_message = message. For all others: * = ignore",
        ),
    ),
    _text(
        name="template",
        label=Words("Каким JSON отвечать", "What JSON to answer with"),
        help=Words(
            'Например {"chat": "{{user.id}}", "body": "{{message.text}}"}. Пусто — в нашем виде',
            'Such as {"chat": "{{user.id}}", "body": "{{message.text}}"}. Empty: our own shape',
        ),
    ),
    _text(
        name="answer_id",
        label=Words("Где в ответе номер сообщения", "Where an answer has the id of the message"),
        default=ANSWER_ID,
        advanced=True,
    ),
)

_FINE = (
    _secret(
        name="authorization",
        label=Words("Заголовок Authorization", "Authorization header"),
        help=Words("Если ваша программа его требует: Bearer …", "If your program wants one: Bearer …"),
        advanced=True,
    ),
    _secret(
        name="secret_before",
        label=Words("Прежний секрет", "The secret before"),
        help=Words(
            "На время замены: подписанное им ещё принимаем, сами подписываем новым",
            "While you change it: what it signed is still taken, we sign with the new one",
        ),
        advanced=True,
    ),
    _number(
        name="window_s",
        label=Words("Сколько секунд верить подписи", "For how many seconds a signature is believed"),
        default=WINDOW_S,
        min=30,
        max=3600,
        advanced=True,
    ),
    _flag(
        name="repeats",
        label=Words("Узнаёт повтор по Idempotency-Key", "Knows a repeat by its Idempotency-Key"),
        help=Words(
            "Тогда запрос без ответа мы повторим сами. Без этого спросим оператора",
            "Then a request without an answer is repeated. Without it an operator is asked",
        ),
        default=True,
        advanced=True,
    ),
    _flag(
        name="formatting",
        label=Words("Понимает оформление", "Understands formatting"),
        help=Words(
            "Придёт отдельным списком message.formatting: вид, начало, длина",
            "It comes as the list message.formatting: kind, offset, length",
        ),
        advanced=True,
    ),
    _number(
        name="file_max_mb",
        label=Words("Самый большой файл, МБ", "Largest file, MB"),
        default=FILE_MB,
        min=1,
        max=FILE_MB_MOST,
        advanced=True,
    ),
    ConfigField(
        name="text_unit",
        kind=FieldKind.CHOICE,
        label=Words("В чём мерить текст", "What text is measured in"),
        choices=offer_named(
            {
                "chars": ("Знаки", "Characters"),
                "utf16": ("Знаки UTF-16", "UTF-16 units"),
                "bytes": ("Байты UTF-8", "UTF-8 bytes"),
            }
        ),
        default=UNITS[0],
        advanced=True,
    ),
    _number(
        name="rate",
        label=Words("Запросов в секунду, не больше", "Requests a second, at most"),
        default=RATE,
        min=1,
        max=500,
        advanced=True,
    ),
)

FIELDS = (*_CONNECTION, *_ABILITIES, *_MAPPING, *_FINE)
