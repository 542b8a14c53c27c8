"""What SMS over SMPP can do, and what must be known to open a line."""

from otklik.channelkit.capabilities import Capabilities, Kind, TextUnit
from otklik.channelkit.choices import offer, offer_named
from otklik.channelkit.manifest import ConfigField, FieldKind, Grade, Manifest, Transport, Words
from otklik.channelkit.sms import TEXT_MAX
from otklik.channels.smpp.face import FACE
from otklik.channels.smpp.settings import PORT

CAPABILITIES = Capabilities(
    text_max=TEXT_MAX,
    text_unit=TextUnit.SMS,
    kinds_in=(Kind.TEXT,),
    kinds_out=(Kind.TEXT,),
    delivered_in=True,
    blocked_in=True,
    opens_conversation=True,
    by_phone=True,
    rate_per_second=100.0,
    rate_per_chat=10.0,
    rate_chat_burst=30,
)
"""The account's own setting limits the speed; these only keep one person from taking everything."""

_LINE = (
    ConfigField(
        name="host", kind=FieldKind.TEXT, label=Words("Сервер SMPP", "SMPP server"),
        help=Words("Имя или адрес центра, например smpp.operator.ru", "Name or address of the centre, such as "
                   "smpp.operator.com"),
        required=True,
    ),
    ConfigField(
        name="port", kind=FieldKind.NUMBER, label=Words("Порт", "Port"), default=PORT, min=1, max=65535,
    ),
    ConfigField(
        name="security", kind=FieldKind.CHOICE, label=Words("Защита связи", "Protection of the line"),
        help=Words("tls — если центр это умеет. none — только через туннель оператора или в своей сети",
                   "tls if the centre can. none only through the operator's tunnel or in your own network"),
        choices=offer("none", "tls"), default="none",
    ),
    ConfigField(
        name="system_id", kind=FieldKind.TEXT, label=Words("Имя (system_id)", "Name (system_id)"), required=True,
    ),
    ConfigField(name="password", kind=FieldKind.SECRET, label=Words("Пароль", "Password"), required=True),
    ConfigField(
        name="sender", kind=FieldKind.TEXT, label=Words("Отправитель", "Sender"),
        help=Words("Номер вида +74950000000 или короткий номер. На имя из букв (до 11) клиенты не смогут ответить. "
                   "Пусто — на усмотрение центра",
                   "A number such as +442079460000, or a short code. Nobody can answer to a name (up to 11 letters). "
                   "Empty: the centre's choice"),
    ),
    ConfigField(
        name="latin", kind=FieldKind.FLAG, label=Words("Писать латиницей", "Write with Latin letters"),
        help=Words("Кириллица транслитерируется: в одну часть войдёт 160 знаков вместо 70",
                   "Cyrillic is transliterated: 160 characters fit into a part instead of 70"),
        default=False,
    ),
)  # fmt: skip

_ADVANCED = (
    ConfigField(
        name="authority", kind=FieldKind.TEXT,
        label=Words("Сертификат удостоверяющего центра", "Certificate authority"),
        help=Words("PEM. Нужен, если сертификат сервера выдан частным центром",
                   "PEM. Needed if a private authority signed the server's certificate"),
        advanced=True,
    ),
    ConfigField(
        name="system_type", kind=FieldKind.TEXT, label=Words("Тип системы (system_type)", "system_type"), advanced=True,
    ),
    ConfigField(
        name="country", kind=FieldKind.TEXT,
        label=Words("Страна номеров без кода", "Country of numbers without a code"),
        help=Words("Две буквы: RU, KZ, BY…", "Two letters: GB, US, DE…"), default="RU", advanced=True,
    ),
    ConfigField(
        name="long_text", kind=FieldKind.CHOICE, label=Words("Длинные тексты", "Long texts"),
        help=Words("udh подходит почти всем; sar и payload — если так просит центр",
                   "udh suits almost everybody; sar and payload if the centre asks for it"),
        choices=offer_named({
            "udh": ("Заголовок в тексте (UDH)", "Header in the text (UDH)"),
            "sar": ("Поля SAR", "SAR fields"),
            "payload": ("Целиком (message_payload)", "In one piece (message_payload)"),
        }), default="udh", advanced=True,
    ),
    ConfigField(
        name="alphabet", kind=FieldKind.CHOICE,
        label=Words("Алфавит по умолчанию у центра", "The centre's default alphabet"),
        help=Words("Если вместо @ или _ приходят другие знаки, выберите latin1",
                   "If other signs arrive instead of @ or _, choose latin1"),
        choices=offer_named({"gsm7": ("GSM 7 бит", "GSM 7 bit"), "latin1": ("Latin-1", "Latin-1")}),
        default="gsm7", advanced=True,
    ),
    ConfigField(
        name="rate", kind=FieldKind.NUMBER, label=Words("Частей в секунду, не больше", "Parts a second, at most"),
        help=Words("Как в договоре с оператором", "As agreed with the operator"), default=10, min=0.1, max=500,
        advanced=True,
    ),
    ConfigField(
        name="window", kind=FieldKind.NUMBER,
        label=Words("Сообщений без ответа, не больше", "Unanswered messages, at most"),
        default=10, min=1, max=100, advanced=True,
    ),
    ConfigField(
        name="validity_h", kind=FieldKind.NUMBER, label=Words("Пытаться доставить, часов", "Try to deliver for, hours"),
        help=Words("Пока телефон выключен или вне сети", "While the telephone is off or out of reach"),
        default=24, min=1, max=168, advanced=True,
    ),
)  # fmt: skip

MANIFEST = Manifest(
    slug="smpp",
    face=FACE,
    transports=(Transport.SOCKET,),
    capabilities=CAPABILITIES,
    fields=(*_LINE, *_ADVANCED),
    grade=Grade.GOLD,
    exempt={
        "signature": "messages come over a line that we opened and logged in on; nobody delivers them to our address",
        "media_in": "a short message has no files",
        "media_out": "a short message has no files",
        "buttons": "telephones show no buttons under short messages; they are written as a list",
        "templates": "the protocol knows no approved templates; operators judge texts by contract",
        "edits_in": "a short message that was sent cannot be changed by anybody",
        "deletes_in": "a short message that was sent cannot be taken back by anybody",
        "edits_out": "a short message that was sent cannot be changed by anybody",
        "deletes_out": "a short message that was sent cannot be taken back by anybody",
        "reactions_out": "short messages have no reactions",
        "typing_out": "short messages have no sign of typing",
        "read_marks": "the network tells of delivery to the telephone and never of reading",
        "attribution": "a short message does not say where the number was found",
        "replies": "a short message does not say which one it answers",
    },
    steps=(
        Words(
            "Попросите у оператора или SMS-агрегатора доступ по SMPP 3.4 в режиме transceiver.",
            "Ask your operator or SMS aggregator for SMPP 3.4 access as a transceiver.",
        ),
        Words(
            "Сообщите им адрес этого сервера: чаще всего доступ открывают по адресу.",
            "Tell them the address of this server: access is mostly granted by address.",
        ),
        Words(
            "Получите адрес центра, порт, system_id, пароль и номер или имя отправителя и введите их ниже.",
            "Get the address of the centre, the port, system_id, password and the sender, and enter them below.",
        ),
        Words(
            "Чтобы клиенты могли отвечать, отправителем должен быть номер, принимающий SMS.",
            "For customers to answer, the sender must be a number that takes messages.",
        ),
        Words(
            "Нажмите «Проверить связь»: мы войдём и сразу выйдем. Затем «Подключить».",
            "Press “Test connection”: we log in and out again. Then “Connect”.",
        ),
    ),
)
