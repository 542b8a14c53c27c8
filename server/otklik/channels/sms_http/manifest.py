"""What SMS by a described provider can do, and the lines of the description."""

from otklik.channelkit.capabilities import Capabilities, Kind, TextUnit
from otklik.channelkit.manifest import Choice, ConfigField, FieldKind, Grade, Manifest, Transport, Words
from otklik.channelkit.sms import TEXT_MAX
from otklik.channels.sms_http.choices import AUTHS, FORMATS, METHODS, PROVIDERS, SIGNATURES
from otklik.channels.sms_http.face import FACE

CAPABILITIES = Capabilities(
    text_max=TEXT_MAX,
    text_unit=TextUnit.SMS,
    kinds_in=(Kind.TEXT,),
    kinds_out=(Kind.TEXT,),
    delivered_in=True,
    blocked_in=True,
    opens_conversation=True,
    by_phone=True,
    rate_per_second=10.0,
    rate_per_chat=1.0,
    rate_chat_burst=5,
)

_ACCOUNT = (
    ConfigField(
        name="preset", kind=FieldKind.CHOICE, label=Words("Провайдер", "Provider"),
        help=Words("Своего опишите в дополнительных настройках", "Describe your own under the advanced settings"),
        choices=PROVIDERS, default="smsc",
    ),
    ConfigField(name="login", kind=FieldKind.TEXT, label=Words("Имя входа", "Login"),
                help=Words("У Vonage — API key", "At Vonage the API key")),
    ConfigField(name="password", kind=FieldKind.SECRET, label=Words("Пароль", "Password"),
                help=Words("У Vonage — API secret", "At Vonage the API secret")),
    ConfigField(name="key", kind=FieldKind.SECRET, label=Words("Ключ API", "API key"),
                help=Words("Если провайдер пускает по ключу, например Exolve",
                           "If the provider lets in by a key, such as Exolve")),
    ConfigField(
        name="sender", kind=FieldKind.TEXT, label=Words("Отправитель", "Sender"),
        help=Words("Номер или имя, разрешённые провайдером. На имя из букв нельзя ответить",
                   "A number or name that the provider allows. Nobody can answer to a name"),
    ),
    ConfigField(
        name="hook_key", kind=FieldKind.SECRET, label=Words("Секрет входящих обращений", "Secret of incoming calls"),
        help=Words("Придумайте длинный; у Vonage — signature secret. Без него чужие могли бы писать от имени клиентов",
                   "Invent a long one; at Vonage the signature secret. Without it strangers could pose as customers"),
        required=True,
    ),
    ConfigField(
        name="latin", kind=FieldKind.FLAG, label=Words("Писать латиницей", "Write with Latin letters"),
        help=Words("Кириллица транслитерируется: в одну часть войдёт 160 знаков вместо 70",
                   "Cyrillic is transliterated: 160 characters fit into a part instead of 70"),
        default=False,
    ),
)  # fmt: skip


def _line(name: str, label: Words, help_: Words = Words("", "")) -> ConfigField:  # noqa: B008 - immutable
    return ConfigField(name=name, kind=FieldKind.TEXT, label=label, help=help_, advanced=True)


def _choice(name: str, label: Words, choices: tuple[Choice, ...]) -> ConfigField:
    return ConfigField(name=name, kind=FieldKind.CHOICE, label=label, choices=choices, advanced=True)


_EMPTY = Words("Пусто — как у провайдера из списка", "Empty: as the provider of the list has it")
_DESCRIPTION = (
    _line("url", Words("Адрес отправки", "Address for sending"), _EMPTY),
    _choice("method", Words("Метод", "Method"), METHODS),
    _choice("format", Words("Вид запроса", "Shape of the request"), FORMATS),
    _line(
        "body",
        Words("Шаблон запроса", "Template of the request"),
        Words(
            "Слова: {to}, {to_digits}, {text}, {sender}, {id}, {login}, {password}, {key}, {kind}, {hook}. "
            "Форма — a={text}&b=1, иначе JSON",
            "Words: {to}, {to_digits}, {text}, {sender}, {id}, {login}, {password}, {key}, {kind}, {hook}. "
            "A form as a={text}&b=1, or JSON",
        ),
    ),
    _choice("auth", Words("Вход", "Authentication"), AUTHS),
    _line("auth_header", Words("Заголовок с ключом", "Header with the key")),
    _line(
        "id_path",
        Words("Где в ответе номер сообщения", "Where the answer names the message"),
        Words("Путь через точку: messages.0.id", "A path with dots: messages.0.id"),
    ),
    _line("error_path", Words("Где в ответе код ошибки", "Where the answer has the code of an error")),
    _line("error_fine", Words("Код, который значит «всё хорошо»", "The code that means “fine”")),
    _line("error_words_path", Words("Где в ответе слова об ошибке", "Where the answer has words about an error")),
    _line(
        "error_kinds",
        Words("Что значат коды", "What codes mean"),
        Words(
            "2=auth, 7|8=gone, 9=rate. Значения: rate, retry, format, gone, optout, auth, policy, uncertain",
            "2=auth, 7|8=gone, 9=rate. Meanings: rate, retry, format, gone, optout, auth, policy, uncertain",
        ),
    ),
    _line("status_id_path", Words("Где в отчёте номер сообщения", "Where a report names the message")),
    _line("status_path", Words("Где в отчёте статус", "Where a report has the status")),
    _line(
        "status_words",
        Words("Что значат статусы", "What statuses mean"),
        Words(
            "ok=delivered, bad|expired=failed, wait=. Значения: sent, delivered, read, failed, uncertain или пусто",
            "ok=delivered, bad|expired=failed, wait=. Meanings: sent, delivered, read, failed, uncertain or nothing",
        ),
    ),
    _line("status_to_path", Words("Где в отчёте телефон", "Where a report has the telephone")),
    _line("status_code_path", Words("Где в отчёте код сбоя", "Where a report has the code of a failure")),
    _line("in_from_path", Words("Где во входящем телефон", "Where a message has its sender")),
    _line("in_text_path", Words("Где во входящем текст", "Where a message has its text")),
    _line("in_id_path", Words("Где во входящем его номер", "Where a message has its id")),
    _choice("signature", Words("Чем подтверждаются обращения", "How calls are proven"), SIGNATURES),
    _line("signature_header", Words("Заголовок подписи", "Header of the signature")),
    _line("check_url", Words("Адрес проверки", "Address for testing"), _EMPTY),
    _line("check_path", Words("Что должно быть в ответе проверки", "What the answer to the test must have")),
    ConfigField(
        name="country",
        kind=FieldKind.TEXT,
        label=Words("Страна номеров без кода", "Country of numbers without a code"),
        help=Words("Две буквы: RU, KZ, BY…", "Two letters: GB, US, DE…"),
        default="RU",
        advanced=True,
    ),
)

MANIFEST = Manifest(
    slug="sms_http",
    face=FACE,
    transports=(Transport.WEBHOOK,),
    capabilities=CAPABILITIES,
    fields=(*_ACCOUNT, *_DESCRIPTION),
    grade=Grade.GOLD,
    exempt={
        "media_in": "a short message has no files",
        "media_out": "a short message has no files",
        "buttons": "telephones show no buttons under short messages; they are written as a list",
        "templates": "approval of texts is between the company and its provider, outside this interface",
        "edits_in": "a short message that was sent cannot be changed by anybody",
        "deletes_in": "a short message that was sent cannot be taken back by anybody",
        "edits_out": "a short message that was sent cannot be changed by anybody",
        "deletes_out": "a short message that was sent cannot be taken back by anybody",
        "reactions_out": "short messages have no reactions",
        "typing_out": "short messages have no sign of typing",
        "read_marks": "the network tells of delivery to the telephone and never of reading",
        "attribution": "a short message does not say where the number was found",
        "replies": "a short message does not say which one it answers",
        "upkeep": "providers of this kind have no call by which the address they deliver to could be read or set",
    },
    steps=(
        Words(
            "Выберите провайдера. Своего можно описать: запрос, ответ, отчёты и входящие.",
            "Choose a provider. Your own can be described: request, answer, reports and messages.",
        ),
        Words(
            "Возьмите в его кабинете имя входа и пароль или ключ и впишите их ниже.",
            "Take login and password, or a key, from its console and enter them below.",
        ),
        Words(
            "Придумайте секрет входящих обращений: провайдер назовёт его, когда обратится к нам.",
            "Invent a secret of incoming calls: the provider names it when it calls us.",
        ),
        Words(
            "Нажмите «Проверить связь»: мы покажем адрес, который надо вписать у провайдера. Затем «Подключить».",
            "Press “Test connection”: we show the address to enter at the provider. Then “Connect”.",
        ),
    ),
)
