"""What SMS by Twilio can do, and what must be known to connect an account."""

from otklik.channelkit.capabilities import Capabilities, Kind, TextUnit
from otklik.channelkit.manifest import ConfigField, FieldKind, Grade, Manifest, Transport, Words
from otklik.channelkit.sms import TEXT_MAX
from otklik.channels.twilio.client import DEFAULT_BASE
from otklik.channels.twilio.face import FACE

DOWNLOAD_MAX_BYTES = 5 * 1024 * 1024

CAPABILITIES = Capabilities(
    text_max=TEXT_MAX,
    text_unit=TextUnit.SMS,
    kinds_in=(Kind.TEXT, Kind.IMAGE, Kind.VIDEO, Kind.AUDIO, Kind.DOCUMENT),
    kinds_out=(Kind.TEXT,),
    download_max_bytes=DOWNLOAD_MAX_BYTES,
    delivered_in=True,
    blocked_in=True,
    opens_conversation=True,
    by_phone=True,
    rate_per_second=10.0,
    rate_per_chat=1.0,
    rate_chat_burst=5,
)

_FIELDS = (
    ConfigField(
        name="account_sid", kind=FieldKind.TEXT, label=Words("Account SID", "Account SID"),
        help=Words("Начинается с AC; стоит на первой странице консоли", "Begins with AC; on the console's first page"),
        required=True,
    ),
    ConfigField(
        name="auth_token", kind=FieldKind.SECRET, label=Words("Auth Token", "Auth token"),
        help=Words("Там же. Им Twilio подписывает свои обращения к нам", "On the same page. Twilio signs calls by it"),
        required=True,
    ),
    ConfigField(
        name="sender", kind=FieldKind.TEXT, label=Words("Отправитель", "Sender"),
        help=Words("Номер вида +14155550100, короткий номер, Messaging Service (MG…) или имя. На имя нельзя ответить",
                   "A number such as +14155550100, a short code, a messaging service (MG…) or a name. Nobody can "
                   "answer to a name"),
        required=True,
    ),
    ConfigField(
        name="latin", kind=FieldKind.FLAG, label=Words("Писать латиницей", "Write with Latin letters"),
        help=Words("Кириллица транслитерируется: в одну часть войдёт 160 знаков вместо 70",
                   "Cyrillic is transliterated: 160 characters fit into a part instead of 70"),
        default=False,
    ),
    ConfigField(
        name="api_key", kind=FieldKind.TEXT, label=Words("Ключ API", "API key"),
        help=Words("SK…; тогда отправка идёт по нему, а не по Auth Token", "SK…; then we send by it, not by the token"),
        advanced=True,
    ),
    ConfigField(name="api_secret", kind=FieldKind.SECRET, label=Words("Секрет ключа API", "Secret of the API key"),
                advanced=True),
    ConfigField(
        name="base_url", kind=FieldKind.TEXT, label=Words("Адрес API", "API address"),
        help=Words("Меняется только для посредника", "Changed only for a proxy"), default=DEFAULT_BASE, advanced=True,
        host_only=True,
    ),
)  # fmt: skip

MANIFEST = Manifest(
    slug="twilio",
    face=FACE,
    transports=(Transport.WEBHOOK,),
    capabilities=CAPABILITIES,
    fields=_FIELDS,
    grade=Grade.GOLD,
    exempt={
        "media_out": "Twilio fetches pictures from a public address, and files here are not public",
        "buttons": "telephones show no buttons under short messages; they are written as a list",
        "templates": "short messages need no approved templates at Twilio",
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
        Words("Откройте консоль Twilio: console.twilio.com.", "Open the console of Twilio: console.twilio.com."),
        Words(
            "Купите номер, который принимает SMS, или возьмите уже купленный.",
            "Buy a number that takes messages, or take one that you have.",
        ),
        Words(
            "Скопируйте с первой страницы Account SID и Auth Token в поля ниже и впишите номер.",
            "Copy account SID and auth token from the first page into the fields below, and enter the number.",
        ),
        Words(
            "Нажмите «Проверить связь», затем «Подключить»: наш адрес впишется в номер сам.",
            "Press “Test connection”, then “Connect”: our address is entered at the number by itself.",
        ),
    ),
)
